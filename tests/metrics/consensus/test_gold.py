"""Scores against gold."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.consensus.gold import (
    GoldJudgements,
    accuracy,
    balanced_accuracy,
    confusion,
    f1,
    macro_f1,
    mean_absolute_error,
    precision,
    recall,
    score_labels,
    score_ratings,
    tie_accuracy,
)
from labelcards.metrics.consensus.vote import majority_vote
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.ratings import Ratings


def estimate(result: Result) -> Estimate:
    """The result, which must be a number with an interval around it."""
    assert isinstance(result, Estimate)
    assert result.low is not None
    assert result.high is not None
    assert result.low <= result.value <= result.high
    return result


def test_items_without_label_or_gold_are_left_out() -> None:
    """-1 on either side takes an item out of the score."""
    scored = score_labels(np.array([0, 1, -1, 1]), np.array([0, 0, 1, -1]), 2)
    assert scored.item.tolist() == [0, 1]
    assert confusion(scored).tolist() == [[1, 1], [0, 0]]


def test_several_annotations_of_one_item_are_one_cluster() -> None:
    """Ten annotations of two items: n is 2, and the interval is wider than from ten independent ones."""
    ratings = Ratings(np.repeat([0, 1], 5), np.tile(np.arange(5), 2), np.array([0] * 5 + [0, 1, 1, 1, 1]), 2, 5, 2)
    pooled = estimate(accuracy(score_ratings(ratings, np.array([0, 0]))))
    spread = estimate(accuracy(GoldJudgements(np.arange(10), ratings.label, np.zeros(10, dtype=np.intp), 2)))
    assert (pooled.value, pooled.n) == (0.6, 2)
    assert pooled.low is not None
    assert spread.low is not None
    assert pooled.low < spread.low


def test_f1_interval_maps_the_jaccard_interval() -> None:
    """8 of 10 on both sides: J = 8/10 has the Wilson interval .4902–.9433, F1 = 2J/(1+J) the mapped one."""
    given = np.array([0] * 8 + [0, 1] + [1] * 5)
    truth = np.array([0] * 8 + [1, 0] + [1] * 5)
    result = estimate(f1(score_labels(given, truth, 2), 0))
    assert result.value == pytest.approx(2 * 8 / (2 * 8 + 2))
    assert (result.low, result.high) == pytest.approx((2 * 0.4902 / 1.4902, 2 * 0.9433 / 1.9433), abs=1e-4)
    assert result.n == 10


def test_undefined_says_why() -> None:
    """No gold; a label never given; a label without gold; a label on neither side."""
    nothing = score_labels(np.array([0, 1]), np.array([-1, -1]), 2)
    assert accuracy(nothing) == Undefined("no item with gold")
    assert macro_f1(nothing) == Undefined("no item with gold")
    scored = score_labels(np.array([0, 0]), np.array([0, 1]), 3)
    assert precision(scored, 1) == Undefined("no gold item was given this label")
    assert recall(scored, 2) == Undefined("no gold item has this label")
    assert f1(scored, 2) == Undefined("no gold item has or was given this label")


def test_one_item_has_a_score_and_no_interval() -> None:
    """Nothing varies over a single item: the value stands with the reason why there is no more."""
    one = score_labels(np.array([1]), np.array([1]), 2)
    for result in (macro_f1(one), balanced_accuracy(one)):
        assert isinstance(result, Estimate)
        assert (result.value, result.n, result.low, result.why_no_interval) == (1.0, 1, None, "one item with gold")


def test_perfect_scores_are_not_certain() -> None:
    """20 of 20 right: macro F1 and balanced accuracy are 1 with a lower bound below .99 and above .8."""
    labels = np.tile([0, 1, 2, 0], 5)
    for score in (macro_f1, balanced_accuracy):
        result = estimate(score(score_labels(labels, labels, 3)))
        assert result.value == 1
        assert result.low is not None
        assert 0.75 < result.low < 0.99


def test_bootstrap_is_reproducible_and_the_same_for_both_codings() -> None:
    """Equal seeds give equal bits; one annotation per item and the clustered code path give similar bounds."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 120)
    given = np.where(rng.random(120) < 0.7, truth, rng.integers(0, 3, 120))
    scored = score_labels(given, truth, 3)
    assert macro_f1(scored, seed=3) == macro_f1(scored, seed=3)
    paired = GoldJudgements(np.arange(120) // 2, given, truth, 3)
    single, clustered = estimate(macro_f1(scored)), estimate(macro_f1(paired))
    assert single.value == clustered.value
    assert single.low == pytest.approx(clustered.low, abs=0.03)


def test_mean_absolute_error_uses_the_numbers() -> None:
    """Codes 0, 1, 2 that mean 1, 10 and 100."""
    scored = score_labels(np.array([0, 1, 2]), np.array([1, 1, 1]), 3)
    assert estimate(mean_absolute_error(scored, np.array([1.0, 10.0, 100.0]))).value == pytest.approx(33)


def test_ties_lowest_expected_highest() -> None:
    """One clear item and two tied ones with gold 0 and 1: 2/3 under each rule; gold 0 twice: 1, 2/3, 1/3."""
    ratings = Ratings(np.array([0, 1, 1, 2, 2]), np.array([0, 0, 1, 0, 1]), np.array([0, 0, 1, 0, 1]), 3, 2, 2)
    vote = majority_vote(ratings)
    mixed = [estimate(result).value for result in tie_accuracy(vote, np.array([0, 0, 1]))]
    zeros = [estimate(result).value for result in tie_accuracy(vote, np.array([0, 0, 0]))]
    assert mixed == pytest.approx([2 / 3, 2 / 3, 2 / 3])
    assert zeros == pytest.approx([1, 2 / 3, 1 / 3])


@pytest.mark.slow
@pytest.mark.parametrize("n", [40, 120])
def test_score_intervals_cover(n: int) -> None:
    """Of 1,000 gold sets, at least 92% of the intervals hold the true F1, macro F1 and balanced accuracy."""
    rng = np.random.default_rng(4)
    share, right = np.array([0.6, 0.3, 0.1]), 0.85
    joint = np.diag(share) * right + (share[:, None] * (1 - right) / 2) * (1 - np.eye(3))
    f_true = 2 * np.diag(joint) / (joint.sum(axis=0) + joint.sum(axis=1))
    held = np.zeros(4)
    for repetition in range(1000):
        cells = rng.choice(9, n, p=joint.ravel())
        scored = GoldJudgements(np.arange(n), cells % 3, cells // 3, 3)
        results = [f1(scored, 0), f1(scored, 1)]
        if len(np.unique(scored.truth)) < 3:
            held += 0.95
            continue
        results += [macro_f1(scored, seed=repetition), balanced_accuracy(scored, seed=repetition)]
        for row, (result, value) in enumerate(zip(results, [f_true[0], f_true[1], f_true.mean(), right], strict=True)):
            found = estimate(result)
            held[row] += float(found.low or 0) <= value <= float(found.high or 1)
    assert (held / 1000 >= 0.92).all()
    assert (held / 1000 <= 0.99).all()
