"""Permutation tests."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from labelcards.metrics.intervals.permutation import permutation_test
from labelcards.metrics.ratings import Codes

SCORES = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.6])


def mean_of_first_two(order: Codes, active: Codes) -> np.ndarray:
    """Mean score of the annotators that have the profile of annotators 0 and 1."""
    value = SCORES[order < 2].mean()
    return np.full(len(active), value)


def test_agrees_with_all_permutations() -> None:
    """Many shuffles come close to the exact p-value from all 720 orders."""
    exact = [SCORES[np.array(order) < 2].mean() for order in permutations(range(6))]
    observed = SCORES[:2].mean()
    tail = min(np.mean(np.array(exact) >= observed - 1e-9), np.mean(np.array(exact) <= observed + 1e-9))
    found = permutation_test(mean_of_first_two, 6, 1, permutations=20_000, seed=1, enough=10**9)
    assert found.p[0] == pytest.approx(2 * tail, abs=0.01)


def test_an_ordinary_statistic_stops_early_and_agrees() -> None:
    """Stopping early gives a similar p-value from far fewer shuffles."""

    def middle(order: Codes, active: Codes) -> np.ndarray:
        return np.full(len(active), SCORES[order < 3].mean())

    full = permutation_test(middle, 6, 1, permutations=20_000, seed=1, enough=10**9)
    early = permutation_test(middle, 6, 1, permutations=20_000, seed=2, enough=100)
    assert early.draws[0] < 1000
    assert early.p[0] == pytest.approx(full.p[0], abs=0.15)


def test_never_zero_and_repeatable() -> None:
    """The most extreme statistic has p = 2 / (1 + shuffles), the same for the same seed."""

    def extreme(order: Codes, active: Codes) -> np.ndarray:
        return np.full(len(active), float((order == np.arange(len(order))).all()))

    found = [permutation_test(extreme, 12, 1, permutations=199, seed=5) for _ in range(2)]
    assert found[0].p[0] == pytest.approx(2 / 200)
    assert found[0].p[0] == found[1].p[0]


def test_undefined_shuffles_raise_the_p_value() -> None:
    """A shuffle without a value counts as extreme; an undefined observation has no p-value."""

    def fragile(order: Codes, active: Codes) -> np.ndarray:
        return np.array([1.0 if order[0] == 0 else np.nan, np.nan])[active]

    found = permutation_test(fragile, 5, 2, permutations=99, seed=1)
    assert found.p[0] == 1.0
    assert found.undefined[0] > 0.5
    assert np.isnan(found.p[1])
