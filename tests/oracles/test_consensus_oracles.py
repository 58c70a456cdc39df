"""Against cleanlab and scikit-learn on shared inputs."""

from __future__ import annotations

import numpy as np
import pytest
from cleanlab.multiannotator import get_label_quality_multiannotator
from scipy import stats
from sklearn.metrics import balanced_accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support

from labelcards.metrics.annotators.accuracy import BetaPool, fit_pool, shrink
from labelcards.metrics.consensus.crowdlab import Crowdlab, crowdlab
from labelcards.metrics.consensus.dawid_skene import dawid_skene
from labelcards.metrics.consensus.gold import (
    GoldJudgements,
    accuracy,
    balanced_accuracy,
    confusion,
    f1,
    macro_f1,
    precision,
    recall,
    score_labels,
)
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.ratings import Ratings


def crowd(seed: int) -> tuple[Ratings, np.ndarray]:
    """Sparse ratings with single-annotated items and out-of-sample probabilities of several qualities."""
    rng = np.random.default_rng(seed)
    N, M, K = int(rng.integers(40, 200)), int(rng.integers(3, 15)), int(rng.integers(2, 6))
    truth = rng.integers(0, K, N)
    mask = rng.random((N, M)) < rng.uniform(0.15, 0.7)
    mask[np.arange(N), rng.integers(0, M, N)] = True
    mask[rng.integers(0, N, M), np.arange(M)] = True
    item, annotator = np.nonzero(mask)
    skill = rng.uniform(0.2, 0.95, M)[annotator]
    label = np.where(rng.random(len(item)) < skill, truth[item], rng.integers(0, K, len(item)))
    probabilities = rng.dirichlet(np.ones(K), N) * rng.uniform(0.3, 1)
    probabilities[np.arange(N), truth] += 1 - probabilities.sum(axis=1)
    return Ratings(item, annotator, label, N, M, K), probabilities


@pytest.mark.parametrize("seed", range(25))
def test_crowdlab_equals_cleanlab(seed: int) -> None:
    """Labels, consensus quality, annotator quality and all weights equal cleanlab's on sparse tables of all sizes."""
    ratings, probabilities = crowd(seed)
    dense = np.full((ratings.N, ratings.M), np.nan)
    dense[ratings.item, ratings.annotator] = ratings.label
    theirs = get_label_quality_multiannotator(dense, probabilities, verbose=False, return_weights=True)
    ours = crowdlab(ratings, probabilities)
    assert isinstance(ours, Crowdlab)
    np.testing.assert_array_equal(ours.consensus.label, theirs["label_quality"]["consensus_label"])
    np.testing.assert_allclose(
        ours.consensus.confidence, theirs["label_quality"]["consensus_quality_score"], rtol=0, atol=1e-12
    )
    by_annotator = theirs["annotator_stats"].sort_index()["annotator_quality"].to_numpy()
    np.testing.assert_allclose(ours.consensus.quality, by_annotator, rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours.annotator_weight, theirs["annotator_weight"], rtol=0, atol=1e-12)
    assert ours.model_weight == pytest.approx(theirs["model_weight"], abs=1e-12)


def values(results: list[Estimate | Undefined]) -> list[float]:
    """The values; 0 where undefined, as scikit-learn does with zero_division=0."""
    return [result.value if isinstance(result, Estimate) else 0.0 for result in results]


@pytest.mark.parametrize("seed", range(8))
def test_gold_scores_equal_scikit_learn(seed: int) -> None:
    """Accuracy, precision, recall, F1, macro F1, balanced accuracy and confusion counts."""
    rng = np.random.default_rng(seed)
    K = 4
    truth = rng.choice(K, 80, p=[0.5, 0.3, 0.15, 0.05])
    given = np.where(rng.random(80) < 0.7, truth, rng.integers(0, K, 80))
    scored = score_labels(given, truth, K)
    p, r, f, _ = precision_recall_fscore_support(truth, given, labels=range(K), zero_division=0)
    assert values([precision(scored, code) for code in range(K)]) == pytest.approx(p)
    assert values([recall(scored, code) for code in range(K)]) == pytest.approx(r)
    assert values([f1(scored, code) for code in range(K)]) == pytest.approx(f)
    present = np.unique(truth)
    assert values([macro_f1(scored)])[0] == pytest.approx(f1_score(truth, given, labels=present, average="macro"))
    assert values([balanced_accuracy(scored)])[0] == pytest.approx(balanced_accuracy_score(truth, given))
    assert values([accuracy(scored)])[0] == pytest.approx((truth == given).mean())
    np.testing.assert_array_equal(confusion(scored), confusion_matrix(truth, given, labels=range(K)))


def test_accuracy_interval_equals_wilson() -> None:
    """With one label per item the interval is the Wilson interval of statsmodels and SciPy."""
    scored = GoldJudgements(
        np.arange(50), np.r_[np.zeros(41), np.ones(9)].astype(np.intp), np.zeros(50, dtype=np.intp), 2
    )
    result = accuracy(scored)
    assert isinstance(result, Estimate)
    theirs = stats.binomtest(41, 50).proportion_ci(method="wilson")
    assert (result.low, result.high) == pytest.approx((theirs.low, theirs.high))


def test_pool_and_shrinkage_equal_numerical_integration() -> None:
    """The posterior mean of an annotator equals a plain double sum over a wide grid with SciPy's distribution."""
    rng = np.random.default_rng(5)
    n = rng.integers(5, 60, 12)
    hits = rng.binomial(n, rng.beta(16, 4, 12))
    pool = fit_pool(hits.astype(float), n.astype(float))
    assert isinstance(pool, BetaPool)
    means, strengths = np.linspace(0.3, 0.99, 200), np.geomspace(1, 1e4, 200)
    weights, firsts = np.zeros((200, 200)), np.zeros((200, 200))
    for row, mean in enumerate(means):
        a, b = mean * strengths, (1 - mean) * strengths
        log = stats.betabinom.logpmf(hits[:, None], n[:, None], a, b).sum(axis=0)
        weights[row] = np.exp(log + 200) * strengths**-0.5  # (α+β)^(-5/2) in mean and log strength
        firsts[row] = (a + 3) / (a + b + 3)
    expected = float((weights * firsts).sum() / weights.sum())
    assert shrink(3, 3, pool).value == pytest.approx(expected, abs=2e-4)


def naive_dawid_skene(ratings: Ratings, smoothing: float, iterations: int) -> np.ndarray:
    """Dawid–Skene written as in the paper, with loops over annotations; posterior (N, K)."""
    N, M, K = ratings.N, ratings.M, ratings.K
    rows = list(zip(ratings.item, ratings.annotator, ratings.label, strict=True))
    posterior = np.zeros((N, K))
    for item, _, label in rows:
        posterior[item, label] += 1
    posterior /= posterior.sum(axis=1, keepdims=True)
    pooled = np.full((K, K), 1 / K)
    for item, _, label in rows:
        pooled[:, label] += posterior[item]
    pooled /= pooled.sum(axis=1, keepdims=True)
    for _ in range(iterations):
        counts = np.repeat(smoothing * pooled[None], M, axis=0)
        for item, annotator, label in rows:
            counts[annotator, :, label] += posterior[item]
        totals = counts.sum(axis=2, keepdims=True)
        confusion = np.where(totals > 0, counts / np.where(totals > 0, totals, 1), 1 / K)
        prior = posterior.mean(axis=0)
        logs = np.tile(np.log(np.maximum(prior, 1e-10)), (N, 1))
        for item, annotator, label in rows:
            logs[item] += np.log(np.maximum(confusion[annotator, :, label], 1e-10))
        posterior = np.exp(logs - logs.max(axis=1, keepdims=True))
        posterior /= posterior.sum(axis=1, keepdims=True)
    return posterior


@pytest.mark.parametrize("smoothing", [0.0, 1.0])
@pytest.mark.parametrize("seed", range(6))
def test_dawid_skene_equals_the_paper_written_as_loops(seed: int, smoothing: float) -> None:
    """The sparse matrix products are the sums of the paper: equal posteriors after seven iterations."""
    ratings, _ = crowd(seed)
    fast = dawid_skene(ratings, smoothing=smoothing, iterations=7, tolerance=0).consensus.posterior
    np.testing.assert_allclose(fast, naive_dawid_skene(ratings, smoothing, 7), atol=1e-9)
