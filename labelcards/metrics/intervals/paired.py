"""Two measurements of the same cases: the difference, its interval and its p-value, of one test.

Each function inverts one test, so that an interval leaves out "no difference" exactly when the p-value is below one
minus its level.
"""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import numpy.typing as npt
from scipy import optimize, special, stats

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL

__all__ = ["paired_mean", "paired_score"]

EDGE = 1e-12
"""How near to ±1 the bounds of a difference of shares are looked for."""


def paired_score(first_only: int, second_only: int, n: int, level: float = LEVEL) -> tuple[Result, float]:
    """First proportion minus second on the same n cases: Tango's score interval, and the p-value of the same test.

    The interval holds the differences that the score test does not reject; its test of no difference is McNemar's,
    ``(b - c)² / (b + c)``, without a continuity correction.

    Args:
        first_only, second_only: cases with the property in the one or in the other measurement alone.
        n: all cases.
        level: wanted coverage.

    Returns:
        difference of shares, range -1 … 1, undefined when there is no case; and the two-sided p-value, NaN without a
        case.

    Source: Tango 1998, Statistics in Medicine 17, 891–908. Fagerland, Lydersen and Laake 2014, Statistics in Medicine
    33, 2850–2875, whose example of complete response (6 and 16 of 161 discordant) has -.062 [-.124, -.005], p = .033:

    >>> found, p = paired_score(6, 16, 161)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), round(p, 4)
    (-0.0621, -0.124, -0.0054, 0.033)
    """
    if n == 0:
        return Undefined("no cases"), nan
    b, c = first_only, second_only
    value, z = (b - c) / n, float(special.ndtri(0.5 + level / 2))
    low = -1.0 if value <= -1 else optimize.brentq(lambda at: _tango(b, c, n, at) - z, -1 + EDGE, value)
    high = 1.0 if value >= 1 else optimize.brentq(lambda at: _tango(b, c, n, at) + z, value, 1 - EDGE)
    p = 1.0 if b == c else float(2 * stats.norm.sf(abs(b - c) / sqrt(b + c)))
    return Estimate(value, n, f"paired score (Tango), {_percent(level)}", float(low), float(high)), p


def _tango(b: int, c: int, n: int, difference: float) -> float:
    """The score statistic of the hypothesis that the paired difference is ``difference``."""
    linear = (2 * n - b + c) * difference - b - c
    constant = -c * difference * (1 - difference)
    rare = (sqrt(max(linear * linear - 8 * n * constant, 0.0)) - linear) / (4 * n)
    variance = n * (2 * rare + difference * (1 - difference))
    away = b - c - n * difference
    return 0.0 if abs(away) < EDGE else away / sqrt(max(variance, 1e-300))


def paired_mean(differences: npt.ArrayLike, level: float = LEVEL) -> tuple[Result, float]:
    """Mean of differences of the same cases with its t interval, and the p-value of the same t test.

    Args:
        differences: (n,) finite.
        level: wanted coverage.

    Returns:
        the mean, undefined when there is no case, without an interval when all differences are equal; and the two-sided
        p-value: 1 when no case differs, NaN when nothing can be tested.

    Source: Student 1908, doi:10.1093/biomet/6.1.1.
    """
    values = np.asarray(differences, dtype=np.float64)
    n = len(values)
    if n == 0:
        return Undefined("no cases"), nan
    mean = float(values.mean())
    error = float(values.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
    if error <= EDGE * max(1.0, abs(mean)):
        alike = not values.any()
        why = "one case" if n == 1 else "all differences are equal"
        return Estimate(mean, n, why_no_interval=why), 1.0 if alike else nan
    half = float(stats.t.ppf(0.5 + level / 2, n - 1)) * error
    p = float(2 * stats.t.sf(abs(mean) / error, n - 1))
    return Estimate(mean, n, f"paired t, {_percent(level)}", mean - half, mean + half), p


def _percent(level: float) -> str:
    """``95%``, ``99.17%``."""
    return f"{100 * level:.4g}%"
