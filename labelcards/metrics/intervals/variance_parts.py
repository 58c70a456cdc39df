"""A difference whose variance is a sum of independent parts, each estimated from few or many units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.intervals.level import UPPER

__all__ = ["DifferenceTest", "VariancePart", "tested_difference"]

_TINY = 1e-24


@dataclass(frozen=True, slots=True)
class VariancePart:
    """A part of a variance, and the degrees of freedom that it was estimated with."""

    variance: float
    degrees: float


@dataclass(frozen=True, slots=True)
class DifferenceTest:
    """A difference with its interval, and the two-sided p-value that belongs to it; NaN without an interval."""

    difference: Result
    p: float

    @property
    def known(self) -> float | None:
        """The p-value, or None."""
        return None if np.isnan(self.p) else self.p


def tested_difference(
    value: float, parts: Sequence[VariancePart], n: int, method: str, largest: float
) -> DifferenceTest:
    """A difference with Student's t interval; it holds zero exactly when p is above 5%.

    Args:
        value: the difference.
        parts: of its variance.
        n: how many units it rests on.
        method: how the parts were made.
        largest: no difference is larger than this.

    Returns:
        the difference; without an interval, and with the reason, where nothing varies.

    Source: Welch 1947, doi:10.1093/biomet/34.1-2.28 (degrees of freedom).
    """
    total = sum(part.variance for part in parts)
    if total <= _TINY:
        why = "no item counts otherwise in the new version" if value == 0 else "all items moved alike"
        return DifferenceTest(Estimate(value, n, why_no_interval=why), 1.0 if value == 0 else np.nan)
    degrees = total**2 / sum(part.variance**2 / part.degrees for part in parts)
    error = sqrt(total)
    half = float(special.stdtrit(degrees, UPPER)) * error
    p = float(2 * special.stdtr(degrees, -abs(value) / error))
    low, high = max(-largest, value - half), min(largest, value + half)
    return DifferenceTest(Estimate(value, n, method, low, high), p)
