"""The difference of a coefficient between two label versions that share items.

Shared items make the two values move together, so the interval of the difference is narrower than the two intervals
suggest. A unit is an item with its count vector in either version; items of one version only have none in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.accelerated import bca_bounds
from labelcards.metrics.intervals.bootstrap import replicate_totals
from labelcards.metrics.intervals.linearization import gradient, influence_variance
from labelcards.metrics.intervals.uncertainty import IntervalPlan, student_t
from labelcards.metrics.ratings import Codes

__all__ = ["agreement_difference"]


@dataclass(frozen=True, eq=False)
class _Stratum:
    """Items of one sort: in both versions, only in the new one, or only in the old one."""

    features: sparse.csr_array
    weights: Floats


@dataclass(frozen=True, eq=False)
class _Joint:
    """New minus old as a function of joint sums: the P of the new version, then the P of the old one."""

    new: VectorCoefficient
    old: VectorCoefficient
    strata: tuple[_Stratum, ...]
    P: int

    @cached_property
    def totals(self) -> Floats:
        return np.asarray(sum(stratum.weights @ stratum.features for stratum in self.strata), dtype=np.float64)

    def value(self, totals: Floats) -> Floats:
        return np.asarray(self.new.value(totals[:, : self.P]) - self.old.value(totals[:, self.P :]))

    def influences(self) -> Iterator[Floats]:
        slope = np.concatenate([gradient(self.new, self.totals[: self.P]), -gradient(self.old, self.totals[self.P :])])
        return (np.asarray(stratum.features @ slope) for stratum in self.strata)


def agreement_difference(
    new: tuple[CountVectors, VectorCoefficient],
    old: tuple[CountVectors, VectorCoefficient],
    shared: tuple[Codes, Codes],
    plan: IntervalPlan,
) -> Result:
    """A coefficient of the new version minus that of the old one, each over all its items.

    Args:
        new, old: count vectors of each version, and the coefficient (with each version's own labels).
        shared: (S,) item codes in the new version and, aligned, in the old one. Empty: the versions are independent.
        plan: ``jackknife`` gives the infinitesimal jackknife with Student's t, ``percentile`` and ``bca`` the
            bootstrap; all are stratified by items in both versions, in the new one only and in the old one only.

    Returns:
        difference, -2 … 2; n = shared items that either version counts, or all when none is shared. Undefined when
        either value is.

    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 8 (more than one sample).
    """
    joint = _join(new, old, shared)
    units = [round(float(stratum.weights.sum())) for stratum in joint.strata]
    n = units[0] or sum(units)
    for name, coefficient, totals in (
        ("new", joint.new, joint.totals[: joint.P]),
        ("old", joint.old, joint.totals[joint.P :]),
    ):
        if not np.isfinite(coefficient.value(totals[None, :])[0]):
            return Undefined(f"{name} version: {coefficient.why_undefined(totals)}", n)
    value = float(joint.value(joint.totals[None, :])[0])
    kind = "paired" if units[0] else "unpaired"
    bounds = _jackknife(joint, value, plan) if plan.method == "jackknife" else _bootstrap(joint, value, plan)
    if isinstance(bounds, str):
        return Estimate(value, n, why_no_interval=bounds)
    low, high = (min(max(bound, -2.0), 2.0) for bound in bounds)
    return Estimate(value, n, f"{kind} {_name(plan)}", low, high)


def _name(plan: IntervalPlan) -> str:
    return f"infinitesimal jackknife over items, {plan.level:.0%}" if plan.method == "jackknife" else plan.name


def _join(
    new: tuple[CountVectors, VectorCoefficient],
    old: tuple[CountVectors, VectorCoefficient],
    shared: tuple[Codes, Codes],
) -> _Joint:
    (new_vectors, new_coefficient), (old_vectors, old_coefficient) = new, old
    new_vectors, old_vectors = new_vectors.at_least(new_coefficient.least), old_vectors.at_least(old_coefficient.least)
    new_features = new_coefficient.features(new_vectors)
    old_features = old_coefficient.features(old_vectors)
    a, b = new_vectors.of_item[shared[0]], old_vectors.of_item[shared[1]]
    both = (a >= 0) & (b >= 0)
    cell, count = np.unique(a[both] * max(old_vectors.U, 1) + b[both], return_counts=True)
    first, second = np.divmod(cell, max(old_vectors.U, 1))
    new_only = new_vectors.weights - np.bincount(first, weights=count, minlength=new_vectors.U)
    old_only = old_vectors.weights - np.bincount(second, weights=count, minlength=old_vectors.U)
    width = new_features.shape[1], old_features.shape[1]
    strata = (
        _Stratum(
            sparse.csr_array(sparse.hstack([new_features[first], old_features[second]])), count.astype(np.float64)
        ),
        _Stratum(_padded(new_features[new_only > 0], after=width[1]), new_only[new_only > 0]),
        _Stratum(_padded(old_features[old_only > 0], before=width[0]), old_only[old_only > 0]),
    )
    return _Joint(new_coefficient, old_coefficient, strata, width[0])


def _padded(features: sparse.csr_array, before: int = 0, after: int = 0) -> sparse.csr_array:
    rows = features.shape[0]
    blocks = [sparse.csr_array((rows, before)), features, sparse.csr_array((rows, after))]
    return sparse.csr_array(sparse.hstack([block for block in blocks if block.shape[1]]))


def _jackknife(joint: _Joint, value: float, plan: IntervalPlan) -> tuple[float, float] | str:
    variance, degrees = 0.0, 0.0
    for influence, stratum in zip(joint.influences(), joint.strata, strict=True):
        units = float(stratum.weights.sum())
        if units < 2:
            continue
        variance += influence_variance(influence, stratum.weights)
        degrees += units - 1
    if variance <= 1e-24 or degrees < 1:
        return _no_spread(value)
    half = student_t(plan.level, degrees) * sqrt(variance)
    return value - half, value + half


def _no_spread(value: float) -> str:
    return "no item's labels differ between the versions" if value == 0 else "every item has the same label counts"


def _bootstrap(joint: _Joint, value: float, plan: IntervalPlan) -> tuple[float, float] | str:
    totals = np.zeros((plan.replicates, len(joint.totals)))
    for number, stratum in enumerate(joint.strata):
        if not len(stratum.weights):
            continue
        row = 0
        for block in replicate_totals(stratum.features, stratum.weights, plan.replicates, plan.seed + number):
            totals[row : row + len(block)] += block
            row += len(block)
    values = joint.value(totals)
    fine = values[np.isfinite(values)]
    if len(fine) < 0.95 * len(values):
        return f"{len(values) - len(fine)} of {len(values)} bootstrap replicates are undefined"
    if np.ptp(fine) < 1e-12:
        return _no_spread(value)
    if plan.method == "percentile":
        low, high = np.quantile(fine, [(1 - plan.level) / 2, (1 + plan.level) / 2])
        return float(low), float(high)
    centered = [
        influence - (stratum.weights @ influence) / stratum.weights.sum()
        for influence, stratum in zip(joint.influences(), joint.strata, strict=True)
        if len(stratum.weights)
    ]
    weights = np.concatenate([stratum.weights for stratum in joint.strata])
    return bca_bounds(fine, value, np.concatenate(centered), weights, plan.level)
