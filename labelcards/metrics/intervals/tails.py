"""How likely counts as large as the observed ones are by chance: one-sided, exact or bounded from above."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special, stats

__all__ = ["binomial_tail", "hypergeometric_tail"]

Floats = npt.NDArray[np.float64]


def binomial_tail(hits: npt.ArrayLike, n: npt.ArrayLike, rate: npt.ArrayLike) -> Floats:
    """P(X ≥ hits) for X binomial(n, rate); all three broadcast. 1 where ``hits`` is 0, also for n = 0.

    With ``rate`` the mean of unequal rates of independent events it bounds their sum's tail from above, as soon as
    ``hits`` ≥ n · rate + 1: W. Hoeffding (1956), Ann. Math. Statist. 27, 713–721, doi:10.1214/aoms/1177728178, theorem
    4. Below that the tail is not small and 1 is returned, so the result is never too small for either reading.

    >>> round(float(binomial_tail(9, 10, 0.5)), 6)
    0.010742
    """
    k, size, p = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (hits, n, rate)))
    beyond = (k >= size * p + 1) & (k > 0)
    tail = special.betainc(np.where(beyond, k, 1.0), np.where(beyond, size - k + 1, 1.0), np.clip(p, 0.0, 1.0))
    return np.asarray(np.where(beyond, tail, 1.0), dtype=np.float64)


def hypergeometric_tail(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """P(at least ``hits`` of n) when all hits are dealt at random over both groups: Fisher's exact test, one-sided.

    Range (0, 1]; 1 when a group is empty.

    Fisher's tea tasting: three of four cups right.

    >>> round(hypergeometric_tail(3, 4, 1, 4), 4)
    0.2429
    """
    if not n or not other_n:
        return 1.0
    return float(stats.hypergeom.sf(hits - 1, n + other_n, hits + other_hits, n))
