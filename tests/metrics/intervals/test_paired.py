"""Paired differences: published values, and interval and p-value that never contradict each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.paired import paired_mean, paired_score


def test_published_example() -> None:
    """Airway hyper-responsiveness (Bentur et al. 2009) in Fagerland, Lydersen and Laake 2014, table 2."""
    found, p = paired_score(1, 7, 21)
    assert isinstance(found, Estimate)
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 3), round(found.high, 3), round(p, 3)) == (-0.517, -0.026, 0.034)


def test_interval_and_p_never_contradict() -> None:
    """On many random tables: 0 is outside exactly when p is below; the interval has width and holds its estimate."""
    rng = np.random.default_rng(0)
    for _ in range(2000):
        n = int(rng.integers(1, 300))
        b, c, _rest = (int(each) for each in rng.multinomial(n, rng.dirichlet([1, 1, 3])))
        level = float(rng.choice([0.95, 0.99, 1 - 0.05 / 6]))
        found, p = paired_score(b, c, n, level)
        assert isinstance(found, Estimate)
        assert found.low is not None
        assert found.high is not None
        assert (found.low > 0 or found.high < 0) == (p < 1 - level), (b, c, n, level)
        assert -1 <= found.low <= found.value <= found.high <= 1
        assert found.low < found.high


def test_no_discordant_case_is_no_certainty() -> None:
    """Equal in all cases: no difference, p is 1, and the interval is as wide as ``z² / (n + z²)``."""
    found, p = paired_score(0, 0, 30)
    assert isinstance(found, Estimate)
    z = stats.norm.ppf(0.975) ** 2
    assert found.high == pytest.approx(z / (30 + z))
    assert (found.value, p) == (0.0, 1.0)


def test_without_cases() -> None:
    """Nothing to compare is undefined, not zero."""
    for found, p in (paired_score(0, 0, 0), paired_mean([])):
        assert found == Undefined("no cases")
        assert math.isnan(p)


def test_mean_is_the_t_test() -> None:
    """Interval and p are those of scipy's one-sample t test; equal differences have neither."""
    values = np.array([0.5, 1.5, -0.25, 2.0, 0.75])
    found, p = paired_mean(values, 0.99)
    wanted = stats.ttest_1samp(values, 0.0)
    low, high = wanted.confidence_interval(0.99)
    assert isinstance(found, Estimate)
    assert (found.low, found.high, p) == pytest.approx((low, high, wanted.pvalue))
    same, one = paired_mean([2.0, 2.0])
    assert isinstance(same, Estimate)
    assert same.low is None
    assert math.isnan(one)
    assert paired_mean([0.0, 0.0])[1] == 1.0


def test_coverage_and_size() -> None:
    """3,000 draws: the 95% interval covers in 93 to 97%, and equal methods are told apart in at most 6.5%."""
    rng = np.random.default_rng(7)
    for b, c, n in ((0.1, 0.05, 60), (0.08, 0.08, 100), (0.2, 0.1, 40)):
        draws = rng.multinomial(n, [b, c, 1 - b - c], 1000)
        held = below = 0
        for first, second, _ in draws.tolist():
            found, p = paired_score(first, second, n)
            assert isinstance(found, Estimate)
            assert found.low is not None
            assert found.high is not None
            held += found.low <= b - c <= found.high
            below += p < 0.05
        assert 0.93 <= held / 1000 <= 0.98
        assert b != c or below / 1000 <= 0.065
