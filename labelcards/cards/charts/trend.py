"""One figure across the versions of a data set: a line through the values, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from labelcards.cards.charts.svg import PAINT
from labelcards.cards.charts.vega import drawn

__all__ = ["TrendPoint", "trend"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A version's value and interval in the unit that the axis shows."""

    version: str
    value: float
    low: float
    high: float
    text: str


def trend(points: Sequence[TrendPoint], *, name: str, title: str, bounded: bool) -> Markup:
    """The chart of at least one point; ``bounded`` keeps the axis inside 0 to its natural end."""
    import altair as alt  # noqa: PLC0415 - heavy

    rows = [{"version": p.version, "value": p.value, "low": p.low, "high": p.high, "text": p.text} for p in points]
    order = [point.version for point in points]
    low, high = min(point.low for point in points), max(point.high for point in points)
    pad = (high - low or abs(high) or 1.0) * 0.35
    domain = [max(0.0, low - pad) if bounded and low >= 0 else low - pad, high + pad]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("version:N", sort=order, title=None, axis=alt.Axis(labelAngle=0, grid=False))
    )
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=domain, nice=False, zero=False), axis=alt.Axis(tickCount=3))
    line = base.mark_line(color=PAINT["accent"], strokeWidth=1.5).encode(y=y)
    bars = base.mark_rule(color=PAINT["accent-soft"], strokeWidth=3).encode(y=alt.Y("low:Q", title=None), y2="high:Q")
    dots = base.mark_circle(color=PAINT["accent"], size=60, opacity=1).encode(y=y)
    names = base.mark_text(dy=-10, fontSize=12, color=PAINT["ink"]).encode(y="high:Q", text="text:N")
    chart = alt.layer(bars, line, dots, names).properties(width=250, height=120)
    said = ", ".join(f"{point.version}: {point.text}" for point in points)
    return drawn(chart, name=name, title=f"{title} by version", description=f"{said}.")
