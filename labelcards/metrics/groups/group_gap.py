"""The gap between the best-off and the worst-off of several groups, with intervals that know groups were picked.

The largest of several differences is larger than any difference fixed beforehand, so the interval of the picked pair
would promise too much. Here the intervals of all pairs hold at once (Bonferroni), hence also for the largest:
``[max of lower bounds, max of upper bounds]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups.disparity import share_ratio
from labelcards.metrics.intervals.level import TAIL
from labelcards.metrics.intervals.proportions import newcombe

__all__ = ["largest_difference", "odds_difference", "odds_ratio", "smallest_ratio"]

Shares = Sequence[tuple[int, int]]
"""(events, units) of each group."""


def largest_difference(shares: Shares, *, tables: int = 1) -> Result:
    """Largest minus smallest share among G groups.

    Args:
        shares: (events, units) of each group; groups without units are left out.
        tables: how many gaps are read together; their intervals then hold at once.

    Returns:
        difference of shares, range [0, 1], lower is more even; n = units of all groups. Undefined with fewer than two
        groups. Interval: Newcombe 1998 for every pair, Bonferroni over pairs and tables, 95%.
        The demographic-parity difference when the event is "selected"; Agarwal et al. 2018, arXiv:1803.02453.
    """
    used = [(a, n) for a, n in shares if n]
    if len(used) < 2:
        return Undefined("fewer than two groups to compare", len(used))
    pairs = list(combinations(used, 2))
    level = 1 - 2 * TAIL / (len(pairs) * tables)
    low = high = value = 0.0
    for first, second in pairs:
        gap = newcombe(first, second, level)
        if isinstance(gap, Undefined) or gap.low is None or gap.high is None:
            continue
        value = max(value, abs(gap.value))
        low, high = max(low, gap.low, -gap.high), max(high, gap.high, -gap.low)
    method = f"Newcombe, all {len(pairs)} pairs at once (Bonferroni), 95%"
    return Estimate(value, sum(n for _, n in used), method, low, min(high, 1.0))


def smallest_ratio(shares: Shares, *, tables: int = 1) -> Result:
    """Smallest share divided by the largest among G groups.

    Returns:
        ratio, range [0, 1], higher is more even; n = units of all groups. Undefined with fewer than two groups or
        when the event occurs in none. Interval: Katz's log interval for every pair, Bonferroni, 95%; none when the
        event is absent from a group.
    """
    used = [(a, n) for a, n in shares if n]
    units = sum(n for _, n in used)
    if len(used) < 2:
        return Undefined("fewer than two groups to compare", len(used))
    top = max(a / n for a, n in used)
    if top == 0:
        return Undefined("the event occurs in no group", units)
    value = min(a / n for a, n in used) / top
    pairs = list(combinations(used, 2))
    level = 1 - 2 * TAIL / (len(pairs) * tables)
    low = high = 1.0
    for (a, n), (b, m) in pairs:
        ratio = share_ratio(a, n, b, m, level)
        if isinstance(ratio, Undefined) or ratio.low is None or ratio.high is None:
            return Estimate(value, units, why_no_interval="the event does not occur in a group")
        low, high = min(low, ratio.low, 1 / ratio.high), min(high, ratio.high, 1 / ratio.low)
    return Estimate(value, units, f"Katz log, all {len(pairs)} pairs at once (Bonferroni), 95%", low, high)


def odds_difference(false_positives: Shares, true_positives: Shares) -> Result:
    """Equalized-odds difference: the larger of the gaps in false-positive and true-positive rate.

    Args:
        false_positives: (false positives, negatives) of each group.
        true_positives: (true positives, positives) of each group.

    Returns:
        difference of shares, [0, 1], lower is more even. Undefined when either gap is.
        Source: Hardt et al. 2016, arXiv:1610.02413; worst case over both rates as in fairlearn.
    """
    return _worst([largest_difference(false_positives, tables=2), largest_difference(true_positives, tables=2)], max)


def odds_ratio(false_positives: Shares, true_positives: Shares) -> Result:
    """Equalized-odds ratio: the smaller of the ratios of false-positive and true-positive rate; [0, 1]."""
    return _worst([smallest_ratio(false_positives, tables=2), smallest_ratio(true_positives, tables=2)], min)


def _worst(parts: Sequence[Result], pick: Callable[[Iterable[float]], float]) -> Result:
    known = [part for part in parts if isinstance(part, Estimate)]
    missing = [part for part in parts if isinstance(part, Undefined)]
    if missing:
        return missing[0]
    value, n = pick(part.value for part in known), max(part.n for part in known)
    bounds = [(part.low, part.high) for part in known if part.low is not None and part.high is not None]
    if len(bounds) < len(known):
        return Estimate(value, n, why_no_interval="one of the two rates has no interval")
    return Estimate(value, n, known[0].method, pick(low for low, _ in bounds), pick(high for _, high in bounds))
