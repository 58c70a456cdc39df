"""Bias metrics against statsmodels, scipy and fairlearn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from labelcards.metrics.estimate import Estimate
from labelcards.metrics.groups.binary_rates import BinaryCounts
from labelcards.metrics.groups.disparity import adjusted_difference, share_ratio, two_shares_p
from labelcards.metrics.groups.group_gap import largest_difference, odds_difference, odds_ratio, smallest_ratio
from labelcards.metrics.intervals.clustered import clustered_difference
from labelcards.metrics.intervals.correction import benjamini_hochberg


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_correction_equals_statsmodels(p: list[float]) -> None:
    """Benjamini–Hochberg as in statsmodels."""
    np.testing.assert_allclose(benjamini_hochberg(p), multipletests(p, method="fdr_bh")[1], atol=1e-12)


@given(st.integers(5, 40), st.integers(45, 90), st.integers(5, 40), st.integers(45, 90))
def test_chi_squared_equals_scipy(a: int, n: int, b: int, m: int) -> None:
    """The "N - 1" test is scipy's uncorrected chi-squared times (N - 1) / N."""
    squared = stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False).statistic
    total = n + m
    assert two_shares_p(a, n, b, m) == pytest.approx(stats.chi2.sf(squared * (total - 1) / total, 1))


@given(st.integers(1, 40), st.integers(41, 90), st.integers(1, 40), st.integers(41, 90))
def test_ratio_equals_scipy(a: int, n: int, b: int, m: int) -> None:
    """Katz's interval as in scipy's relative risk."""
    theirs = stats.contingency.relative_risk(a, n, b, m)
    found = share_ratio(a, n, b, m)
    assert isinstance(found, Estimate)
    assert found.low is not None
    interval = theirs.confidence_interval(0.95)
    assert (found.value, found.low, found.high) == pytest.approx((theirs.relative_risk, interval.low, interval.high))


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_adjusted_difference_has_the_sign_and_significance_of_mantel_haenszel(seed: int) -> None:
    """Our pooled difference agrees in sign with statsmodels' pooled odds ratio; its z with the MH test."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(30, 80, (4, 2))
    events = rng.binomial(sizes, rng.uniform(0.2, 0.8, (4, 1)) * [1.0, 0.9])
    counts = np.column_stack([events[:, 0], sizes[:, 0], events[:, 1], sizes[:, 1]])
    tables = [np.array([[a, n - a], [b, m - b]]) for a, n, b, m in counts]
    theirs = StratifiedTable(tables)
    found = adjusted_difference(counts)
    assert isinstance(found, Estimate)
    assert found.low is not None
    assert np.sign(round(found.value, 9)) == np.sign(round(float(theirs.logodds_pooled), 9))
    error = (found.value - found.low) / 1.959964
    z = np.sqrt(theirs.test_null_odds(correction=False).statistic)
    assert abs(found.value) / error == pytest.approx(z, rel=0.08, abs=0.05)


@given(st.integers(0, 500))
def test_one_way_clusters_equal_statsmodels(seed: int) -> None:
    """When clusters lie on both sides the variance is statsmodels' clustered one, up to the small-sample factor."""
    rng = np.random.default_rng(seed)
    R, who = 120, rng.integers(0, 15, 120)
    inside, y = rng.random(R) < 0.4, rng.random(R) + 0.3 * rng.random(15)[who]
    assume(len(np.unique(who)) == 15)
    assume(any(inside[who == w].any() and (~inside[who == w]).any() for w in range(15)))
    found = clustered_difference(y, inside, (who,)).difference
    design = np.column_stack([np.ones(R), inside])
    fitted = OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": who, "use_correction": False})
    assert isinstance(found, Estimate)
    assert found.low is not None
    error = (found.value - found.low) / stats.t.ppf(0.975, 14)
    assert found.value == pytest.approx(fitted.params[1])
    assert error == pytest.approx(fitted.bse[1] * np.sqrt(15 / 14))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_gaps_equal_fairlearn(seed: int) -> None:
    """Rates by group and all four fairness figures as in fairlearn."""
    fairlearn = pytest.importorskip("fairlearn.metrics")
    rng = np.random.default_rng(seed)
    group, truth = rng.integers(0, 3, 150), rng.integers(0, 2, 150)
    given_ = np.where(rng.random(150) < 0.7, truth, 1 - truth)
    counts = [BinaryCounts(*np.bincount(2 * truth[group == g] + given_[group == g], minlength=4)) for g in range(3)]
    assume(all(c.tp and c.fp and c.tn and c.fn for c in counts))
    shares = {name: [c.fraction(name) for c in counts] for name in ("selection_rate", "false_positive_rate", "recall")}
    pairs = {
        "demographic_parity_difference": largest_difference(shares["selection_rate"]),
        "demographic_parity_ratio": smallest_ratio(shares["selection_rate"]),
        "equalized_odds_difference": odds_difference(shares["false_positive_rate"], shares["recall"]),
        "equalized_odds_ratio": odds_ratio(shares["false_positive_rate"], shares["recall"]),
    }
    for name, found in pairs.items():
        assert isinstance(found, Estimate)
        assert found.value == pytest.approx(getattr(fairlearn, name)(truth, given_, sensitive_features=group))
    for g, each in enumerate(counts):
        for name in ("false_positive_rate", "false_negative_rate"):
            rate = each.rate(name)
            assert isinstance(rate, Estimate)
            assert rate.value == pytest.approx(getattr(fairlearn, name)(truth[group == g], given_[group == g]))
