"""k-anonymity, l-diversity, t-closeness."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.disclosure.anonymity import (
    classes,
    k_anonymity,
    l_diversity,
    records_below,
    t_closeness,
)
from labelcards.metrics.estimate import Estimate, Undefined

SALARY_CLASS = np.repeat([0, 1, 2], 3)[:, None]
"""Li et al. 2007, table 3: nine records in three classes; salaries 3K … 11K."""
SALARY = np.array([3, 4, 5, 6, 11, 8, 7, 9, 10])


def value(result: object) -> float:
    """The value of an estimate."""
    assert isinstance(result, Estimate)
    return result.value


def test_published_closeness_of_ordered_values() -> None:
    """The distances of Li et al. 2007, section 5.2: .375 for salaries {3, 4, 5}, .167 for {6, 8, 11}."""
    ranks = SALARY - 3
    first = value(t_closeness(SALARY_CLASS, ranks, ordered=True))
    assert first == pytest.approx(0.375)
    middle = np.where(SALARY_CLASS[:, 0] == 1, 0, 1)[:, None]
    share = np.isin(np.arange(3, 12), [6, 8, 11]) / 3 - 1 / 9
    expected = np.abs(np.cumsum(share)).sum() / 8
    assert expected == pytest.approx(0.167, abs=5e-4)
    assert value(t_closeness(middle, ranks, ordered=True)) == pytest.approx(expected)


def test_a_missing_value_is_a_value() -> None:
    """Records that lack the same column are alike, and unlike those that have it."""
    quasi = np.array([[-1, 0], [-1, 0], [1, 0]])
    assert value(k_anonymity(quasi)) == 1
    assert value(records_below(quasi, 2)) == 1
    assert classes(quasi).tolist() == [0, 0, 1]


def test_diversity_by_hand() -> None:
    """A class with one sensitive value has diversity 1; two equally frequent ones have 2."""
    quasi, sensitive = np.array([[0], [0], [1], [1]]), np.array([0, 1, 1, 1])
    assert value(l_diversity(quasi, sensitive)) == 1
    assert value(l_diversity(quasi[:2], sensitive[:2])) == 2
    assert value(t_closeness(quasi, sensitive)) == pytest.approx(0.25)


def test_values_without_an_order_are_equally_far_apart() -> None:
    """Half of all records have value 0, one class has no other: half of its mass must move, however far; any codes."""
    quasi, sensitive = np.array([[0], [0], [1], [1]]), np.array([0, 0, 1, 2])
    for codes in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        assert value(t_closeness(quasi, np.array(codes)[sensitive])) == pytest.approx(0.5)
    assert value(t_closeness(quasi, sensitive, ordered=True)) == pytest.approx((0.5 + 0.25) / 2)


def test_no_quasi_identifier_and_no_record() -> None:
    """Without quasi-identifiers everybody is in one class; without records there is nothing to say."""
    assert value(k_anonymity(np.zeros((5, 0), dtype=int))) == 5
    empty = np.zeros((0, 2), dtype=int)
    for found in (k_anonymity(empty), records_below(empty, 2), l_diversity(empty, empty[:, 0])):
        assert isinstance(found, Undefined)
