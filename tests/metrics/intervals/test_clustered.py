"""Rates and differences of annotations that share annotators and items."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.clustered import (
    clustered_difference,
    clustered_rate,
    on_shared_items,
    within_item_contrast,
)
from labelcards.metrics.intervals.proportions import wilson


def test_without_clusters_it_is_welchs_test() -> None:
    """With every row its own cluster the difference has Welch's p-value."""
    rng = np.random.default_rng(1)
    y = np.concatenate([rng.normal(0.3, 1, 20), rng.normal(0, 2, 35)])
    inside = np.arange(55) < 20
    found = clustered_difference(y, inside, (np.arange(55),))
    assert found.p == pytest.approx(stats.ttest_ind(y[inside], y[~inside], equal_var=False).pvalue)


def test_copies_of_a_row_are_no_evidence() -> None:
    """Repeating every row ten times within its cluster leaves the interval as it was."""
    rng = np.random.default_rng(2)
    y, inside, who = rng.random(30), np.arange(30) % 2 == 0, np.arange(30)
    once = clustered_difference(y, inside, (who,))
    often = clustered_difference(np.tile(y, 10), np.tile(inside, 10), (np.tile(who, 10),))
    assert often.p == pytest.approx(once.p)
    rate = clustered_rate(np.tile((y > 0.5).astype(float), 10), (np.tile(who, 10),))
    plain = wilson(int((y > 0.5).sum()), 30)
    assert isinstance(rate, Estimate)
    assert isinstance(plain, Estimate)
    assert rate.low == pytest.approx(plain.low, abs=0.02)


def test_one_annotator_on_a_side_is_no_test() -> None:
    """A side that is one person has a difference but neither interval nor p-value."""
    found = clustered_difference(
        np.array([1.0, 0, 0, 1, 0]), np.array([1, 1, 0, 0, 0], bool), (np.array([0, 0, 1, 2, 3]),)
    )
    assert isinstance(found.difference, Estimate)
    assert found.difference.low is None
    assert np.isnan(found.p)


def test_within_items_the_mix_of_items_does_not_matter() -> None:
    """A group that got the hard items errs more, but not more than others on the same items."""
    item = np.repeat(np.arange(6), 4)
    annotator = np.tile(np.arange(4), 6)
    y = (item % 2 == 0).astype(float)
    inside = (annotator == 0) | ((annotator == 1) & (item % 2 == 0))
    found = within_item_contrast(y, inside, item, annotator)
    raw = y[inside].mean() - y[~inside].mean()
    assert raw > 0.1
    assert isinstance(found.difference, Estimate)
    assert found.difference.value == pytest.approx(0.0)


def test_within_items_equals_least_squares() -> None:
    """The contrast is the coefficient of a regression with one dummy per item."""
    rng = np.random.default_rng(3)
    item, annotator = np.repeat(np.arange(10), 3), rng.integers(0, 7, 30)
    inside, y = annotator < 3, rng.random(30)
    design = np.column_stack([inside, item[:, None] == np.arange(10)]).astype(float)
    found = within_item_contrast(y, inside, item, annotator).difference
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(np.linalg.lstsq(design, y)[0][0])
    assert found.n == (inside & on_shared_items(inside, item)).sum()


def test_nothing_shared_is_undefined() -> None:
    """Groups that never label the same item cannot be contrasted within items."""
    found = within_item_contrast(np.ones(4), np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 1]), np.arange(4))
    assert isinstance(found.difference, Undefined)
