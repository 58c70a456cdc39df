"""Rates, differences and contrasts of annotations that are not independent.

Annotations by one annotator share that annotator's habits, annotations of one item share its difficulty. Each function
therefore takes the clusters an annotation belongs to and widens intervals and p-values accordingly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import UPPER
from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.metrics.ratings import Codes

__all__ = [
    "ClusterScores",
    "Contrast",
    "WithinItems",
    "change_of",
    "clustered_difference",
    "clustered_rate",
    "contrast_of",
    "on_shared_items",
    "side_scores",
    "within_item_contrast",
    "within_item_scores",
]

Values = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference between a group and the rest.

    Attributes:
        difference: with its interval, in the outcome's unit; Undefined when a side is empty.
        p: two-sided p-value of "no difference"; NaN when it cannot be computed.
    """

    difference: Result
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class ClusterScores:
    """A difference between a group and the rest, and how much each row contributes to its error.

    Attributes:
        value: group minus rest.
        scores: (R,) contribution of each row; they sum to zero on average.
        inside: (R,) whether the row belongs to the group.
        clusters: arrays of (R,) codes.
        n: rows of the group.
        reach: no difference is larger: 1 of shares, without bound of numbers.
    """

    value: float
    scores: Values
    inside: Mask
    clusters: tuple[Codes, ...]
    n: int
    reach: float = math.inf


def clustered_rate(outcome: Values, clusters: tuple[Codes, ...], *, unit: str = "annotation") -> Result:
    """The mean of a 0/1 outcome with a Wilson interval at the effective sample size.

    The effective size is ``p (1 - p) / V`` with the cluster-robust variance V of the mean, at most the number of rows,
    scaled down by (z / t)² for few clusters: three annotators say little of a fourth. The degrees of freedom of t are
    Satterthwaite's for the sum of the one-way variances, of which all but the first lose what independent rows would
    have, since the first holds that already. Where nothing varies, the size is the number of clusters of the finest
    kind (as a rule, items).

    Args:
        outcome: (R,) zeros and ones.
        clusters: arrays of (R,) codes, annotators first; rows with an equal code are not independent.
        unit: what a row is, for the reason why there is no value.

    Returns:
        share; n = R. Undefined without rows. Source: Korn and Graubard 1998, Survey Methodology 24, 193–201, with the
        Wilson interval of Wilson 1927; variance of Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136;
        degrees of freedom of Satterthwaite 1946, doi:10.2307/3002019. Simulated in `tests/metrics/rate_coverage.py`.
    """
    n = len(outcome)
    if n == 0:
        return Undefined(f"no {unit}", 0)
    p = float(outcome.mean())
    low, high = wilson_bounds(p, _effective_rows(outcome, p, clusters))
    return Estimate(p, n, "Wilson at the effective sample size of the clusters, 95%", low, high)


def _effective_rows(outcome: Values, p: float, clusters: tuple[Codes, ...]) -> float:
    """How many independent rows the mean ``p`` is worth, at least one."""
    n, plain = len(outcome), p * (1 - p)
    scores, everybody = (outcome - p) / n, np.ones(n, dtype=bool)
    variance, _ = _variance(scores, everybody, clusters)
    if variance <= 0 or plain == 0:
        return float(max((len(np.unique(codes)) for codes in clusters), default=n))
    independent = float(scores @ scores)
    parts = [part for part in (_one_way(scores, everybody, codes) for codes in clusters) if part[1] >= 1]
    kept = [max(part - (independent if place else 0.0), 0.0) for place, (part, _) in enumerate(parts)]
    spread = sum(part**2 / df for part, (_, df) in zip(kept, parts, strict=True))
    df = sum(kept) ** 2 / spread if spread > 0 else min(df for _, df in parts)
    shrink = (float(stats.norm.ppf(UPPER)) / float(stats.t.ppf(UPPER, df))) ** 2
    return max(min(float(n), plain / variance) * shrink, 1.0)


def clustered_difference(outcome: Values, inside: Mask, clusters: tuple[Codes, ...]) -> Contrast:
    """Mean outcome of the rows inside a group minus that of the others, robust to clusters.

    Args:
        outcome: (R,) values, typically 0 or 1.
        inside: (R,) whether the row belongs to the group.
        clusters: one or two arrays of (R,) codes, e.g. annotators and items.

    Returns:
        the difference with a t interval; n = rows of the group. Undefined when a side has no row; without an interval
        when a side has one cluster only. Two-way variance of Cameron, Gelbach and Miller 2011
        (doi:10.1198/jbes.2010.07136), not less than either one-way variance; degrees of freedom after Satterthwaite
        from the clusters of each side when no cluster lies on both, else clusters minus one.
    """
    scores = side_scores(outcome, inside, clusters)
    if isinstance(scores, Undefined):
        return Contrast(scores, math.nan)
    return contrast_of(scores)


def side_scores(outcome: Values, inside: Mask, clusters: tuple[Codes, ...]) -> ClusterScores | Undefined:
    """The scores behind `clustered_difference`; Undefined when a side has no row."""
    n_in, n_out = int(inside.sum()), int((~inside).sum())
    if not n_in or not n_out:
        return Undefined("the group or its rest is empty", n_in)
    mean_in, mean_out = outcome[inside].mean(), outcome[~inside].mean()
    scores = np.where(inside, (outcome - mean_in) / n_in, (mean_out - outcome) / n_out)
    return ClusterScores(float(mean_in - mean_out), scores, inside, clusters, n_in, _reach(outcome))


def on_shared_items(inside: Mask, item: Codes) -> Mask:
    """(R,) whether the annotation's item has annotations both inside and outside the group."""
    size = int(item.max(initial=-1)) + 1
    here, there = (np.bincount(item[side], minlength=size) > 0 for side in (inside, ~inside))
    return np.asarray((here & there)[item])


def within_item_contrast(outcome: Values, inside: Mask, item: Codes, annotator: Codes) -> Contrast:
    """Difference of a group of annotators and the others on the items both labelled.

    The item fixed-effects estimate: ``Σ_i w_i (mean_in,i - mean_out,i) / Σ_i w_i`` with ``w_i = n_in n_out / n``;
    which items a group got therefore does not matter.

    Returns:
        the difference with a t interval robust to annotators and items; n = the group's rows on shared items.
        Undefined when no item is shared.
    """
    scores = within_item_scores(outcome, inside, item, annotator)
    if isinstance(scores, Undefined):
        return Contrast(scores, math.nan)
    return contrast_of(scores)


def within_item_scores(outcome: Values, inside: Mask, item: Codes, annotator: Codes) -> ClusterScores | Undefined:
    """The scores behind `within_item_contrast`; Undefined when no item is shared."""
    group = WithinItems.of(inside, item, annotator)
    return group if isinstance(group, Undefined) else group.scores(outcome)


@dataclass(frozen=True, slots=True, eq=False)
class WithinItems:
    """A group of annotators against the others on the items both labelled, ready for any number of outcomes.

    Attributes:
        shared: (R,) rows of items that both labelled; the others are of these S rows.
        item, annotator: (S,) codes.
        inside: (S,) rows of the group.
        total: rows of each item, at least 1.
        lever: (S,) inside, minus its mean over the item; ``weight`` is the sum of its squares.
        room: (S,) what a row's residual is divided by, for the mean that was taken from its own item.
    """

    shared: Mask
    item: Codes
    annotator: Codes
    inside: Mask
    total: Values
    lever: Values
    weight: float
    room: Values

    @classmethod
    def of(cls, inside: Mask, item: Codes, annotator: Codes) -> WithinItems | Undefined:
        """Undefined when no item is shared."""
        shared = on_shared_items(inside, item)
        if not shared.any():
            return Undefined("no item is labelled by the group and by others", 0)
        side, i = inside[shared], item[shared]
        total = np.maximum(np.bincount(i), 1).astype(np.float64)
        lever = side - (np.bincount(i, weights=side) / total)[i]
        room = np.sqrt(1 - 1 / total)[i]
        return cls(shared, i, annotator[shared], side, total, lever, float(lever @ lever), room)

    def scores(self, outcome: Values) -> ClusterScores:
        """The scores of an outcome (R,)."""
        y, i = outcome[self.shared], self.item
        apart = y - (np.bincount(i, weights=y) / self.total)[i]
        value = float(self.lever @ apart) / self.weight
        scores = self.lever * (apart - value * self.lever) / self.room / self.weight
        clusters = (self.annotator, i)
        return ClusterScores(value, scores, self.inside, clusters, int(self.inside.sum()), _reach(outcome))


def _reach(outcome: Values) -> float:
    """Two shares are at most 1 apart; of other numbers nothing is known."""
    return 1.0 if ((outcome == 0) | (outcome == 1)).all() else math.inf


def change_of(old: ClusterScores, new: ClusterScores) -> Contrast:
    """How a group's difference from the rest changed: new minus old, where rows of both share clusters.

    Items and annotators that are in both move the two differences together, and their scores meet in one cluster.

    Args:
        old, new: with cluster codes that mean the same in both.

    Returns:
        the change, in the outcome's unit, with a t interval as in `clustered_difference`; n = rows of the group, of the
        version that has fewer.
    """
    clusters = tuple(np.concatenate(pair) for pair in zip(old.clusters, new.clusters, strict=True))
    joint = ClusterScores(
        new.value - old.value,
        np.concatenate([-old.scores, new.scores]),
        np.concatenate([old.inside, new.inside]),
        clusters,
        min(old.n, new.n),
        old.reach + new.reach,
    )
    return contrast_of(joint)


def contrast_of(found: ClusterScores) -> Contrast:
    """The difference itself with its interval; see `clustered_difference`."""
    value, n = found.value, found.n
    variance, df = _variance(found.scores, found.inside, found.clusters)
    if df < 1:
        why = "one annotator or item carries a whole side"
        return Contrast(Estimate(value, n, why_no_interval=why), math.nan)
    if variance <= 0:
        return Contrast(
            Estimate(value, n, why_no_interval="the outcome does not vary"), 1.0 if value == 0 else math.nan
        )
    error = math.sqrt(variance)
    half = float(stats.t.ppf(UPPER, df)) * error
    p = float(2 * stats.t.sf(abs(value) / error, df))
    method = f"cluster-robust t, {df:.0f} degrees of freedom, 95%"
    low, high = max(value - half, -found.reach), min(value + half, found.reach)
    return Contrast(Estimate(value, n, method, min(low, value), max(high, value)), p)


def _variance(scores: Values, inside: Mask, clusters: tuple[Codes, ...]) -> tuple[float, float]:
    """Variance of the sum of scores, and its degrees of freedom (below 1: none)."""
    parts = [_one_way(scores, inside, codes) for codes in clusters]
    variance = max(part for part, _ in parts)
    if len(parts) > 1:
        variance = max(variance, sum(part for part, _ in parts) - float(scores @ scores))
    return variance, min(df for _, df in parts)


def _one_way(scores: Values, inside: Mask, codes: Codes) -> tuple[float, float]:
    """Cluster-robust variance for one kind of cluster; by side when no cluster lies on both sides."""
    size = int(codes.max()) + 1
    here, there = (np.bincount(codes[side], minlength=size) > 0 for side in (inside, ~inside))
    total = np.bincount(codes, weights=scores, minlength=size)
    if np.any(here & there) or not there.any():
        G = int((here | there).sum())
        return (float(total @ total) * G / (G - 1), G - 1.0) if G > 1 else (0.0, 0.0)
    variance, spread = 0.0, 0.0
    for side in (here, there):
        m = int(side.sum())
        if m < 2:
            return 0.0, 0.0
        part = float(total[side] @ total[side]) * m / (m - 1)
        variance, spread = variance + part, spread + part**2 / (m - 1)
    return variance, (variance**2 / spread if spread > 0 else float(min(here.sum(), there.sum()) - 1))
