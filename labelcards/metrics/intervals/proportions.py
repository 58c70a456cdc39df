"""Confidence intervals for proportions and their differences.

Source: Newcombe 1998, "Two-sided confidence intervals for the single proportion" (doi:10.1002/(SICI)1097-0258(19980430)
17:8<857::AID-SIM777>3.0.CO;2-E), "Interval estimation for the difference between independent proportions"
(…AID-SIM779…) and "Improved confidence intervals for the difference between binomial proportions based on paired data"
(doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C).
"""

from __future__ import annotations

from math import sqrt

from scipy import special, stats

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL

__all__ = ["mcnemar_p", "newcombe", "newcombe_paired", "wilson", "wilson_bounds"]


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


def newcombe_paired(both: int, first_only: int, second_only: int, neither: int, level: float = LEVEL) -> Result:
    """First proportion minus second on the same cases, with Newcombe's paired score interval (method 10).

    Args:
        both, first_only, second_only, neither: cases with the property in both, one or none of the measurements.
        level: wanted coverage.

    Returns:
        difference of shares, range -1 … 1; undefined when there is no case.

    Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C, method 10.

    >>> found = newcombe_paired(36, 12, 2, 0)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0569, 0.3404)
    """
    n = both + first_only + second_only + neither
    if n == 0:
        return Undefined("no cases")
    p, q = (both + first_only) / n, (both + second_only) / n
    (low_p, high_p), (low_q, high_q) = wilson_bounds(p, n, level), wilson_bounds(q, n, level)
    phi = _phi(both, first_only, second_only, neither)
    down, up = (p - low_p, high_q - q), (high_p - p, q - low_q)
    low = p - q - sqrt(max(0.0, down[0] ** 2 - 2 * phi * down[0] * down[1] + down[1] ** 2))
    high = p - q + sqrt(max(0.0, up[0] ** 2 - 2 * phi * up[0] * up[1] + up[1] ** 2))
    return Estimate(p - q, n, f"Newcombe paired score, {level:.0%}", max(-1.0, low), min(1.0, high))


def _phi(a: int, b: int, c: int, d: int) -> float:
    """Correlation of the paired outcomes; shrunk by n / 2 when positive, as method 10 asks; 0 on an empty margin."""
    margin = (a + b) * (c + d) * (a + c) * (b + d)
    if margin == 0:
        return 0.0
    cross = a * d - b * c
    if cross > 0:
        cross_corrected = max(cross - (a + b + c + d) / 2, 0.0)
        return cross_corrected / sqrt(margin)
    return cross / sqrt(margin)


def mcnemar_p(first_only: int, second_only: int) -> float:
    """Two-sided exact p-value of McNemar's test of whether the discordant cases lean to one side.

    Source: McNemar 1947, doi:10.1007/BF02295996; the exact form is the binomial test of the discordant cases.

    >>> round(mcnemar_p(12, 2), 4)
    0.0129
    """
    discordant = first_only + second_only
    if discordant == 0:
        return 1.0
    return float(stats.binomtest(first_only, discordant).pvalue)
