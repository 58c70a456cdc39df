"""Numbers look the same everywhere."""

from __future__ import annotations

import pytest

from labelcards.cards.context import CardContext
from labelcards.cards.figures.formatted_figure import Source, show
from labelcards.cards.figures.number import count, plain, probability, tick
from labelcards.catalog.metrics import CATALOG
from labelcards.documents.figures import Figure

SOURCE = Source("quality", "quality.json", "abc", "document-quality")


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("alpha", 0.71249, "0.712"),
        ("alpha", -0.05, "−0.050"),
        ("alpha", -0.0001, "0.000"),
        ("accuracy", 0.8731, "87.3"),
        ("items", 12804.0, "12\u202f804"),
        ("lift", 0.031, "+3.1"),
        ("lift", -0.031, "−3.1"),
        ("lift", -0.0001, "0.0"),
        ("throughput", 61.44, "61.4"),
        ("seconds_per_annotation", 8.314, "8.31"),
        ("hours", 318.2, "318"),
        ("hours", 4318.2, "4\u202f318"),
    ],
)
def test_digits_follow_the_unit(metric: str, value: float, text: str) -> None:
    """Shares are percent, coefficients have three decimals, differences a sign, measures three digits."""
    assert plain(value, CATALOG[metric]) == text


def test_small_probabilities_are_bounds() -> None:
    """A p-value below 0.001 is not spelled out."""
    assert (probability(0.0004), probability(0.0421)) == ("<0.001", "0.042")


def test_counts_have_thin_spaces() -> None:
    """Thousands are parted by a narrow no-break space, also in negative counts."""
    assert (count(1234567), count(-1234)) == ("1\u202f234\u202f567", "−1\u202f234")


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("accuracy", 0.5, "50"),
        ("lift", 0.05, "+5"),
        ("lift", -0.05, "−5"),
        ("lift", 0.0, "0"),
        ("alpha", 0.667, "0.667"),
    ],
)
def test_ticks_are_short(metric: str, value: float, text: str) -> None:
    """Axis ticks carry as many digits as they need."""
    assert tick(value, CATALOG[metric]) == text


def test_a_figure_shows_value_interval_and_n() -> None:
    """A defined figure has all its parts, and its hint names method and source."""
    figure = Figure(metric="accuracy", value=0.873, low=0.851, high=0.892, n=812, method="Wilson, 95%")
    shown = show(figure, CATALOG["accuracy"], SOURCE, ("a", "b"))
    assert (shown.text, shown.interval, shown.n) == ("87.3%", "[85.1, 89.2]", "812")
    assert shown.hint == "Accuracy · Wilson, 95% · from quality.json abc, a.b"


def test_an_undefined_figure_shows_why() -> None:
    """Without a value there is a dash and a reason, never a number."""
    shown = show(Figure(metric="alpha", why="one annotator", n=0), CATALOG["alpha"], SOURCE, ("a",))
    assert (shown.text, shown.why, shown.value, shown.interval) == ("—", "one annotator", "", "")


def test_a_change_of_a_share_is_in_points(context: CardContext) -> None:
    """A share is shown in percent, so its change is in percentage points; a coefficient's change stays as it is."""
    kpis = {kpi.key: kpi.change for kpi in context.overview.kpis if kpi.change}
    assert kpis["percent"].unit == "points"
    assert kpis["alpha"].unit == ""
    assert all(abs(kpi.raw or 0) <= 1 for kpi in kpis.values())
    tables = [table for question in context.changes.questions for table in question.differences]
    assert {table.unit for table in tables} == {"", "points"}
    for table in tables:
        if table.unit == "points":
            assert all(tick.text.lstrip("+\u2212").isdigit() for tick in table.axis.ticks)
