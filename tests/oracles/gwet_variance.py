"""Gwet's analytic intervals of the kappa family, as his book and the irrCAC packages print them.

They are kept to reproduce published figures. The default intervals (`uncertainty`) differ in two ways: they treat the
number of items with two annotations as random in numerator and denominator alike, and they stay inside the range.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from labelcards.metrics.agreement.coefficients import ChanceCorrection, observed_agreement
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.uncertainty import student_t

__all__ = ["gwet_interval"]


def gwet_interval(vectors: CountVectors, coefficient: ChanceCorrection, level: float = 0.95) -> Result:
    """A coefficient with Gwet's linearization variance and a Student's t interval cut at 1.

    Args:
        vectors: of all annotated items, those with one annotation included.
        coefficient: percent agreement, Fleiss' kappa, AC1/AC2 or Brennan–Prediger.
        level: wanted coverage.

    Returns:
        the coefficient, n = annotated items. Undefined like the coefficient.

    Source: Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 5; Gwet 2008,
    doi:10.1348/000711006X126600.
    """
    n = float(vectors.weights.sum())
    paired = vectors.sizes >= 2
    n2 = float(vectors.weights[paired].sum())
    if n2 == 0:
        return Undefined("no item has two annotations", round(n))
    totals = np.asarray(vectors.weights @ coefficient.features(vectors), dtype=np.float64)
    value = float(coefficient.value(totals[None, :])[0])
    if not np.isfinite(value):
        return Undefined(coefficient.why_undefined(totals), round(n))
    chance = coefficient.chance_agreement(totals)
    agreeing = observed_agreement(vectors, coefficient.weights)
    own = n / n2 * (agreeing - chance * paired) / (1 - chance)
    shift = _chance_of_items(vectors, coefficient, totals[3:] / n, chance) - chance
    moves = own - 2 * (1 - value) * shift / (1 - chance)
    if n < 2:
        return Estimate(value, round(n), why_no_interval="one item")
    error = sqrt(float(vectors.weights @ (moves - value) ** 2) / (n * (n - 1)))
    half = student_t(level, n - 1) * error
    return Estimate(value, round(n), f"Gwet's linearization, {level:.0%}", value - half, min(1.0, value + half))


def _chance_of_items(vectors: CountVectors, coefficient: ChanceCorrection, shares: Floats, chance: float) -> Floats:
    """(U,) chance agreement if one of the two annotators labelled like the item."""
    weights = np.eye(coefficient.K) if coefficient.weights is None else coefficient.weights
    if coefficient.chance == "pooled":
        credit = (weights @ shares + weights.T @ shares) / 2
    elif coefficient.chance == "hard-items":
        credit = weights.sum() / max(coefficient.K * (coefficient.K - 1), 1) * (1 - shares)
    else:
        return np.full(vectors.U, chance)
    return np.asarray(vectors.counts @ credit / vectors.sizes, dtype=np.float64)
