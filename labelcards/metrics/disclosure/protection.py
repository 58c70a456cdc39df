"""Whether the hidden cells of a table of counts can be worked out from what is shown, and what else must be hidden."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

__all__ = ["Counts", "Mask", "protected", "ranges"]

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]


def protected(counts: Counts, forced: Mask, smallest: int, *, rows: Mask, columns: Mask) -> Mask:
    """True for the cells to hide: small ones, forced ones, and as many more as it takes to protect them.

    A hidden cell is protected when the totals leave open a range at least as wide as what its being hidden says anyway,
    1 … smallest - 1. Single lines are settled first; what two-way totals pin down beyond that (a cell that is the only
    link between two parts of the table) is found by linear programming.

    Args:
        counts: (A, B) counts, not negative; a one-way table is one row.
        forced: (A, B) cells that are hidden for another reason, e.g. because their group is hidden elsewhere.
        smallest: the smallest count that may be shown, at least 1.
        rows: (A,) whether a reader knows the row's total.
        columns: (B,) whether a reader knows the column's total.

    Returns:
        (A, B) mask. Equal tables give equal masks: ties are broken by position. Empty cells stay visible unless forced.
        Source: Hundepool et al. 2012, Statistical Disclosure Control, section 4.4 (secondary suppression, audit).

    Raises:
        ValueError: a count is negative, or ``smallest`` is below 1.

    >>> one = np.array([[120, 40, 2, 0]])
    >>> nothing = np.zeros_like(one, dtype=bool)
    >>> protected(one, nothing, 5, rows=np.array([True]), columns=np.zeros(4, bool)).tolist()
    [[False, True, True, False]]
    """
    if np.any(counts < 0) or smallest < 1:
        raise ValueError("counts are not negative and the smallest count is at least 1")
    hidden = forced | ((counts > 0) & (counts < smallest))
    while True:
        more = _line(counts, hidden, smallest, rows) or _transposed(_line(counts.T, hidden.T, smallest, columns))
        if more is None and rows.any() and columns.any():
            more = _narrow(counts, hidden, smallest, rows, columns)
        if more is None:
            return hidden
        hidden = hidden.copy()
        hidden[more] = True


def ranges(counts: Counts, hidden: Mask, *, rows: Mask, columns: Mask) -> tuple[Reals, Reals]:
    """The smallest and largest value each hidden cell can have, given the shown cells and the known totals.

    Hidden cells count as at least 1, because empty ones are shown. Totals that are not known still add up to the
    known grand total of the table.

    Returns:
        two (A, B) arrays; a shown cell has its value in both.
    """
    low, high = counts.astype(float), counts.astype(float)
    if not hidden.any():
        return low, high
    system, totals = _system(counts, hidden, rows, columns)
    for position, (row, column) in enumerate(np.argwhere(hidden)):
        low[row, column], high[row, column] = _range(system, totals, position)
    return low, high


def _line(counts: Counts, hidden: Mask, smallest: int, known: Mask) -> tuple[int, int] | None:
    """The smallest free cell of the first line whose total leaves too little room for its hidden cells."""
    number = hidden.sum(axis=1)
    room = np.where(hidden, np.maximum(counts, 1), 0).sum(axis=1) - number
    free = ~hidden & (counts > 0)
    weak = known & ((number == 1) | ((number > 0) & (room < smallest - 2))) & free.any(axis=1)
    if not weak.any():
        return None
    row = int(np.argmax(weak))
    started = hidden.any(axis=0)
    order = np.lexsort((np.arange(counts.shape[1]), counts[row], ~started, ~free[row]))
    return row, int(order[0])


def _transposed(cell: tuple[int, int] | None) -> tuple[int, int] | None:
    return None if cell is None else (cell[1], cell[0])


def _narrow(counts: Counts, hidden: Mask, smallest: int, rows: Mask, columns: Mask) -> tuple[int, int] | None:
    """The smallest free cell in the row or column of the first hidden cell whose range is too narrow.

    Of a cell that is known exactly although its lines have nothing left to hide, the smallest free cell of the table.
    """
    system, totals = _system(counts, hidden, rows, columns)
    free = ~hidden & (counts > 0)
    if not (hidden.any() and free.any()):
        return None
    for position, (row, column) in enumerate(np.argwhere(hidden)):
        low, high = _range(system, totals, position)
        if high - low > smallest - 2 - 1e-6:
            continue
        near = np.zeros_like(free)
        near[row] = free[row] & rows[row]
        near[:, column] |= free[:, column] & columns[column]
        if not near.any() and high - low < 1 - 1e-6:
            near = free
        if near.any():
            best = min(np.argwhere(near).tolist(), key=lambda cell: (counts[cell[0], cell[1]], cell))
            return best[0], best[1]
    return None


def _system(counts: Counts, hidden: Mask, rows: Mask, columns: Mask) -> tuple[Reals, Reals]:
    """What is known of the hidden cells: one equation per line with a known total, and one for the whole table."""
    cells = np.argwhere(hidden)
    lines = [cells[:, 0] == row for row in np.flatnonzero(rows)]
    lines += [cells[:, 1] == column for column in np.flatnonzero(columns)]
    lines.append(np.ones(len(cells), dtype=bool))
    system = np.array([line for line in lines if line.any()], dtype=float)
    return system, system @ np.maximum(counts[hidden], 1).astype(float)


def _range(system: Reals, totals: Reals, position: int) -> tuple[float, float]:
    goal = np.zeros(system.shape[1])
    goal[position] = 1.0
    ends = [
        float(np.asarray(linprog(sign * goal, A_eq=system, b_eq=totals, bounds=(1, None), method="highs").x)[position])
        for sign in (1.0, -1.0)
    ]
    return ends[0], ends[1]
