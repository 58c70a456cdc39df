"""Disputes at equal redundancy: how often a given number of votes, drawn from an item's votes, are not all equal.

With fewer votes an item is disputed less often although nobody agrees more. Rarefaction compares item counts of
unequal size by what a subsample of the smaller size would have shown, in expectation over all subsamples:
H. L. Sanders (1968), Am. Nat. 102, 243–282, doi:10.1086/282541; S. H. Hurlbert (1971), Ecology 52, 577–586,
doi:10.2307/1934145, whose hypergeometric form this is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["EqualDraws", "alike_chance", "dispute_chance", "rarefied_disputes"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class EqualDraws:
    """Chances of a dispute of the same items in two versions, each from as many votes in one as in the other.

    Attributes:
        item: (S,) codes of the items with two votes or more in both versions, ascending.
        draws: (S,) how many votes are drawn: the smaller number of both versions.
        old, new: (S,) chance that these are not all equal, in [0, 1]; 0 or 1 where all votes are drawn.
    """

    item: Codes
    draws: Codes
    old: Floats
    new: Floats


def rarefied_disputes(old: Ratings, new: Ratings) -> EqualDraws:
    """The chances of a dispute with equal numbers of votes.

    Args:
        old, new: votes on the same N items with the same K labels, one code for one item or label in both. Annotators
            do not matter; a repeated vote counts as often as it stands there.

    Raises:
        ValueError: N or K differ.

    ``mean(new) - mean(old)`` is the change of the share of disputed items that the number of votes does not explain;
    the S pairs are independent items, for an interval of their mean difference. Cost: O(R).
    """
    if (old.N, old.K) != (new.N, new.K):
        raise ValueError("both versions count the same items and labels")
    votes = tuple(np.bincount(side.item, minlength=side.N) for side in (old, new))
    draws = np.minimum(*votes)
    item = np.flatnonzero(draws >= 2).astype(np.intp)
    chances = [dispute_chance(side, draws)[item] for side in (old, new)]
    return EqualDraws(item, draws[item].astype(np.intp), *chances)


def dispute_chance(votes: Ratings, draws: npt.ArrayLike) -> Floats:
    """(N,) chance that ``draws`` votes of an item, drawn without replacement, are not all equal.

    ``1 - Σ_l C(c_l, k) / C(n, k)`` for c_l votes for label l, n votes and k draws.

    Args:
        votes: the votes.
        draws: (N,) k per item, or one for all; at most the item's number of votes. Fewer than 2 are never in dispute.

    Raises:
        ValueError: an item has fewer votes than are drawn.

    Two of five votes, of which four are equal, differ in 4 of 10 draws:

    >>> five = Ratings(np.zeros(5, np.intp), np.arange(5), np.array([0, 0, 0, 0, 1]), 1, 5, 2)
    >>> round(float(dispute_chance(five, 2)[0]), 12)
    0.4
    """
    size = np.bincount(votes.item, minlength=votes.N)
    k = np.broadcast_to(np.asarray(draws, dtype=np.int64), (votes.N,))
    if (k > size).any():
        raise ValueError("an item has fewer votes than are drawn")
    chance = 1.0 - alike_chance(votes.counts(), size, k)
    return np.asarray(np.where(k >= 2, np.clip(chance, 0.0, 1.0), 0.0), dtype=np.float64)


def alike_chance(counts: sparse.csr_array, sizes: npt.ArrayLike, draws: npt.ArrayLike) -> Floats:
    """(U,) ``Σ_l C(c_l, k) / C(n, k)``: chance that k of n votes, drawn without replacement, are all equal.

    Args:
        counts: (U, K) votes for each label.
        sizes: (U,) n, the votes in all.
        draws: (U,) k per row, or one for all; at most n.
    """
    U = counts.shape[0]
    n, k = (np.broadcast_to(np.asarray(each, dtype=np.int64), (U,)) for each in (sizes, draws))
    row = np.repeat(np.arange(U), np.diff(counts.indptr))
    held = counts.data
    equal = np.ones(len(held))
    for step in range(int(k.max(initial=0))):
        drawn = k[row] > step
        equal[drawn] *= np.maximum(held[drawn] - step, 0) / (n[row[drawn]] - step)
    return np.bincount(row, equal, minlength=U).astype(np.float64)
