"""Agreement of two annotators, pair by pair: Cohen's kappa, its mean over pairs, and Conger's kappa.

A pair of annotators is looked at through its cells: how often the first said k where the second said l.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.agreement.coefficients import quotient
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate, influence_interval
from labelcards.metrics.ratings import Codes, Ratings

__all__ = [
    "LEAST_OVERLAP",
    "CohenKappa",
    "PairRows",
    "cohen_kappa",
    "cohen_kappa_of_pair",
    "mean_cohen_kappa",
    "pair_rows",
]

Totals = npt.NDArray[Any]

DEFAULT_PLAN = IntervalPlan()
LEAST_OVERLAP = 10
"""Pairs of annotators that share fewer items do not count in the mean of Cohen's kappa."""

MOST_PAIR_ROWS = 30_000_000
Small = npt.NDArray[np.int32]

_BLOCK = 1 << 20


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
    sample = Sample(kappa, kappa.features(*np.divmod(cell, K)), count.astype(np.float64))
    return estimate(sample, plan)


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


def mean_cohen_kappa(
    ratings: Ratings,
    weights: Floats | None = None,
    least_overlap: int = LEAST_OVERLAP,
    plan: IntervalPlan = DEFAULT_PLAN,
    rows: PairRows | None = None,
) -> Result:
    """Mean of Cohen's kappa over all pairs of annotators that share enough items (Light's kappa).

    Pairs that use one and the same label throughout have no kappa and are left out. The interval is an infinitesimal
    jackknife over items, since one item moves the kappas of several pairs.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        weights: (K, K) credit for two labels; equality when absent.
        least_overlap: pairs with fewer shared items are left out.
        plan: wanted coverage.
        rows: ``pair_rows(ratings)`` if it exists already.

    Returns:
        coefficient, -1 … 1; ``n`` counts the pairs' shared items once each. Undefined when no pair shares enough
        items, or every such pair uses one label only.

    Source: Light 1971, doi:10.1037/h0031643.
    """
    rows = pair_rows(ratings) if rows is None else rows
    if rows is None:
        return Undefined(f"more than {MOST_PAIR_ROWS:,} pairs of annotations")
    wide = rows.overlap >= least_overlap
    if not wide.any():
        return Undefined(f"no two annotators share {least_overlap} items")
    kappas = _Kappas(rows, ratings.K, weights)
    defined = wide & np.isfinite(kappas.value)
    if not defined.any():
        return Undefined("both annotators of every pair use one and the same label")
    influence, shared = kappas.influence(defined, ratings.N)
    value = float(kappas.value[defined].mean())
    units = int(shared.sum())
    if units < 2:
        return Estimate(value, units, why_no_interval="one item")
    return influence_interval(value, influence[shared] / defined.sum(), np.ones(units), plan.level, -1.0)


class _Kappas:
    """Cohen's kappa of every pair at once, and how much each item moves it; rows are read in blocks.

    Attributes:
        value: (P,) kappa; NaN where both use one and the same label.
    """

    def __init__(self, rows: PairRows, K: int, weights: Floats | None) -> None:
        self.rows, self.credit = rows, np.eye(K) if weights is None else weights
        P = len(rows.annotators)
        self._size = rows.overlap.astype(np.float64)
        first, second, hits = np.zeros((P, K)), np.zeros((P, K)), np.zeros(P)
        for pair, _, k, j in self._blocks():
            low, high = int(pair[0]), int(pair[-1]) + 1
            here, span = pair - low, high - low
            first[low:high] += np.bincount(here * K + k, minlength=span * K).reshape(span, K)
            second[low:high] += np.bincount(here * K + j, minlength=span * K).reshape(span, K)
            hits[low:high] += np.bincount(here, weights=self.credit[k, j], minlength=span)
        first, second = first / self._size[:, None], second / self._size[:, None]
        self._of_first, self._of_second = second @ self.credit.T, first @ self.credit
        self._observed = hits / self._size
        self._expected = (first * self._of_first).sum(axis=1)
        self.value = np.asarray(quotient(self._observed - self._expected, 1 - self._expected), dtype=np.float64)

    def _blocks(self) -> Iterator[tuple[Codes, Small, Codes, Codes]]:
        """Pair, item and the two labels of each row, a million rows at a time."""
        rows = self.rows
        for begin in range(0, len(rows.item), _BLOCK):
            part = slice(begin, min(begin + _BLOCK, len(rows.item)))
            pair = np.searchsorted(rows.start, np.arange(part.start, part.stop), side="right") - 1
            yield pair, rows.item[part], rows.first[part].astype(np.intp), rows.second[part].astype(np.intp)

    def influence(self, defined: npt.NDArray[np.bool_], N: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """(N,) how much each item moves the sum of kappas of the ``defined`` (P,) pairs; (N,) whether they share it."""
        moves, shared = np.zeros(N), np.zeros(N, dtype=np.bool_)
        room = np.where(self._expected < 1, 1 - self._expected, 1.0)
        for block in self._blocks():
            pair, item, k, j = (each[defined[block[0]]] for each in block)
            chance = self._of_first[pair, k] + self._of_second[pair, j] - 2 * self._expected[pair]
            moved = (self.credit[k, j] - self._observed[pair]) - (1 - self.value[pair]) * chance
            np.add.at(moves, item, moved / (room[pair] * self._size[pair]))
            shared[item] = True
        return moves, shared
