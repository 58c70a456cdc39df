"""The sources of a public card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from labelcards.cards.audience.hidden_figures import HiddenFigures, hidden_cells
from labelcards.cards.audience.named import without_hidden_evidence
from labelcards.cards.audience.reduce import reduced
from labelcards.cards.figures.book import Book
from labelcards.cards.sources import CardSources
from labelcards.documents.guidelines import Guidelines
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import PublishParams

__all__ = ["for_the_public", "record_digest"]


def for_the_public(sources: CardSources, policy: PublishParams, hidden: HiddenFigures | None = None) -> CardSources:
    """The same sources with reduced documents; files and digests are those of the reduced documents.

    Args:
        policy: which groups have figures, and whether the guidelines' examples and the clean tables are handed out.
        hidden: what is hidden, when it is known already; else it is decided from this version alone.
    """
    hidden = hidden or hidden_cells(sources.documents, policy.smallest_group)
    documents = reduced(sources.documents, hidden, policy)
    book = Book(documents)
    files = {name: held.dump().encode() for name, held in documents.items()}
    return replace(
        sources,
        documents=documents,
        files=files,
        datasheet=without_hidden_evidence(sources.datasheet, book),
        modelcard=without_hidden_evidence(sources.modelcard, book),
        digests={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        guidelines=sources.guidelines if policy.examples else _without_examples(sources.guidelines),
        parent_guidelines=sources.parent_guidelines
        if policy.examples
        else _without_examples(sources.parent_guidelines),
        manifest=sources.manifest if policy.tables else _without_tables(sources.manifest),
        audience="public",
        examples=policy.examples,
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
