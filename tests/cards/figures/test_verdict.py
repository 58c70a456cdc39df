"""Only an interval that excludes zero is evidence."""

from __future__ import annotations

import pytest

from labelcards.cards.figures.formatted_figure import FormattedFigure, Source, show
from labelcards.cards.figures.verdict import reading, verdict
from labelcards.catalog.metrics import CATALOG
from labelcards.documents.figures import Figure

SOURCE = Source("changes", "changes.json", "", "")


def _shown(metric: str, value: float | None, low: float | None, high: float | None) -> FormattedFigure:
    figure = Figure(metric=metric, value=value, low=low, high=high, why=None if value is not None else "no overlap")
    return show(figure, CATALOG[metric], SOURCE, ("x",))


@pytest.mark.parametrize(
    ("low", "high", "direction", "expected"),
    [
        (0.01, 0.09, "higher", "better"),
        (0.01, 0.09, "lower", "worse"),
        (-0.09, -0.01, "higher", "worse"),
        (-0.09, -0.01, "lower", "better"),
        (-0.01, 0.09, "higher", "no evidence"),
        (0.0, 0.09, "higher", "no evidence"),
        (0.01, 0.09, "neither", "changed"),
    ],
)
def test_a_difference_is_judged_by_its_interval(low: float, high: float, direction: str, expected: str) -> None:
    """Zero inside the interval is no evidence; outside, the direction decides."""
    assert verdict(_shown("difference", (low + high) / 2, low, high), direction) == expected


def test_without_an_interval_there_is_no_verdict() -> None:
    """An undefined difference, and one without an interval, are not comparable."""
    assert verdict(_shown("difference", None, None, None), "higher") == "not comparable"
    assert verdict(_shown("difference", 0.5, None, None), "higher") == "not comparable"


@pytest.mark.parametrize(
    ("value", "low", "expected"),
    [
        (0.85, 0.81, "reliable"),
        (0.85, 0.8, "reliable"),
        (0.85, 0.79, "tentative"),
        (0.7, 0.66, "unreliable"),
        (0.9, None, "reliable"),
    ],
)
def test_alpha_is_read_by_its_lower_end(value: float, low: float | None, expected: str) -> None:
    """The lower end of the interval decides, or the value when there is no interval."""
    high = None if low is None else 0.95
    assert reading(_shown("alpha", value, low, high)) == expected


def test_an_undefined_alpha_is_not_read() -> None:
    """No alpha, no reading."""
    assert reading(_shown("alpha", None, None, None)) == "unknown"
