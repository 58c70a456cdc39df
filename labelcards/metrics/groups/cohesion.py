"""How much a group of annotators agrees among itself and with the others (GRASP).

All functions take count matrices: ``x[i, k]`` is how many annotators of the group gave item i label k, ``y`` the same
for all other annotators. **N** items, **K** labels; a row of zeros is an item the side did not label.

Source of the framework: Prabhakaran et al. 2024, GRASP, NAACL, sections 3.2 and 3.4, arXiv:2311.05074.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups.pair_tables import nominal
from labelcards.metrics.intervals.level import UPPER, over_items

__all__ = [
    "Association",
    "association",
    "cross_negentropy",
    "diversity_sensitivity",
    "negentropy",
    "plurality_size",
    "voting_agreement",
]

Matrix = npt.NDArray[np.float64]

METHOD = over_items("jackknife")
SHUFFLED = "tested by shuffling annotators; an interval over items would answer another question"
SMALL_CROSS = 0.1
"""Below this cross-group agreement the ratio GAI swings with every item; the difference does not."""


@dataclass(frozen=True, slots=True, eq=False)
class _Chance:
    """``1 - D_o / D_e`` and its leave-one-item-out values."""

    value: float
    without: Matrix
    n: int


@dataclass(frozen=True, slots=True)
class Association:
    """How much belonging to the group goes with agreeing.

    Attributes:
        in_group: Krippendorff's alpha among the group's annotators.
        cross_group: XRR between the group and all others.
        gai: ``in_group / cross_group``; 1 means no association.
        difference: ``in_group - cross_group``; 0 means no association.
        steady: False when the cross-group agreement is too near 0 for the ratio to mean much.
    """

    in_group: Result
    cross_group: Result
    gai: Result
    difference: Result
    steady: bool


def association(x: Matrix, y: Matrix, delta: Matrix | None = None) -> Association:
    """In-group agreement, cross-group agreement, their ratio (GAI) and difference.

    In-group: Krippendorff's alpha of the group; n = items with two or more annotations of the group. Undefined when
    no item has two, or all pairable annotations carry one label.

    Cross-group: XRR, ``1 - d_o / d_e``. d_o is the mean distance of a label of one group and one of the other on the
    same item, where an item counts by its number of annotations; d_e is the mean distance over all items. At most 1;
    n = items both groups labelled. Undefined when there is none or labels do not vary.

    The jackknife intervals of the two agreements say how much they depend on the items. Ratio and difference have none:
    their question is whether the group could be any random group of annotators, which a permutation test answers
    (`labelcards.metrics.groups.pair_tables`, `labelcards.metrics.intervals.permutation`), and an interval over items,
    annotators as they are, beside its p-value would contradict it.

    Args:
        x: (N, K) label counts of the group.
        y: (N, K) label counts of all others.
        delta: (K, K) distance of two labels; 0/1 when None.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Wong, Paritosh and Aroyo 2021,
    Cross-replication Reliability, ACL, arXiv:2106.07393, with missing data as in the authors' implementation, whose
    test case is:

    >>> x = np.array([[0, 2], [0, 3], [2, 0], [3, 0], [1, 1]]); y = np.array([[0, 2], [1, 1], [1, 1], [1, 1], [2, 0]])
    >>> round(association(x, y).cross_group.value, 7)
    0.1818182
    """
    inside, across = _alpha(x, delta), _xrr(x, y, delta)
    if isinstance(inside, Undefined) or isinstance(across, Undefined):
        missing = inside if isinstance(inside, Undefined) else across
        assert isinstance(missing, Undefined)  # noqa: S101 - narrows the type
        side = "in the group" if missing is inside else "across groups"
        why = Undefined(f"{side}: {missing.why}", missing.n)
        return Association(_result(inside, 1.0), _result(across, 1.0), why, why, steady=False)
    n = min(inside.n, across.n)
    gap = Estimate(inside.value - across.value, n, why_no_interval=SHUFFLED)
    gai: Result
    if across.value <= 0:
        gai = Undefined("cross-group agreement is not above chance", n)
    else:
        gai = Estimate(inside.value / across.value, n, why_no_interval=SHUFFLED)
    return Association(_result(inside, 1.0), _result(across, 1.0), gai, gap, steady=across.value >= SMALL_CROSS)


def diversity_sensitivity(indices: list[Result]) -> Result:
    """DSI: the largest group association index among the groups of one axis.

    Undefined when no group has an index. Without an interval, because the indices have none.
    Source: Prabhakaran et al. 2024, section 3.2.
    """
    defined = [index for index in indices if isinstance(index, Estimate)]
    if not defined:
        return Undefined("no group has an association index", len(indices))
    top = max(defined, key=lambda index: index.value)
    return Estimate(top.value, top.n, why_no_interval="the largest of indices that are tested by shuffling annotators")


def plurality_size(x: Matrix) -> Result:
    """Mean over items of the share of the group's annotators who gave the most frequent label.

    Range (0, 1], higher is more cohesion; an item with one annotation counts as 1. Ties do not matter.
    Source: Prabhakaran et al. 2024, section 3.4.1.
    """
    total = x.sum(axis=1)
    seen = total > 0
    return _mean(x[seen].max(axis=1) / total[seen], "the group labelled no item") if seen.any() else _nothing(x)


def negentropy(x: Matrix) -> Result:
    """Mean over items of ``ln K`` minus the entropy of the group's labels; range [0, ln K] nats, higher is cohesion.

    Source: Prabhakaran et al. 2024, section 3.4.1.
    """
    seen = x.sum(axis=1) > 0
    if not seen.any():
        return _nothing(x)
    share = x[seen] / x[seen].sum(axis=1, keepdims=True)
    return _mean(math.log(x.shape[1]) + _xlogy(share, share).sum(axis=1), "")


def cross_negentropy(x: Matrix, y: Matrix) -> Result:
    """Mean over items of ``ln K`` plus the mean log share that the other group gives to this group's labels.

    Both shares are smoothed by half an annotation per label (Jeffreys prior): otherwise one label the others never
    gave would make it minus infinity. Range (-infinity, ln K), nats, higher is more agreement.
    Source: Prabhakaran et al. 2024, section 3.4.2; the smoothing is ours, the paper leaves the case open.
    """
    both = (x.sum(axis=1) > 0) & (y.sum(axis=1) > 0)
    if not both.any():
        return Undefined("no item is labelled by both groups", 0)
    K = x.shape[1]
    mine, theirs = (side[both] + 0.5 for side in (x, y))
    p, q = mine / mine.sum(axis=1, keepdims=True), theirs / theirs.sum(axis=1, keepdims=True)
    return _mean(math.log(K) + (p * np.log(q)).sum(axis=1), "")


def voting_agreement(x: Matrix, y: Matrix) -> Result:
    """Krippendorff's nominal alpha between the plurality labels of the two groups.

    An item whose plurality is tied in either group has no vote and is left out.
    Range at most 1; n = items with a vote of both groups. Source: Prabhakaran et al. 2024, section 3.4.2 (the tie rule
    is ours).
    """
    votes = np.zeros_like(x, dtype=np.float64)
    clear = np.ones(len(x), dtype=bool)
    for side in (x, y):
        top = side.max(axis=1, keepdims=True)
        winners = (side == top) & (top > 0)
        clear &= winners.sum(axis=1) == 1
        votes += winners
    return _result(_alpha(votes[clear], None), 1.0)


def _alpha(x: Matrix, delta: Matrix | None) -> _Chance | Undefined:
    total = x.sum(axis=1)
    paired = total >= 2
    if not paired.any():
        return Undefined("no item has two annotations of the group", int((total > 0).sum()))
    c, n = x[paired].astype(np.float64), total[paired]
    d = nominal(x.shape[1]) if delta is None else delta
    spread = c @ d
    own = np.einsum("nk,nk->n", c, spread)
    marginal = c.sum(axis=0)
    T, far = n.sum(), d @ marginal
    chance = marginal @ far
    if chance <= 0:
        return Undefined("all annotations carry the same label", int(paired.sum()))
    observed = (own / (n - 1)).sum()
    value = 1 - observed / T / (chance / (T * (T - 1)))
    kept = T - n
    with np.errstate(divide="ignore", invalid="ignore"):
        without = 1 - (observed - own / (n - 1)) * (kept - 1) / (chance - 2 * c @ far + own)
    return _Chance(float(value), _spread(without, paired, float(value)), int(paired.sum()))


def _xrr(x: Matrix, y: Matrix, delta: Matrix | None) -> _Chance | Undefined:
    R, S = x.sum(axis=1), y.sum(axis=1)
    both = (R > 0) & (S > 0)
    if not both.any():
        return Undefined("no item is labelled by both groups", 0)
    a, b, r, s = x[both].astype(np.float64), y[both].astype(np.float64), R[both], S[both]
    d = nominal(x.shape[1]) if delta is None else delta
    mine, theirs = a.sum(axis=0), b.sum(axis=0)
    chance = mine @ d @ theirs
    if chance <= 0:
        return Undefined("all annotations carry the same label", int(both.sum()))
    across = np.einsum("nk,nk->n", a @ d, b)
    part, weight = across * (r + s) / (r * s), r + s
    expected = chance / (r.sum() * s.sum())
    value = 1 - part.sum() / weight.sum() / expected
    rest = chance - a @ (d @ theirs) - b @ (d @ mine) + across
    with np.errstate(divide="ignore", invalid="ignore"):
        left = rest / ((r.sum() - r) * (s.sum() - s))
        without = 1 - (part.sum() - part) / (weight.sum() - weight) / left
    return _Chance(float(value), _spread(without, both, float(value)), int(both.sum()))


def _spread(without: Matrix, used: npt.NDArray[np.bool_], value: float) -> Matrix:
    """(N,) leave-one-out values; leaving out an item that was not used changes nothing."""
    full = np.full(len(used), value)
    full[used] = without
    return full


def _result(chance: _Chance | Undefined, top: float = math.inf) -> Result:
    """The estimate with its jackknife interval, or the reason why there is none."""
    if isinstance(chance, Undefined):
        return chance
    N = len(chance.without)
    if chance.n < 3 or not np.isfinite(chance.without).all():
        return Estimate(chance.value, chance.n, why_no_interval="rests on too few items for a jackknife")
    deviation = chance.without - chance.without.mean()
    error = math.sqrt((N - 1) / N * float(deviation @ deviation))
    half = float(stats.t.ppf(UPPER, chance.n - 1)) * error
    return Estimate(chance.value, chance.n, METHOD, chance.value - half, min(top, chance.value + half))


def _mean(values: Matrix, why: str) -> Result:
    n = len(values)
    if n == 0:
        return Undefined(why, 0)
    value = float(values.mean())
    if n < 2:
        return Estimate(value, n, why_no_interval="one item")
    half = float(stats.t.ppf(UPPER, n - 1)) * float(values.std(ddof=1)) / math.sqrt(n)
    return Estimate(value, n, over_items("t interval"), value - half, value + half)


def _xlogy(a: Matrix, b: Matrix) -> Matrix:
    return np.where(a > 0, a * np.log(np.where(a > 0, b, 1.0)), 0.0)


def _nothing(x: Matrix) -> Undefined:
    return Undefined("the group labelled no item", len(x))
