"""Bounds corrected for bias and skewness: BCa from bootstrap replicates, ABC from the jackknife alone.

ABC ("approximate bootstrap confidence") is what BCa tends to with infinitely many replicates, to second order: it needs
the influence of every item, the bias, and how the coefficient bends along its least favorable direction. No draw, no
seed, one pass over the distinct items.

Source: DiCiccio and Efron 1992, doi:10.1093/biomet/79.2.231 (ABC, the quadratic form); Efron 1987,
doi:10.1080/01621459.1987.10478410 (BCa, acceleration from the influence function).
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from scipy import sparse, special

from labelcards.metrics.agreement.coefficients import Coefficient
from labelcards.metrics.agreement.count_vectors import Floats

__all__ = ["abc_bounds", "bca_bounds"]

_STEP = 1e-3
_LEAST = 1e-9
_LEAST_SHRINK = 0.2
_NOTHING = 1e-24


def abc_bounds(
    coefficient: Coefficient, features: sparse.csr_array, weights: Floats, without: Floats, level: float
) -> tuple[float, float] | None:
    """ABC bounds, or None when the coefficient does not vary or has no value nearby.

    Args:
        coefficient: what the sums mean.
        features: (U, P) what is summed over items, per distinct item.
        weights: (U,) how many items are alike; their sum n is at least 2.
        without: (U,) the coefficient without one item of each kind, all finite.
        level: wanted coverage.
    """
    n = float(weights.sum())
    totals = np.asarray(weights @ features, dtype=np.float64)
    value = float(coefficient.value(totals[None, :])[0])
    mean = float(weights @ without) / n
    influence = (n - 1) * (mean - without)
    squares = float(weights @ influence**2)
    error = sqrt(squares / (n * (n - 1)))
    if error * error < _NOTHING:
        return None
    acceleration = float(weights @ influence**3) / (6 * squares**1.5)
    bend = _bend(coefficient, features, weights, influence / sqrt(squares), totals) / error
    bias = (n - 1) * (mean - value) / error - bend
    if not np.isfinite(bend):
        return None
    half = float(2 * special.ndtr(acceleration) * special.ndtr(-bias))
    end = float(special.ndtri(0.5 + level / 2))
    shift = float(special.ndtri(min(max(half, _LEAST), 1 - _LEAST)))
    low, high = (value + error * _moved(shift + z, acceleration, bend) for z in (-end, end))
    return min(low, value), max(high, value)


def _moved(z: float, acceleration: float, bend: float) -> float:
    """How many standard errors the bound at normal quantile z is from the value."""
    along = z / max(1 - acceleration * z, _LEAST_SHRINK) ** 2
    return along + bend * along**2


def _bend(
    coefficient: Coefficient, features: sparse.csr_array, weights: Floats, direction: Floats, totals: Floats
) -> float:
    """Half the second derivative of the coefficient along its least favorable direction, per standard error²."""
    step = _STEP * np.asarray((weights * direction) @ features, dtype=np.float64)
    ends = np.stack([totals - step, totals, totals + step])
    before, here, after = (float(end) for end in coefficient.value(ends))
    return (after - 2 * here + before) / (2 * _STEP**2)


def bca_bounds(values: Floats, value: float, influence: Floats, weights: Floats, level: float) -> tuple[float, float]:
    """Bias-corrected and accelerated bounds from replicates (B,) and the influence (U,) of each distinct item."""
    centered = influence - (weights @ influence) / weights.sum()
    spread = float(weights @ centered**2)
    acceleration = float(weights @ centered**3) / (6 * spread**1.5) if spread > 0 else 0.0
    below = (np.mean(values < value) + np.mean(values <= value)) / 2
    least = 1 / (2 * len(values))
    bias = float(special.ndtri(min(max(float(below), least), 1 - least)))
    z = special.ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
    shrink = np.maximum(1 - acceleration * (bias + z), 1e-3)
    low, high = np.quantile(values, special.ndtr(bias + (bias + z) / shrink))
    return float(low), float(high)
