"""Simulations of intervals over items and annotators: annotators differ, and the truth is that of all annotators."""

from __future__ import annotations

import numpy as np

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.measures import agreement_of_vectors, sample_of
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.agreement.two_way import two_way_interval
from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.ratings import Ratings

SAMPLES = 1000
SHARES = (0.5, 0.3, 0.2)
COEFFICIENTS: dict[str, VectorCoefficient] = {
    "alpha": Alpha(),
    "fleiss": ChanceCorrection("pooled", 3),
    "ac1": ChanceCorrection("hard-items", 3),
    "percent": ChanceCorrection("none", 3),
}

DESIGNS = {
    # name: (items, annotators, annotations per item)
    "200 items, 5 annotators, all label all": (200, 5, 5),
    "200 items, 12 annotators, all label all": (200, 12, 12),
    "100 items, 10 annotators, 3 per item": (100, 10, 3),
    "300 items, 30 annotators, 2 per item": (300, 30, 2),
    "300 items, 100 annotators, 3 per item": (300, 100, 3),
    "1,000 items, 20 annotators, 3 per item": (1000, 20, 3),
    "1,000 items, 200 annotators, 5 per item": (1000, 200, 5),
}


def draw(generator: np.random.Generator, N: int, M: int, per_item: int) -> Ratings:
    """Each annotator follows the item's true label with an own chance, Beta(6, 2), else answers like the truth is."""
    K = len(SHARES)
    truth = generator.choice(K, N, p=SHARES)
    follows = generator.beta(6, 2, M)
    who = generator.random((N, M)).argsort(axis=1)[:, :per_item]
    noise = generator.choice(K, (N, per_item), p=SHARES)
    label = np.where(generator.random((N, per_item)) < follows[who], truth[:, None], noise)
    return Ratings(np.repeat(np.arange(N), per_item), who.ravel(), label.ravel(), N, M, K)


def truths() -> dict[str, float]:
    """The coefficients of infinitely many items and annotators: two answers follow the truth with chance (3/4)²."""
    shares = np.array(SHARES)
    same = float(shares @ shares)
    both = 0.75**2
    percent = both + (1 - both) * same
    corrected = {"alpha": same, "fleiss": same, "ac1": (1 - same) / 2, "percent": 0.0}
    return {name: (percent - chance) / (1 - chance) for name, chance in corrected.items()}


def two_way_coverage(design: str) -> dict[str, tuple[float, float]]:
    """Coefficient → share of samples whose interval holds the truth: over items only, over items and annotators."""
    generator = np.random.default_rng(sum(DESIGNS[design]))
    truth = truths()
    hits = {name: [0, 0] for name in COEFFICIENTS}
    for _ in range(SAMPLES):
        ratings = draw(generator, *DESIGNS[design])
        vectors = count_vectors(ratings)
        removed = removals(ratings, vectors)
        for name, coefficient in COEFFICIENTS.items():
            found = (agreement_of_vectors(vectors, coefficient), two_way_interval(removed, coefficient))
            for way, result in enumerate(found):
                hits[name][way] += _holds(result, truth[name])
    return {name: (one / SAMPLES, two / SAMPLES) for name, (one, two) in hits.items()}


def _holds(result: Result, truth: float) -> bool:
    held = isinstance(result, Estimate) and result.low is not None and result.high is not None
    return held and result.low <= truth <= result.high  # type: ignore[union-attr,operator]


def population_value(name: str) -> float:
    """A check of `truths`: the coefficient of 300,000 items, each with two annotators of its own."""
    generator = np.random.default_rng(0)
    N = 300_000
    truth = generator.choice(3, N, p=SHARES)
    noise = generator.choice(3, (N, 2), p=SHARES)
    label = np.where(generator.random((N, 2)) < generator.beta(6, 2, (N, 2)), truth[:, None], noise)
    ratings = Ratings(np.repeat(np.arange(N), 2), np.tile([0, 1], N), label.ravel(), N, 2, 3)
    return sample_of(count_vectors(ratings), COEFFICIENTS[name]).value


def two_way_row(design: str, found: dict[str, tuple[float, float]]) -> str:
    """One row of the documentation's table."""
    cells = [f"{100 * one:.0f} → {100 * two:.1f}" for one, two in found.values()]
    return f"| {design} | {' | '.join(cells)} |"
