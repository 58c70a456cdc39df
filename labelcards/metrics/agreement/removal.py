"""What a sample is without one annotation or without one annotator, for all of them at once.

Removing an annotation changes one item: its vector of label counts loses one label. Equal changes are counted once, so
all removals of single annotations cost as much as the distinct (vector, label) cells, and all removals of annotators
one sparse product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.annotators.codes import repeats_an_item
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["Changes", "Removals", "removals"]

_CELLS = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The sums of a coefficient, and how removals change them.

    Attributes:
        coefficient: what the sums mean.
        totals: (P,) the sums of the whole sample.
        before: (C, P) features of an item of each cell.
        change: (C, P) its features after the removal, minus ``before``.
        times: (M, C) how often each annotator has each cell.
    """

    coefficient: VectorCoefficient
    totals: Floats
    before: sparse.csr_array
    change: sparse.csr_array
    times: sparse.csr_array

    @property
    def value(self) -> float:
        """The coefficient of the whole sample; NaN where undefined."""
        return float(self.coefficient.value(self.totals[None, :])[0])

    def without_annotator(self) -> Floats:
        """(M,) the coefficient without each annotator; NaN where nothing is left to measure."""
        return self._values(self.times @ self.change)

    def without_annotation(self) -> Floats:
        """(C,) the coefficient without one annotation of each cell."""
        return self._values(self.change)

    def _values(self, moves: sparse.csr_array) -> Floats:
        rows = max(1, _CELLS // max(len(self.totals), 1))
        steps = range(0, moves.shape[0], rows)
        blocks = [self.coefficient.value(self.totals + moves[begin : begin + rows].toarray()) for begin in steps]
        return np.concatenate(blocks) if blocks else np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Removals:
    """The C distinct (count vector, label) cells of the annotations.

    Attributes:
        vectors: of all annotated items.
        vector, label: (C,) the cells.
        count: (C,) how many annotations are in each cell.
        times: (M, C) how many of them each annotator made.
    """

    vectors: CountVectors
    vector: Codes
    label: Codes
    count: Floats
    times: sparse.csr_array

    def of(self, coefficient: VectorCoefficient) -> Changes:
        """The changes of a coefficient's sums."""
        C = len(self.vector)
        used = self.vectors.at_least(coefficient.least)
        totals = np.asarray(used.weights @ coefficient.features(used), dtype=np.float64)
        cells = (np.arange(C), self.label)
        one = sparse.coo_array((np.ones(C, dtype=np.int64), cells), shape=(C, self.vectors.K)).tocsr()
        full = sparse.csr_array(self.vectors.counts[self.vector])
        less = sparse.csr_array(full - one)
        less.eliminate_zeros()
        before = _features(full, coefficient)
        return Changes(coefficient, totals, before, sparse.csr_array(_features(less, coefficient) - before), self.times)


def removals(ratings: Ratings, vectors: CountVectors) -> Removals:
    """The cells of annotations.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        vectors: ``count_vectors(ratings)``.

    Raises:
        ValueError: if an annotator labels an item twice.
    """
    if repeats_an_item(ratings):
        raise ValueError("every annotator labels an item at most once")
    K = max(ratings.K, 1)
    key = vectors.of_item[ratings.item] * K + ratings.label
    cell, change, count = _distinct(key, vectors.U * K)
    vector, label = np.divmod(cell, K)
    ones = np.ones(len(ratings), dtype=np.float64)
    times = sparse.coo_array((ones, (ratings.annotator, change)), shape=(ratings.M, len(cell))).tocsr()
    return Removals(vectors, vector, label, count.astype(np.float64), times)


def _distinct(key: Codes, bound: int) -> tuple[Codes, Codes, Codes]:
    """The distinct values of ``key`` (R,), 0 … bound - 1, ascending; (R,) which one each is; how often each occurs.

    Without a sort where a table of all possible values is no longer than the annotations.
    """
    if bound > max(len(key), 1 << 16):
        return np.unique(key, return_inverse=True, return_counts=True)
    times = np.bincount(key, minlength=bound)
    values = np.flatnonzero(times)
    place = np.zeros(bound, dtype=np.intp)
    place[values] = np.arange(len(values))
    return values, place[key], times[values]


def _features(counts: sparse.csr_array, coefficient: VectorCoefficient) -> sparse.csr_array:
    """Features of (C, K) count vectors, zero where a vector is too small for the coefficient."""
    vectors = CountVectors(counts, np.ones(counts.shape[0]), np.zeros(0, dtype=np.intp))
    kept = np.flatnonzero(vectors.sizes >= coefficient.least)
    features = coefficient.features(vectors.at_least(coefficient.least)).tocoo()
    shape = (counts.shape[0], features.shape[1])
    return sparse.coo_array((features.data, (kept[features.row], features.col)), shape=shape).tocsr()
