"""Write the pages of one version.

Reads: the manifests, ``documents/``, ``datasheet.yaml``, ``modelcard.yaml``, the guidelines.
Writes: ``docs/cards/<dataset>/<version>/`` and ``kpis.json``.
Params: none.
Deterministic: because pages depend on the documents alone and hold no clock.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.context import card_context
from labelcards.cards.plot_rows import Assessed, headline_numbers
from labelcards.cards.sources import read_sources
from labelcards.cards.write import write_cards
from labelcards.dataset.manifests import read_manifests
from labelcards.documents.files import write_text
from labelcards.documents.json_text import json_text
from labelcards.stages.inputs import version_paths

__all__ = ["run"]


def run(folder: Path, version: str, out: Path, templates: Path | None) -> list[Path]:
    """Write the pages and return what was written."""
    paths = version_paths(folder, version)
    manifest, declared = read_manifests(folder, version)
    sources = read_sources(
        manifest,
        declared,
        documents=paths.documents,
        datasheet=paths.dataset.datasheet,
        modelcard=paths.dataset.modelcard,
        guidelines=folder / declared.guidelines if declared.guidelines else None,
        parent_guidelines=paths.parent_guidelines if paths.parent_guidelines.is_file() else None,
    )
    context = card_context(sources)
    target = out / paths.dataset.name / version
    write_cards(context, target, templates=templates)
    write_text(paths.kpis, json_text(headline_numbers(manifest, Assessed(version, sources.documents))))
    return [target, paths.kpis]
