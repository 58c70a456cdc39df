"""Agreement of two annotators, pair by pair: Cohen's kappa. Its mean over pairs is in `lights_kappa`.

A pair of annotators is looked at through its cells: how often the first said k where the second said l.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.agreement.coefficients import quotient
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.rare_labels import unseen_pairs
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate
from labelcards.metrics.ratings import Codes, Ratings

__all__ = [
    "DEFAULT_PLAN",
    "MOST_PAIR_ROWS",
    "CohenKappa",
    "PairRows",
    "Small",
    "cohen_kappa",
    "cohen_kappa_of_pair",
    "pair_rows",
]

Totals = npt.NDArray[Any]

DEFAULT_PLAN = IntervalPlan()
MOST_PAIR_ROWS = 30_000_000
Small = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class PairRows:
    """All (item, annotator, annotator) combinations, once each, ordered by pair.

    Attributes:
        item: (S,) item of each shared judgement.
        first, second: (S,) labels of the annotator with the lower and the higher code.
        start: (P + 1,) where each pair's rows begin.
        annotators: (P, 2) the codes of each pair, lower first.
    """

    item: Small
    first: Small
    second: Small
    start: Codes
    annotators: Codes

    @property
    def overlap(self) -> Codes:
        """(P,) how many items each pair shares."""
        return np.diff(self.start)

    def pair(self, index: int) -> tuple[Codes, Codes]:
        """Labels of the two annotators of one pair on their shared items."""
        rows = slice(self.start[index], self.start[index + 1])
        return self.first[rows].astype(np.intp), self.second[rows].astype(np.intp)


def pair_rows(ratings: Ratings) -> PairRows | None:
    """The pair rows of ``ratings``; None when there would be more than thirty million.

    Where an annotator labelled an item twice, every combination with another annotator counts.
    """
    order = np.argsort(ratings.item * ratings.M + ratings.annotator, kind="stable")
    item, annotator, label = (each[order].astype(np.int32) for each in (ratings.item, ratings.annotator, ratings.label))
    sizes = np.bincount(item, minlength=ratings.N)
    if float((sizes.astype(np.float64) * (sizes - 1)).sum()) / 2 > MOST_PAIR_ROWS:
        return None
    left, right = _later_rows(sizes)
    apart = annotator[left] != annotator[right]
    if not apart.all():
        left, right = left[apart], right[apart]
    key = annotator[left] * np.int64(ratings.M) + annotator[right]
    if ratings.M < 1 << 15:
        key = key.astype(np.int32)
    by_pair = np.argsort(key, kind="stable").astype(np.int32)
    left, right, key = left[by_pair], right[by_pair], key[by_pair].astype(np.int64)
    start = np.flatnonzero(np.diff(key, prepend=-1))
    annotators = np.stack(np.divmod(key[start], max(ratings.M, 1)), axis=1)
    ends = np.append(start, len(key)).astype(np.intp)
    return PairRows(item[left], label[left], label[right], ends, annotators.astype(np.intp))


def _later_rows(sizes: Codes) -> tuple[Small, Small]:
    """Each row of a table sorted by item, beside every later row of its item; ``sizes`` (N,) rows per item."""
    count = int(sizes.sum())
    ends = np.repeat(np.cumsum(sizes), sizes)
    later = (ends - np.arange(count) - 1).astype(np.int32)
    left = np.repeat(np.arange(count, dtype=np.int32), later)
    begin = np.repeat((np.cumsum(later, dtype=np.int64) - later).astype(np.int32), later)
    right = np.arange(len(left), dtype=np.int32)
    right -= begin
    right += left
    right += 1
    return left, right


@dataclass(frozen=True, eq=False)
class CohenKappa:
    """(p_o - p_e) / (1 - p_e) of a K × K table of two annotators; p_e from each one's own label shares.

    Features of a cell (k, l): 1, its credit w_kl, and which labels the two annotators used.
    """

    K: int
    weights: Floats | None = None
    floor: float = -1.0

    def features(self, first: Codes, second: Codes) -> sparse.csr_array:
        """(U, 2 + 2K) per cell what is summed over items."""
        U, K = len(first), self.K
        credit = (first == second).astype(np.float64) if self.weights is None else self.weights[first, second]
        row, one = np.arange(U), np.ones(U)
        columns = np.concatenate([np.zeros(U, np.intp), np.ones(U, np.intp), 2 + first, 2 + K + second])
        values = np.concatenate([one, credit, one, one])
        return sparse.coo_array((values, (np.tile(row, 4), columns)), shape=(U, 2 + 2 * K)).tocsr()

    def value(self, totals: Totals) -> Totals:
        """(B,) kappa of B samples from their (B, P) sums."""
        expected = self._expected(totals)
        return quotient(quotient(totals[:, 1], totals[:, 0]) - expected, 1 - expected)

    def _expected(self, totals: Totals) -> Totals:
        first = totals[:, 2 : 2 + self.K]
        credit = first if self.weights is None else first @ self.weights
        return quotient((credit * totals[:, 2 + self.K :]).sum(axis=1), totals[:, 0] ** 2)

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        return "no shared item" if totals[0] == 0 else "both annotators use one and the same label"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        return float(1 - self._expected(totals[None, :])[0])


def cohen_kappa_of_pair(
    first: Codes, second: Codes, K: int, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN
) -> Result:
    """Cohen's kappa of two annotators on the same items.

    Args:
        first, second: (S,) label codes on the shared items.
        K: how many labels there are.
        weights: (K, K) credit for two labels; equality when absent.
        plan: how to make the interval.

    Returns:
        coefficient, -1 … 1, higher is better. Undefined without a shared item, or when both use one and the same
        label throughout.

    Source: Cohen 1960, doi:10.1177/001316446002000104; weights: Cohen 1968, doi:10.1037/h0026256.

    >>> cells = np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]])  # Gwet 2014: ectopic pregnancies, two abstractors
    >>> first, second = (np.repeat(axis.ravel(), cells.ravel()) for axis in np.indices((3, 3)))
    >>> round(cohen_kappa_of_pair(first, second, 3).value, 5)
    0.79641
    """
    if not len(first):
        return Undefined("no shared item")
    cell, count = np.unique(first * K + second, return_counts=True)
    kappa = CohenKappa(K, weights)
    low, high = np.divmod(cell, K)
    missed = unseen_pairs(low, high, count.astype(np.float64), K)
    unseen = None if missed is None else kappa.features(*missed)
    return estimate(Sample(kappa, kappa.features(low, high), count.astype(np.float64), unseen), plan)


def cohen_kappa(
    ratings: Ratings, first: int, second: int, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN
) -> Result:
    """Cohen's kappa of annotators ``first`` and ``second`` on the items both annotated."""
    rows = pair_rows(ratings.where((ratings.annotator == first) | (ratings.annotator == second)))
    if rows is None or not len(rows.item):
        return Undefined("no shared item")
    lower, higher = rows.pair(0)
    labels = (lower, higher) if first < second else (higher, lower)
    return cohen_kappa_of_pair(*labels, ratings.K, weights, plan)
