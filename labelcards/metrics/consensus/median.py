"""The median answer: consensus for labels that are numbers."""

from __future__ import annotations

import numpy as np

from labelcards.metrics.consensus.consensus import Consensus, agreement_with
from labelcards.metrics.ratings import Ratings

__all__ = ["median_vote"]


def median_vote(ratings: Ratings) -> Consensus:
    """The lower median of an item's annotations, for label codes in ascending order of their numbers.

    The lower median is one of the given answers also when their number is even; ``tied`` marks the items whose two
    middle answers differ. There is no posterior (it is (N, 0)); ``confidence`` is the share of the item's annotations
    that equal the median. Cost: O(R log R), whatever K.
    """
    order = np.lexsort((ratings.label, ratings.item))
    item, label = ratings.item[order], ratings.label[order]
    counts = np.bincount(item, minlength=ratings.N)
    starts = np.cumsum(counts) - counts
    annotated = counts > 0
    result = np.full(ratings.N, -1, dtype=np.intp)
    result[annotated] = label[starts[annotated] + (counts[annotated] - 1) // 2]
    upper = np.full(ratings.N, -1, dtype=np.intp)
    upper[annotated] = label[starts[annotated] + counts[annotated] // 2]
    equal = np.bincount(item, label == result[item], minlength=ratings.N)
    confidence = np.divide(equal, counts, out=np.zeros(ratings.N), where=annotated)
    quality = agreement_with(ratings, result)
    return Consensus("median", result, np.zeros((ratings.N, 0)), confidence, quality, result != upper)
