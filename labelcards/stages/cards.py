"""Write the pages of one version.

Reads: the manifests, ``documents/``, ``answers.json``, ``datasheet.yaml``, ``modelcard.yaml``, the guidelines.
Writes: ``docs/cards/<dataset>/<version>/`` and ``kpis.json``.
Params: none.
Deterministic: because pages depend on the documents alone and hold no clock.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from labelcards.cards.context import card_context
from labelcards.cards.sources import read_sources
from labelcards.cards.summary import Summary
from labelcards.cards.write import write_cards
from labelcards.dataset.manifests import lineage, read_manifests
from labelcards.documents.files import write_text
from labelcards.stages.inputs import version_paths
from labelcards.stages.provenance import gather_evidence

__all__ = ["run"]


def run(folder: Path, version: str, out: Path, templates: Path | None) -> list[Path]:
    """Write the pages and return what was written."""
    paths = version_paths(folder, version)
    manifest, declared = read_manifests(folder, version)
    sources = read_sources(
        manifest,
        declared,
        documents=paths.documents,
        answers=paths.answers,
        lineage=lineage(folder, version),
        datasheet=paths.dataset.datasheet,
        modelcard=paths.dataset.modelcard,
        guidelines=folder / declared.guidelines if declared.guidelines else None,
        parent_guidelines=paths.parent_guidelines if paths.parent_guidelines.is_file() else None,
    )
    evidence = gather_evidence(paths, sources.documents, sources.digests, declared.guidelines)
    context = card_context(replace(sources, evidence=evidence))
    target = out / paths.dataset.name / version
    write_cards(context, target, templates=templates)
    write_text(paths.kpis, _flat(context.summary))
    return [target, paths.kpis]


def _flat(summary: Summary) -> str:
    """The headline figures as plain numbers, for ``dvc metrics``; undefined ones are left out."""
    numbers = {name: kpi.value for name, kpi in summary.kpis.items() if kpi.value is not None}
    return json.dumps(numbers, indent=2, sort_keys=True) + "\n"
