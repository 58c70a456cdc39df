"""What a difference between two shares of two label versions is made of: shared items, and items that came and went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import LEVEL, over_items
from labelcards.metrics.intervals.proportions import mcnemar_p, tango, wilson
from labelcards.metrics.intervals.variance_parts import DifferenceTest, VariancePart, tested_difference
from labelcards.metrics.ratings import Codes

__all__ = ["ShareDecomposition", "SharePair", "share_decomposition"]

Mask = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]
_LARGEST = 1.0
_ITEMS = over_items("t")
_BOTH = f"t over items and annotators, {LEVEL:.0%}"


@dataclass(frozen=True, slots=True, eq=False)
class SharePair:
    """A property of the items of two versions.

    Attributes:
        old, new: (N,) whether each item of a version has it, by that version's own yardstick.
        shared: (S,) positions of the items that both have, in the old and, aligned, in the new version; -1 in the old
            one for an item that only counts by the new yardstick.
        old_again: (S,) whether the old version's shared items have it by the new version's yardstick; None where there
            is only one.
        unmoved: whether nothing that the property rests on differs on shared items: there is nothing to estimate.
        pool: what other annotators add to the variance, or why that cannot be told; None when they are the same.
    """

    old: Mask
    new: Mask
    shared: tuple[Codes, Codes]
    old_again: Mask | None = None
    pool: VariancePart | str | None = None
    unmoved: bool = False

    @property
    def on_shared(self) -> tuple[Mask, Mask]:
        """(S,) old and new, by the new version's yardstick."""
        old = self.old[self.shared[0]] if self.old_again is None else self.old_again
        return old, self.new[self.shared[1]]

    @property
    def same(self) -> bool:
        """Whether both versions hold the same items and one yardstick."""
        return self.old_again is None and len(self.old) == len(self.new) == len(self.shared[0])


@dataclass(frozen=True, slots=True)
class ShareDecomposition:
    """A difference of shares; see `agreement_decomposition`. ``old`` and ``new`` are the shares of shared items."""

    old: Result
    new: Result
    shared: DifferenceTest
    composition: DifferenceTest
    whole: DifferenceTest


def share_decomposition(pair: SharePair) -> ShareDecomposition:
    """New minus old, on shared items and as a whole.

    Returns:
        differences, -1 … 1, undefined with a reason where a side has no item; on shared items with Tango's interval and
        McNemar's p, which agree, or, where others annotated, with Student's t and the annotators' part of the variance.
    """
    old, new = pair.on_shared
    n = len(new)
    shared = _unmoved(n) if pair.unmoved and n else _shared(old, new, pair.pool)
    sides = [wilson(int(each.sum()), n) for each in (old, new)]
    if pair.same:
        unchanged = DifferenceTest(Undefined("every item is in both versions", n), np.nan)
        return ShareDecomposition(sides[0], sides[1], shared, unchanged, shared)
    everything = len(pair.old) + len(pair.new) - n
    if not len(pair.old) or not len(pair.new):
        none = DifferenceTest(
            Undefined(f"the {'new' if len(pair.old) else 'old'} version has no case", everything), np.nan
        )
        return ShareDecomposition(sides[0], sides[1], shared, none, none)
    return ShareDecomposition(sides[0], sides[1], shared, _composition(pair, everything), _whole(pair, everything))


def _unmoved(n: int) -> DifferenceTest:
    return DifferenceTest(Estimate(0.0, n, why_no_interval="no final label of a shared item differs"), 1.0)


def _shared(old: Mask, new: Mask, pool: VariancePart | str | None) -> DifferenceTest:
    n = len(new)
    if not n:
        return DifferenceTest(Undefined("no item is in both versions"), np.nan)
    if isinstance(pool, str):
        return DifferenceTest(Undefined(pool, n), np.nan)
    gained, lost = int((new & ~old).sum()), int((old & ~new).sum())
    if pool is None:
        return DifferenceTest(tango(gained, lost, n), mcnemar_p(gained, lost))
    if n < 2:
        return DifferenceTest(Undefined("one item is in both versions", n), np.nan)
    moved = new.astype(np.float64) - old
    parts = [VariancePart(float(moved.var(ddof=1)) / n, n - 1), pool]
    return tested_difference(float(moved.mean()), parts, n, _BOTH, _LARGEST)


def _whole(pair: SharePair, n: int) -> DifferenceTest:
    value = float(pair.new.mean() - pair.old.mean())
    if isinstance(pair.pool, str):
        return DifferenceTest(Undefined(pair.pool, n), np.nan)
    parts = _parts(*_influences(pair), pair.shared)
    added = [] if pair.pool is None else [pair.pool]
    return tested_difference(value, [*parts, *added], n, _BOTH if added else _ITEMS, _LARGEST)


def _composition(pair: SharePair, n: int) -> DifferenceTest:
    old, new = pair.on_shared
    if not len(new):
        return DifferenceTest(Undefined("no item is in both versions", n), np.nan)
    value = float(pair.new.mean() - pair.old.mean()) - float(new.mean() - old.mean())
    before, after = _influences(pair)
    after[pair.shared[1]] -= (new - new.mean()) / len(new)
    parts = _parts(before, after, pair.shared, (old - old.mean()) / len(old))
    return tested_difference(value, parts, n, _ITEMS, _LARGEST)


def _influences(pair: SharePair) -> tuple[Values, Values]:
    """(N,) of the items of the old and of the new version on the difference of the whole shares."""
    before = -(pair.old - pair.old.mean()) / len(pair.old)
    after = (pair.new - pair.new.mean()) / len(pair.new)
    return before, after


def _parts(
    before: Values, after: Values, shared: tuple[Codes, Codes], more: Values | float = 0.0
) -> list[VariancePart]:
    """Variance over shared items, over those of the new version only, over those of the old one only.

    ``more`` (S,) adds to the influence of shared items.
    """
    held = shared[0] >= 0
    both = np.where(held, before[shared[0]], 0.0) + after[shared[1]] + more
    alone = (np.delete(before, shared[0][held]), np.delete(after, shared[1]))
    return [
        VariancePart(float(each.var(ddof=1)) * len(each), len(each) - 1) for each in (both, *alone) if len(each) >= 2
    ]
