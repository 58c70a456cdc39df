"""How a group's difference from the rest changed between versions that share items and annotators."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.clustered import ClusterScores, Contrast, change_of, side_scores, within_item_scores

ITEMS, PEOPLE = 60, 16


def _scores(found: ClusterScores | Undefined) -> ClusterScores:
    assert isinstance(found, ClusterScores)
    return found


def test_by_hand() -> None:
    """Two of four against one of four, then three of four against none: the gap grew from 1/4 to 3/4, by 1/2."""
    inside = np.array([True] * 4 + [False] * 4)
    items = (np.arange(8),)
    old = side_scores(np.array([1.0, 1, 0, 0, 1, 0, 0, 0]), inside, items)
    new = side_scores(np.array([1.0, 1, 1, 0, 0, 0, 0, 0]), inside, items)
    found = change_of(_scores(old), _scores(new)).difference
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.5)
    # items 3 and 5 alone moved, by +1 in a group of four and by -1 in a rest of four: two-sample variance of the moves
    moves = np.array([0.0, 0, 1, 0]), np.array([-1.0, 0, 0, 0])
    error = np.sqrt(sum(move.var(ddof=1) / 4 for move in moves))
    assert found.high is not None
    assert (found.high - 0.5) / error == pytest.approx(2.4469, abs=1e-3)  # t with 6 degrees of freedom


def test_without_change() -> None:
    """The same rows twice: no change, p = 1."""
    inside = np.arange(20) % 2 == 0
    one = _scores(side_scores((np.arange(20) % 3 == 0).astype(float), inside, (np.arange(20),)))
    found = change_of(one, one)
    assert isinstance(found.difference, Estimate)
    assert (found.difference.value, found.p) == (0.0, 1.0)


def _version(generator: np.random.Generator, items: np.ndarray, people: np.ndarray) -> ClusterScores:
    """Every annotator answers every item; both have habits of their own that stay between versions."""
    chance = np.clip(0.5 + items[:, None] + people[None, :], 0.02, 0.98)
    outcome = (generator.random((ITEMS, PEOPLE)) < chance).astype(float).ravel()
    item, annotator = (index.ravel() for index in np.indices((ITEMS, PEOPLE)))
    return _scores(
        within_item_scores(outcome, annotator < PEOPLE // 2, item.astype(np.intp), annotator.astype(np.intp))
    )


def _drawn(generator: np.random.Generator, shift: float) -> Contrast:
    items, people = generator.normal(0, 0.15, ITEMS), generator.normal(0, 0.1, PEOPLE)
    moved = people + np.where(np.arange(PEOPLE) < PEOPLE // 2, shift, 0.0) + generator.normal(0, 0.04, PEOPLE)
    return change_of(_version(generator, items, people), _version(generator, items, moved))


@pytest.mark.slow
@pytest.mark.parametrize("shift", [0.0, 0.1])
def test_coverage(shift: float) -> None:
    """Intervals cover the planted change of a gap in 93 to 97% of 1,000 pairs of versions."""
    generator = np.random.default_rng(8)
    found = [_drawn(generator, shift).difference for _ in range(1_000)]
    covered = [one.low <= shift <= one.high for one in found if isinstance(one, Estimate) and one.low and one.high]
    print(f"coverage at {shift}: {np.mean(covered):.3f} of {len(covered)}")  # noqa: T201 - shown by pytest -rP
    assert 0.93 <= float(np.mean(covered)) <= 0.975
