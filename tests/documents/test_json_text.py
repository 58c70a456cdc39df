"""Documents are written for people who review them line by line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.documents.json_text import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_it_is_json(value: object) -> None:
    """Whatever is written is read back equal."""
    assert json.loads(json_text(value)) == value


def test_order_of_keys_does_not_matter() -> None:
    """Equal content is equal text."""
    assert json_text({"b": 1, "a": {"y": 2, "x": 1}}) == json_text({"a": {"x": 1, "y": 2}, "b": 1})


def test_a_changed_figure_is_one_changed_line() -> None:
    """Two documents that differ in one figure differ in one line."""
    before = {"figures": {"a": {"value": 1, "n": 5}, "b": {"value": 2, "n": 5}}}
    after = {"figures": {"a": {"value": 1, "n": 5}, "b": {"value": 3, "n": 5}}}
    pairs = zip(json_text(before).splitlines(), json_text(after).splitlines(), strict=True)
    assert [line for line, other in pairs if line != other] == ['  "b": {"n": 5, "value": 2}']


def test_a_number_that_is_none_is_refused() -> None:
    """NaN never reaches a file."""
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"x": {"value": float("nan")}})
