"""Simulations of group rates: annotators differ in how often they give a label, items in how often they get it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.clustered import clustered_rate

SAMPLES = 500
RATES = (0.02, 0.1, 0.5)
SPREADS = {
    # name: standard deviation of the log odds over annotators and over items
    "all alike": (0.0, 0.0),
    "items differ": (0.0, 0.8),
    "both differ": (0.4, 0.4),
    "annotators differ much": (0.8, 0.4),
}
DESIGNS = (
    # annotators, items, annotations per item
    (3, 100, 3),
    (3, 500, 3),
    (5, 100, 3),
    (10, 100, 3),
    (10, 300, 10),
    (30, 300, 2),
)
Design = tuple[int, int, int]


def _mean_rate(center: float, spread: float) -> float:
    """The rate over all annotators and items: the logistic function over a normal distribution, by quadrature."""
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    return float((weights / weights.sum()) @ (1 / (1 + np.exp(-(center + spread * points)))))


def _center(rate: float, spread: float) -> float:
    """Log odds of the average annotator and item at which the rate over all of them is ``rate``."""
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_rate(middle, spread) < rate else (low, middle)
    return low


def _draw(
    generator: np.random.Generator, design: Design, center: float, spreads: tuple[float, float]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Outcome, annotator and item of each annotation."""
    M, N, per_item = design
    who = generator.random((N, M)).argsort(axis=1)[:, :per_item].ravel()
    item = np.repeat(np.arange(N), per_item)
    odds = center + generator.normal(0, spreads[0], M)[who] + generator.normal(0, spreads[1], N)[item]
    return (generator.random(len(item)) < 1 / (1 + np.exp(-odds))).astype(np.float64), who, item


def rate_coverage(design: Design, spread: str, samples: int = SAMPLES) -> dict[float, float]:
    """Rate → share of samples whose interval holds it."""
    generator = np.random.default_rng(sum(design) + len(spread))
    found = {}
    for rate in RATES:
        center, hits = _center(rate, float(np.hypot(*SPREADS[spread]))), 0
        for _ in range(samples):
            outcome, who, item = _draw(generator, design, center, SPREADS[spread])
            result = clustered_rate(outcome, (who, item))
            if isinstance(result, Estimate) and result.low is not None and result.high is not None:
                hits += result.low <= rate <= result.high
        found[rate] = hits / samples
    return found


def rate_row(design: Design, spread: str, found: dict[float, float]) -> str:
    """One row of the documentation's table."""
    M, N, per_item = design
    return f"| {spread} | {M} | {N} | {per_item} | {' | '.join(f'{100 * share:.1f}' for share in found.values())} |"
