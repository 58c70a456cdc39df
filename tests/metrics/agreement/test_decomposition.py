"""The difference of a coefficient between two versions, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import isnan

import numpy as np
import pytest

from labelcards.metrics.agreement.annotator_spread import AnnotatorPools
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.decomposition import Decomposition, RatingsPair, agreement_decomposition
from labelcards.metrics.agreement.item_shares import Unanimity
from labelcards.metrics.agreement.measures import agreement, sample_of
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.variance_parts import DifferenceTest
from labelcards.metrics.ratings import Codes, Ratings


def _crowd(seed: int, N: int = 300, following: float = 0.7, M: int = 3) -> Ratings:
    generator = np.random.default_rng(seed)
    truth = np.random.default_rng(0).integers(0, 3, N)
    noise = generator.integers(0, 3, (N, M))
    label = np.where(generator.random((N, M)) < following, truth[:, None], noise).ravel()
    return Ratings(np.repeat(np.arange(N), M), np.tile(np.arange(M), N), label, N, M, 3)


def _parts(
    new: Ratings,
    old: Ratings,
    shared: Codes,
    coefficient: VectorCoefficient | None = None,
    pools: AnnotatorPools | None = None,
) -> Decomposition:
    made = coefficient or Alpha()
    return agreement_decomposition(RatingsPair(old, new, (shared, shared), pools), made, made)


def _estimate(found: DifferenceTest) -> Estimate:
    assert isinstance(found.difference, Estimate)
    return found.difference


def _width(found: DifferenceTest) -> float:
    one = _estimate(found)
    assert one.low is not None
    assert one.high is not None
    return one.high - one.low


def _restricted(ratings: Ratings, items: Codes) -> Ratings:
    return ratings.where(np.isin(ratings.item, items))


@pytest.mark.parametrize("shared", [40, 100, 300])
def test_the_parts_add_up(shared: int) -> None:
    """The whole is that of the published values; on shared items that of the items alone; the rest is the rest."""
    new, old = _crowd(1, following=0.85), _crowd(2)
    items = np.arange(shared)
    found = _parts(new, old, items)
    whole = [agreement(side, Alpha()) for side in (new, old)]
    part = [agreement(_restricted(side, items), Alpha()) for side in (new, old)]
    assert all(isinstance(each, Estimate) for each in (*whole, *part))
    assert _estimate(found.whole).value == pytest.approx(whole[0].value - whole[1].value, abs=1e-12)  # type: ignore[union-attr]
    assert _estimate(found.shared).value == pytest.approx(part[0].value - part[1].value, abs=1e-12)  # type: ignore[union-attr]
    assert (found.new, found.old) == pytest.approx((part[0].value, part[1].value))  # type: ignore[union-attr]
    total = _estimate(found.shared).value + _estimate(found.composition).value
    assert total == pytest.approx(_estimate(found.whole).value, abs=1e-12)
    for each in (found.shared, found.whole):
        one = _estimate(each)
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.value < one.high
        assert (each.p < 0.05) == (not one.low <= 0 <= one.high)
    assert _estimate(found.shared).n == shared
    assert _estimate(found.whole).n == 600 - shared


def _bootstrap(new: Ratings, old: Ratings, items: Codes, of: Callable[[Decomposition], DifferenceTest]) -> float:
    """The standard error by drawing items anew: shared ones in both versions, the others in their own."""
    generator = np.random.default_rng(7)
    others = np.setdiff1d(np.arange(new.N), items)
    values = []
    for _ in range(300):
        drawn = [generator.choice(items, len(items)), generator.choice(others, len(others))]
        again = generator.choice(others, len(others))
        sides = [_drawn(new, np.concatenate([drawn[0], drawn[1]])), _drawn(old, np.concatenate([drawn[0], again]))]
        values.append(_estimate(of(_parts(sides[0], sides[1], np.arange(len(items))))).value)
    return float(np.std(values))


def _drawn(ratings: Ratings, items: Codes) -> Ratings:
    """``items`` as the items 0, 1 … of a new sample, every one with all its annotations."""
    label = ratings.label.reshape(ratings.N, ratings.M)[items].ravel()
    n = len(items)
    return Ratings(np.repeat(np.arange(n), ratings.M), np.tile(np.arange(ratings.M), n), label, n, ratings.M, ratings.K)


@pytest.mark.parametrize("which", ["shared", "composition", "whole"])
def test_intervals_equal_the_bootstrap(which: str) -> None:
    """The standard errors of all three are within a sixth of what drawing items anew gives."""
    new, old = _crowd(1, following=0.8), _crowd(2)
    items = np.arange(180)

    def of(parts: Decomposition) -> DifferenceTest:
        found = getattr(parts, which)
        assert isinstance(found, DifferenceTest)
        return found

    ours = _width(of(_parts(new, old, items))) / 2 / 1.97
    assert ours == pytest.approx(_bootstrap(new, old, items, of), rel=1 / 6)


def test_pairing_narrows() -> None:
    """One version with a few labels changed: the interval is far narrower than were the versions independent."""
    old = _crowd(1)
    label = old.label.copy()
    label[:30] = 0
    new = Ratings(old.item, old.annotator, label, old.N, old.M, old.K)
    assert _width(_parts(new, old, np.arange(300)).whole) < _width(_parts(new, old, np.arange(0)).whole) / 2


def test_equal_versions_differ_by_nothing() -> None:
    """A version against itself: 0, no spread to make an interval from, and the reason says so."""
    ratings = _crowd(1)
    found = _parts(ratings, ratings, np.arange(300)).shared
    assert (_estimate(found).value, _estimate(found).low, found.p) == (0, None, 1.0)
    assert _estimate(found).why_no_interval == "no item counts otherwise in the new version"


def test_without_shared_items_there_is_only_the_whole() -> None:
    """What became of the labels is undefined, and the squared widths of independent versions add up (Fleiss' kappa)."""
    new, old = _crowd(1), _crowd(2)
    kappa = ChanceCorrection("pooled", 3)
    found = _parts(new, old, np.zeros(0, dtype=np.intp), kappa)
    assert found.shared.difference == Undefined("no item is in both versions", 0)
    assert isinstance(found.composition.difference, Undefined)
    half = []
    for side in (new, old):
        sample = sample_of(count_vectors(side), kappa)
        centered = sample.influence - (sample.weights @ sample.influence) / sample.units
        half.append(float(sample.weights @ centered**2))
    assert (_width(found.whole) / 2) ** 2 == pytest.approx(sum(half) * 1.9639**2, rel=0.01)


def test_says_which_version_is_undefined() -> None:
    """When one version has one label only, the differences are undefined and name the version."""
    old = _crowd(1)
    flat = Ratings(old.item, old.annotator, np.zeros_like(old.label), old.N, old.M, old.K)
    found = _parts(old, flat, np.arange(300))
    assert found.shared.difference == Undefined("old version: all annotations have the same label", 300)
    assert isnan(found.shared.p)


def _pools(M: int, *, same: int) -> AnnotatorPools:
    """M annotators in either version, the first ``same`` of them the same persons."""
    new = np.concatenate([np.arange(same), M + np.arange(M - same)]).astype(np.intp)
    return AnnotatorPools(np.arange(M, dtype=np.intp), new, 2 * M - same)


def test_other_annotators_widen() -> None:
    """The same answers are less sure when they are from others, and not when all persons answered both times."""
    new, old = _crowd(1, M=5), _crowd(2, M=5)
    items = np.arange(300)
    given = _width(_parts(new, old, items).shared)
    apart = _width(_parts(new, old, items, pools=_pools(5, same=0)).shared)
    unmoved = _parts(old, old, items, pools=_pools(5, same=5)).shared
    assert apart >= given
    assert _estimate(unmoved).low is None
    assert "5 and 5 annotators" in _estimate(_parts(new, old, items, pools=_pools(5, same=2)).shared).method


def test_two_other_annotators_say_nothing() -> None:
    """Fewer than three annotators: no difference is told, with the reason and the version."""
    new, old = _crowd(1, M=2), _crowd(2, M=5)
    pools = AnnotatorPools(np.arange(5, dtype=np.intp), 5 + np.arange(2, dtype=np.intp), 7)
    found = _parts(new, old, np.arange(300), pools=pools).shared.difference
    assert found == Undefined(
        "other annotators answered, and in the new version fewer than three annotators answered", 300
    )


@pytest.mark.parametrize("votes", [2, 3, 4])
def test_unanimity_is_that_of_all_draws(votes: int) -> None:
    """The share of draws of so many annotations that are alike equals enumeration."""
    ratings = _crowd(5, N=40, M=5)
    label = ratings.label.reshape(40, 5)
    expected = np.mean([np.mean([len({*draw}) == 1 for draw in combinations(row.tolist(), votes)]) for row in label])
    found = sample_of(count_vectors(ratings), Unanimity(votes))
    assert found.value == pytest.approx(float(expected))
