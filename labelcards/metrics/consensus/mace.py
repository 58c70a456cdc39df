"""MACE: annotators who either know the answer or spam, told apart by EM.

D. Hovy, T. Berg-Kirkpatrick, A. Vaswani and E. Hovy (2013), "Learning Whom to Trust with MACE", NAACL-HLT, 1120–1130.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from labelcards.metrics.consensus.consensus import Consensus, Floats, decide, has_votes, vote_shares
from labelcards.metrics.ratings import Ratings

__all__ = ["mace"]


def mace(ratings: Ratings, *, smoothing: float = 0.1, iterations: int = 200, tolerance: float = 1e-4) -> Consensus:
    """MACE, started from the vote shares instead of random restarts, so that it needs no seed.

    Model: the true label is uniform over the K labels; with probability θ_j annotator j gives it, else draws a label
    from an own distribution ξ_j.

    Args:
        ratings: the annotations; repeated ones count each.
        smoothing: pseudo-count for knowing, for spamming, and for spamming with each label (per annotator); the
            original uses 0.01 / K. 0 gives the maximum-likelihood estimate.
        iterations: at most so many.
        tolerance: stop when no posterior probability moved by more than this.

    Returns:
        labels and posterior; ``quality`` is the competence: the probability that an annotation is not spam.

    Cost: O(R + N·K) per iteration.
    """
    posterior = vote_shares(ratings)
    annotated = has_votes(posterior)
    cell = ratings.annotator * ratings.K + ratings.label
    knows = posterior[ratings.item, ratings.label]
    objective: list[float] = []
    converged = False
    step = 0
    competence, spamming = _estimate(ratings, cell, knows, smoothing)
    while step < iterations and not converged:
        step += 1
        updated, knows, evidence = _expect(ratings, competence, spamming)
        updated[~annotated] = 0.0
        objective.append(float(evidence[annotated].sum()))
        converged = bool(np.abs(updated - posterior).max(initial=0.0) <= tolerance)
        posterior = updated
        competence, spamming = _estimate(ratings, cell, knows, smoothing)
    label, confidence, tied = decide(posterior, annotated)
    present = np.bincount(ratings.annotator, minlength=ratings.M) > 0
    quality = np.where(present, competence, np.nan)
    return Consensus("mace", label, posterior, confidence, quality, tied, step, converged, tuple(objective))


def _expect(ratings: Ratings, competence: Floats, spamming: Floats) -> tuple[Floats, Floats, Floats]:
    """Posterior (N, K), probability that each annotation (R,) was knowledge, log evidence (N,)."""
    spam = (1 - competence[ratings.annotator]) * spamming[ratings.annotator, ratings.label]
    right = competence[ratings.annotator] + spam
    log_spam, log_right = (np.log(np.maximum(values, 1e-300)) for values in (spam, right))
    gains = sparse.coo_array((log_right - log_spam, (ratings.item, ratings.label)), shape=(ratings.N, ratings.K))
    joint = gains.toarray()
    joint += np.bincount(ratings.item, log_spam, minlength=ratings.N)[:, None] - np.log(max(ratings.K, 1))
    top = joint.max(axis=1, keepdims=True)
    scaled = np.exp(joint - top)
    totals = scaled.sum(axis=1, keepdims=True)
    posterior = scaled / totals
    known = posterior[ratings.item, ratings.label] * competence[ratings.annotator] / np.maximum(right, 1e-300)
    return posterior, known, (top + np.log(totals))[:, 0]


def _estimate(ratings: Ratings, cell: np.ndarray, knows: Floats, smoothing: float) -> tuple[Floats, Floats]:
    """Competence (M,) and spamming distribution (M, K) from the probability that each annotation was knowledge."""
    M, K = ratings.M, ratings.K
    known = np.bincount(ratings.annotator, knows, minlength=M)
    spam = np.bincount(cell, 1 - knows, minlength=M * K).reshape(M, K) + smoothing
    total = np.bincount(ratings.annotator, minlength=M) + 2 * smoothing
    competence = np.divide(known + smoothing, total, out=np.full(M, 0.5), where=total > 0)
    sums = spam.sum(axis=1, keepdims=True)
    return competence, np.divide(spam, sums, out=np.full((M, K), 1.0 / max(K, 1)), where=sums > 0)
