"""ABC bounds against the bootstrap they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.accelerated import abc_bounds
from labelcards.metrics.intervals.uncertainty import IntervalPlan, estimate
from tests.metrics.coverage import draw

COEFFICIENTS: dict[str, VectorCoefficient] = {
    "alpha": Alpha(),
    "fleiss": ChanceCorrection("pooled", 2),
    "percent": ChanceCorrection("none", 2),
}


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_is_close_to_bca(name: str) -> None:
    """With 300 items the bounds differ from BCa's with 20,000 replicates by less than a tenth of the width."""
    sample = sample_of(count_vectors(draw(np.random.default_rng(8), 300, "five annotators, hard")), COEFFICIENTS[name])
    abc, bca = (estimate(sample, IntervalPlan(method, replicates=20_000, seed=1)) for method in ("jackknife", "bca"))
    assert isinstance(abc, Estimate)
    assert isinstance(bca, Estimate)
    width = bca.high - bca.low  # type: ignore[operator]
    for part in ("low", "high"):
        assert getattr(abc, part) == pytest.approx(getattr(bca, part), abs=0.1 * width)


def test_of_a_mean_is_the_published_interval() -> None:
    """For a mean of 0 and 1 values without skewness it is value ± 1.96 standard errors, up to its small bend."""
    vectors = count_vectors(draw(np.random.default_rng(8), 4000, "two annotators, balanced"))
    sample = sample_of(vectors, ChanceCorrection("none", 2))
    found = abc_bounds(sample.coefficient, sample.features, sample.weights, sample.without_one(), 0.95)
    assert found is not None
    error = (sample.value * (1 - sample.value) / 3999) ** 0.5
    assert found == pytest.approx((sample.value - 1.96 * error, sample.value + 1.96 * error), abs=0.1 * error)


def test_none_when_nothing_varies() -> None:
    """Items that are all alike have no interval."""
    sample = sample_of(count_vectors(draw(np.random.default_rng(8), 50, "two annotators, balanced")), Alpha())
    same = np.full(len(sample.weights), sample.value)
    assert abc_bounds(sample.coefficient, sample.features, sample.weights, same, 0.95) is None


def test_bounds_hold_the_value() -> None:
    """The bounds hold the value, whatever the skewness."""
    for seed in range(40):
        sample = sample_of(count_vectors(draw(np.random.default_rng(seed), 30, "three annotators, skewed")), Alpha())
        without = sample.without_one()
        if not np.isfinite(without).all():
            continue
        found = abc_bounds(sample.coefficient, sample.features, sample.weights, without, 0.95)
        assert found is None or found[0] <= sample.value <= found[1]
