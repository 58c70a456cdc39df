"""Bootstrap replicates over items, all at once.

Drawing N items with replacement draws a multinomial number of each distinct vector. A thousand replicates are
one (B, U) matrix of counts, and the sums a coefficient needs are its product with the (U, P) features.

Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 6.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.count_vectors import Floats

__all__ = ["replicate_totals", "replicate_weights"]

_CELLS = 1 << 22


def replicate_weights(weights: Floats, replicates: int, seed: int) -> Iterator[Floats]:
    """Blocks of rows of the (B, U) multinomial draw; the blocks bound memory and do not change the draw.

    Args:
        weights: (U,) how many items have each distinct vector.
        replicates: B.
        seed: of ``numpy.random.default_rng``.
    """
    generator = np.random.default_rng(seed)
    n = round(float(weights.sum()))
    rows = max(1, _CELLS // max(len(weights), 1))
    for begin in range(0, replicates, rows):
        size = min(rows, replicates - begin)
        yield generator.multinomial(n, weights / n, size=size).astype(np.float64)


def replicate_totals(features: sparse.csr_array, weights: Floats, replicates: int, seed: int) -> Iterator[Floats]:
    """Blocks of rows of the (B, P) sums of the replicates."""
    across = sparse.csr_array(features.T)
    for block in replicate_weights(weights, replicates, seed):
        yield np.asarray((across @ block.T).T)
