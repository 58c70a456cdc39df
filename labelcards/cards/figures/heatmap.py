"""A confusion matrix as a table whose cells are shaded by their share of the row: picture and numbers in one."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import Source
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.number import count

__all__ = ["Heatmap", "HeatmapCell", "heatmap"]


@dataclass(frozen=True, slots=True)
class HeatmapCell:
    """``count`` of the row's ``share`` percent; ``level`` 0-10 is the shade; ``hit`` marks the diagonal."""

    count: str
    share: str
    level: int
    hit: bool


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Rows are the truth, columns what was given.

    Attributes:
        columns: column names.
        rows: (row name, cells, row total).
        worst: (row name, column name, count, share) of the largest confusion; None when there is none.
        source: the document.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatmapCell, ...], str], ...]
    worst: tuple[str, str, str, str] | None
    source: Source


def heatmap(book: Book, names: Names, document: str, question: str, *, branch: str = "questions") -> Heatmap | None:
    """The confusion matrix of a question, or None when the document has none."""
    path = (branch, question, "confusion")
    given = {label for row in book.branch(document, *path).values() if isinstance(row, dict) for label in row}
    truths = names.labels(question, book.branch(document, *path))
    columns = names.labels(question, given | set(truths))
    if not truths:
        return None
    rows: list[tuple[str, tuple[HeatmapCell, ...], str]] = []
    confusions: list[tuple[float, str, str, str, str]] = []
    for truth in truths:
        counts = [_count(book, document, (*path, truth, label)) for label in columns]
        total = sum(counts)
        cells = []
        for label, number in zip(columns, counts, strict=True):
            share = number / total if total else 0.0
            cells.append(HeatmapCell(count(number), f"{share * 100:.0f}", round(share * 10), label == truth))
            if label != truth and number:
                pair = (names.label(question, truth), names.label(question, label))
                confusions.append((-share, *pair, count(number), f"{share * 100:.0f}"))
        rows.append((names.label(question, truth), tuple(cells), count(total)))
    worst = min(confusions)[1:] if confusions else None
    titles = tuple(names.label(question, label) for label in columns)
    return Heatmap(titles, tuple(rows), worst, book.source(document))


def _count(book: Book, document: str, path: tuple[str, ...]) -> float:
    figure = book.find(document, *path, "count")
    return figure.value if figure is not None and figure.value is not None else 0.0
