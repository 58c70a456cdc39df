"""From the sums of a coefficient to an estimate with its interval.

The default takes the delete-one jackknife over items and turns it into ABC bounds (`accelerated`), which correct for
bias and skewness and miss the truth about equally often on both sides. In simulations (`tests/metrics/coverage.py`) it
covers the truth in 93-97% of samples of 50 to 5,000 items. Student's t on the logit scale went down to 92.8% on hard
items with most misses on one side, percentile bootstrap and plain jackknife to 88% in skewed settings. Coverage is
lower when fewer than about five items carry the rarer label; no interval helps there, so a warning says so.

Source: Efron and Stein 1981, doi:10.1214/aos/1176345462 (jackknife); DiCiccio and Efron 1992,
doi:10.1093/biomet/79.2.231 (ABC); Hughes 2022, arXiv:2210.13265 (the percentile bootstrap of alpha under-covers).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
from scipy import sparse, special

from labelcards.metrics.agreement.coefficients import Coefficient
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.accelerated import abc_bounds, bca_bounds
from labelcards.metrics.intervals.bootstrap import replicate_totals
from labelcards.metrics.intervals.level import LEVEL, over_items
from labelcards.metrics.intervals.linearization import gradient, influence_variance

__all__ = [
    "IntervalMethod",
    "IntervalPlan",
    "Sample",
    "estimate",
    "influence_interval",
    "item_variance",
    "logit_bounds",
    "student_t",
]

IntervalMethod = Literal["jackknife", "percentile", "bca"]

_OUT_OF_RANGE = "less than -1: chance alone would agree more often than these annotations can"
_SAME = "every item has the same label counts"
_PERFECT = 1e-12
_ROUNDING = 1e-9
_MOST_DEFINED = 0.95
_MOST_CELLS = 20_000_000
_CELLS = 1 << 22


@dataclass(frozen=True, slots=True)
class IntervalPlan:
    """How to make intervals.

    Attributes:
        method: ``jackknife`` (default; ABC bounds), ``percentile`` or ``bca`` (bootstrap over items).
        level: wanted coverage.
        replicates, seed: of the bootstrap.
    """

    method: IntervalMethod = "jackknife"
    level: float = LEVEL
    replicates: int = 1000
    seed: int = 0

    @property
    def name(self) -> str:
        """What the method is called in figures."""
        if self.method == "jackknife":
            return over_items("ABC jackknife", level=self.level)
        kind = "BCa" if self.method == "bca" else "percentile"
        return over_items(f"{kind} bootstrap", level=self.level, more=f"{self.replicates} replicates")


@dataclass(frozen=True, eq=False)
class Sample:
    """A coefficient and the items it is computed from.

    Attributes:
        coefficient: what the sums mean.
        features: (U, P) what is summed over items, per distinct item.
        weights: (U,) how many items are alike.
        unseen: (V, P) of items that the sample may have missed, where it holds few of the items that matter
            (`labelcards.metrics.agreement.rare_labels`).
    """

    coefficient: Coefficient
    features: sparse.csr_array
    weights: Floats
    unseen: sparse.csr_array | None = None

    @cached_property
    def totals(self) -> Floats:
        """(P,) the sums."""
        return np.asarray(self.weights @ self.features, dtype=np.float64)

    @cached_property
    def value(self) -> float:
        """The coefficient, NaN when undefined."""
        return float(self.coefficient.value(self.totals[None, :])[0])

    @property
    def why_undefined(self) -> str:
        """Why there is no value within the range; empty when there is one."""
        if not np.isfinite(self.value):
            return self.coefficient.why_undefined(self.totals)
        return _OUT_OF_RANGE if self.value < self.coefficient.floor - _ROUNDING else ""

    @cached_property
    def units(self) -> int:
        """How many items there are."""
        return round(float(self.weights.sum()))

    @cached_property
    def influence(self) -> Floats:
        """(U,) how much one more item of each kind moves the coefficient."""
        return np.asarray(self.features @ gradient(self.coefficient, self.totals), dtype=np.float64)

    @property
    def small(self) -> bool:
        """Whether deleting every distinct item once is affordable."""
        return self.features.shape[0] * self.features.shape[1] <= _MOST_CELLS

    def without_one(self) -> Floats:
        """(U,) the coefficient without one item of each kind."""
        U, P = self.features.shape
        rows = max(1, _CELLS // max(P, 1))
        blocks = (self.features[begin : begin + rows].toarray() for begin in range(0, U, rows))
        return np.concatenate([self.coefficient.value(self.totals - block) for block in blocks])

    def replicates(self, plan: IntervalPlan) -> Floats:
        """(B,) the coefficient of bootstrap samples of the items, NaN where undefined."""
        totals = replicate_totals(self.features, self.weights, plan.replicates, plan.seed)
        return np.concatenate([self.coefficient.value(block) for block in totals])


def estimate(sample: Sample, plan: IntervalPlan, n: int | None = None) -> Result:
    """The coefficient of a sample with its interval.

    Args:
        sample: what to measure.
        plan: how to make the interval.
        n: what to report as the number of units; all items of the sample when absent.

    Returns:
        an `Estimate`, or `Undefined` with the coefficient's reason.
    """
    shown = sample.units if n is None else n
    if sample.why_undefined:
        return Undefined(sample.why_undefined, shown)
    floor = sample.coefficient.floor
    value = _rounded(sample.value, floor)
    if sample.units < 2:
        return Estimate(value, shown, why_no_interval="one item")
    bounds, method = _bounds(sample, plan)
    if isinstance(bounds, str):
        return Estimate(value, shown, why_no_interval=bounds)
    if sample.unseen is not None and plan.method == "jackknife":
        bounds = _with_unseen(sample, sample.unseen, bounds, plan.level)
        method = method.replace(" over items", " over items, rare labels not seen allowed for")
    low, high = min(max(bounds[0], floor), value), max(min(bounds[1], 1.0), value)
    if high - low < _PERFECT:
        return Estimate(value, shown, why_no_interval=_SAME)
    return Estimate(value, shown, method, low, high)


def _rounded(value: float, floor: float) -> float:
    """The value, where rounding took it off an end of its range, that end."""
    if value > 1 - _PERFECT:
        return 1.0
    return floor if value < floor + _PERFECT else value


def _bounds(sample: Sample, plan: IntervalPlan) -> tuple[tuple[float, float] | str, str]:
    """Bounds of what the sample holds, or why there are none, and what they are called."""
    floor = sample.coefficient.floor
    if sample.value > 1 - _PERFECT:
        return (_perfect_bound(sample, plan.level), 1.0), over_items("no disagreement: Wilson bound", level=plan.level)
    if sample.value < floor + _PERFECT:
        high = floor + (1 - floor) * _unseen(sample.units, plan.level)
        return (floor, high), over_items("no agreement: Wilson bound", level=plan.level)
    return _jackknife(sample, plan) if plan.method == "jackknife" else (_bootstrap(sample, plan), plan.name)


def _with_unseen(
    sample: Sample, unseen: sparse.csr_array, bounds: tuple[float, float], level: float
) -> tuple[float, float]:
    """The hull of the bounds and of those with z²/2 more items of each kind that was not seen."""
    low, high = bounds
    added = float(special.ndtri(0.5 + level / 2)) ** 2 / 2
    for row in range(unseen.shape[0]):
        features = sparse.csr_array(sparse.vstack([sample.features, unseen[[row]]]))
        more = Sample(sample.coefficient, features, np.append(sample.weights, added))
        without = more.without_one() if more.small else np.array([np.nan])
        if not np.isfinite(without).all():
            continue
        moved = abc_bounds(sample.coefficient, features, more.weights, without, level)
        if moved is not None:
            low, high = min(low, moved[0]), max(high, moved[1])
    return low, high


def student_t(level: float, degrees: float) -> float:
    """The two-sided Student's t quantile."""
    return float(special.stdtrit(degrees, 0.5 + level / 2))


def _unseen(units: int, level: float) -> float:
    """Largest share of items that may differ when none of ``units`` did (Wilson): z² / (n + z²)."""
    z = float(special.ndtri(0.5 + level / 2))
    return z * z / (units + z * z)


def _perfect_bound(sample: Sample, level: float) -> float:
    """Lower bound after no disagreement was seen: the largest unseen share of items may disagree completely."""
    chance = sample.coefficient.chance_disagreement(sample.totals)
    floor = sample.coefficient.floor
    return max(floor, 1 - _unseen(sample.units, level) / chance) if chance > 0 else floor


def _jackknife(sample: Sample, plan: IntervalPlan) -> tuple[tuple[float, float] | str, str]:
    """Bounds and what they are called: ABC where every deletion leaves a value, else infinitesimal jackknife."""
    without = sample.without_one() if sample.small else None
    if without is not None and np.isfinite(without).all():
        bounds = abc_bounds(sample.coefficient, sample.features, sample.weights, without, plan.level)
        return bounds or _SAME, plan.name
    variance = influence_variance(sample.influence, sample.weights)
    method = over_items("infinitesimal jackknife", level=plan.level, more="logit scale")
    return logit_bounds(sample.value, variance, sample.units, sample.coefficient.floor, plan.level), method


def item_variance(sample: Sample) -> float:
    """The variance of the coefficient over items: delete-one jackknife, infinitesimal where that cannot be made."""
    if sample.small:
        without = sample.without_one()
        if np.isfinite(without).all():
            without -= (sample.weights @ without) / sample.units
            return float((sample.units - 1) / sample.units * (sample.weights @ without**2))
    return influence_variance(sample.influence, sample.weights)


def logit_bounds(value: float, variance: float, units: int, floor: float, level: float) -> tuple[float, float] | str:
    """Student's t bounds on the logit scale of the range ``floor`` … 1, or why there are none."""
    if variance < _PERFECT**2:
        return _SAME
    half_range = (1 - floor) / 2
    inside = min(max((value - floor) / half_range - 1, -1 + _PERFECT), 1 - _PERFECT)
    middle = atanh(inside)
    half = student_t(level, units - 1) * sqrt(variance) / half_range / (1 - inside**2)
    low, high = (floor + half_range * (1 + tanh(bound)) for bound in (middle - half, middle + half))
    return low, high


def _bootstrap(sample: Sample, plan: IntervalPlan) -> tuple[float, float] | str:
    values = sample.replicates(plan)
    fine = values[np.isfinite(values)]
    if len(fine) < _MOST_DEFINED * len(values):
        return f"{len(values) - len(fine)} of {len(values)} bootstrap replicates are undefined"
    if np.ptp(fine) < _PERFECT:
        return _SAME
    if plan.method == "bca":
        return bca_bounds(fine, sample.value, sample.influence, sample.weights, plan.level)
    low, high = np.quantile(fine, [(1 - plan.level) / 2, (1 + plan.level) / 2])
    return float(low), float(high)


def influence_interval(value: float, influence: Floats, weights: Floats, level: float, chance: float = 1.0) -> Result:
    """An estimate from influences alone: infinitesimal jackknife with Student's t on the logit scale.

    Args:
        value: the coefficient; 1 is perfect agreement.
        influence: (U,) how much each distinct item moves it.
        weights: (U,) how many items are alike.
        level: wanted coverage.
        chance: disagreement expected by chance, as a share of the worst possible.

    Returns:
        -1 … 1; n = items. Undefined when the value is below its range.
    """
    units, floor = round(float(weights.sum())), -1.0
    if value < floor - _ROUNDING:
        return Undefined(_OUT_OF_RANGE, units)
    value = _rounded(value, floor)
    if units < 2:
        return Estimate(value, units, why_no_interval="one item")
    if value == 1.0:
        low = max(floor, 1 - _unseen(units, level) / chance)
        return Estimate(1.0, units, over_items("no disagreement: Wilson bound", level=level), low, 1.0)
    if value == floor:
        high = floor + (1 - floor) * _unseen(units, level)
        return Estimate(floor, units, over_items("no agreement: Wilson bound", level=level), floor, high)
    bounds = logit_bounds(value, influence_variance(influence, weights), units, floor, level)
    if isinstance(bounds, str):
        return Estimate(value, units, why_no_interval=bounds)
    low, high = min(bounds[0], value), max(bounds[1], value)
    return Estimate(value, units, over_items("infinitesimal jackknife", level=level, more="logit scale"), low, high)
