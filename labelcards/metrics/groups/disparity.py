"""Comparing the share of an event in a group with its share in the rest: difference, ratio, test, adjusted difference.

Counts are of independent units (items). For annotations, which are not, see `labelcards.metrics.intervals.clustered`.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL, UPPER

__all__ = ["adjusted_difference", "goodness_of_fit_p", "share_ratio", "two_shares_p"]


def two_shares_p(a: int, n: int, b: int, m: int) -> float:
    """Two-sided p-value of equal shares ``a / n`` and ``b / m``; NaN when a side is empty.

    The "N - 1" chi-squared test; where an expected count is below 1, the larger p-value of it and Fisher's exact test.
    Source: Campbell 2007, Statistics in Medicine 26, 3661–3675, doi:10.1002/sim.2832.
    """
    if not n or not m:
        return math.nan
    total, events = n + m, a + b
    if events in (0, total):
        return 1.0
    expected = min(n, m) * min(events, total - events) / total
    squared = (total - 1) * (a * (m - b) - b * (n - a)) ** 2 / (n * m * events * (total - events))
    p = float(special.chdtrc(1, squared))
    if expected < 1:
        return max(p, float(stats.fisher_exact(np.array([[a, n - a], [b, m - b]])).pvalue))
    return p


def share_ratio(a: int, n: int, b: int, m: int, level: float = LEVEL) -> Result:
    """``(a / n) / (b / m)`` with Katz's log interval; Undefined when a side is empty or either count is 0.

    Range (0, no bound); 1 means equal; n = units of the group.
    Source: Katz et al. 1978, Biometrics 34, 469–474, doi:10.2307/2530610.
    """
    if not n or not m:
        return Undefined("the group or its rest is empty", n)
    if not b:
        return Undefined("the event does not occur in the rest", n)
    if not a:
        return Undefined("the event does not occur in the group", n)
    value = (a / n) / (b / m)
    z = float(special.ndtri((1 + level) / 2))
    half = z * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return Estimate(value, n, f"Katz log, {level:.0%}", value * math.exp(-half), value * math.exp(half))


def adjusted_difference(counts: npt.NDArray[np.int64]) -> Result:
    """Mantel–Haenszel difference of shares: the difference within strata, pooled over strata.

    Beside the raw difference it tells whether the gap is only a difference in the mix of strata.

    Args:
        counts: (S, 4) per stratum: events in the group, size of the group, events in the rest, size of the rest.

    Returns:
        difference of shares in [-1, 1], group minus rest; n = units of the group in strata that hold both sides.
        Undefined when no stratum holds both. Source: Greenland and Robins 1985, Biometrics 41, 55–68,
        doi:10.2307/2530643; the interval uses Sato's variance (Sato 1989, Biometrics 45, 1323–1324).
    """
    table = counts[(counts[:, 1] > 0) & (counts[:, 3] > 0)].astype(np.float64)
    if not len(table):
        return Undefined("no stratum holds both the group and others", 0)
    a, n, b, m = table.T
    total = n + m
    weight = n * m / total
    value = float(((a * m - b * n) / total).sum() / weight.sum())
    units = int(n.sum())
    p = (n * (n * b - m * a) + m * n * (m - n) / 2) / total**2
    q = (a * (m - b) + b * (n - a)) / (2 * total)
    variance = float((value * p.sum() + q.sum()) / weight.sum() ** 2)
    if variance <= 0:
        return Estimate(value, units, why_no_interval="the event does not vary within strata")
    half = float(special.ndtri(UPPER)) * math.sqrt(variance)
    low, high = max(-1.0, value - half), min(1.0, value + half)
    return Estimate(value, units, f"Mantel–Haenszel over {len(table)} strata, Sato variance, 95%", low, high)


def goodness_of_fit_p(counts: npt.NDArray[np.int64], expected: npt.NDArray[np.float64]) -> float:
    """p-value that the counts of G groups follow the expected shares (chi-squared, G - 1 degrees of freedom).

    NaN when a group with units has no expected share, when shares do not sum to 1 (within 1%), or an expected count
    is below 1, for which the approximation does not hold. Source: Pearson 1900, doi:10.1080/14786440009463897;
    the bound after Cochran 1954, Biometrics 10, 417–451.
    """
    total = counts.sum()
    if abs(expected.sum() - 1) > 0.01 or len(counts) < 2:
        return math.nan
    wanted = expected / expected.sum() * total
    if wanted.min() < 1:
        return math.nan
    return float(special.chdtrc(len(counts) - 1, float(((counts - wanted) ** 2 / wanted).sum())))
