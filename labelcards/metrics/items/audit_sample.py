"""The true error rate of labels from an audited sample: which items to check, and what the checks say about all.

A count of flagged items is not an error rate: flags miss errors and hit right labels. A random sample, drawn more
densely where errors are likely and weighted back, is. W. G. Cochran (1977), Sampling Techniques, 3rd ed., ch. 5.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.metrics.ratings import Codes

__all__ = ["allocate", "draw_sample", "stratified_error_rate"]


def allocate(sizes: npt.ArrayLike, expected: npt.ArrayLike, n: int, *, at_least: int = 2) -> Codes:
    """How many of ``n`` checks each stratum gets: Neyman's rule, proportional to size × standard deviation.

    Args:
        sizes: (S,) items per stratum.
        expected: (S,) expected error rate of each stratum, in [0, 1].
        n: how many items to check in all.
        at_least: checks that every stratum gets first, as far as it has items (one check has no variance).

    Returns:
        (S,) numbers that sum to min(n, number of items) and never exceed the stratum; when ``n`` is too small for
        ``at_least`` everywhere, the first strata get theirs first.
    """
    sizes = np.asarray(sizes, dtype=np.intp)
    rates = np.clip(np.asarray(expected, dtype=np.float64), 0.01, 0.99)
    need = sizes * np.sqrt(rates * (1 - rates))
    given = np.zeros(len(sizes), dtype=np.intp)
    left = min(n, int(sizes.sum()))
    for stratum, size in enumerate(sizes):
        given[stratum] = min(at_least, int(size), left)
        left -= int(given[stratum])
    for _ in range(left):
        hunger = np.where(given < sizes, need / (given + 1), -1.0)
        given[int(np.argmax(hunger))] += 1
    return given


def draw_sample(stratum: Codes, counts: Codes, rng: np.random.Generator) -> Codes:
    """Positions (ascending) of a simple random sample without replacement of ``counts[s]`` items in each stratum s.

    Args:
        stratum: (N,) codes 0 … S-1.
        counts: (S,) how many to draw.
        rng: the source of randomness; equal generators draw equal samples.

    Raises:
        ValueError: if a stratum has fewer items than are to be drawn.
    """
    drawn = []
    for code, count in enumerate(counts):
        members = np.flatnonzero(stratum == code)
        if count > len(members):
            raise ValueError("a stratum has fewer items than are to be drawn")
        drawn.append(rng.choice(members, size=int(count), replace=False))
    return np.sort(np.concatenate(drawn)).astype(np.intp) if drawn else np.zeros(0, dtype=np.intp)


def stratified_error_rate(sizes: npt.ArrayLike, checked: npt.ArrayLike, wrong: npt.ArrayLike) -> Result:
    """Error rate of all items, from checks of a stratified random sample.

    Formula: Σ_s W_s · wrong_s / checked_s with W_s the stratum's share of items. The interval is Wilson's at the
    effective sample size, from the stratified variance with finite-population correction; a stratum without a variance
    (0 or all wrong) enters it with the rate (wrong + ½) / (checked + 1), so that "none found" is not taken for "none
    there".

    Args:
        sizes: (S,) items per stratum.
        checked: (S,) items checked.
        wrong: (S,) of these, how many were wrong.

    Returns:
        the rate in [0, 1], ``n`` = checks; undefined when a stratum with items has no check.

    Raises:
        ValueError: unless 0 ≤ wrong ≤ checked ≤ sizes.
    """
    N, n, x = (np.asarray(values, dtype=np.float64) for values in (sizes, checked, wrong))
    if not ((x >= 0) & (x <= n) & (n <= N)).all():
        raise ValueError("0 ≤ wrong ≤ checked ≤ sizes")
    filled = N > 0
    N, n, x = N[filled], n[filled], x[filled]
    if len(N) == 0:
        return Undefined("no items")
    if (n == 0).any():
        return Undefined("a stratum has no checked item", int(n.sum()))
    weight = N / N.sum()
    rate = min(max(float(weight @ (x / n)), 0.0), 1.0)
    total = int(n.sum())
    if (n == N).all():
        return Estimate(rate, total, why_no_interval="all items were checked")
    low, high = wilson_bounds(rate, _effective(weight, N, n, x))
    method = "stratified sample, Wilson at the effective sample size, 95%"
    return Estimate(rate, total, method, min(low, rate), max(high, rate))


def _effective(weight: Floats, N: Floats, n: Floats, x: Floats) -> float:
    """Sample size at which a simple random sample would have the variance of this stratified one."""
    share = np.where((x == 0) | (x == n), (x + 0.5) / (n + 1), x / n)
    variance = float(np.sum(weight**2 * (1 - n / N) * share * (1 - share) / np.maximum(n - 1, 1)))
    center = float(weight @ share)
    return max(center * (1 - center) / variance, 1.0) if variance > 0 else float(n.sum())
