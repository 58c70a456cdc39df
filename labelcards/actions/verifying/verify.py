"""Whether the published figures of a version still follow from its clean tables.

Reads: ``tables/`` of the version and its parent, the manifests, the documents, ``log.jsonl``.
Writes: nothing; stages run again in a temporary folder, with the parameters that the documents name.
Deterministic: because the stages are.
Privacy: sees anonymized tables only. Figures that need raw data are counted, not recomputed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import computed_field

from labelcards.actions.journal import broken_log
from labelcards.dataset.version.clean import read_version
from labelcards.dataset.version.layout import DatasetPaths, VersionPaths
from labelcards.dataset.version.manifests import read_manifests
from labelcards.documents.document import Part
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.files import write_text
from labelcards.documents.log import read_log
from labelcards.documents.reproduction import DocumentReproduction, compare_documents
from labelcards.errors import InputError, Problem
from labelcards.privacy.disclosure import disclosure_figures
from labelcards.stages import answers, bias, changes, model, quality
from labelcards.stages.inputs import digests, read_params, version_paths

__all__ = ["TOLERANCE", "VersionVerdict", "verify_log", "verify_version"]

TOLERANCE = 1e-6
"""How far a value may be off: one in the last published digit, for other processors and linear algebra."""

Stage = Callable[[Path, str, Path], list[Path]]
_STAGES: dict[str, Stage] = {"quality": quality.run, "bias": bias.run, "model": model.run}


class VersionVerdict(Part):
    """One version.

    Attributes:
        dataset, version: which.
        documents: one result per published document.
        changed_inputs: files whose digest is no longer the recorded one.
    """

    dataset: str
    version: str
    documents: tuple[DocumentReproduction, ...]
    changed_inputs: tuple[str, ...]

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorated property
    @property
    def holds(self) -> bool:
        """Whether every figure that can be recomputed was reproduced."""
        return not self.changed_inputs and all(not one.differing for one in self.documents)


def verify_version(
    folder: Path, version: str, params: Path, *, published: Path | None = None, tolerance: float = TOLERANCE
) -> VersionVerdict:
    """Recompute every figure of the documents and compare.

    Args:
        folder: the data set.
        version: the version whose tables are used.
        params: parameters that the documents do not name.
        published: a folder with the documents to check, e.g. that of a downloaded site; the version's own when absent.
        tolerance: how far value and interval may be off.

    Raises:
        InputError: there are no documents or no tables.
    """
    paths = version_paths(folder, version)
    held = _published(paths, published)
    read_version(paths.dataset.folder, paths.version)
    with tempfile.TemporaryDirectory(prefix="labelcards-verify-") as name:
        again = _recomputed(paths, held, params, Path(name))
    documents = tuple(
        compare_documents(held[key], again[key], tolerance, partial=published is not None, only=_ONLY.get(key))
        for key in held
    )
    return VersionVerdict(
        dataset=paths.dataset.name,
        version=version,
        documents=documents,
        changed_inputs=_changed_inputs(paths, held),
    )


_ONLY = {"anonymization": ("disclosure",)}
"""Document → branches that follow from the clean tables; the rest counts raw values."""


def verify_log(folder: Path) -> Problem | None:
    """The first broken entry of the data set's log."""
    path = DatasetPaths(folder).log
    log = read_log(path)
    return broken_log(path, log) if log.broken else None


def _published(paths: VersionPaths, elsewhere: Path | None) -> dict[str, MetricsDocument]:
    names = ("anonymization", "quality", "bias", "model", "changes", "answers")
    if elsewhere is None:
        files = {name: paths.document(name) for name in names}
    else:
        place = elsewhere / "documents" if (elsewhere / "documents").is_dir() else elsewhere
        files = {name: place / f"{name}.json" for name in names}
    held = {name: MetricsDocument.read(path) for name, path in files.items() if path.is_file()}
    place = elsewhere or paths.documents
    if not held:
        message = "There is no document to verify."
        raise InputError(
            [Problem(place.as_posix(), "no-document", message, "Run `dvc repro`, or name another folder.")]
        )
    foreign = [name for name, one in held.items() if (one.dataset, one.version) != (paths.dataset.name, paths.version)]
    if foreign:
        message = "The document belongs to another data set or version."
        raise InputError(
            Problem(files[name].as_posix(), "wrong-version", message, "Name its own version.") for name in foreign
        )
    return held


def _recomputed(
    paths: VersionPaths, held: Mapping[str, MetricsDocument], params: Path, scratch: Path
) -> dict[str, MetricsDocument]:
    """The documents as the stages write them now, all from the clean tables."""
    folder = scratch / paths.dataset.name
    parent = str(held["changes"].parameters["parent"]) if "changes" in held else None
    _stage_inputs(paths.dataset, folder, [paths.version, *([parent] if parent else [])])
    told = scratch / "params.yaml"
    write_text(told, json.dumps(_parameters(params, held)))  # JSON is YAML
    target = DatasetPaths(folder).version(paths.version)
    if {"quality", "bias", "model", "changes"} & set(held):
        quality.run(folder, paths.version, told)
    for name in ("bias", "model"):
        if name in held:
            _STAGES[name](folder, paths.version, told)
    if parent:
        quality.run(folder, parent, told)
        for name in ("bias", "model"):
            if paths.dataset.version(parent).document(name).is_file():
                _STAGES[name](folder, parent, told)
        changes.run(folder, paths.version, parent, told)
    found = {name: MetricsDocument.read(target.document(name)) for name in held if target.document(name).is_file()}
    if "anonymization" in held:
        figures: FigureTree = {"disclosure": disclosure_figures(read_version(target.dataset.folder, target.version))}
        found["anonymization"] = held["anonymization"].model_copy(update={"figures": figures})
    if "answers" in held:
        found["answers"] = answers.answers_document(paths)
    return found


def _stage_inputs(dataset: DatasetPaths, folder: Path, versions: list[str]) -> None:
    """The hand-written files and the clean tables, and nothing that was computed from them."""
    folder.mkdir(parents=True)
    for name in ("dataset.yaml", "guidelines", "versions"):
        source = dataset.folder / name
        if source.is_dir():
            (folder / name).mkdir()
            for file in source.iterdir():
                if file.is_file():
                    shutil.copyfile(file, folder / name / file.name)
        elif source.is_file():
            shutil.copyfile(source, folder / name)
    for version in versions:
        for named in _named_files(dataset.folder, version):
            (folder / named).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(dataset.folder / named, folder / named)
        source, target = dataset.version(version).tables, DatasetPaths(folder).version(version).tables
        if not source.is_dir():
            message = "The clean tables of the version do not exist."
            raise InputError([Problem(source.as_posix(), "missing-tables", message, "Run `dvc pull`, or `dvc repro`.")])
        target.mkdir(parents=True)
        for file in source.iterdir():
            _link(file, target / file.name)


def _named_files(folder: Path, version: str) -> list[str]:
    """The files that the manifests name for the stages behind the clean tables: reference populations and a model."""
    manifest, declared = read_manifests(folder, version)
    columns = (*manifest.items.columns.values(), *manifest.annotators.columns.values())
    named = {column.reference.file for column in columns if column.reference is not None and column.reference.file}
    named |= {declared.model.file} if declared.model is not None else set()
    return sorted(name for name in named if (folder / name).is_file())


def _link(source: Path, target: Path) -> None:
    """The same file under another name where the file system can, else a copy."""
    try:
        target.symlink_to(source.resolve())
    except OSError:
        shutil.copyfile(source, target)


def _parameters(params: Path, held: Mapping[str, MetricsDocument]) -> dict[str, Any]:
    """The parameters of the stages: what each document says it was computed with, the file's where it says nothing."""
    settings = read_params(params)
    told: dict[str, Any] = {}
    for name in ("quality", "bias", "model", "changes"):
        section = getattr(settings, name).model_dump(mode="json")
        document = held.get(name)
        said = document.parameters if document else {}
        told[name] = {key: said.get(key, value) for key, value in section.items()}
    return told


def _changed_inputs(paths: VersionPaths, held: Mapping[str, MetricsDocument]) -> tuple[str, ...]:
    """Recorded inputs that are not there with the recorded digest; answers are judged by documents, not bytes."""
    measured = [document for name, document in held.items() if name != "answers"]
    recorded = {row for document in measured for row in document.sources.items()}
    folder = paths.dataset.folder
    now = digests(folder, *(folder / file for file, _ in recorded))
    return tuple(sorted({file for file, digest in recorded if now.get(file) != digest}))
