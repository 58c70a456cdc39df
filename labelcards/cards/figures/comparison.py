"""A table whose rows share one axis: the chart and its numbers in one, readable at any width and by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from labelcards.cards.figures.axis import Axis, Track, axis_for
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import FormattedFigure, Source
from labelcards.documents.figures import CatalogEntry

__all__ = ["Comparison", "ComparisonLine", "ComparisonRow", "compare", "condensed"]

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.%]|\.\d)")


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One line: what it is about, its main figure with its track, and further cells.

    Attributes:
        name: what the row is about.
        section: the heading under which the row stands with its neighbors; may be empty.
        protected: whether the section is a protected attribute.
        figure, track: the charted figure; the track is None when it has no value.
        others: further figures, one per extra column.
        mark: ``better``, ``worse``, ``flag`` or empty: how the row stands out.
    """

    name: str
    section: str
    protected: bool
    figure: FormattedFigure
    track: Track | None
    others: tuple[FormattedFigure, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows on a shared axis.

    Attributes:
        metric, glossary, unit: the charted metric's title, its definition's anchor, its short unit.
        head: heading of the first column.
        others: headings of the further columns, as (title, glossary anchor).
        other_methods: the interval method that all cells of a further column share, for the line below the table, or
            empty when they differ and each cell names its own.
        axis, rows: what is drawn.
        methods: the interval methods used, for the line below the table.
        source: the document.
        has_intervals: whether any row has an interval.
        width: how many columns the table has.
    """

    metric: str
    glossary: str
    unit: str
    head: str
    others: tuple[tuple[str, str], ...]
    other_methods: tuple[str, ...]
    axis: Axis
    rows: tuple[ComparisonRow, ...]
    methods: tuple[str, ...]
    source: Source
    has_intervals: bool
    width: int


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """What `compare` needs for one row."""

    name: str
    figure: FormattedFigure
    others: tuple[FormattedFigure, ...] = ()
    mark: str = ""
    section: str = ""
    protected: bool = False


def compare(
    book: Book,
    document: str,
    lines: Iterable[ComparisonLine],
    *,
    head: str,
    bounds: Sequence[float] = (),
    entry: CatalogEntry | None = None,
) -> Comparison | None:
    """The lines as a comparison, or None when there are none; ``entry`` instead of the catalog's says the unit."""
    held = tuple(lines)
    if not held:
        return None
    lead = next((line.figure for line in held if line.figure.metric), held[0].figure)
    entry = entry or book.entry(document, lead.metric)
    axis = axis_for((line.figure for line in held), entry, bounds=bounds)
    rows = tuple(
        ComparisonRow(
            line.name,
            line.section,
            line.protected,
            line.figure,
            axis.track(line.figure),
            line.others,
            line.mark,
        )
        for line in held
    )
    width = max(len(line.others) for line in held)
    full = [line.others for line in held if len(line.others) == width]
    titles = [next((each for each in column if each.metric), column[0]) for column in zip(*full, strict=True)]
    has_intervals = any(line.figure.interval for line in held)
    methods = {line.figure.method for line in held if line.figure.method and line.figure.interval}
    return Comparison(
        metric=lead.title,
        glossary=lead.glossary,
        unit=lead.unit,
        head=head,
        others=tuple((other.title, other.glossary) for other in titles),
        other_methods=tuple(_shared_method(column) for column in zip(*full, strict=True)),
        axis=axis,
        rows=rows,
        methods=condensed(methods),
        source=book.source(document),
        has_intervals=has_intervals,
        width=4 + has_intervals + width,
    )


def _shared_method(column: Iterable[FormattedFigure]) -> str:
    """The method of all intervals in a column; empty when there is none or more than one."""
    methods = {cell.method for cell in column if cell.interval}
    return methods.pop() if len(methods) == 1 else ""


def condensed(methods: Iterable[str]) -> tuple[str, ...]:
    """Each kind of method once: of those that differ in numbers only, the numbers' range. ``95%`` is no such number."""
    kinds: dict[str, list[list[str]]] = {}
    for method in sorted(methods):
        kinds.setdefault(_NUMBER.sub("\0", method), []).append(_NUMBER.findall(method))
    found = []
    for kind, numbers in kinds.items():
        ends = [(min(held, key=float), max(held, key=float)) for held in zip(*numbers, strict=True)]
        ranges = iter([low if low == high else f"{low} to {high}" for low, high in ends])
        found.append("".join(next(ranges) if letter == "\0" else letter for letter in kind))
    return tuple(found)
