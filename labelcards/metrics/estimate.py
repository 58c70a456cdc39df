"""What every metric returns: a number with its uncertainty, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Estimate", "Result", "Undefined"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, its interval, and what it rests on.

    Attributes:
        value: the point estimate, finite.
        n: how many independent units it rests on (items, unless the metric says otherwise).
        method: how the interval was made, e.g. ``"jackknife over items, 95%"``; empty for a plain count.
        low: lower bound of the interval, or None.
        high: upper bound of the interval, or None.
        why_no_interval: the reason when there is no interval; a census or a count says so here.

    Raises:
        ValueError: if the value is not finite, or only one bound is given, or neither bounds nor a reason.
    """

    value: float
    n: int
    method: str = ""
    low: float | None = None
    high: float | None = None
    why_no_interval: str = ""

    def __post_init__(self) -> None:
        """Check what the attributes promise."""
        bounds = (self.low, self.high)
        if not math.isfinite(self.value) or any(b is not None and not math.isfinite(b) for b in bounds):
            raise ValueError("an Estimate is finite; use Undefined")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has two bounds")
        if self.low is None and not self.why_no_interval:
            raise ValueError("an Estimate without an interval says why")


@dataclass(frozen=True, slots=True)
class Undefined:
    """The metric has no value here.

    Attributes:
        why: the reason, as a short lower-case clause: ``"one annotator"``, ``"no item has two annotations"``.
        n: how many units there were.
    """

    why: str
    n: int = 0


Result = Estimate | Undefined
