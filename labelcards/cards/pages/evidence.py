"""The evidence and glossary pages: what every figure rests on, and what every metric means."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import DOCUMENTS, Book
from labelcards.documents.evidence import Evidence
from labelcards.documents.figures import leaves

__all__ = ["EvidenceDocument", "EvidencePage", "GlossaryEntry", "evidence_page", "glossary_page"]


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """One metrics document.

    Attributes:
        name, file, digest, anchor: which; the digest is empty and ``present`` false when it does not exist.
        figures, undefined: how many figures it holds, and how many of them have no value.
        sources: (file, SHA-256) of its inputs.
        parameters, packages: (name, value); packages are the parameters ``package.<name>``.
        seeds: (name, value) of the parameters that are random seeds.
    """

    name: str
    file: str
    digest: str
    anchor: str
    present: bool
    figures: str
    undefined: str
    sources: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    packages: tuple[tuple[str, str], ...]
    seeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """All documents, present or not, and what is known of their origin.

    Attributes:
        documents: in the order of the pipeline.
        evidence: files, stages, packages and commit; None when they were not gathered.
    """

    documents: tuple[EvidenceDocument, ...]
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A metric for readers."""

    key: str
    anchor: str
    title: str
    definition: str
    unit: str
    low: str
    high: str
    direction: str
    source: str
    used_in: tuple[str, ...]


def evidence_page(book: Book, evidence: Evidence | None = None) -> EvidencePage:
    """Digests, inputs, parameters, package versions and seeds of every document, and where all of it came from."""
    return EvidencePage(tuple(_document(book, name) for name in DOCUMENTS), evidence)


def _document(book: Book, name: str) -> EvidenceDocument:
    held = book.documents.get(name)
    figures = [figure for _, figure in leaves(held.figures)] if held else []
    parameters = sorted((key, str(value)) for key, value in held.parameters.items()) if held else []
    packages = [(key.removeprefix("package."), value) for key, value in parameters if key.startswith("package.")]
    seeds = [(key, value) for key, value in parameters if key.rsplit(".", 1)[-1] == "seed"]
    rest = [row for row in parameters if not row[0].startswith(("package.", "columns.")) and row not in seeds]
    return EvidenceDocument(
        name=name,
        file=f"{name}.json",
        digest=book.digests.get(name, ""),
        anchor=anchor("document", name),
        present=held is not None,
        figures=str(len(figures)),
        undefined=str(sum(figure.value is None for figure in figures)),
        sources=tuple(sorted(held.sources.items())) if held else (),
        parameters=tuple(rest),
        packages=tuple(packages),
        seeds=tuple(seeds),
    )


def glossary_page(book: Book) -> tuple[GlossaryEntry, ...]:
    """Every metric of every document, by title."""
    used: dict[str, list[str]] = {}
    for name in sorted(book.documents):
        for key in book.documents[name].catalog:
            used.setdefault(key, []).append(f"{name}.json")
    entries = [
        GlossaryEntry(
            key=key,
            anchor=anchor("metric", key),
            title=entry.title,
            definition=entry.definition,
            unit=entry.unit,
            low=entry.low,
            high=entry.high,
            direction=entry.direction,
            source=entry.source,
            used_in=tuple(used[key]),
        )
        for key, entry in book.catalog().items()
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.title.casefold(), entry.key)))
