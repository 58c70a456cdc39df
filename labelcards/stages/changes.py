"""Compare a label version with its parent.

Reads: both versions' ``tables/``, ``consensus.parquet`` and documents, the parent's guidelines.
Writes: ``documents/changes.json`` and a copy of the guidelines.
Params: ``changes``.
Deterministic: because bootstraps are seeded.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from labelcards.assess.model.lift import lift_figures
from labelcards.catalog.metrics import CATALOG, catalog_for
from labelcards.compare.report import catalog_of, compare_metrics
from labelcards.compare.sides.locate import locate_side
from labelcards.compare.sides.side import MARGIN, Side
from labelcards.compare.tables.alignment import Alignment, align
from labelcards.compare.tables.changes import change_figures
from labelcards.compare.verdicts.detectable_figures import add_detectable
from labelcards.compare.verdicts.judged import add_judged
from labelcards.dataset.version.clean import read_version
from labelcards.dataset.version.layout import VersionPaths
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.files import write_text
from labelcards.documents.packages import package_parameters
from labelcards.documents.params import ChangesParams
from labelcards.documents.yaml_document import did_you_mean
from labelcards.errors import InputError, Problem
from labelcards.stages.inputs import digests, read_consensus, read_params, version_paths

__all__ = ["run"]


def run(folder: Path, version: str, parent: str, params: Path) -> list[Path]:
    """Compare and return what was written.

    Raises:
        InputError: a margin is set for a metric that does not exist.
    """
    paths, parent_paths = version_paths(folder, version), version_paths(folder, parent)
    settings = read_params(params).changes
    _refuse_unknown(params, settings.margins)
    old, new = locate_side(folder, parent), locate_side(folder, version)
    held = [paths.tables, paths.consensus, parent_paths.tables, parent_paths.consensus]
    document = MetricsDocument(
        document="changes",
        dataset=paths.dataset.name,
        version=version,
        sources=digests(folder, *held, *_documents(paths), *_documents(parent_paths)),
        parameters={**_recorded(settings), "parent": parent, **package_parameters(__name__)},
        figures=_figures(old, new, (parent_paths, paths), settings),
    )
    measured = replace(new, documents={**new.documents, "changes": document})  # the lift is a figure of its own
    figures: FigureTree = document.figures
    compared = compare_metrics(old, measured, catalog_of(old, measured))
    add_judged(figures, compared)
    add_detectable(figures, compared)
    document = document.model_copy(update={"catalog": catalog_for(figures)})
    document.write(paths.document("changes"))
    write_text(paths.parent_guidelines, _guidelines(folder, old))
    return [paths.document("changes"), paths.parent_guidelines]


def _refuse_unknown(params: Path, margins: Iterable[str]) -> None:
    """A margin of a metric that does not exist would decide nothing, and nobody would notice."""
    problems = [
        Problem(
            params.name,
            "unknown-metric",
            f"There is no metric {metric!r}.",
            did_you_mean(metric, sorted(CATALOG)) or "The keys of metrics are in docs/reference/metrics.md.",
            column=f"changes.margins.{metric}",
        )
        for metric in margins
        if metric not in CATALOG
    ]
    if problems:
        raise InputError(problems)


def _recorded(settings: ChangesParams) -> dict[str, str | int | float | bool]:
    """The settings as parameters; margins each on their own."""
    plain = settings.model_dump(mode="json", exclude={"margins"})
    return {**plain, **{f"{MARGIN}{metric}": value for metric, value in sorted(settings.margins.items())}}


def _documents(paths: VersionPaths) -> list[Path]:
    """What the stages before wrote; their figures are compared, too."""
    return [paths.document(stage) for stage in ("quality", "bias", "model")]


def _figures(old: Side, new: Side, paths: tuple[VersionPaths, VersionPaths], settings: ChangesParams) -> FigureTree:
    """Counts, flows and the model's lift, in the labels that both versions have in common."""
    aligned = align(old, new)
    before, after = (
        side.labels or read_version(path.dataset.folder, path.version)
        for side, path in zip(_sides(aligned), paths, strict=True)
    )
    decided = [
        side.consensus if side.consensus is not None else read_consensus(path)
        for side, path in zip(_sides(aligned), paths, strict=True)
    ]
    consensus = decided[1], decided[0]
    figures = change_figures(after, before, consensus)
    lifts = lift_figures(
        after, before, consensus, replicates=settings.replicates, seed=settings.seed, seeds=settings.seeds
    )
    _attach(figures, lifts)
    return figures


def _sides(aligned: Alignment) -> tuple[Side, Side]:
    return aligned.old, aligned.new


def _guidelines(folder: Path, version: Side) -> str:
    """What annotators were told for a version, kept beside the comparison so that a page depends on nothing else."""
    named = version.declared.guidelines
    path = folder / named if named else None
    return path.read_text(encoding="utf-8") if path and path.is_file() else ""


def _attach(figures: FigureTree, lifts: dict[str, FigureTree]) -> None:
    """Put each question's lift beside its flows."""
    questions = figures["questions"]
    if not isinstance(questions, dict):
        raise TypeError("questions is a branch")
    for question, lift in lifts.items():
        branch = questions.get(question)
        if isinstance(branch, dict):
            branch["lift"] = lift
