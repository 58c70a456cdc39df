"""Hiding small cells so that totals do not give them away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog

from labelcards.metrics.disclosure.suppression import suppressed


def exposed(table: np.ndarray, hidden: np.ndarray, smallest: int) -> list[tuple[int, int]]:
    """Small hidden cells that row and column totals pin down to one value, by linear programming."""
    cells = np.argwhere(hidden)
    if not len(cells):
        return []
    lines = [cells[:, 0] == r for r in range(table.shape[0])] + [cells[:, 1] == c for c in range(table.shape[1])]
    values = table[hidden].astype(float)
    system = np.array([line for line in lines if line.any()], dtype=float)
    found = []
    for k, (row, column) in enumerate(cells):
        if table[row, column] >= smallest:
            continue
        goal = np.zeros(len(cells))
        goal[k] = 1
        low, high = (sign * linprog(sign * goal, A_eq=system, b_eq=system @ values).fun for sign in (1, -1))
        if high - low < 1e-6:
            found.append((int(row), int(column)))
    return found


def test_a_single_small_group_takes_the_next_smallest_with_it() -> None:
    """The total minus the shown groups must not give the hidden one."""
    assert suppressed(np.array([50, 30, 2]), 5).tolist() == [False, True, True]


def test_hidden_groups_must_not_be_small_together() -> None:
    """Two groups of one person each are still two people: a third is hidden."""
    assert suppressed(np.array([50, 30, 1, 1]), 5).tolist() == [False, True, True, True]


def test_nothing_small_nothing_hidden() -> None:
    """Large groups and empty ones are shown."""
    assert not suppressed(np.array([50, 30, 0]), 5).any()
    assert not suppressed(np.array([[50, 30], [7, 9]]), 5).any()


def test_a_line_with_nothing_left_to_hide_stays_as_it_is() -> None:
    """Only the 3 of the first row could be hidden; its zeros stay visible, and the other lines get company."""
    assert suppressed(np.array([[3, 0, 0], [50, 60, 70]]), 5).tolist() == [[True, False, False], [True, True, False]]
    assert suppressed(np.array([[3, 50], [0, 60], [0, 70]]), 5).tolist() == [
        [True, True],
        [False, True],
        [False, False],
    ]


def test_table_with_totals() -> None:
    """In a table every hidden cell has company in its row and in its column."""
    table = np.array([[20, 30, 2], [15, 25, 35], [9, 18, 27]])
    hidden = suppressed(table, 5)
    assert hidden[0, 2]
    assert (hidden.sum(axis=0)[hidden.any(axis=0)] >= 2).all()
    assert (hidden.sum(axis=1)[hidden.any(axis=1)] >= 2).all()
    assert exposed(table, hidden, 5) == []


def test_negative_counts_are_refused() -> None:
    """Counts are not negative."""
    with pytest.raises(ValueError, match="not negative"):
        suppressed(np.array([-1, 4]), 3)


@given(hnp.arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(6, 60)), st.data())
def test_no_small_cell_can_be_computed(table: np.ndarray, data: st.DataObject) -> None:
    """One small cell in a table of large ones is never determined by the totals."""
    row, column = data.draw(st.integers(0, table.shape[0] - 1)), data.draw(st.integers(0, table.shape[1] - 1))
    table[row, column] = data.draw(st.integers(1, 4))
    hidden = suppressed(table, 5)
    assert hidden[row, column]
    assert exposed(table, hidden, 5) == []
