"""Items unlike the rest: low similarity to their nearest neighbors, at a cost that grows with the number of items."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from labelcards.metrics.consensus.consensus import Flags, Floats

__all__ = ["far_out", "neighbor_similarity"]

NEIGHBORS = 10
REFERENCES = 2000
_ROWS = 512


def neighbor_similarity(vectors: sparse.csr_matrix, seed: int = 0) -> Floats:
    """Mean cosine similarity of each item to its 10 nearest among at most 2,000 reference items.

    The references are all items, or a seeded random sample of them when there are more, so that the cost is linear.

    Args:
        vectors: (n, V) non-negative rows of length 1, or 0 for an item without any feature; n ≥ 2.
        seed: of the sample.

    Returns:
        (n,) in [0, 1]; an item is no neighbor of itself.
    """
    n = vectors.shape[0]
    chosen = np.arange(n)
    if n > REFERENCES:
        chosen = np.sort(np.random.default_rng(seed).choice(n, REFERENCES, replace=False))
    references = vectors[chosen].T.tocsc()
    place = np.full(n, -1, dtype=np.intp)
    place[chosen] = np.arange(len(chosen))
    k = min(NEIGHBORS, len(chosen) - 1)
    result = np.empty(n)
    for start in range(0, n, _ROWS):
        similar = (vectors[start : start + _ROWS] @ references).toarray()
        own = place[start : start + _ROWS]
        held = np.flatnonzero(own >= 0)
        similar[held, own[held]] = -1.0
        nearest = np.partition(similar, similar.shape[1] - k, axis=1)[:, -k:]
        result[start : start + _ROWS] = np.clip(np.sort(nearest, axis=1).sum(axis=1) / k, 0.0, 1.0)
    return result


def far_out(similarity: Floats) -> Flags:
    """Which similarities are far out: log below the first quartile by more than three interquartile ranges.

    J. W. Tukey (1977), Exploratory Data Analysis, ch. 2 ("outer fence"), on a logarithmic scale because similarities
    have a bound at 0. An item that shares nothing with any other (similarity 0) is far out.

    Args:
        similarity: (n,) in [0, 1].
    """
    if not len(similarity):
        return np.zeros(0, dtype=np.bool_)
    logs = np.log(np.maximum(similarity, 1e-9))
    low, high = np.quantile(logs, [0.25, 0.75])
    return np.asarray((logs < low - 3 * (high - low)) & (similarity < np.exp(low)))
