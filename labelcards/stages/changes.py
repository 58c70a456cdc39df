"""Compare a label version with its parent.

Reads: both versions' ``tables/`` and ``consensus.parquet``, the parent's guidelines.
Writes: ``documents/changes.json`` and a copy of the guidelines.
Params: ``changes``.
Deterministic: because bootstraps are seeded.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.assess.catalog import catalog_for
from labelcards.assess.lift import lift_figures
from labelcards.compare.changes import change_figures
from labelcards.dataset.version import LabelVersion
from labelcards.documents.figures import FigureTree, MetricsDocument
from labelcards.documents.files import write_text
from labelcards.metrics.uncertainty import IntervalPlan
from labelcards.stages.inputs import digests, read_clean_version, read_consensus, read_params, version_paths
from labelcards.stages.packages import COMPUTING, package_parameters

__all__ = ["run"]


def run(folder: Path, version: str, parent: str, params: Path) -> list[Path]:
    """Compare and return what was written."""
    paths, parent_paths = version_paths(folder, version), version_paths(folder, parent)
    settings = read_params(params).changes
    new, old = read_clean_version(paths), read_clean_version(parent_paths)
    consensus = read_consensus(paths), read_consensus(parent_paths)
    figures = change_figures(new, old, consensus, IntervalPlan(seed=settings.seed))
    lifts = lift_figures(new, old, consensus, replicates=settings.replicates, seed=settings.seed)
    _attach(figures, lifts)
    sources = digests(folder, paths.tables, paths.consensus, parent_paths.tables, parent_paths.consensus)
    document = MetricsDocument(
        document="changes",
        dataset=paths.dataset.name,
        version=version,
        sources=sources,
        parameters={**settings.model_dump(mode="json"), "parent": parent, **package_parameters(*COMPUTING)},
        catalog=catalog_for(figures),
        figures=figures,
    )
    document.write(paths.document("changes"))
    write_text(paths.parent_guidelines, _guidelines(folder, old))
    return [paths.document("changes"), paths.parent_guidelines]


def _guidelines(folder: Path, version: LabelVersion) -> str:
    """What annotators were told for a version, kept beside the comparison so that a page depends on nothing else."""
    named = version.version.guidelines
    path = folder / named if named else None
    return path.read_text(encoding="utf-8") if path and path.is_file() else ""


def _attach(figures: FigureTree, lifts: dict[str, FigureTree]) -> None:
    """Put each question's lift beside its differences."""
    questions = figures["questions"]
    if not isinstance(questions, dict):
        raise TypeError("questions is a branch")
    for question, lift in lifts.items():
        branch = questions.get(question)
        if isinstance(branch, dict):
            branch["lift"] = lift
