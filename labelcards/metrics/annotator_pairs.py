"""Agreement of two annotators, pair by pair: Cohen's kappa, its mean over pairs, and Conger's kappa.

A pair of annotators is looked at through its cells: how often the first said k where the second said l.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.coefficients import quotient
from labelcards.metrics.count_vectors import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.ratings import Codes, Ratings
from labelcards.metrics.uncertainty import IntervalPlan, Sample, estimate, influence_interval

__all__ = ["CohenKappa", "PairRows", "cohen_kappa", "cohen_kappa_of_pair", "mean_cohen_kappa", "pair_rows"]

Totals = npt.NDArray[Any]

DEFAULT_PLAN = IntervalPlan()
MOST_PAIR_ROWS = 20_000_000


@dataclass(frozen=True, eq=False)
class PairRows:
    """All (item, annotator, annotator) combinations, once each, ordered by pair.

    Attributes:
        item: (S,) item of each shared judgement.
        first, second: (S,) labels of the annotator with the lower and the higher code.
        start: (P + 1,) where each pair's rows begin.
        annotators: (P, 2) the codes of each pair, lower first.
    """

    item: Codes
    first: Codes
    second: Codes
    start: Codes
    annotators: Codes

    @property
    def overlap(self) -> Codes:
        """(P,) how many items each pair shares."""
        return np.diff(self.start)

    def pair(self, index: int) -> tuple[Codes, Codes]:
        """Labels of the two annotators of one pair on their shared items."""
        rows = slice(self.start[index], self.start[index + 1])
        return self.first[rows], self.second[rows]


def pair_rows(ratings: Ratings) -> PairRows | None:
    """The pair rows of ``ratings``; None when there would be more than twenty million.

    Where an annotator labelled an item twice, every combination with another annotator counts.
    """
    order = np.argsort(ratings.item * ratings.M + ratings.annotator, kind="stable")
    item, annotator, label = ratings.item[order], ratings.annotator[order], ratings.label[order]
    sizes = np.bincount(item, minlength=ratings.N)
    if float((sizes.astype(np.float64) * (sizes - 1)).sum()) / 2 > MOST_PAIR_ROWS:
        return None
    later = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(item)) - 1
    left = np.repeat(np.arange(len(item)), later)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)
    apart = annotator[left] != annotator[right]
    left, right = left[apart], right[apart]
    key = annotator[left] * ratings.M + annotator[right]
    by_pair = np.argsort(key, kind="stable")
    left, right, key = left[by_pair], right[by_pair], key[by_pair]
    start = np.flatnonzero(np.diff(key, prepend=-1))
    annotators = np.stack(np.divmod(key[start], max(ratings.M, 1)), axis=1)
    ends = np.append(start, len(key)).astype(np.intp)
    return PairRows(item[left], label[left], label[right], ends, annotators.astype(np.intp))


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
    labels = (rows.first, rows.second) if first < second else (rows.second, rows.first)
    return cohen_kappa_of_pair(*labels, ratings.K, weights, plan)


def mean_cohen_kappa(
    ratings: Ratings,
    weights: Floats | None = None,
    least_overlap: int = 10,
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
    kept = np.repeat(wide, rows.overlap)
    pair = np.repeat(np.cumsum(wide) - 1, rows.overlap)[kept]
    values, moves = _kappas(pair, rows.first[kept], rows.second[kept], ratings.K, weights)
    defined = np.isfinite(values)
    if not defined.any():
        return Undefined("both annotators of every pair use one and the same label")
    shared = rows.item[kept]
    items, place = np.unique(shared[defined[pair]], return_inverse=True)
    influence = np.bincount(place, weights=moves[defined[pair]]) / defined.sum()
    value = float(values[defined].mean())
    if len(items) < 2:
        return Estimate(value, len(items), why_no_interval="one item")
    return influence_interval(value, influence, np.ones(len(items)), plan.level, -1.0)


def _kappas(pair: Codes, first: Codes, second: Codes, K: int, weights: Floats | None) -> tuple[Floats, Floats]:
    """(P,) kappa of each pair and (S,) how much each shared judgement moves its pair's kappa."""
    P = int(pair.max()) + 1
    size = np.bincount(pair, minlength=P).astype(np.float64)
    table = np.eye(K) if weights is None else weights
    credit = table[first, second]
    rows = np.bincount(pair * K + first, minlength=P * K).reshape(P, K) / size[:, None]
    columns = np.bincount(pair * K + second, minlength=P * K).reshape(P, K) / size[:, None]
    of_first, of_second = columns @ table.T, rows @ table
    observed = np.bincount(pair, weights=credit, minlength=P) / size
    expected = (rows * of_first).sum(axis=1)
    room = 1 - expected
    kappa = np.asarray(quotient(observed - expected, room), dtype=np.float64)
    safe = np.where(room > 0, room, 1.0)
    chance = of_first[pair, first] + of_second[pair, second] - 2 * expected[pair]
    moved = ((credit - observed[pair]) - (1 - np.nan_to_num(kappa[pair])) * chance) / safe[pair]
    return kappa, np.asarray(moved / size[pair], dtype=np.float64)
