"""In-group and cross-group cohesion, and the pair tables of their permutation test."""

from __future__ import annotations

import math

import numpy as np
import pytest

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups import cohesion
from labelcards.metrics.groups.pair_tables import PairTables
from labelcards.metrics.ratings import Ratings
from tests.metrics.coefficients import krippendorff_alpha


def crowd(seed: int, *, per_item: int, N: int = 40, M: int = 8, K: int = 3) -> Ratings:
    """Random annotations; with ``per_item`` = M everyone labels everything."""
    rng = np.random.default_rng(seed)
    annotator = np.stack([rng.permutation(M)[:per_item] for _ in range(N)]).ravel()
    item = np.repeat(np.arange(N), per_item)
    truth = rng.integers(0, K, N)
    label = np.where(rng.random(len(item)) < 0.6, truth[item], rng.integers(0, K, len(item)))
    return Ratings(item, annotator, label, N, M, K)


def counts_of(ratings: Ratings, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Label counts of the group and of the others."""
    inside = np.isin(ratings.annotator, group)
    return tuple(ratings.where(mask).counts().toarray().astype(float) for mask in (inside, ~inside))  # type: ignore


def in_group(x: cohesion.Matrix) -> Result:
    """Alpha of the group, whoever the others are."""
    return cohesion.association(x, x).in_group


def cross_group(x: cohesion.Matrix, y: cohesion.Matrix) -> Result:
    """XRR of the group and the others."""
    return cohesion.association(x, y).cross_group


def test_alpha_equals_the_agreement_module() -> None:
    """In-group alpha of unequally annotated items is Krippendorff's alpha of the group's annotations."""
    ratings = crowd(1, per_item=4)
    x, _ = counts_of(ratings, np.arange(5))
    mine = in_group(x)
    theirs = krippendorff_alpha(ratings.where(ratings.annotator < 5))
    assert isinstance(mine, Estimate)
    assert isinstance(theirs, Estimate)
    assert mine.value == pytest.approx(theirs.value, abs=1e-12)
    assert mine.n == theirs.n


def test_jackknife_is_leaving_items_out() -> None:
    """The interval is made of the values without each item in turn."""
    ratings = crowd(2, per_item=6, N=12)
    x, y = counts_of(ratings, np.arange(4))
    keep = [np.arange(12) != i for i in range(12)]
    for function, full in (
        (lambda m: in_group(x[m]), in_group(x)),
        (lambda m: cross_group(x[m], y[m]), cross_group(x, y)),
    ):
        values = np.array([function(mask).value for mask in keep])
        error = math.sqrt(11 / 12 * ((values - values.mean()) ** 2).sum())
        assert isinstance(full, Estimate)
        assert full.low is not None
        assert full.value - full.low == pytest.approx(2.200985 * error, rel=1e-5)


def test_pair_tables_equal_alpha_and_xrr_when_everyone_labels_everything() -> None:
    """The statistic of the permutation test is exactly alpha and XRR in a complete design."""
    ratings = crowd(3, per_item=8)
    x, y = counts_of(ratings, np.array([0, 2, 5]))
    member = np.isin(np.arange(8), [0, 2, 5]).astype(float)[:, None]
    inside, across = PairTables.of(ratings).cohesion(member)
    alpha, xrr = in_group(x), cross_group(x, y)
    assert isinstance(alpha, Estimate)
    assert isinstance(xrr, Estimate)
    assert inside[0] == pytest.approx(alpha.value, abs=1e-12)
    assert across[0] == pytest.approx(xrr.value, abs=1e-12)


def test_pair_tables_with_a_distance() -> None:
    """With squared distances too, the pair tables equal alpha in a complete design."""
    ratings = crowd(4, per_item=8, K=4)
    delta = np.subtract.outer(np.arange(4.0), np.arange(4.0)) ** 2
    x, y = counts_of(ratings, np.arange(3))
    member = (np.arange(8) < 3).astype(float)[:, None]
    inside, across = PairTables.of(ratings, delta).cohesion(member)
    found = cohesion.association(x, y, delta)
    assert isinstance(found.in_group, Estimate)
    assert isinstance(found.cross_group, Estimate)
    assert inside[0] == pytest.approx(found.in_group.value, abs=1e-12)
    assert across[0] == pytest.approx(found.cross_group.value, abs=1e-12)


def test_contrast_weight_counts_by_hand() -> None:
    """The weight of a within-item contrast is Σ n_in · n_out / n."""
    ratings = Ratings(*(np.array(a) for a in ([0, 0, 0, 1, 1], [0, 1, 2, 0, 1], [0, 1, 0, 1, 1])), 2, 3, 2)
    member = np.array([[1.0], [0.0], [0.0]])
    assert PairTables.of(ratings).contrast_weight(member)[0] == pytest.approx(2 / 3 + 1 / 2)


def test_sparse_and_dense_tables_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large pools use sparse tables, with the same results."""
    ratings = crowd(5, per_item=4)
    member = (np.arange(8)[:, None] % 2 == np.arange(2)).astype(float)
    dense = PairTables.of(ratings).cohesion(member)
    monkeypatch.setattr("labelcards.metrics.groups.pair_tables.DENSE_ANNOTATORS", 0)
    np.testing.assert_allclose(PairTables.of(ratings).cohesion(member), dense)


def test_index_of_two_camps() -> None:
    """Two camps that agree inside and contradict each other have high in-group, negative cross-group agreement."""
    x = np.tile([[4.0, 0.0], [0.0, 4.0]], (10, 1))
    found = cohesion.association(x, x[:, ::-1])
    assert isinstance(found.in_group, Estimate)
    assert isinstance(found.cross_group, Estimate)
    assert found.in_group.value == 1.0
    assert found.cross_group.value == -1.0
    assert isinstance(found.gai, Undefined)
    assert not found.steady


def test_plurality_negentropy_and_votes_by_hand() -> None:
    """The further cohesion figures of GRASP on counts small enough to work out."""
    x, y = np.array([[3.0, 1.0], [0.0, 2.0], [1.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 3.0], [1.0, 0.0]])
    plurality, negentropy = cohesion.plurality_size(x), cohesion.negentropy(x)
    assert isinstance(plurality, Estimate)
    assert isinstance(negentropy, Estimate)
    assert plurality.value == pytest.approx((0.75 + 1 + 0.5) / 3)
    entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert negentropy.value == pytest.approx((3 * math.log(2) - entropy - 0 - math.log(2)) / 3)
    votes = cohesion.voting_agreement(x, y)
    assert isinstance(votes, Estimate)
    assert (votes.value, votes.n) == (1.0, 2)


def test_cross_negentropy_prefers_equal_groups() -> None:
    """A group that labels like the others is closer to them than one that contradicts them."""
    x = np.array([[3.0, 0.0], [0.0, 3.0]])
    same, opposite = cohesion.cross_negentropy(x, x), cohesion.cross_negentropy(x, x[:, ::-1])
    assert isinstance(same, Estimate)
    assert isinstance(opposite, Estimate)
    assert opposite.value < 0 < same.value < math.log(2)


def test_nothing_to_agree_on() -> None:
    """One label, no second annotation or no shared item is undefined, not 0."""
    assert isinstance(in_group(np.array([[2.0, 0.0], [3.0, 0.0]])), Undefined)
    assert isinstance(in_group(np.eye(2)), Undefined)
    assert isinstance(cross_group(np.array([[1.0, 0], [0, 0]]), np.array([[0, 0], [1.0, 0]])), Undefined)
    assert isinstance(cohesion.plurality_size(np.zeros((2, 2))), Undefined)
    assert isinstance(cohesion.diversity_sensitivity([Undefined("x")]), Undefined)


def test_a_group_without_labels_has_no_cohesion() -> None:
    """Nobody of the group labelled an item, or no item that the others labelled: undefined, with the reason."""
    nothing, something = np.zeros((4, 3)), np.ones((4, 3))
    assert cohesion.negentropy(nothing) == Undefined("the group labelled no item", 4)
    for x, y in ((nothing, something), (something, nothing)):
        assert cohesion.cross_negentropy(x, y) == Undefined("no item is labelled by both groups", 0)
