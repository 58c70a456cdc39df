"""Consensus in the middle of ordered answers: the lower median of levels, and averages of numbers as results."""

from __future__ import annotations

import numpy as np

from labelcards.metrics.consensus.consensus import Consensus, Flags, agreement_with
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["averaged", "between_two", "lower_median"]


def lower_median(ratings: Ratings) -> Consensus:
    """The lower median of an item's annotations, for label codes in ascending order.

    The lower median is one of the given answers also when their number is even, as levels of a scale need it; ``tied``
    marks the items whose two middle answers differ. There is no posterior (it is (N, 0)); ``confidence`` is the share
    of the item's annotations that equal the median. Cost: O(R log R), whatever K.
    """
    lower, upper = _middle(ratings)
    return averaged("median", ratings, lower, lower != upper)


def between_two(ratings: Ratings) -> Flags:
    """(N,) whether the two middle answers of an item differ, for label codes in ascending order."""
    lower, upper = _middle(ratings)
    return np.asarray(lower != upper)


def averaged(method: str, ratings: Ratings, label: Codes, tied: Flags | None = None) -> Consensus:
    """A result that is not a vote.

    Args:
        method: its name.
        ratings: the annotations.
        label: (N,) the answer of each item, -1 without annotations; codes from K on are answers that nobody gave.
        tied: (N,) whether two answers were equally good; nowhere when None.

    Returns:
        without a posterior; ``confidence`` is the share of an item's annotations that equal its answer, ``quality`` the
        share of an annotator's.
    """
    hit = ratings.label == label[ratings.item]
    of_item = np.bincount(ratings.item, minlength=ratings.N).astype(np.float64)
    confidence = np.bincount(ratings.item, hit, minlength=ratings.N) / np.maximum(of_item, 1)
    ties = np.zeros(ratings.N, dtype=np.bool_) if tied is None else tied
    return Consensus(method, label, np.zeros((ratings.N, 0)), confidence, agreement_with(ratings, label), ties)


def _middle(ratings: Ratings) -> tuple[Codes, Codes]:
    """(N,) the lower and the upper of an item's two middle answers; -1 without annotations."""
    order = np.lexsort((ratings.label, ratings.item))
    label = ratings.label[order]
    counts = np.bincount(ratings.item, minlength=ratings.N)
    starts = np.cumsum(counts) - counts
    some = counts > 0
    lower, upper = (np.full(ratings.N, -1, dtype=np.intp) for _ in range(2))
    lower[some] = label[starts[some] + (counts[some] - 1) // 2]
    upper[some] = label[starts[some] + counts[some] // 2]
    return lower, upper
