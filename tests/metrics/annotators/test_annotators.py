"""Figures about single annotators."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from labelcards.metrics.annotators.accuracy import (
    BetaPool,
    fit_pool,
    label_excess,
    peer_credit,
    retest_pairs,
    shrink,
    shrunk_accuracies,
    spammer_score,
)
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.ratings import Ratings


def full(table: list[list[int]], K: int = 2) -> Ratings:
    """Ratings from an items × annotators list."""
    cells = np.array(table)
    item, annotator = np.nonzero(cells >= 0)
    return Ratings(item, annotator, cells[item, annotator], *cells.shape, K)


def test_leaving_oneself_out_unmasks_a_guesser() -> None:
    """Among three annotators on two labels, a guesser agrees with the plain majority about 3/4, left out about 1/2."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 2000)
    table = np.column_stack([truth, np.where(rng.random(2000) < 0.5, truth, 1 - truth), rng.integers(0, 2, 2000)])
    ratings = full(table.tolist())
    credit, counted = peer_credit(ratings)
    assert counted.all()
    assert credit[ratings.annotator == 2].mean() == pytest.approx(0.5, abs=0.04)
    majority = (table.sum(axis=1) >= 2).astype(int)
    assert (table[:, 2] == majority).mean() == pytest.approx(0.75, abs=0.04)


def test_an_item_with_one_annotation_is_not_counted() -> None:
    """Nobody to agree with: no credit, not counted."""
    credit, counted = peer_credit(full([[0, -1], [1, 1]]))
    assert counted.tolist() == [False, True, True]
    assert credit[1:].tolist() == [1, 1]


def test_three_of_three_is_shrunk_more_than_sixty_of_sixty() -> None:
    """Few annotations move towards the pool, many hardly."""
    pool = BetaPool(np.array([0.8]), np.array([20.0]), np.array([1.0]))
    few, many = shrink(3, 3, pool), shrink(60, 60, pool)
    assert few.value == pytest.approx((16 + 3) / 23)
    assert 0.8 < few.value < many.value < 1
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low


def test_the_pool_is_recovered() -> None:
    """2,000 annotators with accuracies from Beta(16, 4): mean .8 and strength 20 within a few percent."""
    rng = np.random.default_rng(1)
    n = rng.integers(20, 100, 2000)
    pool = fit_pool(rng.binomial(n, rng.beta(16, 4, 2000)).astype(float), n.astype(float))
    assert isinstance(pool, BetaPool)
    assert pool.weight.sum() == pytest.approx(1)
    assert pool.weight @ pool.mean == pytest.approx(0.8, abs=0.01)
    assert pool.weight @ pool.strength == pytest.approx(20, rel=0.12)


def test_the_pool_of_few_annotators_has_the_published_prior() -> None:
    """Accuracy and strength of five annotators, integrated over (α + β)^(-5/2) on a grid of shares, not of logits."""
    hits, n = np.array([9, 7, 10, 5, 8]), np.array([10, 10, 12, 9, 8])
    share, strength = np.meshgrid((np.arange(400) + 0.5) / 400, np.geomspace(1, 1e4, 400), indexing="ij")
    weight = strength**-0.5  # the prior, times α + β for shares and strengths, times strength for its logarithm
    for hit, size in zip(hits, n, strict=True):
        weight *= stats.betabinom.pmf(hit, size, share * strength, (1 - share) * strength)
    weight /= weight.sum()
    pool = fit_pool(hits.astype(float), n.astype(float))
    assert isinstance(pool, BetaPool)
    assert pool.weight @ pool.mean == pytest.approx((weight * share).sum(), abs=0.003)
    assert pool.weight @ (1 / pool.strength) == pytest.approx((weight / strength).sum(), rel=0.06)  # 41 points
    spread = np.sqrt(pool.weight @ pool.mean**2 - (pool.weight @ pool.mean) ** 2)
    assert spread == pytest.approx(np.sqrt((weight * share**2).sum() - (weight * share).sum() ** 2), rel=0.03)


def test_equal_annotators_are_pooled_almost_completely() -> None:
    """When annotators differ no more than chance, the strength is large and all estimates lie close together."""
    rng = np.random.default_rng(2)
    n = np.full(30, 25.0)
    results = shrunk_accuracies(rng.binomial(25, 0.8, 30).astype(float), n)
    values = [result.value for result in results if isinstance(result, Estimate)]
    assert len(values) == 30
    assert max(values) - min(values) < 0.1


def test_two_annotators_are_no_pool() -> None:
    """Undefined, with the reason; an annotator without annotations among enough others has a reason of their own."""
    two = fit_pool(np.array([3.0, 4.0]), np.array([5.0, 5.0]))
    assert isinstance(two, Undefined)
    assert "three" in two.why
    four = shrunk_accuracies(np.array([3.0, 4, 5, 0]), np.array([5.0, 5, 5, 0]))
    assert four[3] == Undefined("no annotations to judge")


@pytest.mark.slow
def test_credible_intervals_cover() -> None:
    """Over 300 pools of 25 annotators, 93–97% of the credible intervals hold the annotator's accuracy."""
    rng = np.random.default_rng(3)
    held = []
    for _ in range(300):
        accuracy = rng.beta(16, 4, 25)
        n = rng.integers(3, 60, 25)
        results = shrunk_accuracies(rng.binomial(n, accuracy).astype(float), n.astype(float))
        for result, true in zip(results, accuracy, strict=True):
            assert isinstance(result, Estimate)
            held.append(float(result.low or 0) <= true <= float(result.high or 1))
    assert 0.93 <= np.mean(held) <= 0.97


def test_over_used_label_is_found_on_the_same_items() -> None:
    """An annotator who says 1 on a fifth of the 0 items gives 1 a tenth more often than the others, who agree."""
    truth = np.tile([0, 1], 100)
    biased = truth.copy()
    biased[np.flatnonzero(truth == 0)[:20]] = 1
    excess = label_excess(full(np.column_stack([truth, truth, truth, biased]).tolist()))
    assert excess.difference[3, 1] == pytest.approx(0.1)
    assert excess.difference[3].sum() == pytest.approx(0)
    assert excess.p[3, 1] < 1e-4
    assert excess.n.tolist() == [200] * 4


def test_easy_items_are_not_over_use() -> None:
    """Annotators who saw only items of label 1 do not over-use it."""
    table = np.full((200, 4), -1)
    table[:100, :2], table[100:, 2:] = 1, 0
    excess = label_excess(full(table.tolist()))
    np.testing.assert_allclose(excess.difference, 0, atol=1e-12)
    assert (excess.p == 1).all()


def test_test_retest_counts_pairs() -> None:
    """Annotator 0 labels item 0 as 0, 0, 1: one agreeing pair of three; annotator 1 repeats item 1 in agreement."""
    ratings = Ratings(np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 0, 1, 1, 0]), np.array([0, 0, 1, 1, 1, 0]), 2, 2, 2)
    annotator, same, pairs = retest_pairs(ratings)
    assert (annotator.tolist(), same.tolist(), pairs.tolist()) == ([0, 1], [1, 1], [3, 1])


def test_spammer_score_published_form() -> None:
    """Raykar and Yu (2012): (sensitivity + specificity - 1)² for two labels; 1 for identity, 0 for equal rows."""
    two = np.array([[[0.9, 0.1], [0.3, 0.7]], [[0.4, 0.6], [0.4, 0.6]], [[1.0, 0.0], [0.0, 1.0]]])
    np.testing.assert_allclose(spammer_score(two), [0.36, 0, 1], atol=1e-12)
    rng = np.random.default_rng(0)
    four = rng.dirichlet(np.ones(4), (3, 4))
    pairs = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    naive = [sum(((m[a] - m[b]) ** 2).sum() for a, b in pairs) / 12 for m in four]
    np.testing.assert_allclose(spammer_score(four), naive)
