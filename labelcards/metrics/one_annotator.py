"""One annotator against the others: agreement with them, and what alpha is without the annotator."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from labelcards.metrics.annotator_codes import repeats_an_item
from labelcards.metrics.coefficients import VectorCoefficient
from labelcards.metrics.count_vectors import CountVectors, Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals import wilson_bounds
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["agreement_with_others", "leave_one_out", "mean_share"]

_CELLS = 1 << 22


def mean_share(shares: Floats, level: float = 0.95) -> Result:
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
    return Estimate(value, n, f"Wilson score at the effective number of items, {level:.0%}", low, high)


def agreement_with_others(ratings: Ratings, weights: Floats | None = None, level: float = 0.95) -> list[Result]:
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


def leave_one_out(ratings: Ratings, vectors: CountVectors, coefficient: VectorCoefficient) -> Floats:
    """(M,) the coefficient without each annotator; NaN where nothing is left to measure.

    Only the items of the left-out annotator change, each to its vector less one label; so all M values cost about as
    much as the annotations. Every annotator labels an item at most once.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        vectors: ``count_vectors(ratings)``.
        coefficient: of count vectors.

    Raises:
        ValueError: if an annotator labels an item twice.
    """
    if repeats_an_item(ratings):
        raise ValueError("every annotator labels an item at most once")
    before = vectors.of_item[ratings.item]
    cell, change = np.unique(before * ratings.K + ratings.label, return_inverse=True)
    moved = _feature_changes(vectors, *np.divmod(cell, ratings.K), coefficient)
    shape = (ratings.M, len(cell))
    times = sparse.coo_array((np.ones(len(ratings)), (ratings.annotator, change)), shape=shape).tocsr()
    totals = _total(vectors, coefficient)
    rows = max(1, _CELLS // max(len(totals), 1))
    steps = range(0, ratings.M, rows)
    blocks = [coefficient.value(totals + (times[begin : begin + rows] @ moved).toarray()) for begin in steps]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _total(vectors: CountVectors, coefficient: VectorCoefficient) -> Floats:
    used = vectors.at_least(coefficient.least)
    return np.asarray(used.weights @ coefficient.features(used), dtype=np.float64)


def _feature_changes(
    vectors: CountVectors, vector: Codes, label: Codes, coefficient: VectorCoefficient
) -> sparse.csr_array:
    """(C, P) features of ``vector`` less one ``label``, minus the features of ``vector``."""
    C = len(vector)
    one = sparse.coo_array((np.ones(C, dtype=np.int64), (np.arange(C), label)), shape=(C, vectors.K)).tocsr()
    full = sparse.csr_array(vectors.counts[vector])
    less = sparse.csr_array(full - one)
    less.eliminate_zeros()
    return sparse.csr_array(_features(less, coefficient) - _features(full, coefficient))


def _features(counts: sparse.csr_array, coefficient: VectorCoefficient) -> sparse.csr_array:
    """Features of (C, K) count vectors, zero where a vector is too small for the coefficient."""
    vectors = CountVectors(counts, np.ones(counts.shape[0]), np.zeros(0, dtype=np.intp))
    kept = np.flatnonzero(vectors.sizes >= coefficient.least)
    features = coefficient.features(vectors.at_least(coefficient.least)).tocoo()
    shape = (counts.shape[0], features.shape[1])
    return sparse.coo_array((features.data, (kept[features.row], features.col)), shape=shape).tocsr()
