"""How much one item moves a coefficient: its influence, by an exact derivative.

A coefficient is a smooth function f of P sums, so item u with features F_u moves it by ∇f · F_u. The gradient is
taken by a complex step, f(T + ih) = f(T) + ih f'(T), which is exact to machine precision without a formula per
coefficient. The variance of the influences is the infinitesimal jackknife.

Source: Squire and Trapp 1998, doi:10.1137/S003614459631241X; Efron 1982, The Jackknife, the Bootstrap and Other
Resampling Plans, ch. 6.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.metrics.agreement.coefficients import Coefficient
from labelcards.metrics.agreement.count_vectors import Floats

__all__ = ["gradient", "influence_variance"]

_CELLS = 1 << 22
_STEP = 1e-30


def gradient(coefficient: Coefficient, totals: Floats) -> Floats:
    """(P,) derivative of the coefficient by each of the sums in ``totals`` (P,)."""
    P = len(totals)
    scale = np.maximum(np.abs(totals), 1.0)
    rows = max(1, _CELLS // max(P, 1))
    parts: list[Floats] = []
    for begin in range(0, P, rows):
        index = np.arange(begin, min(begin + rows, P))
        stepped: npt.NDArray[Any] = np.repeat(totals[None, :].astype(np.complex128), len(index), axis=0)
        stepped[np.arange(len(index)), index] += 1j * _STEP * scale[index]
        parts.append(coefficient.value(stepped).imag / _STEP / scale[index])
    return np.concatenate(parts) if parts else np.zeros(0)


def influence_variance(influence: Floats, weights: Floats) -> float:
    """Variance of the coefficient: n / (n - 1) times the summed squares of the centered influences.

    Args:
        influence: (U,) influence of one item with each distinct vector.
        weights: (U,) how many items have it; their sum n is at least 2.
    """
    n = float(weights.sum())
    centered = influence - (weights @ influence) / n
    return float(weights @ centered**2) * n / (n - 1)
