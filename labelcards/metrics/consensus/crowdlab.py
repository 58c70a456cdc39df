"""CROWDLAB: annotators and a model vote together, each with the weight its agreement with the others earns.

H. W. Goh, U. Tkachenko and J. Mueller (2022), "CROWDLAB: Supervised learning to infer consensus labels and quality
scores for data with multiple annotators", arXiv:2210.06812. Labels, qualities and weights equal those of
``cleanlab.multiannotator.get_label_quality_multiannotator`` (consensus method ``best_quality``), which needs a dense
items × annotators table; this is the same arithmetic, in the same order, on R annotations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.metrics.consensus.consensus import Consensus, Flags, Floats, agreement_with
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["Crowdlab", "crowdlab"]

SMALLEST = 1e-6
"""Weights and error rates are not smaller than this (cleanlab's ``CLIPPING_LOWER_BOUND``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowdlab:
    """The result of CROWDLAB.

    Attributes:
        consensus: labels, posterior and confidence (the *consensus quality score*); ``quality`` is the annotator
            quality: NaN for one who shares no item with another.
        model_weight: weight of the model's probabilities in an item's average.
        annotator_weight: (M,) weight of each annotator; NaN for one without annotations.
    """

    consensus: Consensus
    model_weight: float
    annotator_weight: Floats


def crowdlab(ratings: Ratings, probabilities: Floats) -> Crowdlab | Undefined:
    """Consensus from annotations and out-of-sample model probabilities.

    Args:
        ratings: at most one annotation per item and annotator.
        probabilities: (N, K) the model's probability of each label, from a model that did not see the item.

    Returns:
        the consensus, or why there is none: no item with two annotations. Items without annotations take no part and
        get -1. Ties of the vote go to the label the model prefers, then to the rarer label, then to the label of the
        better annotators, then to the lowest code (cleanlab draws lots at the end).

    Raises:
        ValueError: if the shapes do not fit, or an annotator annotated an item twice.

    Cost: O(R·K + N·K).
    """
    if probabilities.shape != (ratings.N, ratings.K):
        raise ValueError("probabilities are (N, K)")
    pairs = ratings.item * ratings.M + ratings.annotator
    if len(np.unique(pairs)) < len(pairs):
        raise ValueError("at most one annotation per item and annotator")
    order = np.argsort(pairs, kind="stable")
    ordered = Ratings(
        ratings.item[order], ratings.annotator[order], ratings.label[order], ratings.N, ratings.M, ratings.K
    )
    table = _Table.of(ordered, np.asarray(probabilities, dtype=np.float64))
    if not (table.per_item > 1).any():
        return Undefined("no item has two annotations", int((table.per_item > 0).sum()))
    vote = table.majority()
    first = table.posterior(vote)[0]
    return table.finish(table.best(first, vote))


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    ratings: Ratings
    probabilities: Floats
    counts: npt.NDArray[np.int64]
    per_item: npt.NDArray[np.int64]
    present: Flags

    @classmethod
    def of(cls, ratings: Ratings, probabilities: Floats) -> _Table:
        counts = ratings.counts().toarray()
        present = np.bincount(ratings.annotator, minlength=ratings.M) > 0
        return cls(ratings, probabilities, counts, counts.sum(axis=1), present)

    @property
    def annotated(self) -> Flags:
        return self.per_item > 0

    @property
    def shared(self) -> Flags:
        """(N,) items with at least two annotations."""
        return self.per_item > 1

    def majority(self) -> Codes:
        best = self.counts == self.counts.max(axis=1, keepdims=True)
        unique = self.annotated & (best.sum(axis=1) == 1)
        vote = np.where(unique, best.argmax(axis=1), -1).astype(np.intp)
        best = _keep_largest(best, self.probabilities)
        best = _keep_largest(best, -np.broadcast_to(self.counts.sum(axis=0), best.shape).astype(np.float64))
        open_items = self.annotated & (best.sum(axis=1) > 1)
        if open_items.any():
            best[open_items] = _keep_largest(best[open_items], self._support(vote)[open_items])
        return np.where(self.annotated, best.argmax(axis=1), -1).astype(np.intp)

    def _support(self, vote: Codes) -> Floats:
        """(N, K) mean quality of the annotators who gave the item the label, judged on items without a tie."""
        quality = agreement_with(self.ratings.where(vote[self.ratings.item] >= 0), vote)
        known = quality[np.isfinite(quality)]
        quality = np.where(np.isfinite(quality), quality, known.mean() if len(known) else 1.0)
        cells = self.ratings.item * self.ratings.K + self.ratings.label
        size = self.ratings.N * self.ratings.K
        sums = np.bincount(cells, quality[self.ratings.annotator], minlength=size).reshape(self.counts.shape)
        support: Floats = np.divide(sums, self.counts, out=np.full(sums.shape, -1.0), where=self.counts > 0)
        return support

    def peer_agreement(self) -> Floats:
        """(M,) agreement of each annotator with the others on shared items; the mean for one who shares none."""
        item, annotator = self.ratings.item, self.ratings.annotator
        others = (self.per_item[item] - 1).astype(np.float64)
        same = self.counts[item, self.ratings.label] - 1.0
        share = np.divide(same, others, out=np.zeros_like(same), where=others > 0)
        weight = np.bincount(annotator, others, minlength=self.ratings.M)
        total = np.bincount(annotator, share * others, minlength=self.ratings.M)
        agreement = np.divide(total, weight, out=np.full(self.ratings.M, np.nan), where=weight > 0)
        filled: Floats = np.where(self.present & np.isnan(agreement), np.nanmean(agreement), agreement)
        return filled

    def posterior(self, label: Codes) -> tuple[Floats, float, Floats]:
        """Posterior (N, K), model weight and annotator weights (M,), given a provisional consensus (N,)."""
        K = self.ratings.K
        own = self.counts[np.arange(self.ratings.N), np.maximum(label, 0)]
        agreement = own[self.shared] / self.per_item[self.shared]
        likely = float(np.mean(agreement))
        unlikely = (1 - likely) / max(K - 1, 1)
        consensus = label[self.shared]
        base = np.mean(consensus != np.argmax(np.bincount(consensus, minlength=K)))
        base_error = max(float(base), SMALLEST)
        weights = np.maximum(1 - (1 - self.peer_agreement()) / base_error, SMALLEST)
        model_error = np.mean(np.argmax(self.probabilities[self.shared], axis=1) != consensus)
        model_weight = max(1 - float(model_error) / base_error, SMALLEST) * float(
            np.sqrt(np.mean(self.per_item[self.annotated]))
        )
        given = weights[self.ratings.annotator]
        total = np.bincount(self.ratings.item, given, minlength=self.ratings.N) + model_weight
        posterior = self.probabilities * model_weight
        for k in range(K):
            part = np.where(self.ratings.label == k, given * likely, given * unlikely)
            np.add.at(posterior[:, k], self.ratings.item, part)
        posterior /= total[:, None]
        posterior[~self.annotated] = 0.0
        return posterior, model_weight, weights

    def best(self, posterior: Floats, vote: Codes) -> Codes:
        """The label with the highest posterior; the vote where several share it."""
        highest = posterior == posterior.max(axis=1, keepdims=True)
        label = np.where(highest.sum(axis=1) == 1, highest.argmax(axis=1), vote)
        return np.where(self.annotated, label, -1).astype(np.intp)

    def finish(self, label: Codes) -> Crowdlab:
        posterior, model_weight, weights = self.posterior(label)
        confidence = np.where(self.annotated, posterior[np.arange(self.ratings.N), np.maximum(label, 0)], 0.0)
        item, annotator = self.ratings.item, self.ratings.annotator
        total = np.bincount(annotator, minlength=self.ratings.M)
        scores = np.bincount(annotator, posterior[item, self.ratings.label], minlength=self.ratings.M)
        score = np.divide(scores, total, out=np.full(self.ratings.M, np.nan), where=total > 0)
        agreement = agreement_with(self.ratings.where(self.shared[item]), label)
        known = weights[self.present]
        crowd = float(np.sum(known)) * float(np.mean(self.per_item[self.annotated])) / len(known)
        share = model_weight / (model_weight + crowd)
        quality = share * score + (1 - share) * agreement
        tied = self.annotated & ((posterior == posterior.max(axis=1, keepdims=True)).sum(axis=1) > 1)
        consensus = Consensus("crowdlab", label, posterior, confidence, quality, tied, iterations=2)
        return Crowdlab(consensus, model_weight, np.where(self.present, weights, np.nan))


def _keep_largest(candidates: Flags, values: Floats) -> Flags:
    """Of the candidates in each row, those with the row's largest value."""
    masked = np.where(candidates, values, -np.inf)
    return np.asarray(candidates & (masked == masked.max(axis=1, keepdims=True)))
