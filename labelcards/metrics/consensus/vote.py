"""Majority vote and weighted vote."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from labelcards.metrics.consensus.consensus import TIE_TOLERANCE, Consensus, Floats, decide, has_votes, vote_shares
from labelcards.metrics.ratings import Ratings

__all__ = ["majority_vote", "weighted_vote"]


def majority_vote(ratings: Ratings) -> Consensus:
    """The label most annotations of an item give.

    ``posterior`` is the vote share, ``confidence`` the share of the winner, ``quality`` the share of an annotator's
    annotations that equal the winner (one of t tied winners counts 1/t).

    Ties go to the lowest code and are marked in ``tied``; ``Consensus.highest`` gives the other extreme and
    `labelcards.metrics.consensus.gold.tie_accuracy` the expectation under random tie breaking. On the RTE data of Snow
    et al. (2008) the three rules give accuracies .9187, .8750 and .8969.

    Repeated annotations count as often as they stand in ``ratings``. Cost: O(R + N·K).
    """
    shares = vote_shares(ratings)
    label, confidence, tied = decide(shares, has_votes(shares))
    return Consensus("majority", label, shares, confidence, _agreement_with_winners(ratings, shares), tied)


def _agreement_with_winners(ratings: Ratings, shares: Floats) -> Floats:
    """(M,) mean credit of each annotator's annotations: 1/t for one of t winners, else 0; NaN without annotations."""
    best = shares >= shares.max(axis=1, keepdims=True, initial=0.0) - TIE_TOLERANCE
    credit = best[ratings.item, ratings.label] / best.sum(axis=1)[ratings.item]
    total = np.bincount(ratings.annotator, minlength=ratings.M)
    sums = np.bincount(ratings.annotator, credit, minlength=ratings.M)
    return np.asarray(np.divide(sums, total, out=np.full(ratings.M, np.nan), where=total > 0))


def weighted_vote(ratings: Ratings, weights: Floats | None = None) -> Consensus:
    """The label with the largest sum of annotator weights.

    ``posterior`` is the weighted vote share. An item whose annotators all have weight 0 falls back to the plain vote.

    Args:
        ratings: the annotations.
        weights: (M,) non-negative weight of each annotator, e.g. known accuracies. Without it: the share of the
            annotator's annotations that equal the majority vote, ties in part ("worker agreement with aggregate").

    Returns:
        the consensus; ``quality`` is the weight (NaN for an annotator without annotations).

    Raises:
        ValueError: if a weight that is used is negative or not finite.
    """
    plain = majority_vote(ratings)
    quality = plain.quality if weights is None else np.asarray(weights, dtype=np.float64)
    used = quality[ratings.annotator]
    if not np.isfinite(used).all() or (used < 0).any():
        raise ValueError("weights are finite and not negative")
    votes = sparse.coo_array((used, (ratings.item, ratings.label)), shape=(ratings.N, ratings.K)).toarray()
    totals = votes.sum(axis=1, keepdims=True)
    posterior = np.divide(votes, totals, out=plain.posterior.copy(), where=totals > 0)
    label, confidence, tied = decide(posterior, plain.decided)
    return Consensus("weighted", label, posterior, confidence, quality, tied)
