"""Reliability diagram: how often labels are right against how sure the method was, with the line of honest promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from labelcards.cards.charts.svg import PAINT
from labelcards.cards.charts.vega import drawn

__all__ = ["Promise", "reliability"]


@dataclass(frozen=True, slots=True)
class Promise:
    """Items of similar confidence: the mean confidence, and the share that is right with its interval."""

    confidence: float
    accuracy: float
    low: float
    high: float


def reliability(promises: Sequence[Promise], *, name: str, subject: str) -> Markup:
    """The diagram of at least two bins; points below the line promise too much."""
    import altair as alt  # noqa: PLC0415 - heavy

    rows = [
        {"sure": 100 * p.confidence, "right": 100 * p.accuracy, "low": 100 * p.low, "high": 100 * p.high}
        for p in promises
    ]
    floor = max(0.0, min(min(row["sure"], row["low"]) for row in rows) // 10 * 10)
    scale = alt.Scale(domain=[floor, 100], nice=False)
    sure = alt.X("sure:Q", title="Confidence, %", scale=scale, axis=alt.Axis(grid=False, tickCount=5))
    right = alt.Y("right:Q", title="Right according to gold, %", scale=scale, axis=alt.Axis(tickCount=5))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=sure)
    bars = base.mark_rule(color=PAINT["accent-soft"], strokeWidth=2).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    dots = base.mark_circle(color=PAINT["accent"], opacity=1, size=90).encode(y=right)
    ends: list[dict[str, float]] = [{"sure": floor, "right": floor}, {"sure": 100, "right": 100}]
    line = (
        alt.Chart(alt.InlineData(values=ends))
        .mark_line(color=PAINT["quiet"], strokeWidth=1, strokeDash=[4, 3])
        .encode(x=sure, y=right)
    )
    below = sum(p.high < p.confidence for p in promises)
    clearly = f"{below} of {len(promises)} groups of items lie clearly below it."
    return drawn(
        alt.layer(line, bars, dots).properties(width=290, height=230),
        name=name,
        title=f"{subject}: how often labels are right, by confidence",
        description=f"On the dashed line confidence is kept. {clearly} The table below holds the same figures.",
    )
