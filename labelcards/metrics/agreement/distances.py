"""How far apart two labels are: distances for Krippendorff's alpha, agreement weights for the kappas.

A distance tells alpha two things about count vectors: which sums over items it needs (`features`), and how these
sums give observed and expected disagreement (`disagreement`). So alpha of a sample, of every group, and of every
bootstrap replicate is the same matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, unlike_pairs

__all__ = [
    "Distance",
    "IntervalDistance",
    "MatrixDistance",
    "NominalDistance",
    "OrdinalDistance",
    "WeightScheme",
    "agreement_weights",
    "jaccard_distances",
    "masi_distances",
    "ratio_distances",
]

_ROUNDING = 1e-13

Totals = npt.NDArray[Any]
"""(B, P) sums of P features for B samples; complex while a gradient is taken."""

WeightScheme = Literal["identity", "linear", "quadratic", "ordinal"]


class Distance(Protocol):
    """A squared difference between labels, as alpha needs it.

    Attributes:
        name: what a method string calls it.
        largest: no two labels are farther apart.
    """

    @property
    def name(self) -> str:
        """What a method string calls it."""
        ...

    @property
    def largest(self) -> float:
        """The largest distance."""
        ...

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) what to sum over items; every vector has at least two annotations."""
        ...

    def disagreement(self, totals: Totals) -> tuple[Totals, Totals]:
        """(B,) Σ o·d and Σ n·n·d of Krippendorff (2011), whose ratio times n - 1 is 1 - alpha."""
        ...

    def pairable(self, totals: Totals) -> Totals:
        """(B,) n, the number of annotations on items with at least two."""
        ...


@dataclass(frozen=True)
class NominalDistance:
    """0 for equal labels, 1 for different ones. Features: Σ o·d, then the K label counts."""

    name: str = "nominal"
    largest: float = 1.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        squares = _row_sum(vectors.counts.multiply(vectors.counts))
        observed = (vectors.sizes**2 - squares) / (vectors.sizes - 1)
        return _columns(observed[:, None], vectors.counts)

    def disagreement(self, totals: Totals) -> tuple[Totals, Totals]:
        """(B,) Σ o·d and Σ n·n·d."""
        counts = totals[:, 1:]
        return totals[:, 0], counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)

    def pairable(self, totals: Totals) -> Totals:
        """(B,) annotations on items with two or more."""
        return np.asarray(totals[:, 1:].sum(axis=1))


@dataclass(frozen=True, eq=False)
class IntervalDistance:
    """Squared difference of the values (K,). Features: Σ o·d, n, Σ x, Σ x², so K may be as large as N.

    The values are first centered, on their median unless ``center`` says where most annotations are, and scaled by
    their median distance from it. That leaves alpha as it is and keeps the sums exact, even where one value is a
    million times farther away than the others.
    """

    values: Floats
    name: str = "interval"
    center: float | None = None

    @property
    def largest(self) -> float:
        """The largest distance."""
        return float(np.ptp(self._scaled())) ** 2 if len(self.values) else 1.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        x = self._scaled()
        sums, squares = vectors.counts @ x, vectors.counts @ x**2
        within = np.maximum(vectors.sizes * squares - sums**2, 0.0)
        within[np.diff(vectors.counts.indptr) == 1] = 0.0
        observed = 2 * within / (vectors.sizes - 1)
        return sparse.csr_array(np.stack([observed, vectors.sizes, sums, squares], axis=1))

    def disagreement(self, totals: Totals) -> tuple[Totals, Totals]:
        """(B,) Σ o·d and Σ n·n·d; what rounding leaves of equal values is 0."""
        squares = totals[:, 1] * totals[:, 3]
        expected = squares - totals[:, 2] ** 2
        return totals[:, 0], 2 * np.where(expected.real <= _ROUNDING * squares.real, 0.0, expected)

    def pairable(self, totals: Totals) -> Totals:
        """(B,) annotations on items with two or more."""
        return np.asarray(totals[:, 1])

    def _scaled(self) -> Floats:
        if not len(self.values):
            return self.values
        away = self.values - (np.median(self.values) if self.center is None else self.center)
        apart = np.abs(away[away != 0])
        return np.asarray(away / (float(np.median(apart)) if len(apart) else 1.0))


@dataclass(frozen=True)
class OrdinalDistance:
    """Krippendorff's ordinal metric: squared number of annotations between two labels in rank order.

    d(k, l) = (R_k - R_l)² where R_k is the mid-rank of label k among the pairable annotations, so it changes from
    sample to sample. Features: the K label counts, then the coincidences of the K(K - 1)/2 pairs of labels.
    """

    K: int
    name: str = "ordinal"
    largest: float = 1.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        unit, first, second, count = unlike_pairs(vectors)
        column = first * (2 * self.K - first - 1) // 2 + second - first - 1
        coincidence = count / (vectors.sizes[unit] - 1)
        shape = (vectors.U, self.K * (self.K - 1) // 2)
        return _columns(vectors.counts, sparse.coo_array((coincidence, (unit, column)), shape=shape))

    def disagreement(self, totals: Totals) -> tuple[Totals, Totals]:
        """(B,) Σ o·d and Σ n·n·d."""
        counts, pairs = totals[:, : self.K], totals[:, self.K :]
        total = counts.sum(axis=1, keepdims=True)
        rank = (np.cumsum(counts, axis=1) - counts / 2) / np.where(total == 0, 1.0, total) - 0.5
        first, second = np.triu_indices(self.K, 1)
        observed = 2 * (pairs * (rank[:, first] - rank[:, second]) ** 2).sum(axis=1)
        expected = 2 * (total[:, 0] * (counts * rank**2).sum(axis=1) - (counts * rank).sum(axis=1) ** 2)
        return observed, expected

    def pairable(self, totals: Totals) -> Totals:
        """(B,) annotations on items with two or more."""
        return np.asarray(totals[:, : self.K].sum(axis=1))


@dataclass(frozen=True, eq=False)
class MatrixDistance:
    """Any distance given as a symmetric (K, K) matrix with a zero diagonal. Features: Σ o·d, then K label counts.

    ``standard`` says that ``name`` is one of Krippendorff's own levels of measurement.
    """

    matrix: Floats
    name: str
    standard: bool = False

    @property
    def largest(self) -> float:
        """The largest distance."""
        return float(self.matrix.max(initial=0.0)) or 1.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        unit, first, second, count = unlike_pairs(vectors)
        apart = np.bincount(unit, weights=2 * count * self.matrix[first, second], minlength=vectors.U)
        return _columns((apart / (vectors.sizes - 1))[:, None], vectors.counts)

    def disagreement(self, totals: Totals) -> tuple[Totals, Totals]:
        """(B,) Σ o·d and Σ n·n·d."""
        counts = totals[:, 1:]
        return totals[:, 0], ((counts @ self.matrix) * counts).sum(axis=1)

    def pairable(self, totals: Totals) -> Totals:
        """(B,) annotations on items with two or more."""
        return np.asarray(totals[:, 1:].sum(axis=1))


def _row_sum(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64)


def _columns(*blocks: Any) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack([sparse.csr_array(block, dtype=np.float64) for block in blocks]))


def ratio_distances(values: Floats) -> Floats:
    """(K, K) Krippendorff's ratio metric ((a - b) / (a + b))²; 0 where a + b is 0."""
    total = values[:, None] + values[None, :]
    apart = values[:, None] - values[None, :]
    return np.asarray(np.divide(apart, total, out=np.zeros_like(total), where=total != 0) ** 2)


def jaccard_distances(member: npt.NDArray[np.bool_]) -> Floats:
    """(K, K) one minus the shared part of the union of two sets; ``member`` (K, L) says which labels a set holds.

    Two empty sets are equal. Source: Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x.

    >>> jaccard_distances(np.array([[1, 1, 0], [0, 1, 1]], dtype=bool))[0, 1].round(3)
    np.float64(0.667)
    """
    shared, union = _set_sizes(member)
    return np.asarray(1.0 - np.divide(shared, union, out=np.ones_like(union), where=union > 0))


def masi_distances(member: npt.NDArray[np.bool_]) -> Floats:
    """(K, K) MASI distance: one minus Jaccard similarity times 1, 2/3, 1/3 or 0.

    The factor is 1 for equal sets, 2/3 when one holds the other, 1/3 when they overlap, 0 when they share nothing.
    Source: Passonneau 2006, LREC, "Measuring Agreement on Set-valued Items (MASI)".

    >>> masi_distances(np.array([[1, 1, 0], [0, 1, 0]], dtype=bool))[0, 1].round(3)
    np.float64(0.667)
    """
    shared, union = _set_sizes(member)
    size = np.diag(shared)
    holds = (shared == size[:, None]) | (shared == size[None, :])
    factor = np.where(shared == union, 1.0, np.where(holds, 2 / 3, np.where(shared > 0, 1 / 3, 0.0)))
    factor = np.where((size[:, None] == 0) ^ (size[None, :] == 0), 0.0, factor)
    return np.asarray(1.0 - factor * (1.0 - jaccard_distances(member)))


def _set_sizes(member: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    inside = member.astype(np.float64)
    shared = inside @ inside.T
    size = inside.sum(axis=1)
    return shared, size[:, None] + size[None, :] - shared


def agreement_weights(scheme: WeightScheme, values: Floats) -> Floats:
    """(K, K) credit for two labels: 1 on the diagonal, less the farther they are apart.

    identity: 0 off the diagonal. linear: 1 - |a - b| / range. quadratic: 1 - (a - b)² / range². ordinal (Gwet 2014,
    ch. 3): 1 - C(m, 2) / C(K, 2) where m counts the labels from a to b. ``values`` (K,) are ascending.

    Source: Cohen 1968, doi:10.1037/h0026256; Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 3.

    >>> agreement_weights("ordinal", np.arange(3.0)).round(3).tolist()
    [[1.0, 0.667, 0.0], [0.667, 1.0, 0.667], [0.0, 0.667, 1.0]]
    """
    K = len(values)
    if scheme == "identity" or K < 2:
        return np.eye(K)
    if scheme == "ordinal":
        between = np.abs(np.subtract.outer(np.arange(K), np.arange(K))) + 1.0
        return np.asarray(1.0 - between * (between - 1) / (K * (K - 1)))
    apart = np.abs(np.subtract.outer(values, values)) / np.ptp(values)
    return np.asarray(1.0 - (apart if scheme == "linear" else apart**2))
