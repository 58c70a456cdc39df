"""Which cells of a table of counts must be hidden so that small groups cannot be read off or subtracted out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["suppressed"]

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def suppressed(counts: Counts, smallest: int) -> Mask:
    """True for the cells to hide from a table whose totals are shown.

    Primary: cells with 1 … smallest - 1 units. Complementary: as long as a row or column hides one cell only, or
    cells that sum to less than ``smallest``, its smallest shown nonzero cell is hidden too; otherwise total minus
    shown cells would give the hidden value. Zeros stay visible. Where a line has nothing left to hide it stays as it
    is: then its total must be hidden by the caller, see ``exposed`` in the tests.

    Args:
        counts: (A,) groups with a known total, or (A, B) with known row and column totals; nonnegative.
        smallest: the smallest count that may be shown, at least 1.

    Returns:
        a mask of the same shape. Ties are broken by position, so equal tables give equal masks.
        Source: Hundepool et al. 2012, Statistical Disclosure Control, section 4.4 (primary and secondary suppression).

    >>> suppressed(np.array([120, 40, 2, 0]), 5).tolist()
    [False, True, True, False]
    """
    if np.any(counts < 0) or smallest < 1:
        raise ValueError("counts are not negative and the smallest count is at least 1")
    table = counts.reshape(1, -1) if counts.ndim == 1 else counts
    hidden = (table > 0) & (table < smallest)
    while True:
        found = _weakest(table, hidden, smallest, columns=counts.ndim == 2)
        if found is None:
            return hidden.reshape(counts.shape)
        hidden[found] = True


def _weakest(table: Counts, hidden: Mask, smallest: int, *, columns: bool) -> tuple[int, int] | None:
    """The next cell to hide: the smallest shown one in the first line that gives something away."""
    free = ~hidden & (table > 0)
    weak_rows = _gives_away(table, hidden, smallest, 1) & free.any(axis=1)
    if weak_rows.any():
        row = int(np.argmax(weak_rows))
        return row, _smallest(table[row], free[row], np.asarray(hidden.any(axis=0)) & columns)
    weak_columns = _gives_away(table, hidden, smallest, 0) & free.any(axis=0)
    if columns and weak_columns.any():
        column = int(np.argmax(weak_columns))
        return _smallest(table[:, column], free[:, column], np.asarray(hidden.any(axis=1))), column
    return None


def _gives_away(table: Counts, hidden: Mask, smallest: int, axis: int) -> Mask:
    cells = hidden.sum(axis=axis)
    return np.asarray((cells == 1) | ((cells > 0) & (np.where(hidden, table, 0).sum(axis=axis) < smallest)))


def _smallest(line: Counts, free: Mask, started: Mask) -> int:
    """Position of the smallest free cell, cells of lines that already hide something first."""
    order = np.lexsort((np.arange(len(line)), line, ~(started & free), ~free))
    return int(order[0])
