"""Our coefficients against krippendorff, scikit-learn and statsmodels on random annotations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import krippendorff
import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from labelcards.metrics.agreement.annotator_pairs import cohen_kappa
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import Floats, count_vectors
from labelcards.metrics.agreement.distances import (
    Distance,
    IntervalDistance,
    MatrixDistance,
    NominalDistance,
    OrdinalDistance,
    agreement_weights,
    masi_distances,
    ratio_distances,
)
from labelcards.metrics.agreement.lights_kappa import mean_cohen_kappa
from labelcards.metrics.agreement.measures import agreement, sample_of
from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.intervals.linearization import gradient
from labelcards.metrics.ratings import Ratings
from tests.metrics.coefficients import fleiss_kappa, krippendorff_alpha


def _crowd(
    seed: int, N: int = 60, M: int = 4, K: int = 5, missing: float = 0.3
) -> tuple[Ratings, npt.NDArray[np.intp]]:
    """Noisy annotations as codes and as an (M, N) table with -1 for missing."""
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, K, N)
    table = np.where(generator.random((M, N)) < 0.6, truth, generator.integers(0, K, (M, N)))
    table[generator.random((M, N)) < missing] = -1
    annotator, item = np.nonzero(table >= 0)
    return Ratings(item, annotator, table[annotator, item], N, M, K), table


def _value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


VALUES = np.array([1.0, 2.0, 4.0, 8.0, 9.0])
SETS = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [1, 1, 1]], dtype=np.bool_)
MASI = masi_distances(SETS)


def _masi(_v1: Any, _v2: Any, i1: Any, i2: Any, n_v: Any, dtype: Any = np.float64) -> Floats:
    return np.asarray(MASI[i1, i2], dtype=dtype)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("distance", "level"),
    [
        (NominalDistance(), "nominal"),
        (OrdinalDistance(5), "ordinal"),
        (IntervalDistance(VALUES), "interval"),
        (MatrixDistance(ratio_distances(VALUES), "ratio"), "ratio"),
        (MatrixDistance(MASI, "masi"), _masi),
    ],
    ids=["nominal", "ordinal", "interval", "ratio", "masi"],
)
def test_alpha_equals_krippendorff(seed: int, distance: Distance, level: str | Callable[..., Any]) -> None:
    """Alpha at every level equals the krippendorff package to 1e-9, missing annotations included."""
    ratings, table = _crowd(seed)
    data = np.where(table >= 0, VALUES[table], np.nan)
    theirs = krippendorff.alpha(reliability_data=data, value_domain=VALUES, level_of_measurement=level)
    assert _value(krippendorff_alpha(ratings, distance)) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohen_equals_scikit_learn(seed: int, weights: str | None) -> None:
    """Cohen's kappa, plain and weighted, of each pair and in the mean, equals scikit-learn's."""
    ratings, table = _crowd(seed, missing=0.0)
    scheme = None if weights is None else agreement_weights(weights, np.arange(5.0))  # type: ignore[arg-type]
    theirs = {
        (a, b): cohen_kappa_score(table[a], table[b], labels=range(5), weights=weights)
        for a in range(4)
        for b in range(a + 1, 4)
    }
    for (a, b), kappa in theirs.items():
        assert _value(cohen_kappa(ratings, a, b, scheme)) == pytest.approx(kappa, abs=1e-12)
        assert _value(cohen_kappa(ratings, b, a, scheme)) == pytest.approx(kappa, abs=1e-12)
    assert _value(mean_cohen_kappa(ratings, scheme)) == pytest.approx(np.mean(list(theirs.values())), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_fleiss_equals_statsmodels(seed: int) -> None:
    """Fleiss' kappa without missing annotations equals statsmodels'."""
    ratings, _ = _crowd(seed, missing=0.0)
    assert _value(fleiss_kappa(ratings)) == pytest.approx(statsmodels_fleiss(ratings.counts().toarray()), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_conger_of_two_is_cohen(seed: int) -> None:
    """With two annotators and nothing missing Conger's kappa is Cohen's, and so is the interval's center."""
    ratings, table = _crowd(seed, M=2, missing=0.0)
    assert _value(conger_kappa(ratings)) == pytest.approx(cohen_kappa_score(table[0], table[1]), abs=1e-12)


@pytest.mark.parametrize(
    "coefficient", [Alpha(OrdinalDistance(5)), ChanceCorrection("hard-items", 5)], ids=["alpha", "ac1"]
)
def test_gradient_equals_finite_differences(coefficient: Alpha | ChanceCorrection) -> None:
    """The complex-step gradient equals central differences of the coefficient."""
    sample = sample_of(count_vectors(_crowd(3)[0]), coefficient)
    slope = gradient(coefficient, sample.totals)
    for index in range(len(slope)):
        step = np.zeros(len(slope))
        step[index] = 1e-5
        up, down = (coefficient.value((sample.totals + sign * step)[None, :])[0] for sign in (1, -1))
        assert slope[index] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("kind", ["mean of Cohen", "Conger"])
def test_influences_of_pairs_equal_deleting_items(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of the influence intervals equals that of a brute-force delete-one jackknife to a few percent.

    Large tables have these intervals; the value is that of small ones.
    """
    ratings, _ = _crowd(1, N=150, missing=0.1)
    measure = conger_kappa if kind == "Conger" else mean_cohen_kappa
    exact = _value(measure(ratings))
    for module in ("conger", "lights_kappa"):
        monkeypatch.setattr(f"labelcards.metrics.agreement.{module}._MOST_SUMS", 0)
    found = measure(ratings)
    assert _value(found) == pytest.approx(exact)
    assert isinstance(found, Estimate)
    assert found.low is not None
    assert found.high is not None
    values = np.array([_value(measure(ratings.where(ratings.item != item))) for item in range(150)])
    error = np.sqrt(149 / 150 * ((values - values.mean()) ** 2).sum())
    middle = np.arctanh(found.value)
    implied = (np.arctanh(found.high) - middle) * (1 - found.value**2) / 1.9760131
    assert implied == pytest.approx(error, rel=0.05)


def test_bootstrap_equals_resampling_items() -> None:
    """The multinomial draw over distinct vectors has the spread of a plain item-by-item bootstrap."""
    from labelcards.metrics.intervals.uncertainty import IntervalPlan

    ratings, _ = _crowd(2, N=200, M=3, missing=0.0)
    counts = ratings.counts().toarray()
    generator = np.random.default_rng(5)
    plain = [
        krippendorff.alpha(value_counts=counts[generator.integers(0, 200, 200)], level_of_measurement="nominal")
        for _ in range(1500)
    ]
    found = agreement(ratings, Alpha(), IntervalPlan("percentile", replicates=4000, seed=3))
    assert isinstance(found, Estimate)
    assert found.low == pytest.approx(float(np.quantile(plain, 0.025)), abs=0.01)
    assert found.high == pytest.approx(float(np.quantile(plain, 0.975)), abs=0.01)


@pytest.mark.parametrize("seed", range(40))
def test_far_away_values_cost_no_digits(seed: int) -> None:
    """Interval alpha equals krippendorff to 1e-9 when values a million apart are declared, used or not."""
    generator = np.random.default_rng(seed)
    values = np.sort(generator.choice([-4e5, -1.5, 0, 2, 3.25, 1e6, 1e6 + 1], generator.integers(3, 7), replace=False))
    used = generator.choice(len(values), 2, replace=False)
    table = generator.choice(used, (4, 12))
    annotator, item = np.nonzero(table >= 0)
    ratings = Ratings(item, annotator, table[annotator, item], 12, 4, len(values))
    center = float(np.median(values[ratings.label]))
    ours = sample_of(count_vectors(ratings), Alpha(IntervalDistance(values, center=center))).value
    theirs = krippendorff.alpha(reliability_data=values[table], value_domain=values, level_of_measurement="interval")
    assert ours == pytest.approx(theirs, abs=1e-9)
