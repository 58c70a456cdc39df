"""One annotator against the others."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.distances import agreement_weights
from labelcards.metrics.agreement.one_annotator import agreement_with_others, mean_share
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.ratings import Ratings

CODES = np.array([[0, 0, 0], [0, 1, 0], [0, 2, 1], [1, 0, 1], [1, 1, 1], [2, 0, 2]])  # item, annotator, label
RATINGS = Ratings(CODES[:, 0], CODES[:, 1], CODES[:, 2], 3, 4, 3)


def test_share_of_the_others_who_agree() -> None:
    """By hand: annotator 0 has 1/2 on item 0 and 1 on item 1; annotator 2 none; annotator 3 nothing to compare."""
    found = agreement_with_others(RATINGS)
    assert [result.value for result in found if isinstance(result, Estimate)] == [0.75, 0.75, 0.0]
    assert [result.n for result in found] == [2, 2, 1, 0]
    assert found[3] == Undefined("no item shared with another annotator")


def test_weights_give_partial_credit() -> None:
    """With linear weights over three labels a neighbour counts half."""
    found = agreement_with_others(RATINGS, agreement_weights("linear", np.arange(3.0)))
    assert isinstance(found[2], Estimate)
    assert found[2].value == pytest.approx(0.5)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (3, 10), (10, 10), (400, 1000)])
def test_mean_of_zeros_and_ones_is_a_proportion(successes: int, n: int) -> None:
    """For values that are all 0 or 1 the interval is Wilson's."""
    found, proportion = mean_share(np.repeat([1.0, 0.0], [successes, n - successes])), wilson(successes, n)
    assert isinstance(found, Estimate)
    assert isinstance(proportion, Estimate)
    assert (found.low, found.high) == pytest.approx((proportion.low, proportion.high))


def test_shares_that_vary_less_are_better_known() -> None:
    """Thirty values of a half are known better than thirty coin flips."""
    half, coins = mean_share(np.linspace(0.4, 0.6, 30)), mean_share(np.repeat([0.0, 1.0], 15))
    assert isinstance(half, Estimate)
    assert isinstance(coins, Estimate)
    assert half.low is not None
    assert coins.low is not None
    assert half.low > coins.low


def test_no_values() -> None:
    """Nothing shared, nothing said."""
    assert mean_share(np.zeros(0)) == Undefined("no item shared with another annotator")


def test_leave_one_out_refuses_repeats() -> None:
    """Two annotations of one item by one annotator would be taken away one at a time, wrongly."""
    twice = Ratings(np.array([0, 0, 0]), np.array([0, 0, 1]), np.array([0, 1, 1]), 1, 2, 2)
    with pytest.raises(ValueError, match="at most once"):
        removals(twice, count_vectors(twice))
