"""Consensus methods on small inputs."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.consensus.consensus import TIE_TOLERANCE, decide
from labelcards.metrics.consensus.crowdlab import crowdlab
from labelcards.metrics.consensus.dawid_skene import dawid_skene, one_coin
from labelcards.metrics.consensus.mace import mace
from labelcards.metrics.consensus.median import lower_median
from labelcards.metrics.consensus.sets import dawid_skene_sets
from labelcards.metrics.consensus.vote import majority_vote, weighted_vote
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Ratings


def ratings(table: list[list[int]], K: int = 2) -> Ratings:
    """Ratings from an items × annotators list; -1 is no annotation."""
    cells = np.array(table)
    item, annotator = np.nonzero(cells >= 0)
    return Ratings(item, annotator, cells[item, annotator], *cells.shape, K)


SMALL = [[0, 0, 1], [1, 1, 1], [0, 1, -1], [-1, -1, -1], [-1, 1, -1]]


def test_majority_labels_ties_and_items_without_annotations() -> None:
    """The winner, the lowest label of a tie, and -1 for an item nobody annotated."""
    result = majority_vote(ratings(SMALL))
    assert result.label.tolist() == [0, 1, 0, -1, 1]
    assert result.highest().tolist() == [0, 1, 1, -1, 1]
    assert result.tied.tolist() == [False, False, True, False, False]
    np.testing.assert_allclose(result.confidence, [2 / 3, 1, 1 / 2, 0, 1])
    np.testing.assert_allclose(result.quality, [5 / 6, 7 / 8, 1 / 2])


def test_weighted_vote_follows_the_better_annotator() -> None:
    """One trusted annotator outvotes two distrusted ones; weights of zero fall back to the plain vote."""
    votes = ratings([[0, 1, 1], [1, 0, 0]])
    assert weighted_vote(votes, np.array([0.9, 0.3, 0.3])).label.tolist() == [0, 1]
    assert weighted_vote(votes, np.zeros(3)).label.tolist() == [1, 0]


def test_weighted_vote_rejects_a_negative_weight() -> None:
    """A weight below zero is an error, not a vote against."""
    with pytest.raises(ValueError, match="not negative"):
        weighted_vote(ratings([[0, 1, 1]]), np.array([1.0, -1.0, 1.0]))


def crowd(seed: int, N: int = 400, K: int = 3) -> tuple[Ratings, np.ndarray, np.ndarray]:
    """Annotators of accuracy .9, .9, .5, .5 and .5, all on every item; truth; confusion matrices."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, K, N)
    confusion = np.stack([np.full((K, K), (1 - p) / (K - 1)) for p in (0.9, 0.9, 0.5, 0.5, 0.5)])
    for matrix, p in zip(confusion, (0.9, 0.9, 0.5, 0.5, 0.5), strict=True):
        np.fill_diagonal(matrix, p)
    label = np.stack([[rng.choice(K, p=matrix[k]) for k in truth] for matrix in confusion], axis=1)
    item, annotator = np.divmod(np.arange(N * 5), 5)
    return Ratings(item, annotator, label.ravel(), N, 5, K), truth, confusion


@pytest.mark.parametrize("method", ["dawid_skene", "one_coin", "mace"])
def test_models_beat_the_vote_when_annotators_differ(method: str) -> None:
    """Two good annotators against three poor ones: each model is right more often than the majority."""
    votes, truth, _ = crowd(1)
    fitted = {"dawid_skene": dawid_skene(votes).consensus, "one_coin": one_coin(votes), "mace": mace(votes)}
    gain = (fitted[method].label == truth).mean() - (majority_vote(votes).label == truth).mean()
    assert gain > 0.03
    assert fitted[method].quality[:2].min() > fitted[method].quality[2:].max() + 0.2


def test_dawid_skene_recovers_the_confusion_matrices() -> None:
    """With 3,000 items the estimated confusion matrices lie within .06 of those that made the data."""
    votes, _, confusion = crowd(2, N=3000)
    model = dawid_skene(votes)
    assert np.abs(model.confusion - confusion).max() < 0.06
    np.testing.assert_allclose(model.confusion.sum(axis=2), 1)
    np.testing.assert_allclose(model.prior.sum(), 1)


def test_dawid_skene_says_whether_it_converged() -> None:
    """One iteration is not enough, a hundred are, and the number made is reported."""
    votes, _, _ = crowd(3)
    short, long = dawid_skene(votes, iterations=1).consensus, dawid_skene(votes, tolerance=1e-4).consensus
    assert (short.iterations, short.converged) == (1, False)
    assert 1 < long.iterations < 100
    assert long.converged


def test_smoothing_keeps_an_annotator_with_one_annotation_near_the_pool() -> None:
    """One annotation right by luck gives accuracy 1 by maximum likelihood, but about the pool's with smoothing."""
    votes, truth, _ = crowd(4)
    more = Ratings(
        np.append(votes.item, 0), np.append(votes.annotator, 5), np.append(votes.label, truth[0]), votes.N, 6, votes.K
    )
    plain, smooth = (dawid_skene(more, smoothing=strength).confusion[5, truth[0], truth[0]] for strength in (0, 1))
    assert plain > 0.99
    assert 0.6 < smooth < 0.95


def test_smoothing_helps_a_crowd_of_casual_annotators() -> None:
    """A hundred annotators with 15 annotations each: the default is right on 3 percentage points more items than ML."""
    gains = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        truth = rng.integers(0, 3, 500)
        item = np.repeat(np.arange(500), 3)
        annotator = np.concatenate([rng.permutation(100)[:3] for _ in range(500)])
        right = rng.random(1500) < rng.beta(4, 2, 100)[annotator]
        label = np.where(right, truth[item], (truth[item] + rng.integers(1, 3, 1500)) % 3)
        votes = Ratings(item, annotator, label, 500, 100, 3)
        smooth, plain = (fit.consensus.label == truth for fit in (dawid_skene(votes), dawid_skene(votes, smoothing=0)))
        gains.append(smooth.mean() - plain.mean())
    assert np.mean(gains) > 0.03


def test_items_without_annotations_get_no_label_from_any_method() -> None:
    """Label -1, confidence 0, a posterior of zeros, whatever the method."""
    votes = ratings(SMALL)
    probabilities = np.full((5, 2), 0.5)
    together = crowdlab(votes, probabilities)
    assert not isinstance(together, Undefined)
    for result in (
        majority_vote(votes),
        weighted_vote(votes),
        dawid_skene(votes).consensus,
        one_coin(votes),
        mace(votes),
        lower_median(votes),
        together.consensus,
    ):
        assert (result.label[3], result.confidence[3], result.tied[3]) == (-1, 0.0, False)
        assert not result.posterior[3].any()
        assert (result.label[[0, 1, 2, 4]] >= 0).all()


@pytest.mark.parametrize("method", [majority_vote, weighted_vote, one_coin, lower_median])
def test_no_annotations_at_all(method: object) -> None:
    """Without a single annotation no item has a label and nothing fails."""
    nothing = np.zeros(0, dtype=np.intp)
    result = method(Ratings(nothing, nothing, nothing, 3, 2, 2))  # type: ignore[operator]
    assert result.label.tolist() == [-1, -1, -1]
    assert np.isnan(result.quality).all()


def test_crowdlab_without_shared_items_is_undefined() -> None:
    """With one annotation per item there is no agreement to weigh annotators by."""
    result = crowdlab(ratings([[0, -1], [-1, 1]]), np.full((2, 2), 0.5))
    assert isinstance(result, Undefined)
    assert result.why == "no item has two annotations"


def test_crowdlab_rejects_repeated_annotations_and_wrong_shapes() -> None:
    """Two annotations of an item by one annotator, or probabilities of another shape, are errors."""
    twice = Ratings(np.array([0, 0]), np.array([0, 0]), np.array([0, 1]), 1, 1, 2)
    with pytest.raises(ValueError, match="at most one"):
        crowdlab(twice, np.full((1, 2), 0.5))
    with pytest.raises(ValueError, match="N, K"):
        crowdlab(ratings(SMALL), np.full((5, 3), 1 / 3))


def test_crowdlab_lets_a_good_model_break_a_tie() -> None:
    """One against one: the label the model prefers wins."""
    votes = ratings([[0, 1], [1, 0], [1, 1], [0, 0]])
    result = crowdlab(votes, np.array([[0.9, 0.1], [0.1, 0.9], [0.1, 0.9], [0.9, 0.1]]))
    assert not isinstance(result, Undefined)
    assert result.consensus.label.tolist() == [0, 1, 1, 0]


def test_median_of_numbers() -> None:
    """The lower of two middle answers, marked as tied when they differ."""
    result = lower_median(ratings([[0, 2, 1], [0, 3, -1], [2, 2, -1]], K=4))
    assert result.label.tolist() == [1, 0, 2]
    assert result.tied.tolist() == [False, True, False]
    np.testing.assert_allclose(result.confidence, [1 / 3, 1 / 2, 1])


def test_sets_are_decided_label_by_label() -> None:
    """{a, b} wins over {a} and {b} each given once, when {a, b} is what the labels say one by one."""
    members = np.array([[True, False], [False, True], [True, True]])
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 200)
    label = np.where(rng.random((200, 5)) < 0.8, truth[:, None], rng.integers(0, 3, (200, 5)))
    item, annotator = np.divmod(np.arange(1000), 5)
    result = dawid_skene_sets(Ratings(item, annotator, label.ravel(), 200, 5, 3), members)
    assert (result.label == truth).mean() > 0.95
    np.testing.assert_allclose(result.posterior.sum(axis=1), 1)


def test_almost_equal_probabilities_are_a_tie() -> None:
    """A difference below the tolerance, as from summing in another order, does not decide."""
    posterior = np.array([[0.5 - TIE_TOLERANCE / 4, 0.5 + TIE_TOLERANCE / 4]])
    label, _, tied = decide(posterior, np.array([True]))
    assert (label.tolist(), tied.tolist()) == ([0], [True])
