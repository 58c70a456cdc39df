"""Simulations of how often 95% intervals hold the truth; slow tests check them, the documentation shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from labelcards.metrics.agreement.annotator_pairs import cohen_kappa
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import Floats, count_vectors
from labelcards.metrics.agreement.decomposition import RatingsPair, agreement_decomposition
from labelcards.metrics.agreement.distances import OrdinalDistance, agreement_weights
from labelcards.metrics.agreement.lights_kappa import mean_cohen_kappa
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.uncertainty import IntervalPlan, estimate
from labelcards.metrics.items.audit_sample import allocate, stratified_error_rate
from labelcards.metrics.ratings import Ratings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "interval-coverage.md"

SAMPLES = 2000
ITEMS = (50, 100, 300, 1000, 5000)
KAPPA_SAMPLES = 400
KAPPA_ITEMS = (50, 100, 300)
PAIRED_SAMPLES = 600
PAIRED_ITEMS = (50, 100, 500)
AUDITS = 4000

SETTINGS = {
    # name: (annotators, share of annotations that follow the item's truth, label shares)
    "two annotators, balanced": (2, 0.8, (0.5, 0.5)),
    "three annotators, skewed": (3, 0.85, (0.75, 0.25)),
    "five annotators, four labels": (5, 0.7, (0.4, 0.3, 0.2, 0.1)),
    "five annotators, hard": (5, 0.4, (0.7, 0.3)),
}


def draw(generator: np.random.Generator, N: int, setting: str) -> Ratings:
    """Annotations of N items: each follows the item's true label with a fixed chance, else is drawn like the truth."""
    M, following, shares = SETTINGS[setting]
    K = len(shares)
    truth = generator.choice(K, N, p=shares)
    noise = generator.choice(K, (N, M), p=shares)
    label = np.where(generator.random((N, M)) < following, truth[:, None], noise).ravel()
    return Ratings(np.repeat(np.arange(N), M), np.tile(np.arange(M), N), label, N, M, K)


def coefficients_of(K: int) -> dict[str, VectorCoefficient]:
    """What is estimated, by the name the table has for it."""
    weights: Floats = agreement_weights("quadratic", np.arange(float(K)))
    return {
        "alpha": Alpha(),
        "ordinal alpha": Alpha(OrdinalDistance(K)),
        "fleiss": ChanceCorrection("pooled", K),
        "ac1": ChanceCorrection("hard-items", K),
        "ac2": ChanceCorrection("hard-items", K, weights),
        "percent": ChanceCorrection("none", K),
    }


def coverage(setting: str, N: int, samples: int, seed: int) -> dict[str, float]:
    """Share of samples whose interval holds the value of a sample of 400,000 items."""
    generator = np.random.default_rng(seed)
    coefficients = coefficients_of(len(SETTINGS[setting][2]))
    population = count_vectors(draw(generator, 400_000, setting))
    truth = {name: sample_of(population, found).value for name, found in coefficients.items()}
    hits = dict.fromkeys(truth, 0)
    for _ in range(samples):
        vectors = count_vectors(draw(generator, N, setting))
        for name, coefficient in coefficients.items():
            result = estimate(sample_of(vectors, coefficient), IntervalPlan())
            if isinstance(result, Estimate) and result.low is not None and result.high is not None:
                hits[name] += result.low <= truth[name] <= result.high
    return {name: count / samples for name, count in hits.items()}


def kappa_coverage(setting: str, N: int, samples: int = KAPPA_SAMPLES) -> dict[str, float]:
    """As `coverage`, for the kappas of particular annotators; these use labels alike, so the truth is Fleiss' kappa."""
    generator = np.random.default_rng(N)
    fleiss = coefficients_of(len(SETTINGS[setting][2]))["fleiss"]
    truth = sample_of(count_vectors(draw(generator, 400_000, setting)), fleiss).value
    hits = {"conger": 0, "cohen": 0}
    for _ in range(samples):
        ratings = draw(generator, N, setting)
        cohen = cohen_kappa(ratings, 0, 1) if ratings.M == 2 else mean_cohen_kappa(ratings)
        for name, result in (("conger", conger_kappa(ratings)), ("cohen", cohen)):
            if isinstance(result, Estimate) and result.low is not None and result.high is not None:
                hits[name] += result.low <= truth <= result.high
    return {name: count / samples for name, count in hits.items()}


def paired_coverage(N: int) -> float:
    """Two rounds of the same items: share of samples whose interval holds the true difference of alpha."""
    generator = np.random.default_rng(N)
    setting, hits = "five annotators, four labels", 0
    everything = np.arange(N)
    for _ in range(PAIRED_SAMPLES):
        old = draw(generator, N, setting)
        again = generator.random(len(old)) < 0.3
        fresh = np.where(again, generator.choice(old.K, len(old), p=SETTINGS[setting][2]), old.label)
        new = Ratings(old.item, old.annotator, fresh, N, old.M, old.K)
        pair = RatingsPair(old, new, (everything, everything))
        result = agreement_decomposition(pair, Alpha(), Alpha()).shared.difference
        if isinstance(result, Estimate) and result.low is not None and result.high is not None:
            hits += result.low <= _true_difference() <= result.high
    return hits / PAIRED_SAMPLES


def _true_difference() -> float:
    """Alpha is the squared share of annotations that follow the truth: (.7 · .7)² - .7² up to sampling of labels."""
    return (0.7 * 0.7) ** 2 - 0.7**2


AUDIT_DESIGNS = {
    # name: (items per stratum, error rate per stratum, checks); every second stratum is the suspect one
    "1,100 items, 6% wrong, 100 checks": ((1000, 100), (0.02, 0.5), 100),
    "1,100 items, 6% wrong, 300 checks": ((1000, 100), (0.02, 0.5), 300),
    "1,020 items, 1% wrong, 100 checks": ((1000, 20), (0.005, 0.5), 100),
    "four labels, few suspects, 120 checks": (
        (250, 2, 250, 3, 250, 4, 250, 2),
        (0.0, 0.5, 0.02, 0.3, 0.04, 0.5, 0.0, 0.5),
        120,
    ),
    "five labels, 28% wrong, 200 checks": ((500,) * 10, (0.05, 0.5) * 5, 200),
    "1,000 items, 10% wrong, 40 checks": ((900, 100), (0.05, 0.5), 40),
    "2,000 items, 2% wrong, 100 checks, not divided": ((2000,), (0.02,), 100),
    "400 items, 5% wrong, 50 checks, not divided": ((400,), (0.05,), 50),
    "120 items, 5% wrong, 100 checks, not divided": ((120,), (0.05,), 100),
    "200 items, 12% wrong, 100 checks": ((150, 50), (0.03, 0.4), 100),
    "120 items, 14% wrong, 90 checks": ((90, 30), (0.05, 0.4), 90),
    "120 items, 10% wrong, 60 checks": ((80, 40), (0.025, 0.25), 60),
}


def audit_coverage(design: str) -> float:
    """Share of simulated audits whose interval holds the true error rate."""
    sizes, rates, n = AUDIT_DESIGNS[design]
    rng = np.random.default_rng(11)
    N = np.array(sizes)
    wrong = np.round(N * np.array(rates)).astype(int)
    checks = allocate(N, np.where(np.arange(len(N)) % 2 == 1, 0.4, 0.05), n)
    found = [rng.hypergeometric(w, size - w, k, AUDITS) for w, size, k in zip(wrong, N, checks, strict=True)]
    truth, hits = wrong.sum() / N.sum(), 0
    columns, times = np.unique(np.stack(found, axis=1), axis=0, return_counts=True)
    for column, count in zip(columns, times.tolist(), strict=True):
        result = stratified_error_rate(N, checks, column)
        if isinstance(result, Estimate) and result.low is not None and result.high is not None:
            hits += count * (result.low - 1e-9 <= truth <= result.high + 1e-9)
    return hits / AUDITS


def agreement_row(setting: str, N: int, found: dict[str, float]) -> str:
    """One row of the first table."""
    return f"| {setting} | {N:,} | {' | '.join(_percent(share) for share in found.values())} |"


def paired_row(N: int, share: float) -> str:
    """One row of the second table."""
    return f"| {N:,} | {_percent(share)} |"


def audit_row(design: str, share: float) -> str:
    """One row of the third table."""
    return f"| {design} | {_percent(share)} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
