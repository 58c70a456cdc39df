"""A table of several figures per row without a chart: where a scale for each would weigh more than it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import condensed
from labelcards.cards.figures.formatted_figure import FormattedFigure, Source

__all__ = ["Grid", "GridRow", "grid"]


@dataclass(frozen=True, slots=True)
class GridRow:
    """What a row is about, the section it stands in, whether that is protected, and one figure per column."""

    name: str
    section: str
    protected: bool
    cells: tuple[FormattedFigure, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of figures.

    Attributes:
        head: heading of the first column.
        columns: headings of the others, as (title, glossary anchor).
        rows: what stands below them.
        methods: the interval methods, for the line below the table.
        source: the document.
        width: how many columns the table has.
    """

    head: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]
    methods: tuple[str, ...]
    source: Source
    width: int


def grid(book: Book, document: str, rows: Iterable[GridRow], *, head: str) -> Grid | None:
    """The rows, which all have the same columns, as a table; None when there are none."""
    held = tuple(rows)
    if not held:
        return None
    leads = [
        next((cell for cell in column if cell.metric), column[0])
        for column in zip(*(row.cells for row in held), strict=True)
    ]
    cells = [cell for row in held for cell in row.cells]
    return Grid(
        head=head,
        columns=tuple((lead.title, lead.glossary) for lead in leads),
        rows=held,
        methods=condensed({cell.method for cell in cells if cell.method and cell.interval}),
        source=book.source(document),
        width=1 + len(leads),
    )
