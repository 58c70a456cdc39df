"""The clean tables of a label version, as the stage ``anonymize`` left them."""

from __future__ import annotations

from pathlib import Path

from labelcards.dataset.files.parquet import read_tables
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import read_manifests
from labelcards.errors import InputError, Problem

__all__ = ["read_version"]


def read_version(dataset: str | Path, version: str) -> LabelVersion:
    """One label version of a data set in memory: its anonymized tables and the two manifests.

    Raw tables are never read: names, texts and pseudonyms are those that ``labelcards anonymize`` made.

    Args:
        dataset: the folder of the data set, ``datasets/<name>``.
        version: the version number, for example ``"1.0.0"``.

    Returns:
        `LabelVersion`: data frames ``items`` (N rows), ``annotations`` (a row per judgement), ``annotators`` (M rows),
        ``gold``, ``adjudications``, ``audit`` and ``predictions``. Columns are text, and times UTC without a zone.

    Raises:
        InputError: a manifest is wrong, the stage ``anonymize`` has not run, or a table is damaged; all problems at
            once.

    Example::

        version = labelcards.read_version("datasets/support-tickets", "1.0.0")
        version.annotations["annotator_id"].value_counts()
    """
    paths = DatasetPaths(Path(dataset)).version(version)
    manifest, declared = read_manifests(paths.dataset.folder, paths.version)
    if not paths.tables.is_dir():
        raise InputError(
            [
                Problem(
                    paths.tables.as_posix(),
                    "missing-tables",
                    "The clean tables of the version do not exist.",
                    f"Run `labelcards anonymize {paths.dataset.folder} {paths.version}`, or `dvc repro`.",
                )
            ]
        )
    return read_tables(paths.tables, manifest, declared)
