"""Shares, means and quantiles with intervals that know about clusters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.metrics.intervals.shares import effective_size, mean_of, quantile_of, share_of


def estimate(result: Result) -> Estimate:
    """The result, which must be a number."""
    assert isinstance(result, Estimate)
    return result


def bounds(result: Result) -> tuple[float, float]:
    """Its interval, which must exist."""
    found = estimate(result)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def test_wilson_published_values() -> None:
    """Newcombe (1998), Table I: 81/263 gives .2553–.3662, 0/20 gives 0–.1611, 1/29 gives .0061–.1718."""
    assert wilson_bounds(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_bounds(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson_bounds(1 / 29, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_share_without_clusters_is_plain_wilson() -> None:
    """One row per unit: n is the number of units, the interval Wilson's."""
    result = estimate(share_of([1, 1, 0, 1, 0], [1, 1, 1, 1, 0]))
    assert (result.value, result.n, result.method) == (0.75, 4, "Wilson, 95%")
    assert bounds(result) == pytest.approx(wilson_bounds(0.75, 4))


def test_copies_of_annotations_add_no_information() -> None:
    """Four identical annotations per item are worth about one: the interval is at least as wide as from one each."""
    rng = np.random.default_rng(0)
    hits = rng.random(60) < 0.7
    once = bounds(share_of(hits, np.ones(60)))
    four = bounds(share_of(np.repeat(hits, 4), np.ones(240), cluster=np.repeat(np.arange(60), 4)))
    naive = bounds(share_of(np.repeat(hits, 4), np.ones(240)))
    assert four[1] - four[0] > 0.98 * (once[1] - once[0])
    assert naive[1] - naive[0] < 0.6 * (four[1] - four[0])


def test_effective_size_is_bounded() -> None:
    """Never more than the units; the number of clusters when all hit; 1 for a single cluster."""
    assert effective_size(np.array([1.0, 1.0, 2.0]), np.array([2.0, 2.0, 3.0])) <= 7
    assert effective_size(np.array([2.0, 2.0]), np.array([2.0, 2.0])) == 2
    assert effective_size(np.array([3.0]), np.array([5.0])) == 1


@pytest.mark.parametrize("result", [share_of([], []), mean_of([]), quantile_of([], 0.5), share_of([0], [0])])
def test_nothing_is_undefined(result: Result) -> None:
    """No units, no value."""
    assert isinstance(result, Undefined)


def test_mean_without_clusters_is_the_t_interval() -> None:
    """Equal to SciPy's one-sample t interval."""
    values = np.array([1.0, 4.0, 2.5, 3.0, 2.0, 2.2])
    theirs = stats.ttest_1samp(values, 0).confidence_interval()
    assert bounds(mean_of(values)) == pytest.approx((theirs.low, theirs.high))
    assert estimate(mean_of([3.0])).why_no_interval == "one item"


def test_mean_stays_inside_the_data() -> None:
    """The interval does not leave the range of the values."""
    low, high = bounds(mean_of([0.0, 1.0, 1.0]))
    assert 0 <= low <= 2 / 3 <= high <= 1


def test_median_of_even_number_is_the_middle() -> None:
    """The mean of the two middle values; no interval for so few."""
    result = estimate(quantile_of([1, 2, 3, 10], 0.5))
    assert result.value == 2.5
    assert result.low is None


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_quantile_interval_covers(share: float) -> None:
    """Of 400 samples of 80 lognormal times, 93–97.5% of the intervals hold the true quantile."""
    rng = np.random.default_rng(1)
    truth = float(stats.lognorm.ppf(share, 0.8))
    held = 0
    for _ in range(400):
        low, high = bounds(quantile_of(rng.lognormal(0, 0.8, 80), share))
        held += low <= truth <= high
    assert 0.93 <= held / 400 <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("items", [25, 60, 200])
@pytest.mark.parametrize("accuracy", [0.7, 0.9, 0.97])
def test_clustered_share_covers(items: int, accuracy: float) -> None:
    """Items of unequal difficulty with 1–6 annotations each: 92.5–99% of 1,000 intervals hold the true share."""
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(1000):
        difficulty = rng.beta(accuracy * 3, (1 - accuracy) * 3, items)
        sizes = rng.integers(1, 7, items)
        hits = rng.binomial(sizes, difficulty)
        low, high = bounds(share_of(hits, sizes))
        held += low <= accuracy <= high
    assert 0.925 <= held / 1000 <= 0.99


def test_a_mean_without_spread_has_no_interval() -> None:
    """One cluster, or equal values: the mean stands with the number of clusters and the reason."""
    assert mean_of([1.0, 3.0], cluster=[0, 0], by="annotator") == Estimate(2.0, 1, why_no_interval="one annotator")
    assert mean_of([2.0, 2.0, 2.0]) == Estimate(2.0, 3, why_no_interval="all values are equal")
    assert mean_of([]) == Undefined("no values")
