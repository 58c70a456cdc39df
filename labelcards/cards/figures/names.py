"""What readers call things: questions, labels and columns by their titles, in the order the manifest declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from labelcards.documents.columns import Column
from labelcards.documents.figure_path import is_crossed, names_of
from labelcards.documents.manifest import DatasetManifest

__all__ = ["GroupColumn", "Names", "Table"]

Table = Literal["items", "annotators"]


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A column whose groups a document compares.

    Attributes:
        step: its step in the paths of the figures.
        title, sensitive: for readers, and whether it is a protected attribute.
        order: the declared groups.
    """

    step: str
    title: str
    sensitive: bool
    order: tuple[str, ...]

    def groups(self, found: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """(step, name) of the groups with these steps, in declared order, the others alphabetically."""
        named = {names_of(step): step for step in found}
        first = [(name,) for name in dict.fromkeys(self.order) if (name,) in named]
        return tuple((named[name], " × ".join(name)) for name in (*first, *sorted(named.keys() - set(first))))


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
        """A column's title; ``of`` says which table to ask first, because both may have a column of this name."""
        held = self._column(key, of)
        words = key.replace("_", " ")
        return (held.title if held else None) or words[:1].upper() + words[1:]

    def group(self, question: str, column: str, value: str, *, of: Table = "items") -> tuple[tuple[str, str], ...]:
        """(title of the column, group) for two steps of a path of the question's figures, which may be crossed.

        Where items are divided by their answer to the question, these are the question and a label.
        """
        columns, values = names_of(column), names_of(value)
        pairs = zip(columns, values, strict=True) if len(columns) == len(values) else [(column, value)]
        answer = self.manifest.answer_column(question) if of == "items" else None
        return tuple(
            (self.question(question), self.label(question, held)) if key == answer else (self.column(key, of=of), held)
            for key, held in pairs
        )

    def group_columns(self, found: Iterable[str], *, of: Table = "items") -> tuple[GroupColumn, ...]:
        """The columns among the given steps, without crossed ones: declared ones in order, unknown ones last."""
        steps = {names_of(step)[0]: step for step in found if not is_crossed(step)}
        return tuple(
            GroupColumn(steps[name], self.column(name, of=of), self.sensitive(name, of=of), self._order(name, of))
            for name in self.columns(steps, of=of)
        )

    def columns(self, found: Iterable[str], *, of: Table = "items") -> tuple[str, ...]:
        """The given columns in declared order, unknown ones last."""
        items, annotators = tuple(self.manifest.items.columns), tuple(self.manifest.annotators.columns)
        return self._ordered(found, items + annotators if of == "items" else annotators + items)

    def values(self, column: str, found: Iterable[str], *, of: Table = "items") -> tuple[str, ...]:
        """The given values of a column in declared order, the others alphabetically."""
        return self._ordered(found, self._order(column, of))

    def sensitive(self, column: str, *, of: Table = "items") -> bool:
        """Whether the column is a protected or special-category attribute."""
        held = self._column(column, of)
        return bool(held and held.sensitive)

    def _order(self, column: str, of: Table) -> tuple[str, ...]:
        held = self._column(column, of)
        return held.order if held else ()

    def _column(self, key: str, of: Table) -> Column | None:
        items, annotators = self.manifest.items.columns, self.manifest.annotators.columns
        first, second = (items, annotators) if of == "items" else (annotators, items)
        return first.get(key) or second.get(key)

    @staticmethod
    def _ordered(found: Iterable[str], order: tuple[str, ...]) -> tuple[str, ...]:
        rank = {key: position for position, key in reversed(tuple(enumerate(order)))}
        return tuple(sorted(set(found), key=lambda key: (rank.get(key, len(rank)), key)))
