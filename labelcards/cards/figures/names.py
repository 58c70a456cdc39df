"""What readers call things: questions, labels and columns by their titles, in the order the manifest declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from labelcards.documents.columns import Column
from labelcards.documents.manifest import DatasetManifest

__all__ = ["COMBINED", "Names", "Table"]

Table = Literal["items", "annotators"]
COMBINED = " × "
"""Joins the names of an intersection: ``channel × age``, ``chat × 0-19``."""


@dataclass(frozen=True)
class Names:
    """Titles and order, taken from the manifest; what it does not know keeps its own name."""

    manifest: DatasetManifest

    def question(self, key: str) -> str:
        """A question's title."""
        held = self.manifest.questions.get(key)
        return held.title if held else key

    def questions(self, found: Iterable[str]) -> tuple[str, ...]:
        """The given questions in declared order, unknown ones last."""
        return self._ordered(found, tuple(self.manifest.questions))

    def label(self, question: str, key: str) -> str:
        """A label's title."""
        held = self.manifest.questions.get(question)
        label = next((label for label in held.labels if label.id == key), None) if held else None
        return (label.title if label else None) or key

    def manifest_key(self, name: str) -> str:
        """The key of the question with this key or title; the name itself when there is none."""
        wanted = name.strip().casefold()
        for key, question in self.manifest.questions.items():
            if wanted in (key.casefold(), question.title.casefold()):
                return key
        return name

    def label_key(self, question: str, name: str) -> str:
        """The id of the label with this id, title or alias; the name itself when there is none."""
        held = self.manifest.questions.get(question)
        for label in held.labels if held else ():
            if name.strip().strip("`") in (label.id, label.title, *label.aliases):
                return label.id
        return name

    def labels(self, question: str, found: Iterable[str]) -> tuple[str, ...]:
        """The given labels in declared order, unknown ones last."""
        held = self.manifest.questions.get(question)
        return self._ordered(found, held.label_ids if held else ())

    def column(self, key: str, *, of: Table = "items") -> str:
        """A column's title; ``of`` says which table to ask first, because both may have a column of this name.

        A name joined by ``×`` (an intersection) becomes the joined titles.
        """
        if COMBINED in key:
            return COMBINED.join(self.column(part, of=of) for part in key.split(COMBINED))
        held = self._column(key, of)
        words = key.replace("_", " ")
        return (held.title if held else None) or words[:1].upper() + words[1:]

    def columns(self, found: Iterable[str], *, of: Table = "items") -> tuple[str, ...]:
        """The given columns in declared order, unknown ones last."""
        items, annotators = tuple(self.manifest.items.columns), tuple(self.manifest.annotators.columns)
        return self._ordered(found, items + annotators if of == "items" else annotators + items)

    def values(self, column: str, found: Iterable[str], *, of: Table = "items") -> tuple[str, ...]:
        """The given values of a column in declared order, the others alphabetically."""
        held = self._column(column, of)
        return self._ordered(found, held.order if held else ())

    def sensitive(self, column: str, *, of: Table = "items") -> bool:
        """Whether the column is a protected or special-category attribute."""
        held = self._column(column, of)
        return bool(held and held.sensitive)

    def _column(self, key: str, of: Table) -> Column | None:
        items, annotators = self.manifest.items.columns, self.manifest.annotators.columns
        first, second = (items, annotators) if of == "items" else (annotators, items)
        return first.get(key) or second.get(key)

    @staticmethod
    def _ordered(found: Iterable[str], order: tuple[str, ...]) -> tuple[str, ...]:
        rank = {key: position for position, key in reversed(tuple(enumerate(order)))}
        return tuple(sorted(set(found), key=lambda key: (rank.get(key, len(rank)), key)))
