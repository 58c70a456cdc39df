"""Build the front page over all data sets, beside the documentation.

Reads: a folder of documentation if it is given, and ``docs/cards/*/*/summary.json``.
Writes: the root of ``site/``.
Params: the versions of ``params.yaml``.
Deterministic: because it depends on its inputs alone.
Privacy: sees summaries only.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.site.index import read_summaries
from labelcards.site.overview import build_overview
from labelcards.stages.inputs import read_params

__all__ = ["run"]


def run(docs: Path | None, cards: Path, out: Path, params: Path, templates: Path | None = None) -> list[Path]:
    """Build and return what was written."""
    settings = read_params(params)
    summaries = {name: read_summaries(cards / name, settings.versions_of(name)) for name in settings.datasets}
    return [out / name for name in build_overview(docs, summaries, out, templates=templates)]
