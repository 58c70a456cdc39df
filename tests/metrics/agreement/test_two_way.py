"""Agreement with intervals over items and annotators."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.measures import agreement, sample_of
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.agreement.two_way import two_way_interval
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.uncertainty import logit_bounds
from labelcards.metrics.ratings import Ratings
from tests.metrics.coverage import PAGE
from tests.metrics.two_way_coverage import (
    COEFFICIENTS,
    DESIGNS,
    SAMPLES,
    draw,
    population_value,
    truths,
    two_way_coverage,
    two_way_row,
)


def _two_way(ratings: Ratings, name: str = "alpha") -> Estimate | Undefined:
    return two_way_interval(removals(ratings, count_vectors(ratings)), COEFFICIENTS[name])


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_equals_deleting_everything_once(name: str) -> None:
    """The bounds are those of deleting each item, each annotator and each annotation by hand."""
    ratings = draw(np.random.default_rng(4), 40, 6, 3)

    def variance(codes: np.ndarray, groups: int, center: float | None) -> float:
        left = [
            sample_of(count_vectors(ratings.where(codes != code)), COEFFICIENTS[name]).value for code in range(groups)
        ]
        middle = np.mean(left) if center is None else center
        share = (groups - 1) / groups if center is None else 1.0
        return share * float(((np.array(left) - middle) ** 2).sum())

    value = sample_of(count_vectors(ratings), COEFFICIENTS[name]).value
    items = variance(ratings.item, 40, None)
    added = variance(ratings.annotator, 6, None) - variance(np.arange(len(ratings)), len(ratings), value)
    found = _two_way(ratings, name)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(value)
    expected = logit_bounds(value, items + max(added, 0.0), 6, COEFFICIENTS[name].floor, 0.95)
    assert (found.low, found.high) == pytest.approx(expected)


def test_one_bad_annotator_makes_it_uncertain() -> None:
    """With one careless annotator in five the interval over annotators is far wider than the one over items."""
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 3, 300)
    label = np.repeat(truth, 5).reshape(300, 5)
    label[:, 4] = rng.integers(0, 3, 300)
    ratings = Ratings(np.repeat(np.arange(300), 5), np.tile(np.arange(5), 300), label.ravel(), 300, 5, 3)
    items, both = agreement(ratings, Alpha()), _two_way(ratings)
    assert isinstance(items, Estimate)
    assert isinstance(both, Estimate)
    assert both.value == items.value
    assert both.high - both.low > 4 * (items.high - items.low)  # type: ignore[operator]
    assert both.method.startswith("two-way jackknife over items and 5 annotators")


@pytest.mark.parametrize(
    ("item", "annotator", "label", "why"),
    [
        ([0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 1], "fewer than three annotators"),
        ([0, 0, 1, 1, 2, 2], [0, 1, 0, 2, 1, 2], [0, 0, 1, 1, 0, 0], "nobody disagrees"),
        ([0, 0, 0], [0, 1, 2], [0, 0, 1], "one item"),
        ([0, 0, 1, 1], [0, 1, 0, 2], [0, 0, 1, 0], "the overlap of the others rests on one annotator"),
    ],
)
def test_says_why_there_is_no_interval(item: list[int], annotator: list[int], label: list[int], why: str) -> None:
    """A value without an interval over annotators has the reason with it."""
    ratings = Ratings(np.array(item), np.array(annotator), np.array(label), 3, 3, 2)
    found = two_way_interval(removals(ratings, count_vectors(ratings)), ChanceCorrection("none", 2))
    assert isinstance(found, Estimate)
    assert found.low is None
    assert found.why_no_interval == why


def test_undefined_like_the_coefficient() -> None:
    """No overlap and no variation are said, not computed."""
    alone = Ratings(np.arange(3), np.arange(3), np.array([0, 1, 0]), 3, 3, 2)
    assert _two_way(alone) == Undefined("no item has two annotations")
    same = Ratings(np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3), np.zeros(9, dtype=np.intp), 3, 3, 2)
    assert _two_way(same) == Undefined("all annotations have the same label", 3)


def test_more_annotations_of_the_same_kind_narrow_it() -> None:
    """Ten times the annotators and items make the interval about three times as narrow."""
    few, many = (_two_way(draw(np.random.default_rng(2), 100 * k, 12 * k, 3)) for k in (1, 10))
    assert isinstance(few, Estimate)
    assert isinstance(many, Estimate)
    ratio = (few.high - few.low) / (many.high - many.low)  # type: ignore[operator]
    assert 2 < ratio < 5


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_truth_of_the_simulation(name: str) -> None:
    """The value that the simulation aims at is that of a very large sample."""
    assert population_value(name) == pytest.approx(truths()[name], abs=0.004)


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
def test_coverage_of_two_ways(design: str) -> None:
    """Over items and annotators the interval covers in 93-97%, up to two standard errors; the page has the figures."""
    margin = 2 * (0.95 * 0.05 / SAMPLES) ** 0.5
    found = two_way_coverage(design)
    for name, (items, both) in found.items():
        assert 0.93 - margin <= both <= 0.97 + margin, (name, both)
        assert items < 0.93, (name, items)
    assert two_way_row(design, found) in PAGE.read_text(encoding="utf-8")
