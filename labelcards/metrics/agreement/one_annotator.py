"""One annotator against the others: agreement with them (a coefficient without the annotator: see `removal`)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL, over_items
from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.metrics.ratings import Ratings

__all__ = ["agreement_with_others", "mean_share"]


def mean_share(shares: Floats, level: float = LEVEL) -> Result:
    """The mean of n values between 0 and 1, with Wilson's interval at the effective number of cases.

    The effective number is p(1 - p) over the variance of the mean: values that are all 0 or 1 give Wilson's interval
    of a proportion, values that vary less give a narrower one.

    Source: Korn and Graubard 1998, Survey Methodology 24, p. 193 (effective sample size in a score interval).
    """
    n = len(shares)
    if n == 0:
        return Undefined("no item shared with another annotator")
    return _share_estimate(float(shares.mean()), float(shares.var()), n, level)


def _share_estimate(value: float, variance: float, n: int, level: float) -> Result:
    value = min(max(value, 0.0), 1.0)
    effective = n * value * (1 - value) / variance if variance > 1e-12 else float(n)
    low, high = wilson_bounds(value, effective, level)
    return Estimate(value, n, over_items("Wilson score at the effective size", level=level), low, high)


def agreement_with_others(ratings: Ratings, weights: Floats | None = None, level: float = LEVEL) -> list[Result]:
    """Per annotator, the mean share of the other annotations of an item that agree with theirs.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        weights: (K, K) credit for two labels; equality when absent.
        level: wanted coverage.

    Returns:
        M results: share, 0 … 1, higher is better, n = the annotator's items that somebody else annotated too.
    """
    counts = ratings.counts()
    sizes = np.bincount(ratings.item, minlength=ratings.N)
    credit = counts if weights is None else sparse.csr_array(counts @ weights)
    alike = np.asarray(credit[ratings.item, ratings.label], dtype=np.float64).ravel() - 1
    shared = sizes[ratings.item] >= 2
    share = alike[shared] / (sizes[ratings.item[shared]] - 1)
    who = ratings.annotator[shared]
    n = np.bincount(who, minlength=ratings.M)
    safe = np.maximum(n, 1)
    mean = np.bincount(who, weights=share, minlength=ratings.M) / safe
    variance = np.bincount(who, weights=(share - mean[who]) ** 2, minlength=ratings.M) / safe
    return [
        _share_estimate(float(mean[a]), float(variance[a]), int(n[a]), level)
        if n[a]
        else Undefined("no item shared with another annotator")
        for a in range(ratings.M)
    ]
