"""Annotators: accuracy against time per annotation, with the interval of the accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from labelcards.cards.charts.svg import PAINT, clip
from labelcards.cards.charts.vega import drawn

__all__ = ["Point", "scatter"]

LABELLED = 6
"""Up to this many points carry their name; above, only the least accurate and the fastest."""


@dataclass(frozen=True, slots=True)
class Point:
    """One annotator: median seconds, accuracy with its interval (shares), number of annotations."""

    name: str
    seconds: float
    accuracy: float
    low: float
    high: float
    annotations: float


def scatter(points: Sequence[Point], *, name: str, subject: str) -> Markup:
    """The chart of at least two points."""
    import altair as alt  # noqa: PLC0415 - heavy

    rows = [
        {
            "name": clip(point.name, 16) if shown else "",
            "seconds": point.seconds,
            "accuracy": point.accuracy * 100,
            "low": point.low * 100,
            "high": point.high * 100,
            "annotations": point.annotations,
        }
        for point, shown in zip(points, _named(points), strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "seconds:Q",
            title="Seconds per annotation (median)",
            axis=alt.Axis(grid=False, tickCount=8),
            scale=alt.Scale(zero=False, nice=True, padding=24),
        )
    )
    floor = min(0.9, *(point.low for point in points)) * 100
    y_scale = alt.Scale(domain=[max(0.0, floor // 10 * 10), 100])
    bars = base.mark_rule(color=PAINT["accent-soft"], strokeWidth=2).encode(
        y=alt.Y("low:Q", title="Accuracy, %", scale=y_scale), y2="high:Q"
    )
    dots = base.mark_circle(color=PAINT["accent"], opacity=1).encode(
        y="accuracy:Q", size=alt.Size("annotations:Q", scale=alt.Scale(range=[40, 220]), legend=None)
    )
    names = base.mark_text(align="left", dx=9, fontSize=11.5, color=PAINT["ink"]).encode(y="accuracy:Q", text="name:N")
    chart = alt.layer(bars, dots, names).properties(width=660, height=280)
    worst = min(points, key=lambda point: (point.accuracy, point.name))
    return drawn(
        chart,
        name=name,
        title=f"{subject}: accuracy and speed of {len(points)} annotators",
        description=f"The least accurate annotator is {clip(worst.name, 16)} with {worst.accuracy:.0%}. "
        "A larger dot has more annotations. The table below holds the same figures.",
    )


def _named(points: Sequence[Point]) -> list[bool]:
    if len(points) <= LABELLED:
        return [True] * len(points)
    slow = sorted(range(len(points)), key=lambda i: (points[i].accuracy, points[i].name))[:3]
    fast = sorted(range(len(points)), key=lambda i: (points[i].seconds, points[i].name))[:3]
    return [index in {*slow, *fast} for index in range(len(points))]
