"""The sources of a public card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from labelcards.cards.audience.hidden import Hidden, hidden_cells
from labelcards.cards.audience.named import without_hidden_evidence
from labelcards.cards.audience.reduce import reduced
from labelcards.cards.figures.book import Book
from labelcards.cards.sources import CardSources
from labelcards.documents.guidelines import Guidelines
from labelcards.documents.manifest import DatasetManifest

__all__ = ["MINIMUM", "for_the_public", "record_digest"]

MINIMUM = 10
"""Figures on groups that rest on fewer units are suppressed on public cards."""


def for_the_public(
    sources: CardSources,
    *,
    minimum: int = MINIMUM,
    hidden: Hidden | None = None,
    examples: bool = False,
    tables: bool = False,
) -> CardSources:
    """The same sources with reduced documents; files and digests are those of the reduced documents.

    Args:
        minimum: a group of fewer units has no figures.
        hidden: what is hidden, when it is known already; else it is decided from this version alone.
        examples: whether the guidelines' examples, which may quote items, are shown.
        tables: whether the clean tables that the manifest publishes are handed out; every group can be counted in them.
    """
    hidden = hidden or hidden_cells(sources.documents, minimum)
    documents = reduced(sources.documents, hidden, smallest=minimum)
    book = Book(documents)
    files = {name: held.dump().encode() for name, held in documents.items()}
    return replace(
        sources,
        documents=documents,
        files=files,
        datasheet=without_hidden_evidence(sources.datasheet, book),
        modelcard=without_hidden_evidence(sources.modelcard, book),
        digests={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        guidelines=sources.guidelines if examples else _without_examples(sources.guidelines),
        parent_guidelines=sources.parent_guidelines if examples else _without_examples(sources.parent_guidelines),
        manifest=sources.manifest if tables else _without_tables(sources.manifest),
        audience="public",
        examples=examples,
        record=record_digest(sources.digests),
    )


def record_digest(digests: Mapping[str, str]) -> str:
    """One SHA-256 over the internal documents: that of the lines ``<digest>  <name>.json``, sorted by name.

    It names the record that the public figures were taken from, for whoever holds it. A single document's digest would
    let a reader check guesses of its few suppressed figures; all together hold too many unknown ones. Empty when there
    is no ``quality`` document, which holds them.
    """
    if "quality" not in digests:
        return ""
    lines = "".join(f"{digest}  {name}.json\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _without_tables(manifest: DatasetManifest) -> DatasetManifest:
    publication = manifest.publication.model_copy(update={"tables": ()})
    return manifest.model_copy(update={"publication": publication})


def _without_examples(guidelines: Guidelines | None) -> Guidelines | None:
    if guidelines is None:
        return None
    questions = tuple(
        replace(
            question,
            labels=tuple(replace(label, examples=(), counterexamples=()) for label in question.labels),
        )
        for question in guidelines.questions
    )
    return replace(guidelines, questions=questions)
