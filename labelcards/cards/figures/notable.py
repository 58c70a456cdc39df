"""The differences worth a reader's time among very many: those that chance does not explain, largest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.names import Names, Table
from labelcards.documents.figure_path import is_crossed
from labelcards.documents.policy import SIGNIFICANCE

__all__ = ["NotableDifferences", "notable"]

LIMIT = 12
_BOTH = 4
"""Steps of a path that names an annotator group and then an item group."""
_ALL = "all"
"""Item column and group of figures over all items."""
_METRICS = ("excess", "difference")
"""The figure to compare: the first of these that a branch has at all, so that a table never mixes two."""


@dataclass(frozen=True, slots=True)
class NotableDifferences:
    """The largest significant differences of a branch.

    Attributes:
        table: at most `LIMIT` rows; None when none differs.
        differing, shown, tested: how many groups differ, are in the table, and were tested; of intersections the
            document holds those that differ, and the number of those tested.
    """

    table: Comparison | None
    differing: int
    shown: int
    tested: int


def notable(
    book: Book, names: Names, question: str, part: str, *, combined_only: bool = False
) -> NotableDifferences | None:
    """Search ``questions.<question>.<part>`` of the bias document; None when nothing there was tested.

    Args:
        combined_only: leave out single columns, where a page shows them in full anyway. Annotator groups over all
            items are always left out of pairs of annotator and item groups.
    """
    branch = ("questions", question, part)
    paths = [
        path
        for path in _tested(book, branch, book.branch("bias", *branch))
        if path[-2:] != (_ALL, _ALL) and (not combined_only or any(map(is_crossed, _columns(path[len(branch) :]))))
    ]
    metric = next((m for m in _METRICS if any(book.find("bias", *path, m) for path in paths)), _METRICS[-1])
    crossed = book.find("bias", "questions", question, "intersections", part, "tested")
    tested = 0
    found: list[tuple[float, str, ComparisonLine]] = []
    for path in paths:
        p = book.find("bias", *path, "p_adjusted")
        figure = book.show("bias", *path, metric)
        if p is None or p.value is None or figure.raw is None:
            continue
        tested += 1
        if p.value <= SIGNIFICANCE:
            name = _named(names, question, path[len(branch) :])
            others = tuple(book.show("bias", *path, other) for other in ("rate", "p_adjusted"))
            found.append((-abs(figure.raw), name, ComparisonLine(name, figure, others, mark="flag")))
    if crossed is not None and crossed.value is not None:
        tested = round(crossed.value)
    if not tested:
        return None
    lines = [line for *_, line in sorted(found, key=lambda row: row[:2])[:LIMIT]]
    return NotableDifferences(compare(book, "bias", lines, head="Group"), len(found), len(lines), tested)


def _tested(book: Book, path: tuple[str, ...], node: object) -> Iterator[tuple[str, ...]]:
    """Every path below which there is a p-value."""
    if not isinstance(node, dict):
        return
    if book.find("bias", *path, "p_adjusted"):
        yield path
        return
    for key in sorted(node):
        yield from _tested(book, (*path, key), node[key])


def _named(names: Names, question: str, steps: tuple[str, ...]) -> str:
    """``Channel = chat, Age = 0-19: Billing``: columns by title with their values, a label last."""
    words: list[str] = []
    for position, (column, value) in enumerate(zip(steps[::2], steps[1::2], strict=False)):
        of: Table = "annotators" if len(steps) == _BOTH and position == 0 else "items"
        words += [f"{title} = {group}" for title, group in names.group(question, column, value, of=of)]
    label = f": {names.label(question, steps[-1])}" if len(steps) % 2 else ""
    return ", ".join(words) + label


def _columns(steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps that are columns: each is followed by its group, and a label may come last."""
    return steps[: len(steps) // 2 * 2 : 2]
