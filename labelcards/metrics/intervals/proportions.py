"""Confidence intervals for proportions and their differences.

Source: Newcombe 1998, "Two-sided confidence intervals for the single proportion" (doi:10.1002/(SICI)1097-0258(19980430)
17:8<857::AID-SIM777>3.0.CO;2-E) and "Interval estimation for the difference between independent proportions"
(…AID-SIM779…); paired proportions after Tango 1998, whose interval and McNemar's p never contradict each other.
"""

from __future__ import annotations

from math import sqrt

from scipy import optimize, special

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL

__all__ = ["mcnemar_p", "newcombe", "tango", "wilson", "wilson_bounds"]


def _z(level: float) -> float:
    return float(special.ndtri(0.5 + level / 2))


def wilson_bounds(share: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of Wilson 1927 for an observed ``share`` of ``n`` (effective) cases."""
    z = _z(level)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(max(share * (1 - share), 0.0) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if share <= 0 else max(0.0, middle - half)
    high = 1.0 if share >= 1 else min(1.0, middle + half)
    return low, high


def wilson(successes: int, n: int, level: float = LEVEL) -> Result:
    """A proportion with Wilson's score interval, which is never outside 0 … 1 and honest at 0 and n successes.

    Args:
        successes: how many of the cases have the property.
        n: how many cases there are.
        level: wanted coverage.

    Returns:
        share, range 0 … 1; undefined when there is no case.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953; example from Newcombe 1998, table I, method 3.

    >>> found = wilson(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    if n == 0:
        return Undefined("no cases")
    if not 0 <= successes <= n:
        raise ValueError("successes lie between 0 and n")
    low, high = wilson_bounds(successes / n, n, level)
    return Estimate(successes / n, n, f"Wilson score, {level:.0%}", low, high)


def newcombe(first: tuple[int, int], second: tuple[int, int], level: float = LEVEL) -> Result:
    """First proportion minus second, of independent samples, with Newcombe's hybrid score interval (method 10).

    Args:
        first, second: (successes, n) of each sample.
        level: wanted coverage.

    Returns:
        difference of shares, range -1 … 1; undefined when a sample is empty.

    Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, table II (a).

    >>> found = newcombe((56, 70), (48, 80))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    (a, m), (b, n) = first, second
    if m == 0 or n == 0:
        return Undefined("one of the samples is empty", m + n)
    p, q = a / m, b / n
    (low_p, high_p), (low_q, high_q) = wilson_bounds(p, m, level), wilson_bounds(q, n, level)
    low = p - q - sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
    high = p - q + sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
    return Estimate(p - q, m + n, f"Newcombe hybrid score, {level:.0%}", max(-1.0, low), min(1.0, high))


def tango(first_only: int, second_only: int, n: int, level: float = LEVEL) -> Result:
    """First proportion minus second on the same cases, with Tango's score interval.

    The interval holds zero exactly when `mcnemar_p` is above 1 - ``level``: both are the same score test.

    Args:
        first_only, second_only: cases with the property in one of the measurements alone.
        n: how many cases there are.
        level: wanted coverage.

    Returns:
        difference of shares, range -1 … 1; undefined when there is no case.

    Source: Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B; example (bronchial
    hyperreactivity before and after a transplant) and recommendation from Fagerland, Lydersen and Laake 2014,
    doi:10.1002/sim.6148.

    >>> found = tango(1, 7, 21)
    >>> round(found.low, 3), round(found.high, 3)
    (-0.517, -0.026)
    """
    if n == 0:
        return Undefined("no cases")
    value, z = (first_only - second_only) / n, _z(level)

    def beyond(difference: float, sign: float) -> float:
        return _tango_score(first_only, second_only, n, difference) - sign * z

    low = value if value == -1 else float(optimize.brentq(beyond, -1.0, value, args=(1.0,), xtol=1e-13))
    high = value if value == 1 else float(optimize.brentq(beyond, value, 1.0, args=(-1.0,), xtol=1e-13))
    return Estimate(value, n, f"Tango paired score, {level:.0%}", low, high)


def _tango_score(b: int, c: int, n: int, difference: float) -> float:
    """The score statistic of b - c discordant cases under a true ``difference``; ±infinity where that excludes them."""
    half = b + c - (2 * n - b + c) * difference
    nuisance = (half + sqrt(max(half * half + 8 * n * c * difference * (1 - difference), 0.0))) / (4 * n)
    variance = n * (2 * nuisance + difference * (1 - difference))
    lead = b - c - n * difference
    if variance <= 0:
        return 0.0 if lead == 0 else float("inf") if lead > 0 else float("-inf")
    return lead / sqrt(variance)


def mcnemar_p(first_only: int, second_only: int) -> float:
    """Two-sided p-value of McNemar's test of whether the discordant cases lean to one side, without correction.

    The exact form gives away power and contradicts every interval that does not; this one holds its level in all but
    the smallest samples (Fagerland, Lydersen and Laake 2013, doi:10.1186/1471-2288-13-91).

    Source: McNemar 1947, doi:10.1007/BF02295996.

    >>> round(mcnemar_p(1, 7), 3)
    0.034
    """
    discordant = first_only + second_only
    if discordant == 0:
        return 1.0
    return float(2 * special.ndtr(-abs(first_only - second_only) / sqrt(discordant)))
