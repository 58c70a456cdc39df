"""Which cells a public card must not show: small ones, and those that would give a small one away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from labelcards.cards.audience.tables import Axis, Group, GroupTable, Leaf, group_tables
from labelcards.catalog.branches import BASE_UNITS
from labelcards.documents.figures import MetricsDocument
from labelcards.metrics.disclosure.protection import Counts, Mask, protected

__all__ = ["HiddenFigures", "hidden_cells"]

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiddenFigures:
    """What is hidden of one version.

    Attributes:
        groups: groups of items or annotators that are hidden everywhere.
        sizes: group → its number of items or annotators, as far as the documents say; for insiders only.
        leaves: every figure to hide.
        dropped: those of them that stand in tables of intersections with nothing to show; they are left out altogether.
        axes: columns of which at least one group is hidden in some table.
    """

    groups: frozenset[Group] = frozenset()
    sizes: Mapping[Group, int] = field(default_factory=dict)
    leaves: frozenset[Leaf] = frozenset()
    dropped: frozenset[Leaf] = frozenset()
    axes: frozenset[tuple[Axis, ...]] = frozenset()


def hidden_cells(
    documents: Mapping[str, MetricsDocument], smallest: int, before: HiddenFigures | None = None
) -> HiddenFigures:
    """Decide for all documents of a version at once, so that no table gives away what another one hides.

    Groups of people come first: what is hidden there is hidden in every other table, and in every intersection.
    A group that was hidden in the parent version stays hidden while its size differs by less than ``smallest`` units;
    otherwise the difference of two versions would be a small cell.

    Args:
        smallest: the smallest number of units whose figures are shown.
        before: what the parent version hides.
    """
    tables = group_tables(documents)
    sizes = _sizes(tables)
    groups: set[Group] = _inherited(before, sizes, smallest)
    leaves: set[Leaf] = set()
    dropped: set[Leaf] = set()
    axes: set[tuple[Axis, ...]] = set()
    for together in _in_order(tables):
        cells = _settled(together, groups, smallest)
        base = together[0].rule.unit in BASE_UNITS
        for table in together:
            held = [values for values in cells if values in table.cells]
            figures = {leaf for values in held for leaf in table.cells[values].figures}
            leaves |= figures
            if len(held) == len(table.cells) and table.crosses:
                dropped |= figures
            if held:
                axes.add(table.axes)
            if base:
                groups |= {frozenset(table.groups(values)) for values in held}
    return HiddenFigures(frozenset(groups), sizes, frozenset(leaves), frozenset(dropped), frozenset(axes))


def _sizes(tables: Iterable[GroupTable]) -> dict[Group, int]:
    """From the tables that count people: representation comes first, others fill what it lacks."""
    found: dict[Group, int] = {}
    counting = [table for table in tables if table.rule.unit in BASE_UNITS]
    for table in sorted(counting, key=lambda table: table.rule.size != "value"):
        for values, cell in sorted(table.cells.items()):
            if cell.size is not None:
                found.setdefault(frozenset(table.groups(values)), cell.size)
    return found


def _inherited(before: HiddenFigures | None, sizes: Mapping[Group, int], smallest: int) -> set[Group]:
    if before is None:
        return set()
    return {
        group
        for group in before.groups
        if group not in sizes or group not in before.sizes or abs(sizes[group] - before.sizes[group]) < smallest
    }


def _in_order(tables: list[GroupTable]) -> list[list[GroupTable]]:
    """Tables that are settled together: those of one unit and the same columns; people and few columns first."""
    together: dict[tuple[object, ...], list[GroupTable]] = {}
    for position, table in enumerate(tables):
        unit = table.rule.unit or position
        together.setdefault((table.rule.unit not in BASE_UNITS, len(table.axes), str(unit), table.axes), []).append(
            table
        )
    return [together[key] for key in sorted(together, key=lambda key: (key[0], key[1], key[2], key[3]))]


def _settled(together: list[GroupTable], groups: set[Group], smallest: int) -> set[Values]:
    """The cells that all of these tables hide, the same ones in each."""
    hidden: set[Values] = set()
    while True:
        more = set().union(*(_of_table(table, groups, hidden, smallest) for table in together))
        if more <= hidden:
            return hidden
        hidden |= more


def _of_table(table: GroupTable, groups: set[Group], hidden: set[Values], smallest: int) -> set[Values]:
    forced = {
        values
        for values, cell in table.cells.items()
        if values in hidden or cell.size is None or _within(frozenset(table.groups(values)), groups)
    }
    small = {values for values, cell in table.cells.items() if cell.size is not None and 0 < cell.size < smallest}
    if not forced and not small:
        return set()
    if table.rule.whole or len(table.axes) > 2:
        return set(table.cells)
    return _matrix(table, forced, groups, smallest)


def _within(cell: Group, groups: set[Group]) -> bool:
    """Whether the cell lies inside a group that is hidden."""
    return any(group <= cell for group in groups)


def _matrix(table: GroupTable, forced: set[Values], groups: set[Group], smallest: int) -> set[Values]:
    lines = sorted({values[:-1] for values in table.cells})
    across = sorted({values[-1] for values in table.cells})
    counts: Counts = np.zeros((len(lines), len(across)), dtype=np.int64)
    fixed: Mask = np.zeros(counts.shape, dtype=bool)
    for row, line in enumerate(lines):
        for column, value in enumerate(across):
            cell = table.cells.get((*line, value))
            if cell is not None:
                counts[row, column] = 1 if cell.size is None else cell.size
                fixed[row, column] = (*line, value) in forced
    one_way = len(table.axes) == 1
    rows = np.array([one_way or not _hides(table.axes[0], line[0], groups) for line in lines], dtype=bool)
    columns = np.array([not one_way and not _hides(table.axes[-1], value, groups) for value in across], dtype=bool)
    mask = protected(counts, fixed, smallest, rows=rows, columns=columns)
    made = {(*lines[row], across[column]) for row, column in np.argwhere(mask)}
    return made & set(table.cells)


def _hides(axis: Axis, value: str, groups: set[Group]) -> bool:
    return frozenset({(*axis, value)}) in groups
