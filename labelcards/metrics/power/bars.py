"""How far beyond a bar the truth must lie for the bar to decide reliably.

A bar compares an estimate, or the end of its interval, with a number. The estimate scatters around the truth, so that a
version whose truth lies exactly on the bar passes about half the time when the estimate is compared, and 1 in 40 times
when the interval has to lie beyond it. `BarError` says from where on the bar fails a version, or passes it, with
the wanted power.

Source: Schuirmann 1987, doi:10.1007/BF01068419 (an interval against a bound is a one-sided test); Wilson 1927,
doi:10.1080/01621459.1927.10502953 (the variance of a share at the bound, not at the estimate).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Literal

from scipy import special

from labelcards.metrics.intervals.level import UPPER
from labelcards.metrics.power.detectable import DetectionAim, error_of_interval

__all__ = ["BarError", "BarredFigure", "change_bar", "error_at", "value_bar"]

_Z = float(special.ndtri(UPPER))


@dataclass(frozen=True, slots=True)
class BarError:
    """Where a bar decides; everything is oriented so that more is worse.

    Attributes:
        bar: the number that the bar names.
        error: standard error of what is compared with it.
        shift: how many standard errors beyond the bar the estimate fails: 0 when the value itself is compared.
        floor: how many standard errors from zero a loss must lie to fail; negative for a gain that has to lie as far
            from zero to pass; 0 for neither.
        spread: standard error of the estimate where the threshold is, if that is another one.
    """

    bar: float
    error: float
    shift: float = 0.0
    floor: float = 0.0
    spread: float | None = None

    @property
    def _around(self) -> float:
        return self.error if self.spread is None else self.spread

    @property
    def threshold(self) -> float:
        """The estimate from which on it fails."""
        plain, floor = self.bar + self.shift * self.error, self.floor * self.error
        return max(plain, floor) if self.floor > 0 else min(plain, floor) if self.floor < 0 else plain

    def fails(self, power: float) -> float:
        """The truth from which on it fails in ``power`` of the cases."""
        return self.threshold + float(special.ndtri(power)) * self._around

    def passes(self, power: float) -> float:
        """The truth up to which it passes in ``power`` of the cases."""
        return self.threshold - float(special.ndtri(power)) * self._around

    @property
    def false_alarm(self) -> float:
        """How often a version without any change fails a bound on the change."""
        return float(special.ndtr(-self.threshold / self.error)) if self.error > 0 else float(self.threshold < 0)

    def distance(self, power: float) -> float:
        """How far from the bar the truth must be for the verdict that is harder to get."""
        return max(abs(self.fails(power) - self.bar), abs(self.bar - self.passes(power)))

    def units_needed(self, n: int, wanted: float, power: float) -> int | None:
        """How many units bring `distance` down to ``wanted``; None for no sensible number.

        The distance is that of the shift and of the scatter or, with a floor, that of the floor and of the scatter less
        the bar, if that is more.
        """
        if wanted <= 0 or n <= 0:
            return None
        scatter = float(special.ndtri(power)) * self._around
        times = (abs(self.shift) * self.error + scatter) / wanted
        if self.floor:
            times = max(times, (abs(self.floor) * self.error + scatter) / (abs(self.bar) + wanted))
        return max(2, ceil(n * times**2 - 1e-9))


def error_at(bar: float, value: float, low: float, high: float, *, share: bool) -> float:
    """The standard error of a figure where the bar is.

    Args:
        bar: the number that the figure is compared with.
        value, low, high: the figure with its 95% interval.
        share: whether it is one, whose variance is p (1 - p) / n: the effective n is taken from the interval's end on
            the bar's side, by Wilson's formula, and p from the bar.

    >>> round(error_at(0.9, 0.95, 0.9044, 0.9744, share=True), 4)  # sqrt(.9 · .1 / 160)
    0.0237
    """
    end = low if bar <= value else high
    if share and 0 < bar < 1 and 0 < end < 1 and end != value:
        return abs(value - end) / _Z * sqrt(bar * (1 - bar) / (end * (1 - end)))
    return error_of_interval(value, low, high)


@dataclass(frozen=True, slots=True)
class BarredFigure:
    """A figure with its 95% interval that is held against a bar; ``share`` says whether it is one."""

    value: float
    low: float
    high: float
    share: bool

    def error_at(self, bar: float) -> float:
        """See `error_at`."""
        return error_at(bar, self.value, self.low, self.high, share=self.share)


def value_bar(bar: float, figure: BarredFigure, use: Literal["value", "low", "high"], *, least: bool) -> BarError:
    """A bound of the figure itself.

    Args:
        bar: the bound, slack included.
        figure: what is held against it.
        use: the value, or the end of its interval, is compared.
        least: whether it is a minimum; then bar and result are negated, so that more is worse.
    """
    shift = {"value": 0.0, "low": -_Z, "high": _Z}[use]
    error = figure.error_at(bar)
    made = BarError(-bar, error, shift) if least else BarError(bar, error, -shift)
    return replace(made, spread=figure.error_at(abs(made.threshold)) if figure.share else None)


def change_bar(bar: float, error: float, aim: DetectionAim, *, least: bool, significant: bool) -> BarError:
    """A bound of a change.

    Args:
        bar: how large a loss may be; with ``least``, how large a gain must be.
        error: of the change.
        aim: the level at which a change is beyond noise.
        least: whether a gain is demanded; then it is negated, so that more is worse.
        significant: whether a loss counts, or a gain suffices, only when it is beyond noise.
    """
    floor = aim.critical if significant else 0.0
    return BarError(-bar, error, floor=-floor) if least else BarError(bar, error, floor=floor)
