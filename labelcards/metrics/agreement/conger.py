"""Conger's kappa: several annotators, each with their own label shares."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.coefficients import Totals, observed_agreement, quotient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, count_vectors
from labelcards.metrics.agreement.measures import why_no_agreement
from labelcards.metrics.agreement.rare_labels import unseen_vectors
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate, influence_interval
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["CongerKappa", "conger_kappa"]

_MOST_CELLS = 2_000_000
_MOST_OF_RARE = 20_000_000
_MOST_SUMS = 2_000


@dataclass(frozen=True, eq=False)
class CongerKappa:
    """(p_a - p_e) / (1 - p_e) with p_e = Σ_kl w_kl (p̄_k p̄_l - s²_kl / M) over M annotators.

    Features of an item: whether it has two annotations, its observed agreement, and M × K counts of who gave what.
    """

    M: int
    K: int
    weights: Floats
    floor: float = -1.0

    def features(self, ratings: Ratings, annotator: Codes, vectors: CountVectors) -> sparse.csr_array:
        """(N', 2 + M K) of the annotated items; ``annotator`` (R,) codes below M."""
        seen = np.flatnonzero(vectors.of_item >= 0)
        vector = vectors.of_item[seen]
        agreeing = observed_agreement(vectors, self.weights)[vector]
        head = np.stack([(vectors.sizes[vector] >= 2).astype(np.float64), agreeing], axis=1)
        row = np.searchsorted(seen, ratings.item)
        cell = annotator * self.K + ratings.label
        table = sparse.coo_array((np.ones(len(row)), (row, cell)), shape=(len(seen), self.M * self.K))
        return sparse.csr_array(sparse.hstack([sparse.csr_array(head), table.tocsr()]))

    def typical(self, unseen: CountVectors, made: Floats) -> sparse.csr_array:
        """(V, 2 + M K) of items that nobody labelled, each annotator with their share of the work ``made`` (M,)."""
        head = np.stack([np.ones(unseen.U), observed_agreement(unseen, self.weights)], axis=1)
        table = np.einsum("m,vk->vmk", made / made.sum(), unseen.counts.toarray()).reshape(unseen.U, -1)
        return sparse.csr_array(np.hstack([head, table]))

    def value(self, totals: Totals) -> Totals:
        """(B,) the coefficient of B samples from their (B, P) sums."""
        observed, expected = quotient(totals[:, 1], totals[:, 0]), self._expected(totals)
        return quotient(observed - expected, 1 - expected)

    def _expected(self, totals: Totals) -> Totals:
        counts = totals[:, 2:].reshape(len(totals), self.M, self.K)
        made = counts.sum(axis=2, keepdims=True)
        active = made.real > 1e-9
        share = np.where(active, counts / np.where(active, made, 1.0), 0.0)
        people = active.sum(axis=(1, 2))
        pooled = share.sum(axis=1)
        both = ((pooled @ self.weights) * pooled).sum(axis=1) - ((share @ self.weights) * share).sum(axis=(1, 2))
        return quotient(both, (people * (people - 1)).astype(np.float64))

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        return "no item has two annotations" if totals[0] == 0 else "all annotations have the same label"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        return float(1 - self._expected(totals[None, :])[0])


def conger_kappa(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan | None = None) -> Result:
    """Mean pairwise agreement corrected for chance by the mean over pairs of annotators of Cohen's chance agreement.

    p_e = Σ_kl w_kl (p̄_k p̄_l - s²_kl / M), with p̄ the mean and s² the covariance of the annotators' label shares. With
    two annotators and no missing annotation this is Cohen's kappa. Interval: as of the other coefficients; the
    infinitesimal jackknife over items where that takes more than two million cells, or twenty where a label is rare.

    Args:
        ratings: R annotations of N items by M annotators with K labels; annotations may be missing.
        weights: (K, K) credit for two labels; equality when absent.
        plan: how to make the interval.

    Returns:
        coefficient, -1 … 1, higher is better; n = items with two annotations. Undefined when all annotations have one
        label, or when items labelled once bring so much chance agreement that the value would be below -1.

    Source: Conger 1980, doi:10.1037/0033-2909.88.2.322; with missing annotations as in Gwet 2014, ch. 2.
    """
    why = why_no_agreement(ratings)
    if why is not None:
        return Undefined(why)
    plan = plan or IntervalPlan()
    table = np.eye(ratings.K) if weights is None else weights
    vectors = count_vectors(ratings)
    paired = round(float(vectors.weights[vectors.sizes >= 2].sum()))
    active = active_annotators(ratings)
    annotator = np.searchsorted(active, ratings.annotator)
    kappa = CongerKappa(len(active), ratings.K, table)
    sums = 2 + kappa.M * kappa.K
    missed = unseen_vectors(vectors)
    most = _MOST_CELLS if missed is None else _MOST_OF_RARE
    if sums > _MOST_SUMS or sums * int(vectors.weights.sum()) > most:
        return _by_influence(ratings, kappa, annotator, plan.level, paired)
    made = np.bincount(annotator).astype(np.float64)
    features = kappa.features(ratings, annotator, vectors)
    sample = Sample(
        kappa, features, np.ones(features.shape[0]), None if missed is None else kappa.typical(missed, made)
    )
    return estimate(sample, plan, paired)


def _by_influence(ratings: Ratings, kappa: CongerKappa, annotator: Codes, level: float, paired: int) -> Result:
    """The same value with an interval from the influence of each item, by a formula."""
    vectors = count_vectors(ratings)
    agreeing = observed_agreement(vectors, kappa.weights)
    two = vectors.sizes >= 2
    observed = float(vectors.weights @ agreeing) / paired
    chance, chance_moves = _chance(ratings, kappa, annotator)
    if 1 - chance < 1e-12:
        return Undefined("all annotations have the same label", paired)
    value = (observed - chance) / (1 - chance)
    seen = np.flatnonzero(vectors.of_item >= 0)
    observed_moves = np.where(two, agreeing - observed, 0.0)[vectors.of_item[seen]] / paired
    influence = (observed_moves - (1 - value) * chance_moves[seen]) / (1 - chance)
    return replace(influence_interval(value, influence, np.ones(len(seen)), level, 1 - chance), n=paired)


def _chance(ratings: Ratings, kappa: CongerKappa, annotator: Codes) -> tuple[float, Floats]:
    """Chance agreement, and (N,) how much each item moves it."""
    M, K, table = kappa.M, kappa.K, kappa.weights
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
