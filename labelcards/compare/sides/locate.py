"""From what the command line says to a `Side`.

In this order, a name means: a folder of clean tables (or a version's folder), a version of the workspace,
``revision:version``, a Git revision at its newest version.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pandas as pd

from labelcards.compare.sides.revision import Revision, find_revision
from labelcards.compare.sides.side import Side
from labelcards.dataset.files.dvc_cache import dvc_root, restore
from labelcards.dataset.files.parquet import read_tables
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.layout import DatasetPaths, VersionPaths
from labelcards.dataset.version.manifests import list_versions, read_ancestors, read_manifest, read_manifests
from labelcards.documents.difference import SideName
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.guidelines import read_guidelines
from labelcards.documents.version_manifest import TableFile, VersionManifest, VersionTables
from labelcards.documents.yaml_document import did_you_mean
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem

__all__ = ["STAGES", "committed_side", "find_dataset", "locate_side", "workspace_side"]

STAGES = ("anonymization", "quality", "bias", "model", "changes", "answers")


def _dataset_of(given: str) -> Path | None:
    """The data set that a folder of clean tables, or a version's folder, lies in; None for anything else."""
    paths = _version_of(Path(given))
    return paths.dataset.folder if paths else None


def find_dataset(*given: str) -> Path:
    """The data set that folders among ``given`` lie in, else the only one below ``datasets/``."""
    for name in given:
        if (folder := _dataset_of(name)) is not None:
            return folder
    found = sorted(path.parent for path in Path("datasets").glob("*/dataset.yaml"))
    if len(found) == 1:
        return found[0]
    message = "There is no data set here." if not found else "There are several data sets here."
    choices = ", ".join(path.as_posix() for path in found) or "datasets/<name>"
    raise InputError([Problem("datasets", "which-dataset", message, f"Give --dataset: {choices}.")])


def locate_side(dataset: Path, given: str) -> Side:
    """Read what ``given`` names of the data set in the folder ``dataset``.

    Raises:
        InputError: it names nothing, or what it names cannot be read.
        ToolError: it may be a Git revision and Git is not installed.
    """
    folder = Path(given)
    paths = _version_of(folder)
    if paths is not None:
        return _read(paths, given, None)
    if (folder / "items.parquet").is_file():
        return _bare(dataset, folder, given)
    if DatasetPaths(dataset).version(given).manifest.is_file():
        return _read(DatasetPaths(dataset).version(given), given, None)
    name, colon, version = given.rpartition(":")
    revision = find_revision(dataset, name if colon else given)
    if revision is None:
        raise InputError([_unknown(dataset, given)])
    return committed_side(revision, version if colon else None, given)


def workspace_side(dataset: Path, version: str) -> Side:
    """A version of the workspace; no folder or revision of the same name is taken for it.

    Raises:
        InputError: the version or what belongs to it cannot be read.
    """
    return _read(DatasetPaths(dataset).version(version), version, None)


def _version_of(folder: Path) -> VersionPaths | None:
    """The version whose folder, or whose tables' folder, this is."""
    for candidate in (folder, folder.parent):
        root = candidate.parent.parent
        if candidate.parent.name == "versions" and (root / "dataset.yaml").is_file():
            paths = DatasetPaths(root).version(candidate.name)
            if folder in (paths.folder, paths.tables) and folder.is_dir():
                return paths
    return None


def _unknown(dataset: Path, given: str) -> Problem:
    versions = list_versions(dataset)
    known = f"Versions here: {', '.join(versions)}. Or name"
    remedy = did_you_mean(given, versions) or f"{known} a Git revision, `revision:version` or a folder of clean tables."
    message = "What is to be compared is no version, Git revision or folder of clean tables."
    return Problem(shown(dataset), "unknown-side", message, remedy, column=given)


def committed_side(revision: Revision, version: str | None, given: str) -> Side:
    """A version as a commit has it.

    Args:
        version: its number; the commit's newest when absent.
        given: what the side is called.

    Raises:
        InputError: the commit does not have it, or it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="labelcards-") as scratch:
        folder = revision.extract(Path(scratch))
        versions = list_versions(folder)
        if not versions or (version is not None and version not in versions):
            message = f"Commit {revision.commit[:10]} does not have that version."
            known = f"It has: {', '.join(versions)}." if versions else "It has no version at all."
            raise InputError([Problem(shown(revision.dataset), "not-in-revision", message, known, column=given)])
        paths = DatasetPaths(folder).version(version or versions[-1])
        _restore(revision, paths)
        return _read(paths, given, revision.commit)


def _restore(revision: Revision, paths: VersionPaths) -> None:
    """Tables and consensus that the commit does not hold itself, from DVC's cache."""
    if paths.tables.is_dir() or dvc_root(revision.dataset.resolve()) is None:
        return
    wanted = {
        f"{revision.prefix}{place.relative_to(paths.dataset.folder).as_posix()}": place
        for place in (paths.tables, paths.consensus)
    }
    restore(revision.root, revision.commit, wanted)


def _read(paths: VersionPaths, given: str, commit: str | None) -> Side:
    manifest, declared = read_manifests(paths.dataset.folder, paths.version)
    labels = read_tables(paths.tables, manifest, declared) if paths.tables.is_dir() else None
    why = None
    if labels is None:
        why = (
            "they are not in DVC's cache. Run `dvc fetch --all-commits`, then compare again."
            if commit
            else "they do not exist. Run `dvc pull` or `dvc repro`, then compare again."
        )
    guidelines = paths.dataset.folder / declared.guidelines if declared.guidelines else None
    documents = {name: path for name in STAGES if (path := paths.document(name)).is_file()}
    return Side(
        name=SideName(
            given=given, version=paths.version, revision=commit, tables=labels is not None, why_no_tables=why
        ),
        manifest=manifest,
        declared=declared,
        labels=labels,
        consensus=pd.read_parquet(paths.consensus) if labels is not None and paths.consensus.is_file() else None,
        documents={name: MetricsDocument.read(path) for name, path in documents.items()},
        guidelines=read_guidelines(guidelines) if guidelines else None,
        ancestors=read_ancestors(paths.dataset.folder, declared),
    )


def _bare(dataset: Path, folder: Path, given: str) -> Side:
    """Tables that lie anywhere, read with the data set's manifest."""
    manifest = read_manifest(dataset)
    nowhere = TableFile(file=("none",))
    declared = VersionManifest(
        version="0.0.0",
        date=date(1970, 1, 1),
        note="A folder of clean tables.",
        tables=VersionTables(items=nowhere, annotations=nowhere),
    )
    labels: LabelVersion = read_tables(folder, manifest, declared)
    consensus = folder.parent / "consensus.parquet"
    return Side(
        name=SideName(given=given, version=declared.version),
        manifest=manifest,
        declared=declared,
        labels=labels,
        consensus=pd.read_parquet(consensus) if consensus.is_file() else None,
    )
