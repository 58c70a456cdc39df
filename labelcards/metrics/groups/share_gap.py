"""A share in a group against another share: difference, interval and p-value of one test, which never contradict.

Counts are of independent units (items, annotators).
"""

from __future__ import annotations

import math

from scipy import optimize, special, stats

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.groups.disparity import two_shares_p
from labelcards.metrics.intervals.clustered import Contrast
from labelcards.metrics.intervals.level import LEVEL, TAIL

__all__ = ["population_gap", "share_gap"]

EDGE = 1e-12
"""How near to ±1 the bounds of a difference are looked for."""


def share_gap(a: int, n: int, b: int, m: int, level: float = LEVEL) -> Contrast:
    """``a / n - b / m`` with Miettinen and Nurminen's score interval, and the p-value of the same test.

    Its test of no difference is the "N - 1" chi-squared test, so that 0 is outside the interval exactly when the
    p-value is below ``1 - level``. Where an expected count is below 1, Fisher's exact test decides as well: the p-value
    is the larger of the two, and an interval that would leave out 0 against it is widened to hold 0.

    Args:
        a, n: events and units of the group.
        b, m: events and units of the rest.
        level: wanted coverage.

    Returns:
        range -1 … 1; n = units of the group. Undefined when a side is empty.

    Source: Miettinen and Nurminen 1985, Statistics in Medicine 4, 213–226, doi:10.1002/sim.4780040211; Newcombe 1998,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, table II, method 5, examples (a) and (e):

    >>> found = share_gap(56, 70, 48, 80).difference
    >>> round(found.low, 4), round(found.high, 4)
    (0.0528, 0.3382)
    """
    if not n or not m:
        return Contrast(Undefined("the group or its rest is empty", n), math.nan)
    value, z = a / n - b / m, float(special.ndtri(0.5 + level / 2))
    low = -1.0 if value <= -1 else optimize.brentq(lambda at: _score(a, n, b, m, at) - z, -1 + EDGE, value)
    high = 1.0 if value >= 1 else optimize.brentq(lambda at: _score(a, n, b, m, at) + z, value, 1 - EDGE)
    p, method = two_shares_p(a, n, b, m), "score (Miettinen–Nurminen)"
    if p > 1 - level and (low > 0 or high < 0):
        low, high, method = min(low, 0.0), max(high, 0.0), f"{method}, held at 0 by Fisher's exact test"
    return Contrast(Estimate(value, n, f"{method}, {level:.0%}", float(low), float(high)), p)


def _score(a: int, n: int, b: int, m: int, difference: float) -> float:
    """The score statistic of the hypothesis that the shares differ by ``difference``."""
    away = a / n - b / m - difference
    if abs(away) < EDGE:
        return 0.0
    q = _restricted(a, n, b, m, difference)
    p = min(max(q + difference, 0.0), 1.0)
    total = n + m
    variance = (p * (1 - p) / n + q * (1 - q) / m) * total / (total - 1)
    return away / math.sqrt(max(variance, 1e-300))


def _restricted(a: int, n: int, b: int, m: int, difference: float) -> float:
    """The most likely share of the rest when the group's is higher by ``difference``: the root of a cubic."""
    total, events = n + m, a + b
    quadratic = ((n + 2 * m) * difference - total - events) / total
    linear = ((m * difference - total - 2 * b) * difference + events) / total
    constant = b * difference * (1 - difference) / total
    q = quadratic**3 / 27 - quadratic * linear / 6 + constant / 2
    spread = math.copysign(math.sqrt(max(quadratic * quadratic / 9 - linear / 3, 0.0)), q)
    cosine = 1.0 if spread == 0 else min(max(q / spread**3, -1.0), 1.0)
    root = 2 * spread * math.cos((math.pi + math.acos(cosine)) / 3) - quadratic / 3
    return min(max(root, 0.0, -difference), 1.0, 1 - difference)


def population_gap(count: int, n: int, expected: float) -> Contrast:
    """``count / n`` minus the share of a population, with the exact interval, and the p-value of the same test.

    The interval is Clopper and Pearson's, the p-value twice the smaller binomial tail, at most 1.

    Args:
        count, n: events and units.
        expected: the population's share.

    Returns:
        range -1 … 1; n = units. Undefined without units.

    Source: Clopper and Pearson 1934, Biometrika 26, 404–413, doi:10.1093/biomet/26.4.404; the interval of 81 of 263 is
    Newcombe's 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 5).

    >>> found = population_gap(81, 263, 0.0).difference
    >>> round(found.low, 4), round(found.high, 4)
    (0.2527, 0.3676)
    """
    if not n:
        return Contrast(Undefined("no units"), math.nan)
    share = min(max(expected, 0.0), 1.0)
    low = float(stats.beta.ppf(TAIL, count, n - count + 1)) if count else 0.0
    high = float(stats.beta.ppf(1 - TAIL, count + 1, n - count)) if count < n else 1.0
    tails = stats.binom.cdf(count, n, share), stats.binom.sf(count - 1, n, share)
    p = min(1.0, 2 * float(min(tails)))
    return Contrast(Estimate(count / n - share, n, "Clopper–Pearson, exact, 95%", low - share, high - share), p)
