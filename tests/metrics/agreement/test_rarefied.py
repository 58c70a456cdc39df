"""Disputes at equal numbers of votes, against every subset of the votes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from labelcards.metrics.agreement.rarefied import dispute_chance, rarefied_disputes
from labelcards.metrics.ratings import Ratings


def _votes(given: list[list[int]], K: int = 3) -> Ratings:
    item = np.repeat(np.arange(len(given)), [len(each) for each in given])
    label = np.array([one for each in given for one in each], dtype=np.intp)
    return Ratings(item, np.arange(len(item)), label, len(given), max(1, len(item)), K)


def _by_enumeration(votes: list[int], draws: int) -> float:
    subsets = list(combinations(votes, draws))
    return sum(len(set(one)) > 1 for one in subsets) / len(subsets)


def test_it_is_the_share_of_all_subsets() -> None:
    """For every item and number of draws, the share of subsets that are not all equal."""
    rng = np.random.default_rng(3)
    given = [list(rng.integers(0, 3, n)) for n in rng.integers(2, 9, 60)]
    for draws in (2, 3, 4, 5):
        k = np.minimum(draws, [len(each) for each in given])
        expected = [_by_enumeration(each, int(size)) for each, size in zip(given, k, strict=True)]
        assert dispute_chance(_votes(given), k) == pytest.approx(expected, abs=1e-12)


def test_one_vote_is_never_in_dispute() -> None:
    """Nor is none."""
    assert list(dispute_chance(_votes([[0, 1], []]), [1, 0])) == [0.0, 0.0]


def test_more_draws_than_votes_are_refused() -> None:
    """There is no such subset."""
    with pytest.raises(ValueError, match="fewer votes"):
        dispute_chance(_votes([[0, 1]]), 3)


def test_pairs_draw_as_many_votes_from_both() -> None:
    """The smaller number of votes is drawn; items with fewer than two in either version are left out."""
    old, new = [[0, 0, 0, 0, 1], [0, 1], [0, 0, 1], [1]], [[0, 0, 1], [0], [2, 2, 2, 2, 1], [0, 1]]
    found = rarefied_disputes(_votes(old), _votes(new))
    assert list(found.item) == [0, 2]
    assert list(found.draws) == [3, 3]
    assert list(found.old) == pytest.approx([_by_enumeration(old[0], 3), 1.0])
    assert list(found.new) == pytest.approx([1.0, _by_enumeration(new[2], 3)])


def test_codes_of_unlike_versions_are_refused() -> None:
    """Codes must mean the same on both sides."""
    with pytest.raises(ValueError, match="same items"):
        rarefied_disputes(_votes([[0, 1]]), _votes([[0, 1], [0, 1]]))


def test_fewer_votes_alone_are_no_change() -> None:
    """A random three of five votes: raw disputes fall, rarefied ones stay, in the mean over 2,000 items."""
    rng = np.random.default_rng(11)
    skill = rng.beta(8, 3, 2000)[:, None]
    five = np.where(rng.random((2000, 5)) < skill, 0, rng.integers(1, 3, (2000, 5)))
    three = five[:, :3]
    found = rarefied_disputes(_votes(five.tolist()), _votes(three.tolist()))
    raw = [float((side.max(axis=1) > side.min(axis=1)).mean()) for side in (five, three)]
    assert raw[1] < raw[0] - 0.1
    gap = found.new - found.old
    assert abs(gap.mean()) < 3 * gap.std() / np.sqrt(2000)
