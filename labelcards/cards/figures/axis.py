"""Where a dot and its interval stand on a shared axis, in percent of its width, so that templates do no arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.number import is_difference, tick
from labelcards.documents.figures import CatalogEntry

__all__ = ["Axis", "Tick", "Track", "axis_for"]

_NOTHING = 1e-9
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_PAD = 2.5
_NEAR = 0.15
_CLOSE = 0.09


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled position; ``kind`` is ``edge``, ``zero``, ``bound`` (a customary threshold) or ``plain``."""

    at: str
    text: str
    kind: str
    side: str


@dataclass(frozen=True, slots=True)
class Track:
    """A dot and, when there is an interval, its two ends; percent of the axis as text."""

    at: str
    low: str
    high: str
    has_interval: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """A shared scale.

    Attributes:
        low, high: the ends in the metric's own unit.
        ticks: what is labelled.
        signed: whether zero stands out (differences).
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]
    signed: bool

    def percent(self, value: float) -> str:
        """Position of ``value``, kept inside the axis."""
        share: float = (value - self.low) / (self.high - self.low)
        return Markup(f"{_PAD + (100 - 2 * _PAD) * min(max(share, 0.0), 1.0):.2f}%")  # noqa: S704 - a number

    def track(self, shown: FormattedFigure) -> Track | None:
        """The track of a figure; None when it has no value."""
        if shown.raw is None:
            return None
        has_interval = shown.low is not None and shown.high is not None
        low = shown.low if shown.low is not None else shown.raw
        high = shown.high if shown.high is not None else shown.raw
        return Track(self.percent(shown.raw), self.percent(low), self.percent(high), has_interval)


def _step(span: float, wanted: int) -> float:
    size = span / wanted
    power: float = 10.0 ** math.floor(math.log10(size))
    return next(step * power for step in _STEPS if step * power >= size * 0.999)


def _reach(ends: Iterable[float], otherwise: float) -> float:
    """The largest end; ``otherwise`` when none is above what figures, rounded to six decimals, tell from 0."""
    largest = max(ends, default=0.0)
    return largest if largest > _NOTHING else otherwise


def axis_for(
    figures: Iterable[FormattedFigure],
    entry: CatalogEntry,
    *,
    bounds: Sequence[float] = (),
    whole: bool = False,
) -> Axis:
    """An axis that holds all figures with their intervals.

    Differences get a symmetric axis around zero. Shares and coefficients get a part of the scale from 0 to 1 in which
    their intervals can be told apart (dots need no zero; the ends are labelled), longer below zero when a value is;
    everything else starts at zero.

    Args:
        bounds: customary thresholds worth a line; they are always on the axis.
        whole: show at least 0 to 1, for a scale without labels.
    """
    ends = [e for f in figures for e in (f.raw, f.low, f.high) if e is not None]
    signed = is_difference(entry)
    if signed:
        reach = _reach((abs(end) for end in ends), 0.01)
        step = _step(reach, 2)
        high = math.ceil(reach / step - 1e-9) * step
        low = -high
    elif entry.unit in ("share", "coefficient"):
        low, high, step = _unit_interval(min(ends, default=0.0), max(ends, default=1.0), bounds, whole=whole)
    else:
        reach = _reach(ends, 1.0)
        step = _step(reach, 4)
        low, high = 0.0, math.ceil(reach / step - 1e-9) * step
    blank = Axis(low, high, (), signed)
    count = round((high - low) / step)
    values = [low + step * index for index in range(count + 1)]
    apart = _NEAR * (high - low)
    values = [value for value in values if value in (low, high) or all(abs(value - bound) > apart for bound in bounds)]
    ticks = [_tick(blank, value, entry, _kind(value, low, high)) for value in values]
    ticks += _bounds(blank, [bound for bound in bounds if low < bound < high], entry)
    return Axis(low, high, tuple(ticks), signed)


def _unit_interval(least: float, most: float, bounds: Sequence[float], *, whole: bool) -> tuple[float, float, float]:
    """Low end, high end and step of an axis for values whose natural scale is 0 to 1."""
    if whole:
        return min(0.0, math.floor(least * 4) / 4), 1.0, 0.25
    low = min(math.floor(least * 4) / 4, 0.5)
    high = 1.0 if bounds else next(end for end in (0.05, 0.1, 0.25, 0.5, 0.75, 1.0) if end >= min(most, 1.0))
    if high - low < 0.25:
        low = min(0.0, low)
    step = next(step for step in (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0) if (high - low) / step <= 5.001)
    return low, high, step


def _bounds(axis: Axis, bounds: Sequence[float], entry: CatalogEntry) -> list[Tick]:
    """The thresholds; one that would stand in the label of a higher one, or of an end, has a line and no label."""
    ticks: list[Tick] = []
    taken = [axis.low, axis.high]
    for bound in sorted(bounds, reverse=True):
        made = _tick(axis, bound, entry, "bound")
        free = all(abs(bound - other) >= _CLOSE * (axis.high - axis.low) for other in taken)
        taken += [bound] if free else []
        ticks.append(made if free else replace(made, text=""))
    return ticks[::-1]


def _kind(value: float, low: float, high: float) -> str:
    if abs(value) < 1e-12:
        return "zero"
    return "edge" if value in (low, high) else "plain"


def _tick(axis: Axis, value: float, entry: CatalogEntry, kind: str) -> Tick:
    side = "start" if value <= axis.low + 1e-12 else "end" if value >= axis.high - 1e-12 else "middle"
    return Tick(axis.percent(value), tick(round(value, 10), entry), kind, side)
