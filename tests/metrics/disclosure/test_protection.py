"""Hidden cells stay hidden: no arithmetic on totals and shown cells brings them back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from labelcards.metrics.disclosure.protection import protected, ranges

Table = np.ndarray


def hide(table: Table, smallest: int, forced: Table | None = None) -> Table:
    """The mask of a table whose totals are all known."""
    forced = np.zeros(table.shape, dtype=bool) if forced is None else forced
    known = (np.ones(table.shape[0], dtype=bool), np.ones(table.shape[1], dtype=bool))
    return protected(table, forced, smallest, rows=known[0], columns=known[1])


def solutions(table: Table, hidden: Table) -> list[tuple[int, ...]]:
    """Every way to fill the hidden cells with counts from 1 so that all totals hold, by trying all that still fit."""
    cells = [(int(r), int(c)) for r, c in np.argwhere(hidden)]
    shown = np.where(hidden, 0, table)
    rows, columns = (table - shown).sum(axis=1).tolist(), (table - shown).sum(axis=0).tolist()
    found: list[tuple[int, ...]] = []

    def fill(place: int, values: tuple[int, ...]) -> None:
        if place == len(cells):
            if not any(rows) and not any(columns):
                found.append(values)
            return
        row, column = cells[place]
        for value in range(1, min(rows[row], columns[column]) + 1):
            rows[row] -= value
            columns[column] -= value
            fill(place + 1, (*values, value))
            rows[row] += value
            columns[column] += value

    fill(0, ())
    return found


def test_a_bridge_between_two_cycles_is_not_left_open() -> None:
    """Two hidden cells per row and column are not enough: a cell between two blocks is a total minus the rest."""
    table = np.array([[5, 6, 40, 40], [7, 5, 3, 40], [40, 40, 6, 5], [40, 40, 5, 7]])
    naive = (table > 0) & (table < 10)
    assert naive.sum(axis=1).min() >= 2
    low, high = ranges(table, naive, rows=np.ones(4, dtype=bool), columns=np.ones(4, dtype=bool))
    assert low[1, 2] == high[1, 2] == 3, "the example must show the weakness"
    hidden = hide(table, 10)
    low, high = ranges(table, hidden, rows=np.ones(4, dtype=bool), columns=np.ones(4, dtype=bool))
    assert (high - low)[hidden].min() >= 8


def test_one_way_tables_match_their_closed_form() -> None:
    """In one line with a known total a cell ranges from 1 to the hidden sum less one for each other cell."""
    table = np.array([[50, 30, 4, 9, 0]])
    known = (np.array([True]), np.zeros(5, dtype=bool))
    hidden = protected(table, np.zeros((1, 5), dtype=bool), 10, rows=known[0], columns=known[1])
    assert hidden.tolist() == [[False, False, True, True, False]]
    low, high = ranges(table, hidden, rows=known[0], columns=known[1])
    assert (low[0, 2], high[0, 2]) == (1, 12)


def test_forced_cells_take_company() -> None:
    """A large cell that is hidden for another reason would be given away by the total just the same."""
    table = np.array([[50, 30, 20]])
    forced = np.array([[True, False, False]])
    hidden = protected(table, forced, 10, rows=np.array([True]), columns=np.zeros(3, dtype=bool))
    assert hidden.tolist() == [[True, False, True]]


def test_a_range_that_is_wide_enough_hides_no_more() -> None:
    """Totals of 3 leave each of four small cells 1 or 2, as "fewer than 3" says; nothing else is hidden."""
    table = np.array([[1, 2, 9], [2, 1, 9], [9, 9, 9]])
    assert hide(table, 3).tolist() == [[True, True, False], [True, True, False], [False, False, False]]


def test_bad_arguments_are_refused() -> None:
    """Negative counts and a threshold below 1 are errors."""
    nothing = np.zeros((1, 1), dtype=bool)
    for table, smallest in ((np.array([[-1]]), 5), (np.array([[1]]), 0)):
        with pytest.raises(ValueError, match="not negative"):
            protected(table, nothing, smallest, rows=np.array([True]), columns=np.array([True]))


@settings(max_examples=60, deadline=None)
@given(hnp.arrays(np.int64, st.tuples(st.integers(2, 3), st.integers(2, 3)), elements=st.integers(0, 6)))
def test_no_small_cell_can_be_worked_out(table: Table) -> None:
    """For every hidden cell there are at least two fillings that fit, unless nothing is left to hide."""
    hidden = hide(table, 3)
    assert hidden[(table > 0) & (table < 3)].all()
    if hidden[table > 0].all():
        return
    found = np.array(solutions(table, hidden))
    for position in range(int(hidden.sum())):
        assert len(set(found[:, position].tolist())) >= 2, (table, hidden)
