"""Write the pages of one version.

Reads: the manifests, ``documents/``, ``answers.json``, ``datasheet.yaml``, ``modelcard.yaml``, the guidelines; of the
    clean tables digest, sizes and columns.
Writes: ``docs/cards/<dataset>/<version>/`` and ``kpis.json``.
Params: none.
Deterministic: because pages depend on the documents alone and hold no clock.
Privacy: shows figures; copies a clean table only if the manifest names it under ``publication.tables``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from labelcards.cards.context import card_context
from labelcards.cards.figures.plot_rows import VersionDocuments, headline_numbers
from labelcards.cards.sources import CardSources, read_sources
from labelcards.cards.write import write_cards
from labelcards.dataset.files.table_facts import table_facts
from labelcards.dataset.version.layout import VersionPaths
from labelcards.dataset.version.manifests import lineage, read_manifests
from labelcards.dataset.version.provenance import gather_evidence
from labelcards.documents.files import write_text
from labelcards.documents.json_text import json_text
from labelcards.documents.packages import package_versions
from labelcards.site.settings import THEME
from labelcards.stages.inputs import version_paths

__all__ = ["read_card_sources", "run", "with_evidence"]

_WRITING = (__name__, "labelcards.stages.site")
"""What makes a page: Markdown here, HTML there."""


def read_card_sources(folder: Path, version: str) -> CardSources:
    """Everything a version's cards and exports are made of."""
    paths = version_paths(folder, version)
    manifest, declared = read_manifests(folder, version)
    return read_sources(
        manifest,
        declared,
        documents=paths.documents,
        answers=paths.answers,
        lineage=lineage(folder, version),
        datasheet=paths.dataset.datasheet,
        modelcard=paths.dataset.modelcard,
        guidelines=folder / declared.guidelines if declared.guidelines else None,
        parent_guidelines=paths.parent_guidelines if paths.parent_guidelines.is_file() else None,
        tables=table_facts(paths),
    )


def with_evidence(sources: CardSources, paths: VersionPaths) -> CardSources:
    """The sources with what their figures rest on, for internal cards: single digests let the public check guesses."""
    packages = package_versions(*_WRITING, by_name=(THEME,))
    evidence = gather_evidence(paths, sources.documents, sources.digests, sources.version.guidelines, packages)
    return replace(sources, evidence=evidence)


def run(folder: Path, version: str, out: Path, templates: Path | None) -> list[Path]:
    """Write the pages and return what was written."""
    paths = version_paths(folder, version)
    sources = read_card_sources(folder, version)
    context = card_context(with_evidence(sources, paths), templates=templates)
    target = out / paths.dataset.name / version
    write_cards(context, target, templates=templates)
    write_text(paths.kpis, json_text(headline_numbers(sources.manifest, VersionDocuments(version, sources.documents))))
    return [target, paths.kpis]
