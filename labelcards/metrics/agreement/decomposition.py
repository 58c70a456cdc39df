"""What a difference between two label versions is made of: relabelling, and the items that came and went.

Three differences, new minus old: on the items that both versions have; of the versions as a whole; and, the second less
the first, what the change of items adds. The values add up; each has an interval of its own.

Items are taken as drawn. Annotators are as well where others answered (`AnnotatorPools`): then the variance of the
delete-one-annotator jackknife is added, in which an annotator of both versions is deleted from both.

Source: Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, ch. 6 (influence of an item); Cameron,
Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136 (two ways); Welch 1947, doi:10.1093/biomet/34.1-2.28 (degrees of
freedom of a sum of variances).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.annotator_spread import AnnotatorPools, AnnotatorSpread, annotator_spread
from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, count_vectors
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.level import LEVEL, over_items
from labelcards.metrics.intervals.linearization import gradient, influence_variance
from labelcards.metrics.intervals.variance_parts import DifferenceTest, VariancePart, tested_difference
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["LEAST_ITEMS", "Decomposition", "RatingsPair", "agreement_decomposition"]

_LARGEST = 2.0
LEAST_ITEMS = 5
"""With fewer items on a side the normal approximation of a difference says nothing."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A difference between two versions and what it is made of.

    Attributes:
        old, new: the values on shared items; NaN where undefined.
        shared: on the items that both versions count.
        composition: what items that came and went add: ``whole`` minus ``shared``.
        whole: over all items of each version.
    """

    old: float
    new: float
    shared: DifferenceTest
    composition: DifferenceTest
    whole: DifferenceTest


@dataclass(frozen=True, slots=True, eq=False)
class RatingsPair:
    """The annotations of one question in two versions, one per annotator and item at most.

    Attributes:
        old, new: the annotations.
        shared: (S,) item codes in the old version and, aligned, in the new one.
        pools: who answered, when annotators are to be taken as drawn; None takes them as given.
        known: their count vectors, old first, when they were made already.
    """

    old: Ratings
    new: Ratings
    shared: tuple[Codes, Codes]
    pools: AnnotatorPools | None = None
    known: tuple[CountVectors, CountVectors] | None = None

    @property
    def vectors(self) -> tuple[CountVectors, CountVectors]:
        """The count vectors, old first."""
        return self.known or (count_vectors(self.old), count_vectors(self.new))

    def on_shared_items(self) -> tuple[Ratings, Ratings]:
        """Old and new annotations of the items that both versions have; codes stay."""
        old, new = (
            _restricted(ratings, items) for ratings, items in zip((self.old, self.new), self.shared, strict=True)
        )
        return old, new


def _restricted(ratings: Ratings, items: Codes) -> Ratings:
    here = np.zeros(ratings.N, dtype=np.bool_)
    here[items] = True
    return ratings if here.all() else ratings.where(here[ratings.item])


@dataclass(frozen=True, eq=False)
class _Stratum:
    """Items of one sort, alike ones counted once; the features of a version that lacks them are absent."""

    weights: Floats
    old: sparse.csr_array | None = None
    new: sparse.csr_array | None = None

    @cached_property
    def units(self) -> float:
        return float(self.weights.sum())

    def influence(self, old: Floats, new: Floats) -> Floats:
        """(U,) new minus old, given the gradients of both."""
        found = np.zeros(len(self.weights))
        if self.new is not None:
            found += self.new @ new
        if self.old is not None:
            found -= self.old @ old
        return found

    def part(self, influence: Floats) -> VariancePart:
        if self.units < 2:
            return VariancePart(0.0, 1.0)
        return VariancePart(influence_variance(influence, self.weights), self.units - 1)


@dataclass(frozen=True, eq=False)
class _Strata:
    """All items: those that both versions count, those of the new one only, those of the old one only."""

    coefficients: tuple[VectorCoefficient, VectorCoefficient]
    both: _Stratum
    new_only: _Stratum
    old_only: _Stratum

    @property
    def all(self) -> tuple[_Stratum, _Stratum, _Stratum]:
        return self.both, self.new_only, self.old_only

    def totals(self, *strata: _Stratum) -> tuple[Floats, Floats]:
        """The sums of the old and of the new version over the strata."""
        old = sum(each.weights @ each.old for each in strata if each.old is not None)
        new = sum(each.weights @ each.new for each in strata if each.new is not None)
        return np.asarray(old, dtype=np.float64), np.asarray(new, dtype=np.float64)


def agreement_decomposition(pair: RatingsPair, old: VectorCoefficient, new: VectorCoefficient) -> Decomposition:
    """A coefficient of two versions, new minus old, on shared items and as a whole.

    Args:
        pair: the annotations.
        old, new: the coefficient with each version's own labels.

    Returns:
        differences, -2 … 2. Each is undefined, with the reason, where one of its values is. n on shared items counts
        the items that both versions count; n of the whole, the items that either does.
    """
    strata = _strata(pair, old, new)
    whole, shared = strata.totals(*strata.all), strata.totals(strata.both)
    units = round(strata.both.units)
    everything = round(sum(each.units for each in strata.all))
    spread: AnnotatorSpread | str | None = None
    if pair.pools is not None:
        spread = annotator_spread((pair.old, pair.new), pair.on_shared_items(), pair.pools, (old, new))
    influences = _influences(strata, whole, shared)
    found = {}
    for name, n in (("shared", units), ("composition", everything), ("whole", everything)):
        values, why = _value(strata, name, whole, shared)
        if why:
            found[name] = DifferenceTest(Undefined(why, n), np.nan)
            continue
        few = _few(strata, name)
        if few:
            found[name] = DifferenceTest(Estimate(values, n, why_no_interval=few), np.nan)
            continue
        parts = [each.part(mine) for each, mine in zip(strata.all, influences[name], strict=True)]
        found[name] = _tested(values, parts, spread, name, n)
    before, after = (_of(each, totals) for each, totals in zip(strata.coefficients, shared, strict=True))
    return Decomposition(before, after, **found)


def _few(strata: _Strata, name: str) -> str:
    """Why there is no interval: a version has too few items to say how much items differ."""
    counted = (strata.both,) if name == "shared" else strata.all
    for side, sizes in (
        ("old", [each.units for each in counted if each.old is not None]),
        ("new", [each.units for each in counted if each.new is not None]),
    ):
        if sum(sizes) < LEAST_ITEMS:
            return f"fewer than {LEAST_ITEMS} items are counted in the {side} version"
    return ""


def _tested(
    value: float, parts: list[VariancePart], spread: AnnotatorSpread | str | None, name: str, n: int
) -> DifferenceTest:
    if spread is None:
        return tested_difference(value, parts, n, over_items("infinitesimal jackknife"), _LARGEST)
    if isinstance(spread, str):
        return DifferenceTest(Undefined(spread, n), np.nan)
    added = spread.part(name)
    method = f"jackknife over items and {spread.words} annotators, {LEVEL:.0%}"
    return tested_difference(value, [*parts, added], n, method, _LARGEST)


def _of(coefficient: VectorCoefficient, totals: Floats) -> float:
    return float(coefficient.value(totals[None, :])[0]) if totals.ndim else float("nan")


def _value(
    strata: _Strata, name: str, whole: tuple[Floats, Floats], shared: tuple[Floats, Floats]
) -> tuple[float, str]:
    """The difference, or why it is undefined."""
    used = {"shared": [shared], "whole": [whole], "composition": [whole, shared]}[name]
    if name != "whole" and not strata.both.units:
        return np.nan, "no item is in both versions"
    found = []
    for totals in used:
        values = [_of(each, sums) for each, sums in zip(strata.coefficients, totals, strict=True)]
        for side, value, coefficient, sums in zip(("old", "new"), values, strata.coefficients, totals, strict=True):
            if not np.isfinite(value):
                why = coefficient.why_undefined(sums) if sums.ndim else "no item has enough annotations"
                return np.nan, f"{side} version: {why}"
        found.append(values[1] - values[0])
    return found[0] - sum(found[1:]), ""


def _influences(
    strata: _Strata, whole: tuple[Floats, Floats], shared: tuple[Floats, Floats]
) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Of every stratum's items on each of the three differences; meaningless where a value is undefined."""
    slopes = [
        [
            gradient(coefficient, sums) if sums.ndim else np.zeros(0)
            for coefficient, sums in zip(strata.coefficients, totals, strict=True)
        ]
        for totals in (whole, shared)
    ]
    on_all = [each.influence(*slopes[0]) for each in strata.all]
    nobody = [np.zeros(len(each.weights)) for each in strata.all]
    on_shared = strata.both.influence(*slopes[1]) if strata.both.units else nobody[0]
    return {
        "whole": (on_all[0], on_all[1], on_all[2]),
        "shared": (on_shared, nobody[1], nobody[2]),
        "composition": (on_all[0] - on_shared, on_all[1], on_all[2]),
    }


def _strata(pair: RatingsPair, old: VectorCoefficient, new: VectorCoefficient) -> _Strata:
    before, after = (each.at_least(one.least) for each, one in zip(pair.vectors, (old, new), strict=True))
    features = old.features(before), new.features(after)
    a, b = before.of_item[pair.shared[0]], after.of_item[pair.shared[1]]
    both = (a >= 0) & (b >= 0)
    cell, count = np.unique(a[both] * max(after.U, 1) + b[both], return_counts=True)
    first, second = np.divmod(cell, max(after.U, 1))
    left = before.weights - np.bincount(first, weights=count, minlength=before.U)
    came = after.weights - np.bincount(second, weights=count, minlength=after.U)
    return _Strata(
        (old, new),
        _Stratum(count.astype(np.float64), _rows(features[0], first), _rows(features[1], second)),
        _Stratum(came[came > 0], new=_rows(features[1], np.flatnonzero(came > 0))),
        _Stratum(left[left > 0], old=_rows(features[0], np.flatnonzero(left > 0))),
    )


def _rows(features: sparse.csr_array, rows: Codes) -> sparse.csr_array:
    return sparse.csr_array(features[rows])
