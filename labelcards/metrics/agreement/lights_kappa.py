"""Cohen's kappa of several annotators: its mean over all pairs of them, which is Light's kappa."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.agreement.annotator_pairs import DEFAULT_PLAN, MOST_PAIR_ROWS, PairRows, Small, pair_rows
from labelcards.metrics.agreement.coefficients import Totals, quotient
from labelcards.metrics.agreement.count_vectors import Floats, count_vectors
from labelcards.metrics.agreement.rare_labels import LabelMinority, vector_minority
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate, influence_interval
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["LEAST_OVERLAP", "LightsKappa", "mean_cohen_kappa"]

LEAST_OVERLAP = 10
"""Pairs of annotators that share fewer items do not count in the mean of Cohen's kappa."""

_BLOCK = 1 << 20
_MOST_CELLS = 2_000_000
_MOST_OF_RARE = 20_000_000
_MOST_SUMS = 2_000


@dataclass(frozen=True, eq=False)
class LightsKappa:
    """Mean over Q pairs of annotators of (p_o - p_e) / (1 - p_e), over the pairs that have one.

    Features of an item, per pair: whether both labelled it, their credit, and which labels the two used.
    """

    Q: int
    K: int
    weights: Floats
    floor: float = -1.0

    def features(self, item: Codes, pair: Codes, first: Codes, second: Codes, N: int) -> sparse.csr_array:
        """(N, Q (2 + 2K)) of the items, from the (S,) rows of the pairs."""
        begin = pair * self.width
        columns = np.concatenate([begin, begin + 1, begin + 2 + first, begin + 2 + self.K + second])
        one = np.ones(len(item))
        values = np.concatenate([one, self.weights[first, second], one, one])
        shape = (N, self.Q * self.width)
        return sparse.coo_array((values, (np.tile(item, 4), columns)), shape=shape).tocsr()

    @property
    def width(self) -> int:
        """Sums of one pair."""
        return 2 + 2 * self.K

    def typical(self, first: int, second: int, overlap: Floats) -> Floats:
        """(P,) of an item that nobody labelled, with two labels, in which each pair has its share of the work."""
        row = np.zeros((self.Q, self.width))
        row[:, 0], row[:, 1] = 1.0, self.weights[first, second]
        for code in (first, second):
            row[:, [2 + code, 2 + self.K + code]] += 0.5
        return np.asarray((row * overlap[:, None]).ravel())

    def value(self, totals: Totals) -> Totals:
        """(B,) the mean of B samples from their (B, P) sums; pairs without a kappa are left out."""
        kappas = self._kappas(totals)
        defined = np.isfinite(kappas.real)
        return quotient(np.where(defined, kappas, 0.0).sum(axis=1), defined.sum(axis=1).astype(np.float64))

    def _kappas(self, totals: Totals) -> Totals:
        table = totals.reshape(len(totals), self.Q, self.width)
        size = table[:, :, 0]
        expected = self._expected(table)
        return quotient(quotient(table[:, :, 1], size) - expected, 1 - expected)

    def _expected(self, table: Totals) -> Totals:
        credit = table[:, :, 2 : 2 + self.K] @ self.weights
        return quotient((credit * table[:, :, 2 + self.K :]).sum(axis=2), table[:, :, 0] ** 2)

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        return "both annotators of every pair use one and the same label"

    def chance_disagreement(self, totals: Floats) -> float:
        """The smallest of the pairs that have a kappa, as a share of the worst possible."""
        table = totals.reshape(1, self.Q, self.width)
        defined = np.isfinite(self._kappas(totals[None, :])[0])
        return float((1 - self._expected(table)[0][defined]).min(initial=1.0))


def mean_cohen_kappa(
    ratings: Ratings,
    weights: Floats | None = None,
    least_overlap: int = LEAST_OVERLAP,
    plan: IntervalPlan = DEFAULT_PLAN,
    rows: PairRows | None = None,
) -> Result:
    """Mean of Cohen's kappa over all pairs of annotators that share enough items (Light's kappa).

    Pairs that use one and the same label throughout have no kappa and are left out. The interval is over items, since
    one item moves the kappas of several pairs; the infinitesimal jackknife where there are more than two thousand sums.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        weights: (K, K) credit for two labels; equality when absent.
        least_overlap: pairs with fewer shared items are left out.
        plan: how to make the interval.
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
    found = vector_minority(count_vectors(ratings))
    most = _MOST_OF_RARE if found.few else _MOST_CELLS
    light = LightsKappa(int(defined.sum()), ratings.K, kappas.credit)
    if light.width * light.Q > _MOST_SUMS or light.width * light.Q * ratings.N > most:
        return kappas.estimate(defined, ratings.N, plan.level)
    return estimate(_sample(light, found, rows, defined), plan)


def _sample(light: LightsKappa, found: LabelMinority, rows: PairRows, defined: npt.NDArray[np.bool_]) -> Sample:
    """The items that the ``defined`` (P,) pairs share."""
    pair = np.repeat(np.cumsum(defined) - 1, rows.overlap)
    kept = np.repeat(defined, rows.overlap)
    items, item = np.unique(rows.item[kept], return_inverse=True)
    labels = (rows.first[kept].astype(np.intp), rows.second[kept].astype(np.intp))
    features = light.features(item, pair[kept], *labels, len(items))
    unseen = None
    if found.few:
        overlap = rows.overlap[defined] / len(items)
        cells = [(first, code) for code in found.others for first in (code, found.top)]
        unseen = sparse.csr_array(np.stack([light.typical(first, code, overlap) for first, code in cells]))
    return Sample(light, features, np.ones(len(items)), unseen)


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

    def estimate(self, defined: npt.NDArray[np.bool_], N: int, level: float) -> Result:
        """The mean over the ``defined`` (P,) pairs, with an interval from the influence of each item."""
        moves, shared = self._influence(defined, N)
        room = float((1 - self._expected[defined]).min())
        pairs, units = defined.sum(), np.ones(int(shared.sum()))
        value = float(self.value[defined].mean())
        return influence_interval(value, moves[shared] / pairs, units, level, room)

    def _influence(self, defined: npt.NDArray[np.bool_], N: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
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
