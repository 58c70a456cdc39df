"""Axes along which figures are compared: the values of a declared group column, or of two columns crossed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.documents.columns import RecordTable
from labelcards.documents.figure_path import crossed, is_crossed, names_of
from labelcards.metrics.ratings import Codes

__all__ = ["GroupAxis", "axes_of", "crossed_axes", "crossed_with"]


@dataclass(frozen=True, slots=True, eq=False)
class GroupAxis:
    """One way to divide records into groups.

    Attributes:
        name: the step of a figure's path that `crossed` makes of the column, or of the columns of an intersection.
        values: the steps of the groups that occur, in declared order, undeclared ones after them in text order.
        codes: (rows,) position in ``values`` of each record, -1 where the column is empty.
    """

    name: str
    values: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, column: str, groups: Iterable[str], codes: Codes) -> GroupAxis:
        """The axis of one column, whatever its name and its groups' names hold."""
        return cls(crossed(column), tuple(crossed(group) for group in groups), codes)

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, or those of an intersection."""
        return names_of(self.name)

    @property
    def crosses(self) -> bool:
        """Whether it is an intersection."""
        return is_crossed(self.name)

    @property
    def member(self) -> npt.NDArray[np.float64]:
        """(rows, groups) 1 where the record belongs to the group; a record without a value is in none."""
        return np.asarray(self.codes[:, None] == np.arange(len(self.values)), dtype=np.float64)

    def names(self, position: int) -> dict[str, str]:
        """The facts that name one group."""
        return {"column": self.name, "value": self.values[position]}

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """(groups,) how many records each group holds."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)).astype(np.int64)

    @property
    def unknown(self) -> int:
        """How many records have no value."""
        return int((self.codes < 0).sum())


def axes_of(table: pd.DataFrame, declared: RecordTable) -> tuple[GroupAxis, ...]:
    """The axes of the columns declared with ``group: true`` that the table has, in declared order."""
    names = [name for name in declared.named(group=True) if name in table.columns]
    return tuple(_axis(name, table[name], declared.columns[name].order) for name in names)


def _axis(name: str, column: pd.Series[str], order: Iterable[str]) -> GroupAxis:
    present = set(column.dropna().astype(str))
    first = [value for value in order if value in present]
    values = (*first, *sorted(present.difference(first)))
    codes = pd.Index(values, dtype=object).get_indexer(pd.Index(column.astype(object)))
    return GroupAxis.of(name, values, codes.astype(np.intp))


def crossed_axes(axes: Iterable[GroupAxis]) -> tuple[GroupAxis, ...]:
    """All pairs of axes crossed: one group for each pair of values that occurs together."""
    return tuple(_crossed(a, b) for a, b in combinations(axes, 2))


def crossed_with(axes: Iterable[GroupAxis], other: GroupAxis) -> tuple[GroupAxis, ...]:
    """Each axis crossed with ``other``."""
    return tuple(_crossed(axis, other) for axis in axes)


def _crossed(a: GroupAxis, b: GroupAxis) -> GroupAxis:
    both = (a.codes >= 0) & (b.codes >= 0)
    combined = np.where(both, a.codes * len(b.values) + b.codes, -1)
    present = np.unique(combined[both])
    place: Mapping[int, int] = {int(code): position for position, code in enumerate(present)}
    lookup = np.full(max(len(a.values) * len(b.values), 1) + 1, -1, dtype=np.intp)
    for code, position in place.items():
        lookup[code] = position
    pairs = [divmod(code, len(b.values)) for code in place]
    values = tuple(crossed(*names_of(a.values[g]), *names_of(b.values[h])) for g, h in pairs)
    return GroupAxis(crossed(*a.columns, *b.columns), values, lookup[combined])
