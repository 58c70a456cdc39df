"""All documents of one label version behind one door: look up a figure by document and path, get it ready to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from labelcards.cards.escape import anchor
from labelcards.cards.figures.formatted_figure import FormattedFigure, Source, missing, show
from labelcards.cards.warning_text import WarningText, shipped_text
from labelcards.catalog.warnings import order_of
from labelcards.documents.figures import CatalogEntry, Figure, MetricsDocument
from labelcards.documents.warning_record import WarningRecord

__all__ = ["DOCUMENTS", "Book"]

DOCUMENTS = ("anonymization", "quality", "bias", "model", "changes", "answers")
"""The documents a card draws on, in the order the pages name them."""


def _unknown(metric: str) -> CatalogEntry:
    """The entry of a metric that the document's catalog does not define: shown as it is, and visible as undefined."""
    return CatalogEntry(
        title=metric.replace("_", " "),
        definition="not defined in the document's catalog",
        unit="coefficient",
        low="no bound",
        high="no bound",
        direction="neither",
        source="unknown",
    )


@dataclass(frozen=True)
class Book:
    """The documents of a version, any of which may be absent.

    Attributes:
        documents: name → document.
        digests: name → SHA-256 of its file.
        files: hand-written file that an answer names as evidence → its SHA-256; absent when it does not exist.
        text: says a warning in words.
    """

    documents: Mapping[str, MetricsDocument]
    digests: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    text: WarningText = field(default_factory=shipped_text)

    def source(self, document: str) -> Source:
        """Where figures of ``document`` come from."""
        digest = self.digests.get(document, "")[:12]
        return Source(document, f"{document}.json", digest, anchor("document", document))

    def has(self, document: str, *path: str) -> bool:
        """Whether the branch or figure exists."""
        return self.find(document, *path) is not None or bool(self.branch(document, *path))

    def find(self, document: str, *path: str) -> Figure | None:
        """The figure, or None."""
        held = self.documents.get(document)
        return None if held is None else held.find(*path)

    def entry(self, document: str, metric: str) -> CatalogEntry:
        """The definition that the document carries for ``metric``."""
        held = self.documents.get(document)
        return (held.catalog.get(metric) if held else None) or _unknown(metric)

    def show(self, document: str, *path: str) -> FormattedFigure:
        """The figure ready to print; one that no document holds is shown as missing."""
        figure = self.find(document, *path)
        if figure is None:
            why = "not measured" if document in self.documents else f"the {document} stage has not run"
            return missing(path[-1].replace("_", " "), why, self.source(document), path)
        return show(figure, self.entry(document, figure.metric), self.source(document), path)

    def change(self, *path: str, of: CatalogEntry) -> tuple[FormattedFigure, CatalogEntry]:
        """A difference of the changes document in the unit of what differs: points for shares; and its entry."""
        figure = self.find("changes", *path)
        entry = self.entry("changes", figure.metric) if figure else _unknown("")
        if of.unit == "share":
            entry = entry.model_copy(update={"unit": "difference of shares"})
        return (show(figure, entry, self.source("changes"), path) if figure else self.show("changes", *path)), entry

    def branch(self, document: str, *path: str) -> Mapping[str, object]:
        """The subtree, empty when absent."""
        held = self.documents.get(document)
        return {} if held is None else held.branch(*path)

    def keys(self, document: str, *path: str, order: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names below ``path``: those in ``order`` first, then the others alphabetically."""
        found = self.branch(document, *path)
        first = [key for key in order if key in found]
        return (*first, *sorted(key for key in found if key not in set(order)))

    def warnings(self) -> Iterator[tuple[str, WarningRecord]]:
        """All warnings with their document: warnings before notes, then by document, code, subject and facts."""
        ranked = [
            (warned.level != "warning", DOCUMENTS.index(name) if name in DOCUMENTS else 99, warned.code, name, warned)
            for name, document in self.documents.items()
            for warned in document.warnings
        ]
        for *_, name, warned in sorted(ranked, key=lambda row: (*row[:4], *order_of(row[4]))):
            yield name, warned

    def catalog(self) -> dict[str, CatalogEntry]:
        """Every metric that a document defines, by key."""
        merged: dict[str, CatalogEntry] = {}
        for name in sorted(self.documents):
            merged.update(self.documents[name].catalog)
        return dict(sorted(merged.items()))
