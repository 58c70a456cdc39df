"""Differences of means and of positions on an ordered scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.groups.mean_gap import mean_gap, ridits, superiority


def drawn(seed: int, shift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Values with many ties, and a group."""
    rng = np.random.default_rng(seed)
    inside = rng.random(80) < 0.3
    return np.round(rng.normal(size=80) * 2 + shift * inside), inside


@pytest.mark.parametrize("seed", range(4))
def test_means_equal_scipys_welch(seed: int) -> None:
    """Difference, interval and p-value are those of scipy's unequal-variance t-test."""
    values, inside = drawn(seed, 0.7)
    found = mean_gap(values, inside)
    test = stats.ttest_ind(values[inside], values[~inside], equal_var=False)
    interval = test.confidence_interval()
    assert isinstance(found.difference, Estimate)
    assert found.p == pytest.approx(test.pvalue)
    assert (found.difference.low, found.difference.high) == pytest.approx((interval.low, interval.high))


@pytest.mark.parametrize("seed", range(4))
def test_positions_equal_scipys_brunner_munzel(seed: int) -> None:
    """The p-value is scipy's, the value is the area under the ROC curve minus one half."""
    values, inside = drawn(seed, 0.7)
    found = superiority(values, inside)
    assert found.p == pytest.approx(stats.brunnermunzel(values[inside], values[~inside]).pvalue)
    u = stats.mannwhitneyu(values[inside], values[~inside]).statistic
    assert isinstance(found.difference, Estimate)
    assert found.difference.value == pytest.approx(u / inside.sum() / (~inside).sum() - 0.5)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_only_the_order_counts(seed: int) -> None:
    """A growing transformation changes nothing, turning the scale round turns the sign, swapping sides too."""
    values, inside = drawn(seed)
    if not 2 <= inside.sum() <= 78:
        return
    plain = superiority(values, inside)
    grown, turned, swapped = (
        superiority(np.exp(values), inside),
        superiority(-values, inside),
        superiority(values, ~inside),
    )
    assert isinstance(plain.difference, Estimate)
    for other, sign in ((grown, 1), (turned, -1), (swapped, -1)):
        assert isinstance(other.difference, Estimate)
        assert other.difference.value == pytest.approx(sign * plain.difference.value, abs=1e-12)
        assert other.p == pytest.approx(plain.p, nan_ok=True)


def test_the_value_is_the_difference_of_mean_ridits() -> None:
    """Mean position of the group minus that of the rest, in the distribution of both together."""
    values, inside = drawn(3)
    codes = (values - values.min()).astype(np.intp)
    place = ridits(codes, int(codes.max()) + 1)[codes]
    assert place.mean() == pytest.approx(0.5)
    found = superiority(values, inside).difference
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(place[inside].mean() - place[~inside].mean())


def test_sides_that_are_empty_or_do_not_vary() -> None:
    """Undefined, or without an interval, with the reason."""
    values, nobody = np.ones(6), np.zeros(6, dtype=bool)
    some = np.array([True, True, False, False, False, False])
    for gap in (mean_gap, superiority):
        assert isinstance(gap(values, nobody).difference, Undefined)
        equal = gap(values, some)
        assert isinstance(equal.difference, Estimate)
        assert (equal.difference.value, equal.p) == (0.0, 1.0)
        assert equal.difference.why_no_interval == "the values do not vary"
        one = gap(np.arange(6.0), np.arange(6) == 2)
        assert isinstance(one.difference, Estimate)
        assert one.difference.why_no_interval == "one item on a side"
