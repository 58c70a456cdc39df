"""Which annotator groups labelled which item groups: where two hardly met, their figures cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import Source
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.number import count
from labelcards.documents.figures import Figure

__all__ = ["CoverageTable", "coverage_tables"]

BRANCH = ("representation", "coverage")


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Annotations by annotator group (rows) and item group (columns).

    Attributes:
        annotators, items: titles of the two columns.
        columns: the item groups.
        rows: annotator group → (annotations, percent of the row) of each item group; dashes where withheld.
        source: the document.
    """

    annotators: str
    items: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    source: Source


def coverage_tables(book: Book, names: Names) -> tuple[CoverageTable, ...]:
    """One table for every annotator column and item column."""
    made: list[CoverageTable] = []
    for who in names.group_columns(book.branch("bias", *BRANCH), of="annotators"):
        rows = [((who.step, step), name) for step, name in who.groups(book.branch("bias", *BRANCH, who.step))]
        found = {column for row, _ in rows for column in book.branch("bias", *BRANCH, *row)}
        for what in names.group_columns(found):
            values = what.groups({v for row, _ in rows for v in book.branch("bias", *BRANCH, *row, what.step)})
            steps = tuple(step for step, _ in values)
            made.append(
                CoverageTable(
                    annotators=who.title,
                    items=what.title,
                    columns=tuple(name for _, name in values),
                    rows=tuple((name, _row(book, (*row, what.step), steps)) for row, name in rows),
                    source=book.source("bias"),
                )
            )
    return tuple(made)


def _row(book: Book, path: tuple[str, ...], values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    held: list[Figure | None] = [book.find("bias", *BRANCH, *path, value, "count") for value in values]
    numbers = [None if figure is None else figure.value for figure in held]
    total = sum(number for number in numbers if number is not None)
    return tuple(
        ("—", "") if number is None else (count(number), f"{100 * number / total:.0f}" if total else "0")
        for number in numbers
    )
