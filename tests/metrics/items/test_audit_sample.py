"""Audited samples: allocation, drawing, estimation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

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


@pytest.mark.parametrize(("N", "n", "x"), [(100, 90, 3), (120, 40, 0), (60, 30, 30), (500, 100, 12), (10, 3, 1)])
def test_one_stratum_has_the_exact_interval(N: int, n: int, x: int) -> None:
    """The numbers of errors that neither tail of the hypergeometric distribution refuses at 2.5%, one by one."""
    wrong = np.arange(x, N - (n - x) + 1)
    kept = wrong[(stats.hypergeom.sf(x - 1, N, wrong, n) > 0.025) & (stats.hypergeom.cdf(x, N, wrong, n) > 0.025)]
    result = stratified_error_rate([N], [n], [x])
    assert isinstance(result, Estimate)
    assert (result.low, result.high) == pytest.approx((kept.min() / N, kept.max() / N))
    assert result.method == f"hypergeometric, exact, without replacement from {N} items, 95%"


def test_several_strata_are_quantiles_of_a_sum() -> None:
    """Strata of 90 and 10 with 9 of 80 and 2 of 5 wrong: quantiles of draws of the 10 and 5 unchecked items."""
    rng = np.random.default_rng(0)
    bounds = []
    for tail, up in ((0.025, False), (0.975, True)):
        drawn = np.full(400_000, 11)
        for share, left, n, x in ((0.9, 10, 80, 9), (0.1, 5, 5, 2)):
            more, less = (1 + 2 * share) / 3, (1 - share) / 3
            errors, right = (x + more, n - x + less) if up else (x + less, n - x + more)
            drawn += rng.binomial(left, rng.beta(errors, right, 400_000))
        bounds.append(float(np.quantile(drawn, tail)) / 100)
    result = stratified_error_rate([90, 10], [80, 5], [9, 2])
    assert isinstance(result, Estimate)
    assert [result.low, result.high] == bounds
    assert result.method == "beta-binomial in 2 strata, without replacement from 100 items, 95%"


def test_bounds_never_contradict_the_checks() -> None:
    """Of 100 items 90 were checked and 3 are wrong: at least 3 and at most 13 of all are, in every case like it."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        sizes = rng.integers(1, 60, int(rng.integers(1, 5)))
        checked = rng.integers(1, sizes + 1)
        wrong = rng.integers(0, checked + 1)
        result = stratified_error_rate(sizes, checked, wrong)
        assert isinstance(result, Estimate)
        if result.low is None or result.high is None:
            assert (checked == sizes).all()
            continue
        assert wrong.sum() / sizes.sum() - 1e-9 <= result.low <= result.value <= result.high
        assert result.high <= (sizes - checked + wrong).sum() / sizes.sum() + 1e-9
        assert result.low < result.high


def test_large_strata_are_steps_of_the_same_curve() -> None:
    """A hundred times as many items, as many checks: nearly the interval of an unlimited population; twice is equal."""
    small, large, larger = (stratified_error_rate([9000 * k, 1000 * k], [150, 50], [6, 20]) for k in (1, 100, 200))
    for one, other, apart in ((small, large, 0.004), (large, larger, 0.0002)):
        assert isinstance(one, Estimate)
        assert isinstance(other, Estimate)
        assert (one.low, one.high) == (pytest.approx(other.low, abs=apart), pytest.approx(other.high, abs=apart))


@pytest.mark.parametrize(
    ("sizes", "wrong", "checked"),
    [((50, 150), (20, 4), (40, 60)), ((120,), (6,), (100,)), ((20, 20, 40, 40), (10, 6, 2, 1), (15, 15, 15, 15))],
)
def test_samples_of_most_items_cover(sizes: tuple[int, ...], wrong: tuple[int, ...], checked: tuple[int, ...]) -> None:
    """1,000 audits of a sizable part of few items: at least 93% of the intervals hold the true rate."""
    rng = np.random.default_rng(2)
    N, w, n = (np.array(each) for each in (sizes, wrong, checked))
    truth, held = w.sum() / N.sum(), 0
    known: dict[tuple[int, ...], bool] = {}
    for x in rng.hypergeometric(w, N - w, n, (1000, len(N))).tolist():
        if tuple(x) not in known:
            found = stratified_error_rate(N, n, x)
            assert isinstance(found, Estimate)
            assert found.low is not None
            assert found.high is not None
            known[tuple(x)] = found.low - 1e-9 <= truth <= found.high + 1e-9
        held += known[tuple(x)]
    assert held >= 930


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
    assert (census.value, census.why_no_interval) == (0.2, "all 15 items were checked")
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
