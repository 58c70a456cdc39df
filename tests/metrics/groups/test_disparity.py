"""Differences, ratios and tests of shares between a group and the rest."""

from __future__ import annotations

import math

import numpy as np
import pytest

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.groups.binary_rates import BinaryCounts, rate_difference
from labelcards.metrics.groups.disparity import adjusted_difference, goodness_of_fit_p, share_ratio, two_shares_p
from labelcards.metrics.groups.group_gap import largest_difference, odds_difference, smallest_ratio

BLACK, WHITE = BinaryCounts(990, 805, 532, 1369), BinaryCounts(1139, 349, 461, 505)


@pytest.mark.parametrize(
    ("counts", "name", "share"),
    [
        (BLACK, "false_positive_rate", 0.4485),
        (WHITE, "false_positive_rate", 0.2345),
        (BLACK, "false_negative_rate", 0.2799),
        (WHITE, "false_negative_rate", 0.4772),
    ],
)
def test_compas_rates(counts: BinaryCounts, name: str, share: float) -> None:
    """The error rates of the COMPAS counts are the published ones, inside their intervals."""
    found = counts.rate(name)
    assert isinstance(found, Estimate)
    assert found.low is not None
    assert found.high is not None
    assert round(found.value, 4) == share
    assert found.low < share < found.high


def test_compas_differences_have_opposite_signs() -> None:
    """False positives weigh on one group and false negatives on the other, both beyond chance."""
    positive = rate_difference(BLACK, WHITE, "false_positive_rate")
    negative = rate_difference(BLACK, WHITE, "false_negative_rate")
    assert isinstance(positive, Estimate)
    assert isinstance(negative, Estimate)
    assert positive.low is not None
    assert negative.high is not None
    assert round(positive.value, 4) == round(805 / 1795 - 349 / 1488, 4)
    assert positive.low > 0 > negative.high
    assert positive.n == 1795 + 1488


def test_rate_without_denominator_is_undefined() -> None:
    """There is no false-positive rate where nothing is negative, and it is not 0."""
    assert isinstance(BinaryCounts(0, 0, 3, 4).rate("false_positive_rate"), Undefined)


def test_small_expected_counts_use_fisher() -> None:
    """With an expected count below 1 the p-value is Fisher's, worked out by hand: C(3,2)·C(97,0) / C(100,2)."""
    assert two_shares_p(2, 3, 0, 97) == pytest.approx(3 / 4950)


def test_equal_and_empty_shares() -> None:
    """Equal certain shares give p = 1, an empty side gives no p-value."""
    assert two_shares_p(5, 5, 9, 9) == 1.0
    assert math.isnan(two_shares_p(0, 0, 1, 2))


def test_ratio_without_events_is_undefined() -> None:
    """A ratio to a rest without the event does not exist."""
    assert isinstance(share_ratio(3, 10, 0, 10), Undefined)
    assert isinstance(share_ratio(0, 10, 3, 10), Undefined)


def test_simpsons_paradox_vanishes_within_strata() -> None:
    """A raw gap that comes from the mix of strata alone is 0 after adjustment."""
    counts = np.array([[90, 100, 9, 10], [1, 10, 10, 100]])
    raw = 91 / 110 - 19 / 110
    found = adjusted_difference(counts)
    assert raw > 0.6
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.0)
    assert found.low is not None
    assert found.low < 0


def test_no_common_stratum_is_undefined() -> None:
    """Without a stratum that holds both sides nothing can be adjusted."""
    assert isinstance(adjusted_difference(np.array([[3, 5, 0, 0], [0, 0, 2, 5]])), Undefined)


def test_goodness_of_fit_by_hand() -> None:
    """Chi-squared 4 with one degree of freedom has p = .0455."""
    assert goodness_of_fit_p(np.array([60, 40]), np.array([0.5, 0.5])) == pytest.approx(0.0455, abs=1e-4)
    assert math.isnan(goodness_of_fit_p(np.array([60, 40]), np.array([0.5, 0.2])))


def test_gap_is_that_of_the_extremes_and_wider_than_their_own_interval() -> None:
    """The largest gap is between the extreme groups; its interval is wider than that of a pair fixed beforehand."""
    shares = [(10, 100), (20, 100), (50, 100)]
    gap, alone = largest_difference(shares), largest_difference([shares[0], shares[2]])
    assert isinstance(gap, Estimate)
    assert isinstance(alone, Estimate)
    assert gap.value == pytest.approx(0.4)
    assert gap.low is not None
    assert alone.low is not None
    assert 0 < gap.low < alone.low


def test_gap_of_equal_groups_reaches_zero() -> None:
    """Equal groups have a gap of 0 with 0 in the interval; one group has none."""
    gap = largest_difference([(10, 100), (10, 100)])
    assert isinstance(gap, Estimate)
    assert (gap.value, gap.low) == (0.0, 0.0)
    assert isinstance(largest_difference([(10, 100)]), Undefined)


def test_odds_take_the_worse_rate() -> None:
    """The equalized-odds difference is the larger of the two gaps."""
    found = odds_difference([(10, 100), (20, 100)], [(50, 100), (90, 100)])
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.4)


def test_ratio_of_extremes() -> None:
    """The smallest share over the largest, with 1 as the bound."""
    found = smallest_ratio([(20, 100), (40, 100), (50, 100)])
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.4)
    assert found.high is not None
    assert found.high <= 1
