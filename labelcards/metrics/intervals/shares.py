"""Shares, means and quantiles of judgements in clusters: several annotations of one item, many by one annotator.

A share is a ratio of two sums over clusters. Its Taylor-linearized variance gives a design effect, the design effect an
effective sample size, and the Wilson formula at that size the interval: E. L. Korn and B. I. Graubard (1998),
"Confidence intervals for proportions with small expected number of positive counts estimated from survey data", Survey
Methodology 24(2), 193–201. With one unit per cluster it is the plain Wilson interval.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats

from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import TAIL, UPPER
from labelcards.metrics.intervals.proportions import wilson_bounds

__all__ = ["effective_size", "mean_of", "quantile_of", "share_of"]


def effective_size(hits: Floats, units: Floats) -> float:
    """How many independent units the share Σ ``hits`` / Σ ``units`` is worth.

    Args:
        hits: (C,) per cluster, 0 ≤ hits ≤ units.
        units: (C,) per cluster; clusters without units do not count.

    Returns:
        the number of units over the design effect, never more than the units; scaled down by the t quantile for few
        clusters. The number of clusters when the share is 0 or 1, where the variance says nothing.
    """
    filled = units > 0
    hits, units = hits[filled], units[filled]
    clusters, total = len(units), float(units.sum())
    if units.max(initial=0.0) <= 1.0:
        return total
    share = float(hits.sum()) / total
    if clusters < 2 or share in (0.0, 1.0):
        return float(clusters)
    independent = share * (1 - share) / (total - 1)
    residuals = hits - share * units
    actual = clusters / (clusters - 1) * float(residuals @ residuals) / total**2
    shrink = (float(stats.norm.ppf(UPPER)) / float(stats.t.ppf(UPPER, clusters - 1))) ** 2
    return max(min(total, total * independent / actual if actual > 0 else total) * shrink, 1.0)


def share_of(
    hits: npt.ArrayLike,
    units: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike | None = None,
    by: str = "item",
    nothing: str = "no units",
) -> Result:
    """Share Σ hits / Σ units with a 95% interval.

    Args:
        hits: (U,) per row, 0 ≤ hits ≤ units.
        units: (U,) per row, usually 1 or 0.
        cluster: (U,) codes of the cluster each row belongs to; each row on its own without it.
        by: what a cluster is, for the method's name.
        nothing: the reason when there are no units.

    Returns:
        the share in [0, 1]; ``n`` is the number of clusters with units.
    """
    hit_sums, unit_sums = _sums(hits, cluster), _sums(units, cluster)
    total = float(unit_sums.sum())
    if total == 0:
        return Undefined(nothing)
    n = int((unit_sums > 0).sum())
    share = min(float(hit_sums.sum()) / total, 1.0)
    low, high = wilson_bounds(share, effective_size(hit_sums, unit_sums))
    grouped = f" at the effective sample size, clustered by {by}" if unit_sums.max() > 1 else ""
    return Estimate(share, n, f"Wilson{grouped}, 95%", min(low, share), max(high, share))


def mean_of(
    values: npt.ArrayLike, *, cluster: npt.ArrayLike | None = None, by: str = "item", nothing: str = "no values"
) -> Result:
    """Mean with a 95% t interval from the Taylor-linearized variance over clusters.

    Args:
        values: (U,) finite.
        cluster: (U,) codes of the cluster each value belongs to; each on its own without it.
        by: what a cluster is, for the method's name.
        nothing: the reason when there are no values.

    Returns:
        the mean, within the range of ``values`` like its bounds; ``n`` is the number of clusters. Without an interval
        for one cluster, and when all values are equal: their spread says nothing then.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if len(numbers) == 0:
        return Undefined(nothing)
    units = _sums(np.ones(len(numbers)), cluster)
    sums = _sums(numbers, cluster)[units > 0]
    units = units[units > 0]
    n, total = len(units), float(units.sum())
    mean = min(max(float(sums.sum()) / total, float(numbers.min())), float(numbers.max()))
    if n < 2:
        return Estimate(mean, n, why_no_interval=f"one {by}")
    if numbers.min() == numbers.max():
        return Estimate(mean, n, why_no_interval="all values are equal")
    residuals = sums - mean * units
    half = float(stats.t.ppf(UPPER, n - 1)) * math.sqrt(n / (n - 1) * float(residuals @ residuals)) / total
    grouped = f", clustered by {by}" if units.max() > 1 else ""
    low, high = max(mean - half, float(numbers.min())), min(mean + half, float(numbers.max()))
    return Estimate(mean, n, f"t interval{grouped}, 95%", min(low, mean), max(high, mean))


def quantile_of(
    values: npt.ArrayLike,
    share: float,
    *,
    cluster: npt.ArrayLike | None = None,
    by: str = "item",
    nothing: str = "no values",
) -> Result:
    """A quantile with Woodruff's 95% interval: the values whose ranks bound the share of values below the quantile.

    R. S. Woodruff (1952), "Confidence intervals for medians and other position measures", JASA 47, 635–646. Needs no
    assumption on the distribution. With independent values the ranks are exact (binomial), with clusters they are
    normal at the effective sample size.

    Args:
        values: (U,) finite.
        share: which quantile, in (0, 1); 0.5 is the median.
        cluster: (U,) codes of the cluster each value belongs to.
        by: what a cluster is, for the method's name.
        nothing: the reason when there are no values.

    Returns:
        the quantile in the unit of ``values`` (the mean of the two middle values for the median of an even number);
        ``n`` is the number of clusters; without an interval when its bounds would lie outside the data.
    """
    numbers = np.sort(np.asarray(values, dtype=np.float64))
    if len(numbers) == 0:
        return Undefined(nothing)
    estimate = float(np.quantile(numbers, share, method="averaged_inverted_cdf"))
    codes = np.arange(len(numbers)) if cluster is None else np.asarray(cluster, dtype=np.intp)
    units = _sums(np.ones(len(numbers)), codes)
    below = _sums(np.asarray(values, dtype=np.float64) <= estimate, codes)
    n = int((units > 0).sum())
    low, high = _rank_bounds(len(numbers), share, effective_size(below, units), plain=units.max() <= 1)
    if low < 1 or high > len(numbers):
        return Estimate(estimate, n, why_no_interval=f"too few values or {by}s for an interval")
    grouped = f", clustered by {by}" if units.max() > 1 else ""
    bounds = min(float(numbers[low - 1]), estimate), max(float(numbers[high - 1]), estimate)
    return Estimate(estimate, n, f"Woodruff{grouped}, 95%", *bounds)


def _rank_bounds(count: int, share: float, size: float, *, plain: bool) -> tuple[int, int]:
    """1-based ranks of the order statistics that bound a quantile; outside 1 … count when there are too few."""
    if plain:
        return int(stats.binom.ppf(TAIL, count, share)), int(stats.binom.ppf(UPPER, count, share)) + 1
    half = float(stats.norm.ppf(UPPER)) * math.sqrt(share * (1 - share) / size)
    return math.ceil(count * (share - half)), math.floor(count * (share + half)) + 1


def _sums(values: npt.ArrayLike, cluster: npt.ArrayLike | None) -> Floats:
    """Sums of ``values`` per cluster."""
    numbers = np.asarray(values, dtype=np.float64)
    if cluster is None:
        return numbers
    return np.asarray(np.bincount(np.asarray(cluster, dtype=np.intp), numbers), dtype=np.float64)
