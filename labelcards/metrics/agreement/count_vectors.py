"""How often each label occurs on an item, with equal items counted once.

Agreement depends on an item only through its vector of label counts, and there are few distinct ones: 200,000
items with 5 annotations of 5 labels have at most 126. Everything after this step costs as much as the distinct
vectors, not as the items.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.ratings import Codes, Ratings, ascending

__all__ = ["CountVectors", "Floats", "count_vectors", "unlike_pairs"]

Floats = npt.NDArray[np.float64]

_EXACT_BITS = 52  # whole numbers up to 2**53 are exact in float64, which np.bincount sums in
_RUNS = 1 << 18

_MADE: WeakKeyDictionary[Ratings, CountVectors] = WeakKeyDictionary()
"""The vectors of the ratings that are in use; neither ever changes."""


@dataclass(frozen=True, eq=False)
class CountVectors:
    """U distinct vectors of K label counts and how many items have each.

    Attributes:
        counts: (U, K) how often each label occurs in the vector; every row has at least one annotation.
        weights: (U,) how many items have the vector.
        of_item: (N,) the vector of each item, -1 for an item without annotations.
    """

    counts: sparse.csr_array
    weights: Floats
    of_item: Codes

    @property
    def K(self) -> int:  # noqa: N802 - a shape letter
        """How many labels there are, used or not."""
        return int(self.counts.shape[1])

    @property
    def U(self) -> int:  # noqa: N802 - a shape letter
        """How many distinct vectors there are."""
        return int(self.counts.shape[0])

    @cached_property
    def sizes(self) -> Floats:
        """(U,) annotations in each vector."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.float64)

    def at_least(self, annotations: int) -> CountVectors:
        """Only the vectors with that many annotations or more."""
        kept = self.sizes >= annotations
        if kept.all():
            return self
        position = np.where(kept, np.cumsum(kept) - 1, -1)
        of_item = np.where(self.of_item >= 0, position[self.of_item], -1) if self.U else self.of_item
        return CountVectors(self.counts[np.flatnonzero(kept)], self.weights[kept], of_item)

    def reweighted(self, weights: Floats) -> CountVectors:
        """The same vectors with other numbers of items (U,); vectors without an item are dropped, `of_item` too."""
        kept = np.flatnonzero(weights)
        return CountVectors(self.counts[kept], weights[kept], np.zeros(0, dtype=np.intp))

    def collapsed(self, member: npt.NDArray[np.bool_]) -> CountVectors:
        """Two labels instead of K: code 1 where ``member`` (K,) is true, code 0 elsewhere; equal vectors merged."""
        inside = np.asarray(self.counts @ member.astype(np.int64), dtype=np.int64)
        sizes = self.sizes.astype(np.int64)
        key = sizes * (sizes.max(initial=0) + 1) + inside
        _, first, place = np.unique(key, return_index=True, return_inverse=True)
        table = np.stack([sizes[first] - inside[first], inside[first]], axis=1)
        of_item = np.where(self.of_item >= 0, place[self.of_item], -1) if self.U else self.of_item
        weights = np.bincount(place, weights=self.weights, minlength=len(first)).astype(np.float64)
        return CountVectors(sparse.csr_array(table), weights, of_item)


def count_vectors(ratings: Ratings) -> CountVectors:
    """The distinct label-count vectors of ``ratings``, made once for each; cost: one sort of the annotations.

    >>> import numpy as np
    >>> codes = np.array
    >>> vectors = count_vectors(Ratings(codes([0, 0, 1, 1]), codes([0, 1, 0, 1]), codes([0, 1, 1, 0]), 2, 2, 2))
    >>> vectors.counts.toarray().tolist(), vectors.weights.tolist()
    ([[1, 1]], [2.0])
    """
    made = _MADE.get(ratings)
    if made is None:
        made = _MADE[ratings] = _counted(ratings)
    return made


def _counted(ratings: Ratings) -> CountVectors:
    N, K = ratings.N, max(ratings.K, 1)
    if not len(ratings):
        empty = sparse.csr_array((0, ratings.K), dtype=np.int64)
        return CountVectors(empty, np.zeros(0), np.full(N, -1, dtype=np.intp))
    key = ascending(ratings.item.astype(np.int64) * K + ratings.label)
    item, label = np.divmod(key, K)
    del key
    start = np.flatnonzero(np.diff(item, prepend=-1))
    sizes = np.diff(start, append=len(ratings))
    vector = _equal_runs(label, start, sizes, K)
    _, first = np.unique(vector, return_index=True)
    of_item = np.full(N, -1, dtype=np.intp)
    of_item[item[start]] = vector
    rows = np.repeat(np.arange(len(first)), sizes[first])
    cells = np.concatenate([label[start[i] : start[i] + sizes[i]] for i in first])
    ones = np.ones(len(rows), dtype=np.int64)
    counts = sparse.coo_array((ones, (rows, cells)), shape=(len(first), ratings.K)).tocsr()
    return CountVectors(counts, np.bincount(vector).astype(np.float64), of_item)


def _equal_runs(label: npt.NDArray[np.int64], start: Codes, sizes: Codes, K: int) -> Codes:
    """Number the runs ``label[start[i] : start[i] + sizes[i]]``, equal runs alike; exact, no hashing.

    As many labels as a float64 holds exactly are packed into one number in base K + 1; longer runs go on with the
    next block, numbered together with the block before.
    """
    base = K + 1
    width = max(1, int(_EXACT_BITS / np.log2(base)))
    number = np.zeros(len(start), dtype=np.int64)
    taken = 0
    for begin in range(0, int(sizes.max()), width):
        active = np.flatnonzero(sizes > begin)
        length = np.minimum(sizes[active] - begin, width)
        parts = range(0, len(active), _RUNS)
        packed = np.concatenate(
            [
                _packed(label, start[active[part : part + _RUNS]] + begin, length[part : part + _RUNS], base)
                for part in parts
            ]
        )
        _, packed = np.unique(packed, return_inverse=True)
        joint = number[active] * (packed.max() + 1) + packed
        _, joint = np.unique(joint, return_inverse=True)
        number[active] = joint + taken
        taken += int(joint.max()) + 1
    return np.unique(number, return_inverse=True)[1].astype(np.intp)


def _packed(label: npt.NDArray[np.int64], start: Codes, length: Codes, base: int) -> npt.NDArray[np.int64]:
    """The runs of labels that begin at ``start``, each as one number in the given base."""
    run = np.repeat(np.arange(len(start)), length)
    digit = np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
    position = np.repeat(start, length) + digit
    return np.bincount(run, weights=(label[position] + 1) * np.power(float(base), digit)).astype(np.int64)


def unlike_pairs(vectors: CountVectors) -> tuple[Codes, Codes, Codes, Floats]:
    """Per vector all pairs of different labels k < l in it: vector, k, l and the product of their counts."""
    counts = vectors.counts
    counts.sort_indices()
    unit = np.repeat(np.arange(vectors.U), np.diff(counts.indptr))
    later = counts.indptr[unit + 1] - np.arange(len(unit)) - 1
    first = np.repeat(np.arange(len(unit)), later)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    product = (counts.data[first] * counts.data[second]).astype(np.float64)
    labels = counts.indices.astype(np.intp)
    return unit[first], labels[first], labels[second], product
