"""Distances and weights, value by value."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.distances import (
    IntervalDistance,
    MatrixDistance,
    agreement_weights,
    jaccard_distances,
    masi_distances,
    ratio_distances,
)
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.ratings import Ratings
from tests.metrics.coefficients import krippendorff_alpha


def _pair(K: int, seed: int = 0) -> Ratings:
    label = np.random.default_rng(seed).integers(0, K, 200)
    return Ratings(np.repeat(np.arange(100), 2), np.tile([0, 1], 100), label, 100, 2, K)


def test_weights() -> None:
    """Linear, quadratic and Gwet's ordinal weights of four labels, by hand."""
    values = np.arange(4.0)
    np.testing.assert_allclose(agreement_weights("identity", values), np.eye(4))
    np.testing.assert_allclose(agreement_weights("linear", values)[0], [1, 2 / 3, 1 / 3, 0])
    np.testing.assert_allclose(agreement_weights("quadratic", values)[0], [1, 8 / 9, 5 / 9, 0])
    np.testing.assert_allclose(agreement_weights("ordinal", values)[0], [1, 5 / 6, 1 / 2, 0])
    np.testing.assert_allclose(agreement_weights("linear", np.array([0.0, 1.0, 10.0]))[1], [0.9, 1, 0.1])


@pytest.mark.parametrize("K", [0, 1])
def test_weights_of_hardly_any_labels(K: int) -> None:
    """No label and one label have trivial weights instead of a division by zero."""
    for scheme in ("linear", "quadratic", "ordinal"):
        np.testing.assert_array_equal(agreement_weights(scheme, np.zeros(K)), np.eye(K))  # type: ignore[arg-type]


def test_ratio() -> None:
    """((a - b) / (a + b))²; two zeros are equal."""
    np.testing.assert_allclose(ratio_distances(np.array([0.0, 1.0, 3.0])), [[0, 1, 1], [1, 0, 0.25], [1, 0.25, 0]])


def test_sets() -> None:
    """MASI's four cases (Passonneau 2006): equal, contained, overlapping, disjoint; and the empty set."""
    member = np.array([[1, 1, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]], dtype=np.bool_)
    np.testing.assert_allclose(masi_distances(member)[0], [0, 1 - 1 / 2 * 2 / 3, 1 - 1 / 3 * 1 / 3, 1, 1])
    np.testing.assert_allclose(jaccard_distances(member)[0], [0, 1 / 2, 2 / 3, 1, 1])
    assert masi_distances(member)[4, 4] == jaccard_distances(member)[4, 4] == 0


def test_interval_alpha_ignores_shift_and_scale() -> None:
    """Celsius or Fahrenheit, near zero or a million away: the interval alpha is the same to 1e-9."""
    values = np.array([0.0, 1.0, 2.5, 7.0])
    reference = krippendorff_alpha(_pair(4), IntervalDistance(values))
    assert isinstance(reference, Estimate)
    for moved in (values * 1.8 + 32, values * 1e-6, values + 1e6):
        found = krippendorff_alpha(_pair(4), IntervalDistance(moved))
        assert isinstance(found, Estimate)
        assert found.value == pytest.approx(reference.value, abs=1e-9)


def test_interval_equals_its_matrix() -> None:
    """The moment form of the interval distance equals the explicit matrix of squared differences, many values too."""
    values = np.sort(np.random.default_rng(1).normal(size=150))
    matrix = np.subtract.outer(values, values) ** 2
    moments = krippendorff_alpha(_pair(150), IntervalDistance(values))
    explicit = krippendorff_alpha(_pair(150), MatrixDistance(matrix, "squared"))
    assert isinstance(moments, Estimate)
    assert isinstance(explicit, Estimate)
    assert moments.value == pytest.approx(explicit.value, abs=1e-12)
    assert (moments.low, moments.high) == pytest.approx((explicit.low, explicit.high), abs=1e-9)
