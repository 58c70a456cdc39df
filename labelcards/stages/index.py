"""Write the version list of one data set.

Reads: ``docs/cards/<dataset>/*/summary.json``.
Writes: ``site/<dataset>/versions.json`` and ``index.html``.
Params: the versions of ``params.yaml``.
Deterministic: because it depends on the summaries alone.
Privacy: sees summaries only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.dataset.layout import DatasetPaths
from labelcards.site.index import build_index
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(folder: Path, cards: Path, out: Path, params: Path, templates: Path | None = None) -> list[Path]:
    """Write the list and return what was written."""
    name = DatasetPaths(folder).name
    target = out / name
    build_index(cards / name, read_params(params).versions_of(name), target, templates=templates)
    return [target / "versions.json", target / "index.html"]
