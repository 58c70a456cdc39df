"""Rows in the order of the contract, whether or not they stand in it already."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from labelcards.dataset.contract import order
from labelcards.dataset.contract.order import ordered

Row = tuple[str | None, str | None, str | None, int | None]
_TEXTS = ("item_id", "annotator_id", "question")
NAMES = st.sampled_from(["", "a", "aé", "b", "Z", "ä", "🙂", "\uffff", "\U00010000", "a\u0301", "10", "9", None])
ROWS = st.lists(st.tuples(NAMES, NAMES, NAMES, st.sampled_from([None, 0, 1, -5, 10**12])), max_size=12)


def table(rows: list[Row]) -> pd.DataFrame:
    """Annotations with these keys, numbered."""
    columns = {name: pd.Series([row[i] for row in rows], dtype="str") for i, name in enumerate(_TEXTS)}
    times = np.array(["NaT" if row[3] is None else row[3] for row in rows], dtype="datetime64[us]")
    return pd.DataFrame({**columns, "submitted_at": times, "number": np.arange(len(rows))})


def by_hand(rows: list[Row]) -> list[int]:
    """Row numbers sorted by the keys as Python compares them, missing first, equal ones as they stand."""
    keys = [[(value is not None, value) if value is not None else (False,) for value in row] for row in rows]
    return sorted(range(len(rows)), key=lambda row: keys[row])


@given(ROWS)
def test_sorted_like_python_sorts(rows: list[Row]) -> None:
    """Any table, and the sorted one again, which is left as it is: code points, missing values first, stable."""
    frame = table(rows)
    once = ordered("annotations", frame)
    assert once["number"].tolist() == by_hand(rows)
    pd.testing.assert_frame_equal(ordered("annotations", once), once)


def test_a_table_in_order_is_not_sorted_again() -> None:
    """No ranks are made for it; one row out of place and they are."""
    frame = table([("a", "x", "q", 1), ("a", "x", "q", 1), ("a", "y", "p", None), ("b", "", "q", 0)])
    with patch.object(order, "_ranks", side_effect=AssertionError("sorted")):
        pd.testing.assert_frame_equal(ordered("annotations", frame), frame)
    swapped = frame.iloc[[1, 3, 2, 0]]
    assert ordered("annotations", swapped)["number"].tolist() == [1, 0, 2, 3]
