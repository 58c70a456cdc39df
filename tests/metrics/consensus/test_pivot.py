"""Pivotal votes against a recount of every plurality, and what other annotators add to the variance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from labelcards.metrics.agreement.annotator_spread import AnnotatorPools
from labelcards.metrics.consensus.pivot import JudgedVotes, pivotal, pool_variance
from labelcards.metrics.ratings import Ratings


def _votes(seed: int, items: int = 60, annotators: int = 7, labels: int = 4) -> JudgedVotes:
    generator = np.random.default_rng(seed)
    item, annotator = np.nonzero(generator.random((items, annotators)) < 0.6)
    label = generator.integers(0, labels, len(item))
    truth = generator.integers(-1, labels, items)
    return JudgedVotes(Ratings(item, annotator, label, items, annotators, labels), truth, generator.random(items) < 0.1)


def _right(labels: list[int], truth: int) -> float:
    """1 where the true label has most votes, a half where it ties for the most, else 0."""
    counts = {label: labels.count(label) for label in set(labels)}
    mine, others = counts.get(truth, 0), max([0, *(n for label, n in counts.items() if label != truth)])
    return 1.0 if mine > others else 0.5 if mine == others else 0.0


def _recounted(votes: JudgedVotes) -> npt.NDArray[np.float64]:
    found = []
    ratings = votes.ratings
    for row, (item, label) in enumerate(zip(ratings.item, ratings.label, strict=True)):
        truth = int(votes.truth[item])
        others = [int(each) for at, each in enumerate(ratings.label) if ratings.item[at] == item and at != row]
        wrong = int(label)
        if label == truth:  # a right vote would go to the strongest wrong label, or to any if there is none
            rivals = [each for each in range(ratings.K) if each != truth]
            wrong = max(rivals, key=others.count)
        change = _right([*others, truth], truth) - _right([*others, wrong], truth)
        found.append(0.0 if votes.settled[item] else change)
    return np.array(found)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("labels", [2, 3, 5])
def test_pivotal_votes_equal_a_recount(seed: int, labels: int) -> None:
    """Each vote is turned and the plurality counted anew, ties as halves; items that a reviewer decided do not turn."""
    votes = _votes(seed, labels=labels)
    votes = JudgedVotes(votes.ratings, np.where(votes.truth < 0, 0, votes.truth), votes.settled)
    found = pivotal(votes)
    assert found == pytest.approx(_recounted(votes))
    assert set(np.unique(found)) <= {0.0, 0.5, 1.0}
    assert found.any()


def test_a_lone_vote_decides() -> None:
    """One annotator per item is pivotal everywhere; three that agree are pivotal nowhere."""
    one = Ratings(np.arange(4), np.zeros(4, dtype=np.intp), np.array([0, 1, 0, 1]), 4, 1, 2)
    assert pivotal(JudgedVotes(one, np.zeros(4, dtype=np.intp), np.zeros(4, bool))).tolist() == [1.0] * 4
    item, who = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    agreed = Ratings(item, who, np.zeros(12, dtype=np.intp), 4, 3, 2)
    assert pivotal(JudgedVotes(agreed, np.zeros(4, dtype=np.intp), np.zeros(4, bool))).tolist() == [0.0] * 12


def test_annotators_who_are_alike_add_little() -> None:
    """Pools that differ in skill add more than pools that do not; what fewer than three annotators add is not known."""
    generator = np.random.default_rng(4)

    def pool(skills: npt.NDArray[np.float64]) -> JudgedVotes:
        items, people = 400, len(skills)
        item, who = np.repeat(np.arange(items), people), np.tile(np.arange(people), items)
        label = np.where(generator.random(len(item)) < skills[who], 0, 1)
        return JudgedVotes(
            Ratings(item, who, label, items, people, 2), np.zeros(items, dtype=np.intp), np.zeros(items, bool)
        )

    def added(skills: npt.NDArray[np.float64]) -> float:
        people = len(skills)
        found = pool_variance(
            pool(skills), pool(skills), AnnotatorPools(np.arange(people), np.arange(people) + people, 2 * people)
        )
        assert not isinstance(found, str)
        return found.variance

    assert added(np.linspace(0.55, 0.95, 5)) > 20 * added(np.full(5, 0.75)) >= 0
    two = pool_variance(pool(np.full(2, 0.8)), pool(np.full(3, 0.8)), AnnotatorPools(np.arange(2), np.arange(2, 5), 5))
    assert two == "other annotators answered, and fewer than three of them in the old version"
