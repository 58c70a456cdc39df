"""One label per item from several annotations: what every consensus method returns.

The methods live in files of their own: `labelcards.metrics.consensus.vote` (majority, weighted),
`labelcards.metrics.consensus.dawid_skene` (full and one-coin), `labelcards.metrics.consensus.mace`,
`labelcards.metrics.consensus.crowdlab`, `labelcards.metrics.consensus.sets`, `labelcards.metrics.consensus.median` and
`labelcards.metrics.consensus.averages`.
None of them ever builds an items × annotators table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["TIE_TOLERANCE", "Consensus", "Flags", "Floats", "agreement_with", "decide", "has_votes", "vote_shares"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

TIE_TOLERANCE = 1e-9
"""Two probabilities closer than this are tied: sums of the same numbers in another order differ by less."""


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """The result of a consensus method on N items, M annotators and K labels.

    Attributes:
        method: its name: ``"majority"``, ``"weighted"``, ``"dawid_skene"``, ``"one_coin"``, ``"mace"``, ``"crowdlab"``,
            ``"median"``, ``"mean"``, ``"trimmed_mean"``.
        label: (N,) the most probable label code; among tied labels the lowest code; -1 for an item without annotations.
            Codes from K on are numbers that nobody gave: those that a mean or a median of an even number makes.
        posterior: (N, K) probability (for votes: share) of each label; rows sum to 1, or to 0 for an item without
            annotations.
        confidence: (N,) the posterior of ``label``, in [0, 1]; 0 for an item without annotations.
        quality: (M,) how good each annotator is by this method's own measure, in [0, 1]; NaN for an annotator without
            annotations.
        tied: (N,) whether several labels share the highest posterior (closer than ``TIE_TOLERANCE``).
        iterations: how many were made; 0 for a closed form.
        converged: whether the method stopped by itself; True for a closed form.
        objective: the log-likelihood (log posterior density up to a constant with smoothing) before each step; empty
            for a closed form.
    """

    method: str
    label: Codes
    posterior: Floats
    confidence: Floats
    quality: Floats
    tied: npt.NDArray[np.bool_]
    iterations: int = 0
    converged: bool = True
    objective: tuple[float, ...] = ()

    @property
    def decided(self) -> npt.NDArray[np.bool_]:
        """(N,) whether the item has a label."""
        return self.label >= 0

    def highest(self) -> Codes:
        """(N,) the labels if ties went to the highest code instead of the lowest."""
        K = self.posterior.shape[1]
        mirrored = decide(self.posterior[:, ::-1], self.decided)[0]
        return np.where(self.decided, K - 1 - mirrored, -1).astype(np.intp)


def vote_shares(ratings: Ratings) -> Floats:
    """(N, K) the share of an item's annotations that give each label; a row of zeros without annotations."""
    counts = ratings.counts().toarray().astype(np.float64)
    totals = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0))


def has_votes(shares: Floats) -> Flags:
    """(N,) whether an item has annotations, from its vote shares (N, K)."""
    return np.asarray(shares.sum(axis=1) > 0)


def decide(posterior: Floats, annotated: Flags) -> tuple[Codes, Floats, Flags]:
    """Label, confidence and tie of each item from its posterior (N, K); an item not ``annotated`` gets -1, 0, False."""
    top = posterior.max(axis=1, keepdims=True, initial=0.0)
    best = posterior >= top - TIE_TOLERANCE
    label = np.where(annotated, best.argmax(axis=1) if posterior.shape[1] else -1, -1).astype(np.intp)
    confidence = np.where(annotated, top[:, 0], 0.0)
    return label, confidence, annotated & (best.sum(axis=1) > 1)


def agreement_with(ratings: Ratings, label: Codes) -> Floats:
    """(M,) share of each annotator's annotations that equal ``label`` (N,) of the item; NaN without annotations."""
    total = np.bincount(ratings.annotator, minlength=ratings.M).astype(np.float64)
    hits = np.bincount(ratings.annotator[ratings.label == label[ratings.item]], minlength=ratings.M)
    return np.asarray(np.divide(hits, total, out=np.full(ratings.M, np.nan), where=total > 0))
