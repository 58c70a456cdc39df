"""The difference of a coefficient between two versions."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.measures import agreement, sample_of
from labelcards.metrics.agreement.paired import agreement_difference
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalMethod, IntervalPlan
from labelcards.metrics.ratings import Codes, Ratings

METHODS: list[IntervalMethod] = ["jackknife", "percentile", "bca"]


def _crowd(seed: int, N: int = 300, following: float = 0.7) -> Ratings:
    generator = np.random.default_rng(seed)
    truth = np.random.default_rng(0).integers(0, 3, N)
    noise = generator.integers(0, 3, (N, 3))
    label = np.where(generator.random((N, 3)) < following, truth[:, None], noise).ravel()
    return Ratings(np.repeat(np.arange(N), 3), np.tile(np.arange(3), N), label, N, 3, 3)


def _difference(new: Ratings, old: Ratings, shared: Codes, method: IntervalMethod = "jackknife") -> Estimate:
    sides = [(count_vectors(side), Alpha()) for side in (new, old)]
    result = agreement_difference(sides[0], sides[1], (shared, shared), IntervalPlan(method, seed=4))
    assert isinstance(result, Estimate)
    return result


def _width(result: Estimate) -> float:
    assert result.low is not None
    assert result.high is not None
    return result.high - result.low


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shared", [0, 100, 300])
def test_value_is_new_minus_old(method: IntervalMethod, shared: int) -> None:
    """Whatever is shared, the difference is that of the two published values, and lies in its interval."""
    new, old = _crowd(1, following=0.85), _crowd(2)
    values = [agreement(side, Alpha()) for side in (new, old)]
    result = _difference(new, old, np.arange(shared), method)
    assert isinstance(values[0], Estimate)
    assert isinstance(values[1], Estimate)
    assert result.value == pytest.approx(values[0].value - values[1].value, abs=1e-12)
    assert result.low is not None
    assert result.high is not None
    assert result.low < result.value < result.high
    assert result.method.startswith("paired" if shared else "unpaired")
    assert result.n == (shared or 600)


@pytest.mark.parametrize("method", METHODS)
def test_pairing_narrows(method: IntervalMethod) -> None:
    """One version with a few labels changed: the paired interval is far narrower than the unpaired one."""
    old = _crowd(1)
    label = old.label.copy()
    label[:30] = 0
    new = Ratings(old.item, old.annotator, label, old.N, old.M, old.K)
    paired, apart = _difference(new, old, np.arange(300), method), _difference(new, old, np.arange(0), method)
    assert _width(paired) < _width(apart) / 2


@pytest.mark.parametrize("method", METHODS)
def test_equal_versions_differ_by_nothing(method: IntervalMethod) -> None:
    """A version against itself: 0, no spread to make an interval from, and the reason says so."""
    ratings = _crowd(1)
    result = _difference(ratings, ratings, np.arange(300), method)
    assert (result.value, result.low) == (0, None)
    assert result.why_no_interval == "no item's labels differ between the versions"


def test_methods_agree() -> None:
    """Jackknife, percentile and BCa bounds are within a tenth of a width of each other in a large sample."""
    new, old = _crowd(1, following=0.8), _crowd(2)
    bounds = [_difference(new, old, np.arange(200), method) for method in METHODS]
    for result in bounds[1:]:
        assert result.low == pytest.approx(bounds[0].low, abs=_width(bounds[0]) / 10)
        assert result.high == pytest.approx(bounds[0].high, abs=_width(bounds[0]) / 10)


def test_unpaired_variance_is_the_sum() -> None:
    """Of independent versions the squared widths add up (Fleiss' kappa, jackknife)."""
    new, old = _crowd(1), _crowd(2)
    kappa = ChanceCorrection("pooled", 3)
    none = np.zeros(0, dtype=np.intp)
    joint = agreement_difference((count_vectors(new), kappa), (count_vectors(old), kappa), (none, none), IntervalPlan())
    assert isinstance(joint, Estimate)
    half = []
    for side in (new, old):
        sample = sample_of(count_vectors(side), kappa)
        centered = sample.influence - (sample.weights @ sample.influence) / sample.units
        half.append(float(sample.weights @ centered**2))
    assert (_width(joint) / 2) ** 2 == pytest.approx(sum(half) * 1.9639**2, rel=0.01)


def test_says_which_version_is_undefined() -> None:
    """When one version has one label only, the difference is undefined and names the version."""
    old = _crowd(1)
    flat = Ratings(old.item, old.annotator, np.zeros_like(old.label), old.N, old.M, old.K)
    everything = np.arange(300)
    result = agreement_difference(
        (count_vectors(old), Alpha()), (count_vectors(flat), Alpha()), (everything, everything), IntervalPlan()
    )
    assert result == Undefined("old version: all annotations have the same label", 300)
