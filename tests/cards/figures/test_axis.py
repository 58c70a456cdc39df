"""Axes hold what they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelcards.cards.figures.axis import axis_for
from labelcards.cards.figures.formatted_figure import FormattedFigure, Source, show
from labelcards.catalog.metrics import CATALOG
from labelcards.documents.figures import Figure

SOURCE = Source("quality", "quality.json", "", "")


def _shown(metric: str, value: float, half: float) -> FormattedFigure:
    figure = Figure(metric=metric, value=value, low=value - half, high=value + half, n=10)
    return show(figure, CATALOG[metric], SOURCE, ("x",))


@given(
    st.sampled_from(["alpha", "accuracy", "lift", "difference", "hours", "alpha_change"]),
    st.lists(st.tuples(st.floats(-0.9, 0.95), st.floats(0, 0.05)), min_size=1, max_size=5),
    st.booleans(),
)
def test_every_value_lies_on_its_axis(metric: str, values: list[tuple[float, float]], whole: bool) -> None:
    """Values and intervals lie between the ends, ticks are in order and few, and zero stands in a signed axis."""
    positive = metric in ("accuracy", "hours")
    figures = [_shown(metric, abs(value) + 0.05 if positive else value, half) for value, half in values]
    axis = axis_for(figures, CATALOG[metric], whole=whole)
    for figure in figures:
        assert figure.low is not None
        assert figure.high is not None
        assert axis.low - 1e-9 <= max(figure.low, 0.0 if positive else -1.0)
        assert min(figure.high, 1.0 if metric in ("alpha", "accuracy") else figure.high) <= axis.high + 1e-9
    places = [float(tick.at.rstrip("%")) for tick in axis.ticks]
    assert places == sorted(places)
    assert 2 <= len(places) <= 10
    assert axis.signed == (metric in ("lift", "difference", "alpha_change"))
    assert not axis.signed or any(tick.kind == "zero" for tick in axis.ticks)


@pytest.mark.parametrize("least", [5e-324, 2.2e-308, 1e-12])
@pytest.mark.parametrize("metric", ["lift", "difference", "hours", "alpha"])
def test_a_value_beyond_floating_point_has_an_axis(metric: str, least: float) -> None:
    """The smallest numbers that there are get an axis, too."""
    axis = axis_for([_shown(metric, 0.0, least), _shown(metric, least, 0.0)], CATALOG[metric])
    assert axis.low < axis.high


def test_order_on_the_axis_is_the_order_of_the_values() -> None:
    """A larger value stands further right, and low, value and high stand in that order."""
    figures = [_shown("alpha", 0.7, 0.05), _shown("alpha", 0.8, 0.02)]
    axis = axis_for(figures, CATALOG["alpha"], bounds=(0.667, 0.8))
    tracks = [axis.track(figure) for figure in figures]
    assert tracks[0] is not None
    assert tracks[1] is not None
    order = [tracks[0].low, tracks[0].at, tracks[1].low, tracks[1].at, tracks[1].high]
    assert [float(place.rstrip("%")) for place in order] == sorted(float(place.rstrip("%")) for place in order)
    assert [tick.text for tick in axis.ticks if tick.kind == "bound"] == ["0.667", "0.8"]


def test_an_undefined_figure_has_no_track() -> None:
    """What has no value has no place on the axis."""
    nothing = show(Figure(metric="alpha", why="one annotator"), CATALOG["alpha"], SOURCE, ("x",))
    axis = axis_for([nothing], CATALOG["alpha"])
    assert axis.track(nothing) is None
