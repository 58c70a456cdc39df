"""What one annotator does to agreement: the coefficient of all annotators minus that without the annotator.

Both values come from the same items, so the interval is that of their difference: an item moves the difference by its
influence on the one minus its influence on the other, which is little for items the annotator never saw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.agreement.removal import Changes
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL, over_items
from labelcards.metrics.intervals.linearization import gradient
from labelcards.metrics.intervals.uncertainty import student_t

__all__ = ["AnnotatorEffect", "annotator_effects"]

_CELLS = 1 << 22
_MOST_CELLS = 200_000_000
_MOST_SUMS = 512
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class AnnotatorEffect:
    """One annotator's effect.

    Attributes:
        without: the coefficient without the annotator.
        change: the coefficient of all annotators minus ``without``; below 0, agreement is better without them.
    """

    without: Result
    change: Result


def annotator_effects(vectors: CountVectors, changes: Changes, level: float = LEVEL) -> list[AnnotatorEffect]:
    """The effect of each annotator on a coefficient, with paired intervals over items.

    Args:
        vectors: of all annotated items.
        changes: of the coefficient; every annotator labels an item at most once.
        level: wanted coverage.

    Returns:
        M effects, n = items with two annotations or more. The intervals are those of the infinitesimal jackknife with
        Student's t; there are none with more than 512 sums (as for a hundred ordered labels, or many sets).

    Source: Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, ch. 6.
    """
    without, overall = changes.without_annotator(), changes.value
    P = len(changes.totals)
    items = float(vectors.weights[vectors.sizes >= changes.coefficient.least].sum())
    n = round(float(vectors.weights[vectors.sizes >= 2].sum()))
    affordable = P <= _MOST_SUMS and len(without) * P * P <= _MOST_CELLS and items >= 2
    spread = _variances(vectors, changes, items) if affordable else np.full((2, len(without)), np.nan)
    halves = (student_t(level, items - 1) if items >= 2 else 1.0) * np.sqrt(spread)
    method = over_items("infinitesimal jackknife", level=level)
    floor = changes.coefficient.floor
    effects = []
    for value, alone, joint in zip(without.tolist(), *halves.tolist(), strict=True):
        if not np.isfinite(value):
            nothing = Undefined("the other annotators share no item or use one label only", n)
            effects.append(AnnotatorEffect(nothing, nothing))
            continue
        change: Result = Undefined(changes.coefficient.why_undefined(changes.totals), n)
        if np.isfinite(overall):
            change = _bounded(Estimate(overall - value, n, f"paired {method}", -2.0, 2.0), joint)
        effects.append(AnnotatorEffect(_bounded(Estimate(value, n, method, floor, 1.0), alone), change))
    return effects


def _bounded(whole: Estimate, half: float) -> Estimate:
    """The estimate with the interval value ± half, inside its present bounds."""
    if not np.isfinite(half):
        return Estimate(whole.value, whole.n, why_no_interval="too many different labels, or a single item")
    if half <= _NOTHING or whole.low is None or whole.high is None:
        return Estimate(whole.value, whole.n, why_no_interval="no item moves it")
    low, high = max(whole.value - half, whole.low), min(whole.value + half, whole.high)
    return Estimate(whole.value, whole.n, whole.method, low, high)


def _variances(vectors: CountVectors, changes: Changes, items: float) -> Floats:
    """(2, M) variances over items: of the coefficient without each annotator, and of the difference.

    The sum of squared influences over all items is a quadratic form of the gradients; only the items that the
    annotator saw are then corrected one by one.
    """
    slope, slopes = gradient(changes.coefficient, changes.totals), _gradients(changes)
    used = vectors.at_least(changes.coefficient.least)
    features = changes.coefficient.features(used)
    products = np.asarray((features.T @ (features.multiply(used.weights[:, None]))).toarray())
    sums, squares = [], []
    for own in (np.zeros_like(slope), slope):
        apart = own - slopes
        sums.append(apart @ changes.totals)
        squares.append(np.einsum("mp,pq,mq->m", apart, products, apart, optimize=True))
    _correct(changes, slope, slopes, sums, squares)
    centered = np.stack(squares) - np.stack(sums) ** 2 / items
    return np.asarray(np.maximum(centered, 0.0) * items / (items - 1))


def _gradients(changes: Changes) -> Floats:
    """(M, P) the gradient at the sums without each annotator; zeros where there is no value."""
    moved = changes.times @ changes.change
    rows = [gradient(changes.coefficient, changes.totals + moved[[a]].toarray()[0]) for a in range(moved.shape[0])]
    return np.nan_to_num(np.stack(rows)) if rows else np.zeros((0, len(changes.totals)))


def _correct(changes: Changes, slope: Floats, slopes: Floats, sums: list[Floats], squares: list[Floats]) -> None:
    """Replace, in place, the influences of the items that each annotator saw."""
    times = changes.times.tocoo()
    M, P = slopes.shape
    size = max(1, _CELLS // max(P, 1))
    for begin in range(0, times.nnz, size):
        part = slice(begin, begin + size)
        who, cell, count = times.coords[0][part], times.coords[1][part], times.data[part]
        whole = changes.before[cell]
        one = np.asarray(whole.multiply(slopes[who]).sum(axis=1)).ravel()
        less = one + np.asarray(changes.change[cell].multiply(slopes[who]).sum(axis=1)).ravel()
        full = np.asarray(whole @ slope).ravel()
        for position, own in enumerate((np.zeros_like(full), full)):
            old, new = own - one, own - less
            sums[position] += np.bincount(who, count * (new - old), minlength=M)
            squares[position] += np.bincount(who, count * (new**2 - old**2), minlength=M)
