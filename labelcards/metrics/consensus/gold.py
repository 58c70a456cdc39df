"""Labels against gold: accuracy, precision, recall and F1 with intervals, and confusion counts.

A rater gives one label per item (consensus, model) or many (annotators pooled); both are rows of (item, given, truth),
and the intervals count items, not annotations, as independent (see `labelcards.metrics.intervals.shares`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.consensus.consensus import TIE_TOLERANCE, Consensus, Flags, Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import TAIL, UPPER
from labelcards.metrics.intervals.shares import mean_of, share_of
from labelcards.metrics.ratings import Codes, Ratings

__all__ = [
    "GoldJudgements",
    "accuracy",
    "balanced_accuracy",
    "confusion",
    "f1",
    "macro_f1",
    "macro_f1_gap",
    "mean_absolute_error",
    "precision",
    "recall",
    "root_mean_squared_error",
    "score_labels",
    "score_ratings",
    "tie_accuracy",
]

REPLICATES = 2000


@dataclass(frozen=True, slots=True, eq=False)
class GoldJudgements:
    """U judgements of gold items.

    Attributes:
        item: (U,) item codes; several rows of one item are one cluster.
        given: (U,) label codes 0 … K-1.
        truth: (U,) gold label codes 0 … K-1.
        K: how many labels there are.
    """

    item: Codes
    given: Codes
    truth: Codes
    K: int

    def __len__(self) -> int:
        """U, the number of judgements."""
        return len(self.item)

    def where(self, mask: npt.NDArray[np.bool_]) -> GoldJudgements:
        """The judgements where ``mask`` (U,) is true."""
        return GoldJudgements(self.item[mask], self.given[mask], self.truth[mask], self.K)


def score_labels(label: Codes, truth: Codes, K: int) -> GoldJudgements:
    """One label per item (N,) against gold (N,); items where either is -1 are left out."""
    item = np.flatnonzero((label >= 0) & (truth >= 0))
    return GoldJudgements(item, label[item], truth[item], K)


def score_ratings(ratings: Ratings, truth: Codes) -> GoldJudgements:
    """All annotations of items with gold; ``truth`` is (N,) with -1 where there is none."""
    kept = truth[ratings.item] >= 0
    return GoldJudgements(ratings.item[kept], ratings.label[kept], truth[ratings.item[kept]], ratings.K)


def confusion(scored: GoldJudgements) -> npt.NDArray[np.int64]:
    """(K, K) how often an item with gold label (row) was given a label (column)."""
    cells = np.bincount(scored.truth * scored.K + scored.given, minlength=scored.K * scored.K)
    return cells.reshape(scored.K, scored.K).astype(np.int64)


def accuracy(scored: GoldJudgements) -> Result:
    """Share of judgements that equal gold, with a Wilson interval; clustered by item when items have several."""
    return share_of(
        scored.given == scored.truth, np.ones(len(scored)), cluster=scored.item, nothing="no item with gold"
    )


def precision(scored: GoldJudgements, label: int) -> Result:
    """Of the judgements that give ``label``, the share whose gold is ``label``; undefined when nothing is given it."""
    given = scored.given == label
    right = given & (scored.truth == label)
    return share_of(right, given, cluster=scored.item, nothing="no gold item was given this label")


def recall(scored: GoldJudgements, label: int) -> Result:
    """Of the judgements of items whose gold is ``label``, the share that give it; undefined without such items."""
    wanted = scored.truth == label
    right = wanted & (scored.given == label)
    return share_of(right, wanted, cluster=scored.item, nothing="no gold item has this label")


def f1(scored: GoldJudgements, label: int) -> Result:
    """F1 = 2·TP / (2·TP + FP + FN) of ``label``.

    The interval: J = TP / (TP + FP + FN) is a share of the judgements that have the label on either side, so it has a
    Wilson interval, and F1 = 2·J / (1 + J) grows with J: the bounds of J map to bounds of F1. Undefined when no
    judgement has the label on either side; 0 when TP is 0.
    """
    either = (scored.given == label) | (scored.truth == label)
    both = (scored.given == label) & (scored.truth == label)
    jaccard = share_of(both, either, cluster=scored.item, nothing="no gold item has or was given this label")
    if isinstance(jaccard, Undefined) or jaccard.low is None or jaccard.high is None:
        return jaccard
    value, low, high = (2 * j / (1 + j) for j in (jaccard.value, jaccard.low, jaccard.high))
    return Estimate(value, jaccard.n, f"{jaccard.method}, of TP/(TP+FP+FN) mapped to F1", low, high)


def macro_f1(scored: GoldJudgements, *, seed: int = 0) -> Result:
    """Unweighted mean of F1 over the labels that occur in gold; a label of gold that is never given counts as 0.

    The interval: Bayesian bootstrap over items (D. B. Rubin 1981, Annals of Statistics 9, 130–134), with one prior item
    spread evenly over the K² cells (Perks's prior), so that a perfect score is not taken for a certain one.
    """
    return _bootstrapped(scored, _macro_f1, seed)


def macro_f1_gap(groups: Sequence[GoldJudgements], *, seed: int = 0) -> Result:
    """Largest minus smallest macro F1 among groups of items.

    The interval: Bayesian bootstrap within each group, as for `macro_f1`; the bounds of the G (G - 1) / 2 differences
    hold at once (Bonferroni), hence also for the largest: ``[max of lower bounds, max of upper bounds]``, the lower at
    least 0.

    Args:
        groups: the judgements of each group; groups with fewer than two items are left out.
        seed: of the draws.

    Returns:
        difference, range [0, 1], lower is more even; n = items of all groups. Undefined with fewer than two groups.
    """
    used = [group for group in groups if len(np.unique(group.item)) > 1]
    if len(used) < 2:
        return Undefined("fewer than two groups to compare", len(used))
    pairs = list(combinations(range(len(used)), 2))
    drawn = [_draws(group, _macro_f1, seed + position) for position, group in enumerate(used)]
    tail = TAIL / len(pairs)
    low, high, value = 0.0, 0.0, 0.0
    for a, b in pairs:
        gap = drawn[a].value - drawn[b].value
        below, above = np.quantile(drawn[a].scores - drawn[b].scores, [tail, 1 - tail])
        below, above = min(float(below), gap), max(float(above), gap)
        value, low, high = max(value, abs(gap)), max(low, below, -above), max(high, above, -below)
    n = sum(len(np.unique(group.item)) for group in used)
    method = f"Bayesian bootstrap over items, {REPLICATES} draws, all {len(pairs)} pairs at once (Bonferroni), 95%"
    return Estimate(value, n, method, min(low, value), min(max(high, value), 1.0))


def balanced_accuracy(scored: GoldJudgements, *, seed: int = 0) -> Result:
    """Mean recall over the labels that occur in gold; interval as for `macro_f1`."""
    return _bootstrapped(scored, _mean_recall, seed)


def _macro_f1(tables: Floats, occurs: Flags) -> Floats:
    """(B,) from (B, K gold, K given) weights; ``occurs`` (K,) are the labels of gold."""
    right = np.diagonal(tables, axis1=1, axis2=2)[:, occurs]
    both = (tables.sum(axis=1) + tables.sum(axis=2))[:, occurs]
    return np.asarray((2 * right / both).mean(axis=1))


def _mean_recall(tables: Floats, occurs: Flags) -> Floats:
    right = np.diagonal(tables, axis1=1, axis2=2)[:, occurs]
    return np.asarray((right / tables.sum(axis=2)[:, occurs]).mean(axis=1))


def _bootstrapped(scored: GoldJudgements, score: Callable[[Floats, Flags], Floats], seed: int) -> Result:
    if len(scored) == 0:
        return Undefined("no item with gold")
    drawn = _draws(scored, score, seed)
    n = len(np.unique(scored.item))
    if n < 2:
        return Estimate(drawn.value, n, why_no_interval="one item with gold")
    low, high = np.quantile(drawn.scores, [TAIL, UPPER])
    method = f"Bayesian bootstrap over items, {REPLICATES} draws, 95%"
    return Estimate(drawn.value, n, method, min(float(low), drawn.value), max(float(high), drawn.value))


@dataclass(frozen=True, slots=True, eq=False)
class _ScoreDraws:
    """A score, and (REPLICATES,) scores of draws from its posterior."""

    value: float
    scores: Floats


def _draws(scored: GoldJudgements, score: Callable[[Floats, Flags], Floats], seed: int) -> _ScoreDraws:
    counts = confusion(scored).astype(np.float64)
    occurs = counts.sum(axis=1) > 0
    rng = np.random.default_rng(seed)
    weights = _posterior_weights(scored, counts, rng) + rng.gamma(1 / counts.size, size=(REPLICATES, counts.size))
    return _ScoreDraws(float(score(counts[None], occurs)[0]), score(weights.reshape(-1, *counts.shape), occurs))


def _posterior_weights(scored: GoldJudgements, counts: Floats, rng: np.random.Generator) -> Floats:
    """(REPLICATES, K²) sums of exponential item weights in the cells of the confusion table."""
    items, codes = np.unique(scored.item, return_inverse=True)
    if len(items) == len(scored):
        return rng.standard_gamma(counts.ravel(), size=(REPLICATES, counts.size))
    cells = scored.truth * scored.K + scored.given
    table = sparse.coo_array((np.ones(len(cells)), (codes, cells)), shape=(len(items), counts.size)).tocsr()
    block = max(1, 4_000_000 // len(items))
    sizes = [min(block, REPLICATES - start) for start in range(0, REPLICATES, block)]
    return np.vstack([np.asarray(rng.standard_exponential((size, len(items))) @ table) for size in sizes])


def mean_absolute_error(scored: GoldJudgements, values: Floats) -> Result:
    """Mean |given - truth| of numeric labels, in the unit of ``values`` (K,); t interval clustered by item."""
    distance = np.abs(values[scored.given] - values[scored.truth])
    return mean_of(distance, cluster=scored.item, nothing="no item with gold")


def root_mean_squared_error(scored: GoldJudgements, values: Floats) -> Result:
    """Root of the mean squared (given - truth) of numeric labels, in the unit of ``values``; large errors weigh more.

    The interval is the root of the mean square's t interval, clustered by item.
    """
    squared = (values[scored.given] - values[scored.truth]) ** 2
    mean = mean_of(squared, cluster=scored.item, nothing="no item with gold")
    if isinstance(mean, Undefined):
        return mean
    if mean.low is None or mean.high is None:
        return Estimate(math.sqrt(mean.value), mean.n, why_no_interval=mean.why_no_interval)
    low, high = math.sqrt(max(mean.low, 0.0)), math.sqrt(mean.high)
    return Estimate(math.sqrt(mean.value), mean.n, f"root of a {mean.method}", low, high)


def tie_accuracy(consensus: Consensus, truth: Codes) -> tuple[Result, Result, Result]:
    """Accuracy of a vote when ties go to the lowest code, to each tied label equally often, to the highest code.

    Args:
        consensus: a result whose ``posterior`` shows the ties.
        truth: (N,) gold codes, -1 where there is none.

    Returns:
        (lowest, expected, highest), each with an interval; the expectation is the mean over random tie breaking.
    """
    K = consensus.posterior.shape[1]
    lowest = accuracy(score_labels(consensus.label, truth, K))
    highest = accuracy(score_labels(consensus.highest(), truth, K))
    kept = np.flatnonzero((truth >= 0) & consensus.decided)
    posterior = consensus.posterior[kept]
    best = posterior >= posterior.max(axis=1, keepdims=True, initial=0.0) - TIE_TOLERANCE
    credit = best[np.arange(len(kept)), truth[kept]] / np.maximum(best.sum(axis=1), 1)
    expected = share_of(credit, np.ones(len(kept)), nothing="no item with gold")
    return lowest, expected, highest
