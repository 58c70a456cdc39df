"""Write what ``dvc metrics`` and ``dvc plots`` show of a data set.

Reads: the manifest and ``docs/cards/<dataset>/*/documents/``.
Writes: ``metrics.json`` and ``plots/*.json`` in the data set's folder.
Params: the versions of ``params.yaml``.
Deterministic: because it depends on the documents alone.
Privacy: sees published documents only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.figures.plot_rows import VersionDocuments, headline_numbers, plot_files
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import read_manifests
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.files import write_text
from labelcards.documents.folders import staged_folder
from labelcards.documents.json_text import json_text
from labelcards.errors import InputError, Problem
from labelcards.site.index import read_summaries
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(folder: Path, cards: Path, params: Path) -> list[Path]:
    """Write the files and return what was written.

    Raises:
        InputError: there is no version, or a version has no card.
    """
    paths = DatasetPaths(folder)
    summaries = read_summaries(cards / paths.name, read_params(params).versions_of(paths.name))
    if not summaries:
        raise InputError([Problem(str(params), "no-version", "There is no version to plot.", "Add one.")])
    manifest, _ = read_manifests(folder, summaries[0].version)
    versions = tuple(_assessed(cards / paths.name / s.version, s.version) for s in reversed(summaries))
    metrics, plots = folder / "metrics.json", folder / "plots"
    write_text(metrics, json_text(headline_numbers(manifest, versions[-1])))
    with staged_folder(plots) as staged:
        for name, rows in plot_files(manifest, versions).items():
            write_text(staged / f"{name}.json", json_text(rows))
    return [metrics, plots]


def _assessed(card: Path, version: str) -> VersionDocuments:
    found = sorted((card / "documents").glob("*.json"))
    return VersionDocuments(version, {path.stem: MetricsDocument.read(path) for path in found})
