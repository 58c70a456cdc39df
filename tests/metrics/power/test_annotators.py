"""What other annotators leave to be found, against pairs of versions by pools of their own."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from labelcards.metrics.agreement.coefficients import Alpha
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.measures import agreement_of_vectors
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.agreement.two_way import annotators_in, two_way_interval
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.power.annotators import TwoWayError
from labelcards.metrics.power.detectable import DetectionAim, error_of_interval, error_of_logit_interval
from labelcards.metrics.ratings import Ratings

_K = 3


def _version(
    generator: np.random.Generator, items: int, people: int, shape: tuple[float, float]
) -> tuple[float, TwoWayError]:
    """Everybody labels everything; annotators differ in how often they are right. Alpha with its standard error."""
    truth = generator.integers(0, _K, items)[:, None]
    skill = generator.beta(*shape, people)[None, :]
    wrong = (truth + generator.integers(1, _K, (items, people))) % _K
    label = np.where(generator.random((items, people)) < skill, truth, wrong)
    codes = np.repeat(np.arange(items), people), np.tile(np.arange(people), items)
    ratings = Ratings(*codes, label.ravel(), items, people, _K)
    vectors = count_vectors(ratings)
    both = two_way_interval(removals(ratings, vectors), Alpha())
    over_items = agreement_of_vectors(vectors, Alpha())
    assert isinstance(both, Estimate)
    assert isinstance(over_items, Estimate)
    people_counted = annotators_in(both.method) or 0
    wide = error_of_logit_interval(both.value, both.low or 0.0, both.high or 0.0, people_counted - 1)
    narrow = error_of_interval(over_items.value, over_items.low or 0.0, over_items.high or 0.0)
    return both.value, TwoWayError(narrow, wide, people_counted)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("people", "items", "worse"),
    [(8, 200, (17.0, 6.72)), (20, 200, (17.0, 5.04))],
    ids=["8 annotators", "20 annotators"],
)
def test_a_difference_between_pools_is_found_as_often_as_is_said(
    people: int, items: int, worse: tuple[float, float]
) -> None:
    """Two versions, each by annotators of its own, as far apart as is detectable: Welch's test finds 73–83%."""
    generator = np.random.default_rng(20260301)
    found, stated, apart = 0, [], []
    pairs = 800
    for _ in range(pairs):
        one, other = (_version(generator, items, people, shape) for shape in ((17.0, 3.0), worse))
        errors = one[1], other[1]
        stated.append(float(np.mean([each.detectable(DetectionAim()) for each in errors])))
        apart.append(one[0] - other[0])
        error = sqrt(errors[0].both ** 2 + errors[1].both ** 2)
        degrees = error**4 / sum(each.both**4 / (people - 1) for each in errors)
        found += abs(apart[-1]) > stats.t.ppf(0.975, degrees) * error
    print(people, items, f"apart {np.mean(apart):.4f}, stated {np.mean(stated):.4f}, found {found / pairs:.3f}")  # noqa: T201
    assert np.mean(apart) == pytest.approx(np.mean(stated), rel=0.05)
    assert 0.73 <= found / pairs <= 0.83
