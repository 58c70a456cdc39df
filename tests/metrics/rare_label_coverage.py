"""Simulations of intervals where one label is rare: how often they hold the truth, and how often the page warns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from labelcards.metrics.agreement.annotator_pairs import cohen_kappa
from labelcards.metrics.agreement.balance import agreement_findings
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.lights_kappa import mean_cohen_kappa
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.intervals.uncertainty import IntervalPlan, estimate
from labelcards.metrics.ratings import Ratings

SAMPLES = 300
NAMES = ("alpha before", "alpha", "fleiss", "conger", "cohen", "ac1", "percent")
COEFFICIENTS: dict[str, VectorCoefficient] = {
    "alpha": Alpha(),
    "fleiss": ChanceCorrection("pooled", 2),
    "ac1": ChanceCorrection("hard-items", 2),
    "percent": ChanceCorrection("none", 2),
}
DESIGNS = (
    # annotators, items, prevalence, sensitivity, specificity
    (2, 100, 0.01, 0.9, 0.99),
    (2, 100, 0.03, 0.8, 0.995),
    (2, 100, 0.1, 0.9, 0.99),
    (2, 500, 0.005, 0.95, 0.999),
    (2, 500, 0.01, 0.9, 0.99),
    (2, 500, 0.03, 0.7, 0.97),
    (2, 2000, 0.005, 0.8, 0.995),
    (3, 100, 0.005, 0.95, 0.999),
    (3, 100, 0.01, 0.7, 0.97),
    (3, 100, 0.03, 0.9, 0.99),
    (3, 100, 0.1, 0.8, 0.995),
    (3, 500, 0.005, 0.9, 0.99),
    (3, 500, 0.01, 0.95, 0.999),
    (3, 500, 0.03, 0.8, 0.995),
    (3, 2000, 0.005, 0.7, 0.97),
    (3, 2000, 0.01, 0.9, 0.99),
    (5, 100, 0.005, 0.9, 0.99),
    (5, 100, 0.01, 0.95, 0.999),
    (5, 100, 0.03, 0.7, 0.97),
    (5, 500, 0.005, 0.8, 0.995),
    (5, 500, 0.01, 0.9, 0.99),
    (5, 2000, 0.005, 0.95, 0.999),
)
Design = tuple[int, int, float, float, float]


def draw(generator: np.random.Generator, design: Design) -> Ratings:
    """Annotators find the rare label where it is with the sensitivity, and elsewhere with one minus the specificity."""
    M, N, prevalence, sensitivity, specificity = design
    truth = generator.random(N) < prevalence
    chance = np.where(truth, sensitivity, 1 - specificity)
    label = (generator.random((N, M)) < chance[:, None]).astype(np.intp).ravel()
    return Ratings(np.repeat(np.arange(N), M), np.tile(np.arange(M), N), label, N, M, 2)


def truths(design: Design) -> dict[str, float]:
    """The coefficients of infinitely many items."""
    _, _, prevalence, sensitivity, specificity = design
    same = [share**2 + (1 - share) ** 2 for share in (sensitivity, specificity)]
    percent = prevalence * same[0] + (1 - prevalence) * same[1]
    used = prevalence * sensitivity + (1 - prevalence) * (1 - specificity)
    spread = 2 * used * (1 - used)
    kappa = 1 - (1 - percent) / spread
    ac1 = 1 - (1 - percent) / (1 - spread)
    return {name: {"ac1": ac1, "percent": percent}.get(name, kappa) for name in NAMES}


def _results(ratings: Ratings) -> dict[str, Result]:
    vectors, plan = count_vectors(ratings), IntervalPlan()
    samples = {name: sample_of(vectors, coefficient) for name, coefficient in COEFFICIENTS.items()}
    found = {name: estimate(sample, plan) for name, sample in samples.items()}
    found["alpha before"] = estimate(replace(samples["alpha"], unseen=None), plan)
    found["conger"] = conger_kappa(ratings)
    found["cohen"] = cohen_kappa(ratings, 0, 1) if ratings.M == 2 else mean_cohen_kappa(ratings)
    return found


def rare_label_coverage(design: Design, samples: int = SAMPLES) -> dict[str, float]:
    """Name → share of the intervals that hold the truth; ``undefined`` and ``warned``: shares of the data sets."""
    generator = np.random.default_rng([design[0], design[1], round(1000 * design[2]), round(1000 * design[3])])
    truth = truths(design)
    hits, given = dict.fromkeys(NAMES, 0), dict.fromkeys(NAMES, 0)
    warned = undefined = 0
    for _ in range(samples):
        ratings = draw(generator, design)
        codes = {finding.code for finding in agreement_findings(ratings)}
        warned += bool(codes & {"rare-label", "one-label"})
        undefined += "one-label" in codes
        for name, result in _results(ratings).items():
            if isinstance(result, Estimate) and result.low is not None and result.high is not None:
                given[name] += 1
                hits[name] += result.low <= truth[name] <= result.high
    shares = {name: hits[name] / max(given[name], 1) for name in NAMES}
    return {**shares, "undefined": undefined / samples, "warned": warned / samples}


def rare_label_row(design: Design, found: dict[str, float]) -> str:
    """One row of the documentation's table."""
    M, N, prevalence, sensitivity, specificity = design
    head = f"| {M} | {N:,} | {prevalence:.1%} | {sensitivity:.0%} / {specificity:.1%} |"
    return f"{head} {' | '.join(f'{100 * share:.0f}' for share in found.values())} |"
