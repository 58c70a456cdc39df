"""Dawid–Skene for questions whose answer is a set of labels."""

from __future__ import annotations

import numpy as np

from labelcards.metrics.consensus.consensus import Consensus, Flags, Floats, decide, has_votes, vote_shares
from labelcards.metrics.consensus.dawid_skene import SMOOTHING, dawid_skene
from labelcards.metrics.ratings import Ratings

__all__ = ["dawid_skene_sets"]


def dawid_skene_sets(
    ratings: Ratings, members: Flags, *, smoothing: float = SMOOTHING, iterations: int = 100, tolerance: float = 1e-6
) -> Consensus:
    """Consensus over sets: Dawid–Skene "is the label in the set?" for every label, then the most probable observed set.

    Treating each distinct set as a label of its own would need a confusion matrix of sets × sets per annotator, and
    would call two sets that differ in one label as wrong as two that share nothing. Labels are taken as independent
    given an item, and only the K sets that somebody gave can win.

    Args:
        ratings: the annotations; label codes are sets.
        members: (K, L) whether set k contains label l.
        smoothing, iterations, tolerance: as in `labelcards.metrics.consensus.dawid_skene.dawid_skene`.

    Returns:
        the consensus over the K sets; ``quality`` is the mean over labels of the annotator's expected accuracy;
        ``iterations`` the largest of any label; ``converged`` whether all did.
    """
    annotated = has_votes(vote_shares(ratings))
    log_in, log_out, quality = [], [], []
    steps, converged = 0, True
    for member in members.T:
        answers = Ratings(
            ratings.item, ratings.annotator, member[ratings.label].astype(np.intp), ratings.N, ratings.M, 2
        )
        fitted = dawid_skene(answers, smoothing=smoothing, iterations=iterations, tolerance=tolerance).consensus
        inside = np.clip(fitted.posterior, 1e-12, 1.0)
        log_in.append(np.log(inside[:, 1]))
        log_out.append(np.log(inside[:, 0]))
        quality.append(fitted.quality)
        steps, converged = max(steps, fitted.iterations), converged and fitted.converged
    posterior = _over_sets(np.column_stack(log_in), np.column_stack(log_out), members)
    posterior[~annotated] = 0.0
    label, confidence, tied = decide(posterior, annotated)
    mean_quality: Floats = np.mean(quality, axis=0)
    return Consensus("dawid_skene", label, posterior, confidence, mean_quality, tied, steps, converged)


def _over_sets(log_in: Floats, log_out: Floats, members: Flags) -> Floats:
    """(N, K) probability of each set from the (N, L) log probabilities that a label is in it or not."""
    inside = members.astype(np.float64)
    joint = log_in @ inside.T + log_out @ (1 - inside).T
    scaled = np.exp(joint - joint.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(scaled / scaled.sum(axis=1, keepdims=True))
