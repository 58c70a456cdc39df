"""Conger's kappa: several annotators, each with their own label shares."""

from __future__ import annotations

import numpy as np

from labelcards.metrics.agreement.coefficients import observed_agreement
from labelcards.metrics.agreement.count_vectors import Floats, count_vectors
from labelcards.metrics.agreement.measures import why_no_agreement
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL
from labelcards.metrics.intervals.uncertainty import IntervalPlan, influence_interval
from labelcards.metrics.ratings import Ratings

__all__ = ["conger_kappa"]


def conger_kappa(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan | None = None) -> Result:
    """Mean pairwise agreement corrected for chance by the mean over pairs of annotators of Cohen's chance agreement.

    p_e = Σ_kl w_kl (p̄_k p̄_l - s²_kl / M), with p̄ the mean and s² the covariance of the annotators' label shares. With
    two annotators and no missing annotation this is Cohen's kappa. Interval: infinitesimal jackknife over items.

    Args:
        ratings: R annotations of N items by M annotators with K labels; annotations may be missing.
        weights: (K, K) credit for two labels; equality when absent.
        plan: wanted coverage.

    Returns:
        coefficient, -1 … 1, higher is better. Undefined when all annotations have one label.

    Source: Conger 1980, doi:10.1037/0033-2909.88.2.322; with missing annotations as in Gwet 2014, ch. 2.
    """
    why = why_no_agreement(ratings)
    if why is not None:
        return Undefined(why)
    table = np.eye(ratings.K) if weights is None else weights
    vectors = count_vectors(ratings)
    agreeing = observed_agreement(vectors, weights)
    paired = vectors.sizes >= 2
    n = float(vectors.weights[paired].sum())
    observed = float(vectors.weights @ agreeing) / n
    chance, chance_moves = _chance(ratings, table)
    if 1 - chance < 1e-12:
        return Undefined("all annotations have the same label", round(n))
    value = (observed - chance) / (1 - chance)
    of_item = vectors.of_item
    seen = np.flatnonzero(of_item >= 0)
    observed_moves = np.where(paired, agreeing - observed, 0.0)[of_item[seen]] / n
    influence = (observed_moves - (1 - value) * chance_moves[seen]) / (1 - chance)
    if len(seen) < 2:
        return Estimate(value, round(n), why_no_interval="one item")
    return influence_interval(value, influence, np.ones(len(seen)), LEVEL if plan is None else plan.level, -1.0)


def _chance(ratings: Ratings, table: Floats) -> tuple[float, Floats]:
    """Chance agreement, and (N,) how much each item moves it."""
    active = active_annotators(ratings)
    annotator = np.searchsorted(active, ratings.annotator)
    M, K = len(active), ratings.K
    counts = np.bincount(annotator * K + ratings.label, minlength=M * K).reshape(M, K).astype(np.float64)
    size = counts.sum(axis=1)
    share = counts / size[:, None]
    pooled = share.sum(axis=0)
    credit = share @ table
    pairs = M * (M - 1)
    chance = (pooled @ table @ pooled - float((credit * share).sum())) / pairs
    slope = (pooled @ table)[None, :] - credit
    slope -= (slope * share).sum(axis=1, keepdims=True)
    moved = 2 * slope[annotator, ratings.label] / (pairs * size[annotator])
    return float(chance), np.bincount(ratings.item, weights=moved, minlength=ratings.N).astype(np.float64)
