"""How often the 95% intervals hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement import sample_of
from labelcards.metrics.coefficients import Alpha, ChanceCorrected, VectorCoefficient
from labelcards.metrics.count_vectors import Floats, count_vectors
from labelcards.metrics.distances import OrdinalDistance, agreement_weights
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.paired import agreement_difference
from labelcards.metrics.ratings import Ratings
from labelcards.metrics.uncertainty import IntervalPlan, estimate

SETTINGS = {
    # name: (annotators, share of annotations that follow the item's truth, label shares)
    "two annotators, balanced": (2, 0.8, (0.5, 0.5)),
    "three annotators, skewed": (3, 0.85, (0.75, 0.25)),
    "five annotators, four labels": (5, 0.7, (0.4, 0.3, 0.2, 0.1)),
    "five annotators, hard": (5, 0.4, (0.7, 0.3)),
}


def _draw(generator: np.random.Generator, N: int, setting: str) -> Ratings:
    M, following, shares = SETTINGS[setting]
    K = len(shares)
    truth = generator.choice(K, N, p=shares)
    noise = generator.choice(K, (N, M), p=shares)
    label = np.where(generator.random((N, M)) < following, truth[:, None], noise).ravel()
    return Ratings(np.repeat(np.arange(N), M), np.tile(np.arange(M), N), label, N, M, K)


def _coefficients(K: int) -> dict[str, VectorCoefficient]:
    weights: Floats = agreement_weights("quadratic", np.arange(float(K)))
    return {
        "alpha": Alpha(),
        "ordinal alpha": Alpha(OrdinalDistance(K)),
        "fleiss": ChanceCorrected("pooled", K),
        "ac1": ChanceCorrected("hard-items", K),
        "ac2": ChanceCorrected("hard-items", K, weights),
        "percent": ChanceCorrected("none", K),
    }


def _coverage(setting: str, N: int, samples: int, seed: int) -> dict[str, float]:
    """Share of samples whose interval holds the value of a sample of 400,000 items."""
    generator = np.random.default_rng(seed)
    coefficients = _coefficients(len(SETTINGS[setting][2]))
    population = count_vectors(_draw(generator, 400_000, setting))
    truth = {name: sample_of(population, found).value for name, found in coefficients.items()}
    hits = dict.fromkeys(coefficients, 0)
    for _ in range(samples):
        vectors = count_vectors(_draw(generator, N, setting))
        for name, coefficient in coefficients.items():
            result = estimate(sample_of(vectors, coefficient), IntervalPlan())
            if isinstance(result, Estimate) and result.low is not None and result.high is not None:
                hits[name] += result.low <= truth[name] <= result.high
    return {name: count / samples for name, count in hits.items()}


def test_coverage_of_a_pilot() -> None:
    """With 100 items and five annotators every interval covers in 92-98% of 400 samples (3 standard errors)."""
    for name, share in _coverage("five annotators, four labels", 100, 400, seed=1).items():
        assert 0.917 <= share <= 0.983, name


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("N", [50, 100, 300, 1000, 5000])
def test_coverage_table(setting: str, N: int) -> None:
    """From 50 to 5,000 items every interval covers in 93-97% of 2,000 samples, up to two standard errors."""
    margin = 2 * (0.95 * 0.05 / 2000) ** 0.5
    for name, share in _coverage(setting, N, 2000, seed=N).items():
        assert 0.93 - margin <= share <= 0.97 + margin, (name, share)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["jackknife", "percentile", "bca"])
@pytest.mark.parametrize("N", [50, 100, 500])
def test_coverage_of_paired_differences(method: str, N: int) -> None:
    """Two annotation rounds of the same items: the interval of the difference of alpha covers in 92-98%."""
    generator = np.random.default_rng(N)
    setting, hits, samples = "five annotators, four labels", 0, 600
    plan = IntervalPlan(method, replicates=400, seed=2)  # type: ignore[arg-type]
    everything = np.arange(N)
    for _ in range(samples):
        old = _draw(generator, N, setting)
        again = generator.random(len(old)) < 0.3
        fresh = np.where(again, generator.choice(old.K, len(old), p=SETTINGS[setting][2]), old.label)
        new = Ratings(old.item, old.annotator, fresh, N, old.M, old.K)
        sides = [(count_vectors(side), Alpha()) for side in (new, old)]
        result = agreement_difference(sides[0], sides[1], (everything, everything), plan)
        assert isinstance(result, Estimate)
        assert result.low is not None
        assert result.high is not None
        hits += result.low <= _true_difference() <= result.high
    assert 0.92 <= hits / samples <= 0.98


def _true_difference() -> float:
    """Alpha is the squared share of annotations that follow the truth: (.7 · .7)² - .7² up to sampling of labels."""
    return (0.7 * 0.7) ** 2 - 0.7**2
