"""Agreement as it would be with other items *and* other annotators.

The usual interval takes the annotators as given. Where the question is whether another team would have agreed as much,
annotators are a sample too, and figures of a few annotators are far less certain than many items suggest.

The variance is that of the two-way cluster jackknife: delete one item, plus delete one annotator, minus delete one
annotation, which the first two both hold. It is not less than the variance over items alone. Student's t has as many
degrees of freedom as there are annotators less one.

In simulations (`tests/metrics/agreement/test_two_way.py`) it holds the truth in about 95% of samples where the interval
over items holds it in 38-89%. The pigeonhole bootstrap (Owen 2007, doi:10.1214/07-AOAS122) was tried in its place: it
holds it in 98-100% with two or three annotations per item and in 87-90% where 5 or 12 annotators label everything, at
the cost of hundreds of passes over the annotations.

Source: MacKinnon, Nielsen and Webb 2024, arXiv:2406.08880 (two-way cluster jackknife); Cameron, Gelbach and Miller
2011, doi:10.1198/jbes.2010.07136.
"""

from __future__ import annotations

import re

import numpy as np

from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.agreement.removal import Changes, Removals
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL
from labelcards.metrics.intervals.uncertainty import item_variance, logit_bounds

__all__ = ["LEAST_ANNOTATORS", "annotators_in", "two_way_interval", "two_way_variance"]

LEAST_ANNOTATORS = 3
"""Two annotators are one pair: nothing says how another pair would agree."""

_ANNOTATORS = re.compile(r"two-way jackknife over items and ([\d,]+) annotators")
_PERFECT = 1e-12
_MOST_CELLS = 200_000_000


def two_way_interval(removed: Removals, coefficient: VectorCoefficient, level: float = LEVEL) -> Result:
    """A coefficient with its interval over items and annotators.

    Args:
        removed: the cells of the annotations; every annotator labels an item at most once.
        coefficient: what to measure.
        level: wanted coverage.

    Returns:
        the same value as without the second way; n = items with two annotations. Undefined like the coefficient.
        Without an interval when there is one item, when there are fewer than three annotators, when nobody disagrees,
        or when all overlap rests on one annotator.
    """
    vectors = removed.vectors
    n = round(float(vectors.weights[vectors.sizes >= 2].sum()))
    if n == 0:
        return Undefined("no annotations" if vectors.U == 0 else "no item has two annotations")
    sample = sample_of(vectors, coefficient)
    if sample.why_undefined:
        return Undefined(sample.why_undefined, n)
    variance = two_way_variance(removed, coefficient)
    if isinstance(variance, str):
        return Estimate(sample.value, n, why_no_interval=variance)
    annotators = int(np.count_nonzero(_made(removed)))
    bounds = logit_bounds(sample.value, variance, annotators, coefficient.floor, level)
    if isinstance(bounds, str):
        return Estimate(sample.value, n, why_no_interval=bounds)
    low, high = (min(max(bound, coefficient.floor), 1.0) for bound in bounds)
    method = f"two-way jackknife over items and {annotators:,} annotators, logit scale, {level:.0%}"
    return Estimate(sample.value, n, method, low, high)


def annotators_in(method: str) -> int | None:
    """How many annotators a two-way interval rests on, which its method says; None for other intervals.

    >>> annotators_in("two-way jackknife over items and 1,014 annotators, logit scale, 95%")
    1014
    """
    told = _ANNOTATORS.match(method)
    return int(told[1].replace(",", "")) if told else None


def two_way_variance(removed: Removals, coefficient: VectorCoefficient) -> float | str:
    """The variance of a coefficient over items and annotators, not less than over items; or why there is none."""
    sample = sample_of(removed.vectors, coefficient)
    if sample.why_undefined:
        return sample.why_undefined
    made = _made(removed)
    cells = len(removed.vector) * len(sample.totals)
    why = _why_not(sample.value, coefficient.floor, int(np.count_nonzero(made)), cells)
    if sample.units < 2 or why:
        return "one item" if sample.units < 2 else why
    added = _annotator_variance(removed.of(coefficient), removed.count, made > 0)
    if not np.isfinite(added):
        return "the overlap of the others rests on one annotator"
    return item_variance(sample) + max(added, 0.0)


def _made(removed: Removals) -> Floats:
    """(M,) annotations of each annotator."""
    return np.asarray(removed.times.sum(axis=1), dtype=np.float64).ravel()


def _why_not(value: float, floor: float, annotators: int, cells: int) -> str:
    if annotators < LEAST_ANNOTATORS:
        return "fewer than three annotators"
    if not floor + _PERFECT < value < 1 - _PERFECT:
        return "nobody disagrees" if value > 0 else "nobody agrees"
    return "too many different labels" if cells > _MOST_CELLS else ""


def _annotator_variance(changes: Changes, count: np.ndarray, active: np.ndarray) -> float:
    """What annotators add to the variance over items: delete-one-annotator minus delete-one-annotation."""
    others = changes.without_annotator()[active]
    M = len(others)
    over_annotators = (M - 1) / M * float(((others - others.mean()) ** 2).sum())
    return over_annotators - float(count @ (changes.without_annotation() - changes.value) ** 2)
