"""What each column of a table holds, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from labelcards.dataset.files.table_file import FileTable
from labelcards.errors import InputError, Problem
from labelcards.labels.missing import MissingMarkers
from labelcards.labels.numbers import as_number
from labelcards.labels.spelling import tidy
from labelcards.metrics.ratings import Codes

__all__ = ["MOST_COLUMNS", "ColumnContent", "read_columns"]

MOST_COLUMNS = 2_000
"""A table with more columns is no table of labels, or lies on its side."""

_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\s*\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")
_EPOCH = re.compile(r"1\d{9}(\d{3})?(\.\d+)?")
_WORDS = 2.5
_LONG = 60
_FEW = 50


@dataclass(frozen=True, eq=False)
class ColumnContent:
    """One column of R rows with K distinct values.

    Attributes:
        name: in the header.
        codes: (R,) position of each row's value; -1 where the cell is empty.
        values: the K values in order of first appearance, tidied.
    """

    name: str
    codes: Codes
    values: tuple[str, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Value → how many rows have it."""
        found = np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))
        return dict(zip(self.values, found.tolist(), strict=True))

    @cached_property
    def filled(self) -> int:
        """How many cells are not empty."""
        return int((self.codes >= 0).sum())

    @cached_property
    def answers(self) -> dict[str, int]:
        """Value → count, without the usual markers for a missing value."""
        marker = MissingMarkers()
        return {value: count for value, count in self.counts.items() if not marker.is_marker(value)}

    @cached_property
    def numbers(self) -> tuple[float, ...] | None:
        """The distinct values as numbers, ascending; None when one is no number."""
        found = [as_number(value) for value in self.answers]
        if not found or None in found:
            return None
        return tuple(sorted({number for number in found if number is not None}))

    @cached_property
    def whole(self) -> bool:
        """Whether every value is a whole number that is not negative."""
        return self.numbers is not None and all(n >= 0 and n.is_integer() for n in self.numbers)

    @cached_property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.filled == len(self.codes) == len(self.values) > 0

    @cached_property
    def times(self) -> bool:
        """Whether every value looks like a date or a time."""
        found = list(self.answers)
        return bool(found) and all(_TIME.fullmatch(value) or _EPOCH.fullmatch(value) for value in found)

    @cached_property
    def textual(self) -> bool:
        """Whether the values are texts that people read: several words, or long, and hardly repeated."""
        if not self.answers or self.numbers is not None or self.times:
            return False
        sample = list(self.answers)[:2_000]
        words = sum(len(value.split()) for value in sample) / len(sample)
        length = sum(map(len, sample)) / len(sample)
        repeated = self.filled / len(self.answers)
        return (words >= _WORDS or length > _LONG) and (repeated < 6 or len(self.answers) > _FEW)

    @cached_property
    def few(self) -> bool:
        """Whether the values repeat as labels do."""
        distinct = len(self.answers)
        return 0 < distinct <= min(_FEW, max(2, sum(self.answers.values()) / 2))

    @cached_property
    def flags(self) -> bool:
        """Whether the values say yes or no: 0 and 1, true and false."""
        return bool(self.answers) and {value.casefold() for value in self.answers} <= {
            "0",
            "1",
            "true",
            "false",
            "0.0",
            "1.0",
        }

    def without_last(self) -> ColumnContent:
        """The column of all rows but the last one."""
        codes = self.codes[:-1]
        used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(self.values)))
        place = np.full(len(self.values) + 1, -1, dtype=np.intp)
        place[used] = np.arange(len(used))
        return ColumnContent(self.name, place[codes], tuple(self.values[k] for k in used))

    def number_of_rows(self) -> np.ndarray:
        """(R,) the numbers; NaN where there is none."""
        table = np.array([np.nan if (n := as_number(value)) is None else n for value in self.values], dtype=np.float64)
        return np.where(self.codes >= 0, table[self.codes] if len(table) else np.nan, np.nan)


def read_columns(table: FileTable) -> tuple[ColumnContent, ...]:
    """The columns of a table in its order.

    Raises:
        InputError: the table has no rows, or more columns than a table of labels has.
    """
    if table.frame.empty and not len(table.frame):
        raise InputError([Problem(table.file, "empty-table", "The table has no rows.", "Check the file.")])
    if table.frame.shape[1] > MOST_COLUMNS:
        message = f"The table has {table.frame.shape[1]:,} columns; labels are read from at most {MOST_COLUMNS:,}."
        remedy = "Keep the columns with items, annotators and labels, or turn the table on its side."
        raise InputError([Problem(table.file, "too-many-columns", message, remedy)])
    named = [(str(name), table.frame.iloc[:, place]) for place, name in enumerate(table.frame.columns)]
    index = [] if table.index is None or "" in table.frame.columns else [("", table.index)]
    return tuple(_column(name, series) for name, series in [*index, *named])


def _column(name: str, series: pd.Series[str]) -> ColumnContent:
    codes, distinct = pd.factorize(series)
    tidied = [tidy(str(value)) for value in distinct]
    merged: dict[str, int] = {}
    place = np.array(
        [merged.setdefault(value, len(merged)) if value else -1 for value in tidied] or [-1], dtype=np.intp
    )
    codes = np.where(codes >= 0, place[codes], -1).astype(np.intp)
    return ColumnContent(name, codes, tuple(merged))
