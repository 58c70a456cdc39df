"""Write the version list of one data set.

Reads: ``docs/cards/<dataset>/*/summary.json``, ``log.jsonl``.
Writes: ``site/<dataset>/versions.json`` and ``index.html``.
Params: the versions of ``params.yaml``.
Deterministic: because it depends on the summaries and the log alone.
Privacy: sees summaries, and the log with names of people, which a public page does not show.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.log import read_log
from labelcards.site.index import build_index
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(folder: Path, cards: Path, out: Path, params: Path, templates: Path | None = None) -> list[Path]:
    """Write the list and return what was written."""
    paths = DatasetPaths(folder)
    name, target = paths.name, out / paths.name
    versions, log = read_params(params).versions_of(name), read_log(paths.log)
    build_index(cards / name, versions, target, log=log, templates=templates, comparisons=True)
    return [target / "versions.json", target / "index.html"]
