"""Ids of two versions under common codes, looked up once for all signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.signs.spelling import places_among

__all__ = ["JointNames"]

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class JointNames:
    """The names in a column of two tables.

    Attributes:
        old, new: the names, each once in its table.
        place: for each new name its code: its position in ``old``, or a number from ``len(old)`` on.
    """

    old: pd.Index[Any]
    new: pd.Index[Any]
    place: Codes

    @classmethod
    def of(cls, old: pd.Series[str], new: pd.Series[str]) -> JointNames:
        """The names of both columns."""
        known, given = (pd.Index(column.to_numpy(dtype=object)) for column in (old, new))
        place = places_among(known, given)
        fresh = place < 0
        place[fresh] = len(known) + np.arange(int(fresh.sum()))
        return cls(known, given, place)

    @cached_property
    def every(self) -> pd.Index[Any]:
        """(N,) all names in the order of their codes, the old ones first."""
        return self.old.append(self.new[self.fresh]) if self.fresh.any() else self.old

    @cached_property
    def fresh(self) -> Mask:
        """For each new name whether it is new."""
        return np.asarray(self.place >= len(self.old))

    @cached_property
    def kept(self) -> Mask:
        """(N,) whether a name is in both."""
        kept = np.zeros(len(self.old) + int(self.fresh.sum()), dtype=np.bool_)
        kept[self.place[~self.fresh]] = True
        return kept

    @property
    def removed(self) -> pd.Index[Any]:
        """The names that only the old table has."""
        return self.old[~self.kept[: len(self.old)]]

    @property
    def added(self) -> pd.Index[Any]:
        """The names that only the new table has."""
        return self.new[self.fresh]

    def codes(self, side: int) -> Codes:
        """The code of each name of the old (0) or the new (1) table."""
        return self.place if side else np.arange(len(self.old), dtype=np.intp)
