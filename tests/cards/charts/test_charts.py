"""Drawings: well-formed, self-contained, described, the same every time."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

import altair as alt
import pytest
from markupsafe import Markup

from labelcards.cards.charts.flow import Stream, flow
from labelcards.cards.charts.reliability import Promise, reliability
from labelcards.cards.charts.scatter import Point, scatter
from labelcards.cards.charts.svg import FALLBACK, PAINT, clip, standalone
from labelcards.cards.charts.tree import decision_tree
from labelcards.cards.charts.trend import TrendPoint, trend
from labelcards.documents.guidelines import DecisionStep

NAME = "a<b>\"&'</svg>"
SVG = "{http://www.w3.org/2000/svg}"


def _scatter() -> Markup:
    points = [Point(NAME, 8.0, 0.9, 0.8, 0.95, 100), Point("b", 12.0, 0.7, 0.6, 0.8, 20)]
    return scatter(points, name="scatter-x", subject=NAME)


def _trend() -> Markup:
    points = [TrendPoint("1.0.0", 0.6, 0.5, 0.7, "0.600"), TrendPoint("1.1.0", 0.7, 0.65, 0.75, "0.700")]
    return trend(points, name="trend-x", title=NAME, bounded=True)


def _flow() -> Markup:
    streams = [Stream(NAME, NAME, 90), Stream(NAME, "b", 10), Stream("b", "b", 50), Stream("b", "c", 1)]
    return flow(streams, name="flow-x", subject=NAME)


def _tree() -> Markup:
    return decision_tree(DecisionStep(f"{NAME}?", DecisionStep("Two?", "b", "c"), "d"), name="tree-x", subject=NAME)


def _reliability() -> Markup:
    promises = [Promise(0.6, 0.5, 0.3, 0.7), Promise(0.95, 0.8, 0.75, 0.85)]
    return reliability(promises, name="reliability-x", subject=NAME)


CHARTS = {"reliability": _reliability, "scatter": _scatter, "trend": _trend, "flow": _flow, "tree": _tree}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_an_image_with_title_and_description(kind: str) -> None:
    """It parses as XML, has the role img, and its title and description are found by their ids."""
    root = ElementTree.fromstring(CHARTS[kind]())  # noqa: S314 - drawn here
    assert root.get("role") == "img"
    ids = str(root.get("aria-labelledby")).split()
    texts = {element.get("id"): element.text for element in (root.find(f"{SVG}title"), root.find(f"{SVG}desc"))}
    assert list(texts) == ids
    assert all(texts.values())


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_reaches_for_nothing(kind: str) -> None:
    """No image, script, style, font or address from elsewhere."""
    svg = str(CHARTS[kind]()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|<script|<image|<style|@import|@font-face|\bon[a-z]+=|xlink", svg)


@pytest.mark.parametrize("kind", CHARTS)
def test_ids_begin_with_the_charts_name(kind: str) -> None:
    """Two charts on one page cannot share an id."""
    svg = str(CHARTS[kind]())
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) >= 2
    assert all(name.startswith(f"{kind}-x") for name in ids)


@pytest.mark.parametrize("kind", CHARTS)
def test_colors_come_from_the_style_sheet(kind: str) -> None:
    """Every paint is a variable with a fallback, so that dark and print repaint it."""
    svg = str(CHARTS[kind]())
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}
    assert painted <= set(FALLBACK.values())
    assert any(color in paint for paint in painted for color in PAINT.values())


@pytest.mark.parametrize("kind", CHARTS)
def test_drawing_twice_gives_the_same(kind: str) -> None:
    """The same data is the same SVG."""
    assert CHARTS[kind]() == CHARTS[kind]()


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_stands_alone_as_a_file(kind: str) -> None:
    """The file version has a ground and a font of its own and still parses."""
    text = standalone(CHARTS[kind]())
    root = ElementTree.fromstring(text)  # noqa: S314 - drawn here
    assert "background" in str(root.get("style"))
    assert root.get("font-family") != "inherit"


@pytest.mark.parametrize("kind", ["reliability", "scatter", "trend"])
def test_a_specification_is_valid_though_it_is_drawn_unchecked(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Altair's own check, which takes half of a drawing's time, accepts the chart and changes nothing about it."""
    charts: list[alt.TopLevelMixin] = []

    def kept(chart: alt.TopLevelMixin, **_: object) -> Markup:
        charts.append(chart)
        return Markup("")

    monkeypatch.setattr(sys.modules[f"labelcards.cards.charts.{kind}"], "drawn", kept)
    CHARTS[kind]()
    (chart,) = charts
    assert chart.to_dict(validate=True) == chart.to_dict(validate=False)


def test_the_flow_says_how_many_changed() -> None:
    """11 of 151 items went to another label, and the description says so."""
    assert "11 of 151 items changed their label" in _flow()


def test_many_annotators_are_not_all_named() -> None:
    """Above six points only the least accurate and the fastest carry a name."""
    points = [Point(f"person-{i}", 5.0 + i, 0.6 + i / 100, 0.5, 1.0, 10) for i in range(30)]
    svg = str(scatter(points, name="s", subject="x"))
    assert 3 <= len(re.findall(r">person-\d+<", svg)) <= 6


def test_clip_keeps_short_text() -> None:
    """Short text stays, long text ends in an ellipsis within the width."""
    assert (clip("abc", 3), clip("abcd", 3)) == ("abc", "ab…")
