"""What must hold of every consensus method on any ratings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelcards.metrics.annotators.accuracy import peer_credit
from labelcards.metrics.consensus.consensus import Consensus
from labelcards.metrics.consensus.crowdlab import crowdlab
from labelcards.metrics.consensus.dawid_skene import dawid_skene, one_coin
from labelcards.metrics.consensus.mace import mace
from labelcards.metrics.consensus.vote import majority_vote, weighted_vote
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Ratings

METHODS = {
    "majority": majority_vote,
    "weighted": weighted_vote,
    "dawid_skene": lambda votes: dawid_skene(votes, iterations=30).consensus,
    "one_coin": lambda votes: one_coin(votes, iterations=30),
    "mace": lambda votes: mace(votes, iterations=30),
}


@st.composite
def votes(draw: st.DrawFn) -> Ratings:
    """Up to 8 items, 4 annotators, 3 labels; any subset of cells annotated."""
    N, M, K = draw(st.integers(1, 8)), draw(st.integers(1, 4)), draw(st.integers(2, 3))
    cells = draw(st.lists(st.integers(-1, K - 1), min_size=N * M, max_size=N * M))
    table = np.array(cells).reshape(N, M)
    item, annotator = np.nonzero(table >= 0)
    return Ratings(item, annotator, table[item, annotator], N, M, K)


def clear(result: Consensus) -> np.ndarray:
    """Items whose two best labels are far enough apart not to depend on rounding."""
    if result.posterior.shape[1] < 2:
        return result.decided
    best = np.sort(result.posterior, axis=1)
    return result.decided & (best[:, -1] - best[:, -2] > 1e-6)


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=40, deadline=None)
@given(ratings=votes())
def test_posterior_is_a_distribution(name: str, ratings: Ratings) -> None:
    """Rows sum to 1, or to 0 without annotations; confidence is the posterior of the label; labels were possible."""
    result = METHODS[name](ratings)
    annotated = np.bincount(ratings.item, minlength=ratings.N) > 0
    np.testing.assert_allclose(result.posterior.sum(axis=1), annotated.astype(float), atol=1e-9)
    assert (result.decided == annotated).all()
    chosen = result.posterior[np.arange(ratings.N), np.maximum(result.label, 0)]
    np.testing.assert_allclose(result.confidence, np.where(annotated, chosen, 0), atol=1e-8)
    quality = result.quality[np.bincount(ratings.annotator, minlength=ratings.M) > 0]
    assert ((quality >= 0) & (quality <= 1)).all()


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=40, deadline=None)
@given(ratings=votes(), seed=st.integers(0, 99))
def test_order_of_rows_items_and_annotators_does_not_matter(name: str, ratings: Ratings, seed: int) -> None:
    """Shuffling rows and renaming items and annotators permutes the result and nothing else."""
    rng = np.random.default_rng(seed)
    items, people, rows = rng.permutation(ratings.N), rng.permutation(ratings.M), rng.permutation(len(ratings))
    shuffled = Ratings(
        items[ratings.item[rows]], people[ratings.annotator[rows]], ratings.label[rows], ratings.N, ratings.M, ratings.K
    )
    plain, moved = METHODS[name](ratings), METHODS[name](shuffled)
    np.testing.assert_allclose(moved.posterior[items], plain.posterior, atol=1e-6)
    sure = clear(plain)
    assert (moved.label[items][sure] == plain.label[sure]).all()


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=40, deadline=None)
@given(ratings=votes())
def test_renaming_labels_renames_the_result(name: str, ratings: Ratings) -> None:
    """Reversing the label codes reverses the columns of the posterior."""
    mirrored = Ratings(ratings.item, ratings.annotator, ratings.K - 1 - ratings.label, ratings.N, ratings.M, ratings.K)
    np.testing.assert_allclose(METHODS[name](mirrored).posterior[:, ::-1], METHODS[name](ratings).posterior, atol=1e-6)


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=40, deadline=None)
@given(ratings=votes())
def test_unanimous_items_keep_their_label_under_votes(name: str, ratings: Ratings) -> None:
    """An item on which all agree gets that label from the votes; from the models it gets a label somebody gives."""
    result = METHODS[name](ratings)
    counts = ratings.counts().toarray()
    unanimous = (counts > 0).sum(axis=1) == 1
    if name in ("majority", "weighted"):
        assert (result.label[unanimous] == counts[unanimous].argmax(axis=1)).all()
    given = np.unique(ratings.label)
    assert np.isin(result.label[clear(result)], given).all()


@pytest.mark.parametrize("fit", [lambda votes: dawid_skene(votes).consensus, one_coin], ids=["dawid_skene", "one_coin"])
@settings(max_examples=60, deadline=None)
@given(ratings=votes())
def test_each_step_increases_the_objective(fit: object, ratings: Ratings) -> None:
    """EM never decreases the log posterior density."""
    steps = np.array(fit(ratings).objective)  # type: ignore[operator]
    assert (np.diff(steps) >= -1e-7 * np.maximum(np.abs(steps[:-1]), 1)).all()


@settings(max_examples=60, deadline=None)
@given(ratings=votes(), seed=st.integers(0, 99))
def test_crowdlab_does_not_depend_on_the_order_of_rows(ratings: Ratings, seed: int) -> None:
    """CROWDLAB sorts its rows: any order gives the same bits."""
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.ones(ratings.K), ratings.N)
    rows = rng.permutation(len(ratings))
    shuffled = Ratings(
        ratings.item[rows], ratings.annotator[rows], ratings.label[rows], ratings.N, ratings.M, ratings.K
    )
    plain, moved = crowdlab(ratings, probabilities), crowdlab(shuffled, probabilities)
    if isinstance(plain, Undefined) or isinstance(moved, Undefined):
        assert isinstance(plain, Undefined)
        assert isinstance(moved, Undefined)
        return
    np.testing.assert_array_equal(plain.consensus.posterior, moved.consensus.posterior)
    np.testing.assert_array_equal(plain.consensus.label, moved.consensus.label)
    np.testing.assert_array_equal(plain.annotator_weight, moved.annotator_weight)


@settings(max_examples=100, deadline=None)
@given(ratings=votes())
def test_leave_one_out_credit_equals_its_definition(ratings: Ratings) -> None:
    """The closed form equals recounting the other annotations of the item, one annotation at a time."""
    credit, counted = peer_credit(ratings)
    for row in range(len(ratings)):
        others = (ratings.item == ratings.item[row]) & (np.arange(len(ratings)) != row)
        assert counted[row] == others.any()
        if others.any():
            counts = np.bincount(ratings.label[others], minlength=ratings.K)
            winners = np.flatnonzero(counts == counts.max())
            expected = 1 / len(winners) if ratings.label[row] in winners else 0
            assert credit[row] == pytest.approx(expected)
