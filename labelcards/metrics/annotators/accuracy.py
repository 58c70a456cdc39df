"""How good each annotator is: against gold, against the others, over labels, over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import TAIL, UPPER
from labelcards.metrics.ratings import Codes, Ratings

__all__ = [
    "BetaPool",
    "LabelExcess",
    "fit_pool",
    "label_excess",
    "peer_credit",
    "retest_pairs",
    "shrink",
    "shrunk_accuracies",
    "spammer_score",
]


def peer_credit(ratings: Ratings) -> tuple[Floats, Flags]:
    """Whether each annotation agrees with the majority of the *other* annotations of its item.

    Leaving the annotation itself out keeps it from agreeing with itself: with three annotators a plain comparison gives
    a guesser on two labels 75% instead of 50%.

    Returns:
        (R,) credit: 1 if the label is the others' only winner, 1/t if it is one of t tied winners, else 0;
        (R,) whether there are other annotations. Cost: O(R + N·K).
    """
    if len(ratings) == 0:
        return np.zeros(0), np.zeros(0, dtype=np.bool_)
    counts = ratings.counts().toarray()
    top = counts.max(axis=1)
    winners = (counts == top[:, None]).sum(axis=1)
    rest = np.where(counts == top[:, None], -1, counts)
    second = rest.max(axis=1)
    seconds = (rest == second[:, None]).sum(axis=1)
    item = ratings.item
    own = counts[item, ratings.label]
    alone = (own == top[item]) & (winners[item] == 1)
    ahead = own - 1 > second[item]
    level = own - 1 == second[item]
    credit = np.where(alone & ahead, 1.0, np.where(alone & level, 1.0 / (1 + seconds[item]), 0.0))
    return credit, np.asarray(counts.sum(axis=1)[item] > 1)


@dataclass(frozen=True, slots=True, eq=False)
class BetaPool:
    """What is known about the distribution of accuracies over annotators: Beta(mean · strength, (1 - mean) · strength).

    Neither parameter is known exactly, so there are G weighted pairs: the posterior on a grid.

    Attributes:
        mean: (G,) accuracy of the pool, in (0, 1).
        strength: (G,) how many annotations the pool is worth; large when annotators differ little.
        weight: (G,) posterior probability of the pair; sums to 1.
    """

    mean: Floats
    strength: Floats
    weight: Floats


def fit_pool(hits: Floats, n: Floats) -> BetaPool | Undefined:
    """The beta-binomial model of M annotators with ``hits`` of ``n`` annotations right, on a grid of its parameters.

    Prior: p(α, β) ∝ (α + β)^(-5/2), A. Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, p. 110; the strength lies
    between 1 and 10,000. A coarse grid finds the region, a fine one of 41 × 41 points integrates over it: taking the
    best-fitting pair for certain would make intervals too short with few annotators (90 instead of 95% for 25).

    Args:
        hits: (M,) right annotations, 0 ≤ hits ≤ n; fractions are allowed.
        n: (M,) annotations.

    Returns:
        the pool; Undefined with fewer than three annotators that have annotations.
    """
    filled = n > 0
    if filled.sum() < 3:
        return Undefined("fewer than three annotators to compare with", int(filled.sum()))
    cases, counts = np.unique(np.column_stack([hits[filled], n[filled]]), axis=0, return_counts=True)
    center, log_strength = np.linspace(-7.0, 7.0, 113), np.linspace(0.0, np.log(1e4), 30)
    for size in (41, 0):
        logit, strength = (axis.ravel() for axis in np.meshgrid(center, log_strength, indexing="ij"))
        weight = _grid_posterior(logit, strength, cases, counts)
        likely = weight > 1e-5 * weight.max()
        if size:
            center, log_strength = (
                np.linspace(axis[likely].min() - step, axis[likely].max() + step, size)
                for axis, step in ((logit, np.diff(center)[0]), (strength, 0.0))
            )
    kept = weight[likely] / weight[likely].sum()
    return BetaPool(special.expit(logit[likely]), np.exp(strength[likely]), kept)


def _grid_posterior(logit: Floats, log_strength: Floats, cases: Floats, counts: Codes) -> Floats:
    """(G,) posterior, the largest 1; ``cases`` (C, 2) are distinct hits and n, ``counts`` how often each occurs."""
    mean, strength = special.expit(logit)[:, None], np.exp(log_strength)[:, None]
    a, b = mean * strength, (1 - mean) * strength
    hits, n = cases.T
    likelihood = (special.betaln(a + hits, b + n - hits) - special.betaln(a, b)) @ counts
    prior = -0.5 * log_strength + np.log(mean * (1 - mean))[:, 0]
    log_posterior = likelihood + prior
    return np.asarray(np.exp(log_posterior - log_posterior.max()))


def shrink(hits: float, n: float, pool: BetaPool) -> Estimate:
    """Accuracy of one annotator given the pool: posterior mean and 95% equal-tailed credible interval.

    Three right out of three is not an accuracy of 1: the fewer annotations, the closer to the pool. The interval is
    that of the beta distribution with the mean and variance of the posterior (a mixture of beta distributions).
    """
    a = pool.mean * pool.strength + hits
    total = pool.strength + n
    means = a / total
    value = float(pool.weight @ means)
    variance = float(pool.weight @ (means * (1 - means) / (total + 1) + (means - value) ** 2))
    size = value * (1 - value) / variance - 1
    low, high = (float(stats.beta.ppf(tail, value * size, (1 - value) * size)) for tail in (TAIL, UPPER))
    return Estimate(value, int(n), "hierarchical beta-binomial model, 95% credible", min(low, value), max(high, value))


@dataclass(frozen=True, slots=True, eq=False)
class LabelExcess:
    """How much more often annotators give a label than others do on the very same items.

    Attributes:
        difference: (M, K) own rate minus the others' rate; NaN without shared items.
        half: (M, K) half width of its 95% t interval; NaN with fewer than two shared items.
        p: (M, K) two-sided p-value of no difference; NaN as for ``half``.
        n: (M,) annotations on shared items.
    """

    difference: Floats
    half: Floats
    p: Floats
    n: Codes


def label_excess(ratings: Ratings) -> LabelExcess:
    """Over-used and under-used labels, item by item, so that it does not matter who got which items.

    For every annotation of an item that others annotated too: 1 if it gives the label, minus the share of the others'
    annotations that do; a one-sample t test per annotator and label. Cost: O(R·K).
    """
    M, K = ratings.M, ratings.K
    counts = ratings.counts().toarray().astype(np.float64)
    total = counts.sum(axis=1)[ratings.item]
    shared = total > 1
    who = ratings.annotator[shared]
    n = np.bincount(who, minlength=M)
    sums, squares = np.zeros((M, K)), np.zeros((M, K))
    for label in range(K):
        own = (ratings.label[shared] == label).astype(np.float64)
        gap = own - (counts[ratings.item[shared], label] - own) / (total[shared] - 1)
        sums[:, label] = np.bincount(who, gap, minlength=M)
        squares[:, label] = np.bincount(who, gap * gap, minlength=M)
    size = n[:, None].astype(np.float64)
    mean = np.divide(sums, size, out=np.full((M, K), np.nan), where=size > 0)
    spread = np.maximum(squares - size * np.nan_to_num(mean) ** 2, 0.0)
    error = np.sqrt(np.divide(spread, size * (size - 1), out=np.full((M, K), np.nan), where=size > 1))
    freedom = np.maximum(size - 1, 1)
    ratio = np.divide(np.abs(mean), error, out=np.full((M, K), np.inf), where=error > 0)
    p = np.where(np.isnan(error), np.nan, np.where(mean == 0, 1.0, 2 * stats.t.sf(ratio, freedom)))
    return LabelExcess(mean, error * stats.t.ppf(UPPER, freedom), p, n.astype(np.intp))


def retest_pairs(ratings: Ratings) -> tuple[Codes, Codes, Codes]:
    """Test–retest: of the pairs of annotations of one item by one annotator, how many agree.

    Args:
        ratings: all annotations, repeated ones included.

    Returns:
        per item and annotator that occur twice or more, by item and annotator code: annotator, agreeing pairs, pairs;
            an
        item annotated r times has r·(r-1)/2.
    """
    cells = ratings.item * ratings.M + ratings.annotator
    names, codes, sizes = np.unique(cells, return_inverse=True, return_counts=True)
    answers, repeats = np.unique(codes * max(ratings.K, 1) + ratings.label, return_counts=True)
    same = np.bincount(answers // max(ratings.K, 1), repeats * (repeats - 1) // 2, minlength=len(names))
    twice = sizes > 1
    annotator = (names % max(ratings.M, 1))[twice]
    return annotator.astype(np.intp), same[twice].astype(np.intp), (sizes * (sizes - 1) // 2)[twice].astype(np.intp)


def spammer_score(confusion: Floats) -> Floats:
    """(M,) how much an annotator's answers depend on the true label: 0 not at all (a spammer), 1 perfectly.

    Formula: Σ over pairs of true labels of the squared distance of their answer distributions, over K·(K-1). For two
        labels
    it is (sensitivity + specificity - 1)². V. C. Raykar and S. Yu (2012), "Eliminating Spammers and Ranking Annotators
    for Crowdsourced Labeling Tasks", JMLR 13, 491–518, eq. 8.

    Args:
        confusion: (M, K, K) answer distribution per true label, from `labelcards.metrics.consensus.dawid_skene`.
    """
    K = confusion.shape[1]
    if K < 2:
        return np.zeros(len(confusion))
    # Σ_{c<c'} |a_c - a_c'|² = K Σ_c |a_c|² - |Σ_c a_c|²
    spread = K * (confusion**2).sum(axis=(1, 2)) - (confusion.sum(axis=1) ** 2).sum(axis=1)
    return np.asarray(np.clip(spread / (K * (K - 1)), 0.0, 1.0))


def shrunk_accuracies(hits: Floats, n: Floats) -> list[Result]:
    """`shrink` for every annotator; Undefined for all when the pool cannot be fitted, for one without annotations."""
    pool = fit_pool(hits, n)
    if isinstance(pool, Undefined):
        return [pool] * len(n)
    return [
        shrink(float(hit), float(size), pool) if size > 0 else Undefined("no annotations to judge")
        for hit, size in zip(hits, n, strict=True)
    ]
