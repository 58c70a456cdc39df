"""What every two annotators have in common, as annotator × annotator tables.

Cohesion of any group of annotators, weighted by annotator pairs, is a quadratic form of these tables. That makes a
permutation test over thousands of shuffles and hundreds of groups a few matrix products, whatever the number of
annotations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.ratings import Ratings

__all__ = ["PairTables", "nominal"]

Matrix = npt.NDArray[np.float64]

DENSE_ANNOTATORS = 4000
"""Up to here a table is a dense array (128 MB) and the products run in BLAS; above, it stays sparse."""


def nominal(K: int) -> Matrix:
    """(K, K) distance 0 on the diagonal and 1 elsewhere."""
    return 1.0 - np.eye(K)


@dataclass(frozen=True, slots=True, eq=False)
class PairTables:
    """Sums over the items that two annotators share.

    Attributes:
        shared: (M, M) how many items annotators a and b both labelled; 0 on the diagonal.
        distance: (M, M) sum of the distances of their labels on those items; 0 on the diagonal.
        overlap: (M, M) sum over shared items of 1 / annotations of the item; the diagonal counts.
        labels: (M, K) how often each annotator gave each label.
        delta: (K, K) the distance of two labels.
        margins: (2, M) row sums of ``shared`` and ``distance``.
    """

    shared: Any
    distance: Any
    overlap: Any
    labels: Matrix
    delta: Matrix
    margins: Matrix

    @classmethod
    def of(cls, ratings: Ratings, delta: Matrix | None = None) -> PairTables:
        """The tables of ``ratings``; each annotator labels an item at most once.

        Args:
            ratings: R annotations of N items by M annotators with K labels.
            delta: (K, K) symmetric distances with a zero diagonal; `nominal` when None.

        Cost: one pass over all pairs of annotations of an item.
        """
        delta = nominal(ratings.K) if delta is None else delta
        ones = np.ones(len(ratings))
        shape = (ratings.N, ratings.M)
        place = (ratings.item, ratings.annotator)
        present = sparse.csr_array((ones, place), shape=shape)
        per_item = np.bincount(ratings.item, minlength=ratings.N)
        weighted = sparse.csr_array((1.0 / per_item[ratings.item], place), shape=shape)
        shared = present.T @ present
        own = sparse.diags_array(shared.diagonal())
        labels = sparse.csr_array((ones, (ratings.annotator, ratings.label)), shape=(ratings.M, ratings.K))
        pairs, distance = shared - own, _distances(ratings, delta)
        return cls(
            shared=_stored(pairs),
            distance=_stored(distance),
            overlap=_stored(present.T @ weighted),
            labels=labels.toarray(),
            delta=delta,
            margins=np.stack([_margin(pairs), _margin(distance)]),
        )

    def cohesion(self, member: Matrix) -> tuple[Matrix, Matrix]:
        """In-group and cross-group agreement of each group, weighted by annotator pairs.

        ``1 - D_o / D_e``: D_o is the mean distance over all pairs of annotators (both in the group; one in, one out)
        and their shared items; D_e the mean distance of two labels drawn from the group's labels without replacement,
        or one from the group's and one from the others'. When every annotator labels every item, these are
        Krippendorff's alpha and XRR exactly.

        Args:
            member: (M, G) 1 where the annotator belongs to the group, else 0.

        Returns:
            two (G,) arrays, at most 1; NaN where no pair shares an item or labels do not vary.
        """
        inside_shared, touching_shared = _inside(self.shared, member), self.margins[0] @ member
        inside_distance, touching_distance = _inside(self.distance, member), self.margins[1] @ member
        given = self.labels.T @ member
        total = given.sum(axis=0)
        others = self.labels.sum(axis=0)[:, None] - given
        spread = self.delta @ given
        with np.errstate(divide="ignore", invalid="ignore"):
            expected_in = (given * spread).sum(axis=0) / (total * (total - 1))
            expected_across = (others * spread).sum(axis=0) / (total * others.sum(axis=0))
            inside = 1 - inside_distance / inside_shared / expected_in
            across = 1 - (touching_distance - inside_distance) / (touching_shared - inside_shared) / expected_across
        return np.where(np.isfinite(inside), inside, np.nan), np.where(np.isfinite(across), across, np.nan)

    def contrast_weight(self, member: Matrix) -> Matrix:
        """(G,) sum over items of ``n_in · n_out / n``: the weight of a within-item contrast of group and others."""
        return np.asarray(self.labels.sum(axis=1) @ member - _inside(self.overlap, member))


def _inside(table: Any, member: Matrix) -> Matrix:
    """(G,) sum over the ordered pairs of annotators that both belong to the group."""
    return np.asarray(np.einsum("mg,mg->g", member, table @ member))


def _margin(table: Any) -> Matrix:
    """(M,) sum over all partners of an annotator."""
    return np.asarray(table.sum(axis=1), dtype=np.float64).ravel()


def _stored(table: Any) -> Any:
    return table.toarray() if table.shape[0] <= DENSE_ANNOTATORS else table.tocsr()


def _distances(ratings: Ratings, delta: Matrix) -> Any:
    """(M, M) summed label distances: for each label, its annotations against all annotations of the same items."""
    shape = (ratings.N, ratings.M)
    total = sparse.csr_array((ratings.M, ratings.M))
    for k in np.unique(ratings.label):
        mine = ratings.label == k
        chosen = sparse.csr_array((np.ones(mine.sum()), (ratings.item[mine], ratings.annotator[mine])), shape=shape)
        apart = delta[k][ratings.label]
        far = apart != 0
        away = sparse.csr_array((apart[far], (ratings.item[far], ratings.annotator[far])), shape=shape)
        total = total + chosen.T @ away
    return total
