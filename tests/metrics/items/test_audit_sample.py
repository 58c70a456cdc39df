"""Audited samples: allocation, drawing, estimation."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.items.audit_sample import allocate, draw_sample, stratified_error_rate


def test_allocation_favors_large_and_uncertain_strata() -> None:
    """Neyman's rule: 900 items at 2% need about 900·.14, 100 items at 50% need 100·.5."""
    given = allocate([900, 100], [0.02, 0.5], 88)
    assert given.sum() == 88
    assert given.tolist() == pytest.approx([63, 25], abs=2)


def test_allocation_respects_strata_and_minimum() -> None:
    """No stratum gets more than it has; every stratum gets two checks first."""
    assert allocate([3, 1000, 1], [0.5, 0.01, 0.5], 10).tolist() == [2, 7, 1]
    assert allocate([3, 1000, 1], [0.5, 0.01, 0.5], 300).tolist() == [3, 296, 1]
    assert allocate([5, 5], [0.1, 0.1], 100).tolist() == [5, 5]
    assert allocate([10, 10], [0.1, 0.1], 3).tolist() == [2, 1]


def test_drawing_is_seeded_and_within_strata() -> None:
    """Equal seeds draw equal samples; every stratum gives what was asked; asking too much is an error."""
    stratum = np.tile([0, 0, 0, 1], 25)
    first, second = (draw_sample(stratum, np.array([7, 5]), np.random.default_rng(3)) for _ in range(2))
    assert first.tolist() == second.tolist() == sorted(set(first.tolist()))
    assert np.bincount(stratum[first]).tolist() == [7, 5]
    with pytest.raises(ValueError, match="fewer items"):
        draw_sample(stratum, np.array([7, 26]), np.random.default_rng(3))


def test_estimate_weights_strata_by_size() -> None:
    """Cochran's estimator: 90% of items at 1/50 and 10% at 20/40 give .018 + .05."""
    result = stratified_error_rate([900, 100], [50, 40], [1, 20])
    assert isinstance(result, Estimate)
    assert result.value == pytest.approx(0.9 / 50 + 0.05)
    assert result.n == 90
    assert result.low is not None
    assert result.high is not None
    assert 0 < result.low < result.value < result.high


def test_no_error_found_does_not_mean_no_error() -> None:
    """The upper bound for 0 of 50 in a large stratum stays near 3/50, as for a simple random sample."""
    result = stratified_error_rate([10_000], [50], [0])
    assert isinstance(result, Estimate)
    assert (result.value, result.low) == (0, 0)
    assert result.high is not None
    assert 0.04 < result.high < 0.15


def test_the_interval_is_as_wide_as_the_sample_allows() -> None:
    """Wilson's at the size at which a simple random sample has the variance of Cochran's stratified estimator.

    Strata of 900 and 100 with 9 of 90 and 5 of 10 wrong: variance .9² (1 - .1) .1 · .9 / 89 + .1² (1 - .1) .5² / 9.
    """
    variance = 0.81 * 0.9 * 0.09 / 89 + 0.01 * 0.9 * 0.25 / 9
    n = 0.14 * 0.86 / variance
    low, high = proportion_confint(0.14 * n, n, method="wilson")
    result = stratified_error_rate([900, 100], [90, 10], [9, 5])
    assert isinstance(result, Estimate)
    assert (result.low, result.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def test_many_checks_of_small_strata_tell_little_of_all_items() -> None:
    """Checks where few items are weigh less: the interval is wider than that of as many checks spread evenly."""
    uneven, even = (stratified_error_rate([9000, 1000], n, [n[0] // 10, n[1] // 10]) for n in ([20, 180], [180, 20]))
    assert isinstance(uneven, Estimate)
    assert isinstance(even, Estimate)
    assert uneven.value == even.value == pytest.approx(0.1)
    widths = [(one.high or 0) - (one.low or 0) for one in (uneven, even)]
    assert widths[0] > 2 * widths[1]


def test_census_and_gaps() -> None:
    """Checking everything leaves no uncertainty; a stratum without checks leaves nothing to say."""
    census = stratified_error_rate([10, 5], [10, 5], [1, 2])
    assert isinstance(census, Estimate)
    assert (census.value, census.why_no_interval) == (0.2, "all items were checked")
    assert stratified_error_rate([10, 5], [10, 0], [1, 0]) == Undefined("a stratum has no checked item", 10)
    with pytest.raises(ValueError, match="wrong"):
        stratified_error_rate([10], [5], [6])


@pytest.mark.slow
@pytest.mark.parametrize("rates", [(0.01, 0.3), (0.05, 0.6), (0.002, 0.1)])
def test_interval_covers(rates: tuple[float, float]) -> None:
    """Of 1,000 audits of 150 items, at least 92.5% of the intervals hold the true error rate."""
    rng = np.random.default_rng(0)
    sizes = np.array([4000, 300])
    wrong = [rng.random(size) < rate for size, rate in zip(sizes, rates, strict=True)]
    truth = sum(int(part.sum()) for part in wrong) / sizes.sum()
    checked = allocate(sizes, [0.02, 0.4], 150)
    held = 0
    for _ in range(1000):
        found = [int(rng.choice(part, n, replace=False).sum()) for part, n in zip(wrong, checked, strict=True)]
        result = stratified_error_rate(sizes, checked, found)
        assert isinstance(result, Estimate)
        held += float(result.low or 0) <= truth <= float(result.high or 1)
    assert held / 1000 >= 0.925
