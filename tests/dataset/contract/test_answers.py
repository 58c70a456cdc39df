"""Answers in raw files become the labels of the manifest."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.dataset.contract.label_resolution import resolve_answers
from labelcards.dataset.contract.origin import Origin
from labelcards.documents.label_scheme import Question
from labelcards.labels.numbers import number_text

QUESTIONS = {
    "topic": Question.model_validate(
        {"title": "t", "labels": {"billing": {"aliases": ["Rechnung", "0"]}, "other": {}, "größe": {}}}
    ),
    "tags": Question.model_validate({"title": "t", "kind": "multilabel", "labels": {"b": {"aliases": ["B"]}, "a": {}}}),
    "none": Question.model_validate(
        {"title": "t", "kind": "multilabel", "labels": {"a": {}, "none": {"aliases": ["[]"]}}}
    ),
    "minutes": Question(title="t", kind="ratio", minimum=0, maximum=60),
}


def _resolve(question: str, *answers: str | None) -> tuple[list[str | None], list[str]]:
    count = len(answers)
    rows = np.arange(2, count + 2, dtype=np.int64)
    codes = np.zeros(count, dtype=np.int64)
    origin = Origin(("a.csv",), codes, rows, {}, ("label",), codes)
    found = resolve_answers(
        pd.Series(answers, dtype="str"), pd.Series([question] * count, dtype="str"), QUESTIONS, origin
    )
    assert str(found.label.dtype) == "str"
    return [None if pd.isna(label) else label for label in found.label], [f"{p.row} {p.code}" for p in found.problems]


def test_ids_and_aliases() -> None:
    """An id means itself, an alias its label, a missing answer stays missing."""
    assert _resolve("topic", "billing", "Rechnung", "0", None, "other") == (
        ["billing", "billing", "billing", None, "other"],
        [],
    )


def test_unknown_labels_are_reported_by_row() -> None:
    """Answers that are no label are missing in the result and reported, case slips among them."""
    assert _resolve("topic", "billing", "Billing", "lost", "lost") == (
        ["billing", None, None, None],
        ["3 unknown-label", "4 unknown-label", "5 unknown-label"],
    )


def test_sets_are_sorted_and_without_repetition() -> None:
    """Order, repetition, spaces and aliases do not make different sets."""
    assert _resolve("tags", "b|a", "a | B|b", "b", "|a|") == (["a|b", "a|b", "b", "a"], [])


def test_the_empty_set_is_an_answer() -> None:
    """An empty list is the set of nothing, or the label that declares it; a lone bar names no label."""
    assert _resolve("none", "[]", "a") == (["none", "a"], [])
    assert _resolve("tags", "[]", " [] ", "b|a", "|") == (["[]", "[]", "a|b", None], ["5 unknown-label"])


def test_numbers_are_canonical_and_bounded() -> None:
    """Different spellings of a number are one label; bounds include their ends."""
    assert _resolve("minutes", "12.50", "12.5", "1.25e1", "60", "0", "-0.0", "+5") == (
        ["12.5", "12.5", "12.5", "60", "0", "0", "5"],
        [],
    )
    assert _resolve("minutes", "60.01", "-1", "inf", "nan", "1,5", "1_0", "ten") == (
        [None] * 7,
        ["2 number-out-of-bounds", "3 number-out-of-bounds"] + [f"{row} bad-number" for row in (4, 6, 7, 8)],
    )


def test_unknown_question_is_left_alone() -> None:
    """Rows of an undeclared question are some other check's business."""
    assert _resolve("weather", "rain") == ([None], [])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_text_reads_back(value: float) -> None:
    """The text of a number is the number, and the same for equal numbers."""
    assert float(number_text(value)) == value
    assert number_text(float(number_text(value))) == number_text(value)


@pytest.mark.parametrize(("value", "text"), [(math.inf, "∞"), (-math.inf, "-∞"), (2.0, "2"), (1e300, "1e+300")])
def test_number_text_examples(value: float, text: str) -> None:
    """No bound is shown as infinity; whole numbers have no point."""
    assert number_text(value) == text
