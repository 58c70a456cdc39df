"""What a difference of shares is made of, against counts by hand and against a bootstrap of the items."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import mcnemar_p, tango
from labelcards.metrics.intervals.share_decomposition import SharePair, share_decomposition
from labelcards.metrics.intervals.variance_parts import VariancePart

COMMON = 240


def _drawn(*, regold: bool) -> SharePair:
    """Of 400 old and 340 new items 240 are in both; with ``regold`` 30 of these had no right gold label before."""
    generator = np.random.default_rng(13)
    old, new = generator.random(400) < 0.7, generator.random(340) < 0.6
    new[:COMMON] = np.where(generator.random(COMMON) < 0.8, old[100 : 100 + COMMON], generator.random(COMMON) < 0.8)
    place = np.arange(100, 100 + COMMON)
    if not regold:
        return SharePair(old, new, (place, np.arange(COMMON)))
    again = np.where(generator.random(COMMON) < 0.9, old[place], ~old[place])
    place[:30] = -1
    return SharePair(
        np.delete(old, np.arange(100, 130)), new, (np.where(place < 0, -1, place - 30), np.arange(COMMON)), again
    )


def _value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


@pytest.mark.parametrize("regold", [False, True])
def test_the_parts_add_up(regold: bool) -> None:
    """Shared items and composition make the whole, and each is what plain shares give."""
    pair = _drawn(regold=regold)
    found = share_decomposition(pair)
    whole, shared, composition = (_value(one.difference) for one in (found.whole, found.shared, found.composition))
    assert whole == pytest.approx(pair.new.mean() - pair.old.mean())
    again = pair.old[pair.shared[0]] if pair.old_again is None else pair.old_again
    assert shared == pytest.approx(pair.new[:COMMON].mean() - again.mean())
    assert whole == pytest.approx(shared + composition)
    assert (_value(found.old), _value(found.new)) == (
        pytest.approx(again.mean()),
        pytest.approx(pair.new[:COMMON].mean()),
    )


@pytest.mark.parametrize("regold", [False, True])
def test_the_intervals_are_those_of_a_bootstrap(regold: bool) -> None:
    """Items of each kind are drawn anew, 4,000 times: standard errors agree within 6%, Tango's within 9%."""
    pair = _drawn(regold=regold)
    found = share_decomposition(pair)
    again = pair.old[pair.shared[0]] if pair.old_again is None else pair.old_again
    generator = np.random.default_rng(7)
    held = pair.shared[0] >= 0
    alone_old, alone_new = np.delete(pair.old, pair.shared[0][held]), pair.new[COMMON:]
    drawn = []
    for _ in range(4_000):
        at = generator.integers(0, COMMON, COMMON)
        before = np.concatenate([pair.old[pair.shared[0][at][held[at]]], generator.choice(alone_old, len(alone_old))])
        after = np.concatenate([pair.new[at], generator.choice(alone_new, len(alone_new))])
        shared, whole = pair.new[at].mean() - again[at].mean(), after.mean() - before.mean()
        drawn.append((shared, whole - shared, whole))
    wanted = np.std(drawn, axis=0)
    parts = zip(wanted, (found.shared, found.composition, found.whole), (0.09, 0.06, 0.06), strict=True)
    for error, one, apart in parts:
        difference = one.difference
        assert isinstance(difference, Estimate)
        assert difference.low is not None
        assert difference.high is not None
        assert (difference.high - difference.low) / 2 / 1.97 == pytest.approx(error, rel=apart)


def test_the_same_items_have_no_composition() -> None:
    """Tango's interval and McNemar's p for shared items, the same for the whole, and the reason for the third."""
    generator = np.random.default_rng(2)
    old, new = generator.random(90) < 0.6, generator.random(90) < 0.7
    found = share_decomposition(SharePair(old, new, (np.arange(90), np.arange(90))))
    gained, lost = int((new & ~old).sum()), int((old & ~new).sum())
    assert found.shared.difference == tango(gained, lost, 90)
    assert found.shared.p == mcnemar_p(gained, lost)
    assert found.whole == found.shared
    assert found.composition.difference == Undefined("every item is in both versions", 90)


def test_a_changed_yardstick_is_composition() -> None:
    """No final label moved, twenty gold labels did: shared items show nothing, all of the change is the yardstick's."""
    right = np.arange(100) < 60
    again = np.arange(100) < 80
    pair = SharePair(right, again, (np.arange(100), np.arange(100)), again)
    found = share_decomposition(pair)
    assert _value(found.shared.difference) == 0
    assert found.shared.p == 1.0
    assert _value(found.composition.difference) == pytest.approx(0.2)
    assert _value(found.whole.difference) == pytest.approx(0.2)


def test_other_annotators_widen_the_interval() -> None:
    """Their part of the variance is added; where it cannot be told, neither verdict rests on what is left."""
    pair = _drawn(regold=False)
    plain, widened = share_decomposition(pair), share_decomposition(replace(pair, pool=VariancePart(0.01, 5)))
    for narrow, wide in ((plain.shared, widened.shared), (plain.whole, widened.whole)):
        assert isinstance(narrow.difference, Estimate)
        assert isinstance(wide.difference, Estimate)
        assert (wide.difference.high or 0) - (wide.difference.low or 0) > 2 * 0.1
        assert wide.difference.value == pytest.approx(narrow.difference.value)
        assert "annotators" in wide.difference.method
        assert wide.p > narrow.p
    untold = share_decomposition(replace(pair, pool="two annotators only"))
    assert (untold.shared.difference, untold.whole.difference) == (
        Undefined("two annotators only", COMMON),
        Undefined("two annotators only", 500),
    )


def test_without_items_there_is_nothing() -> None:
    """No shared item, or an empty version, is said, whichever it is."""
    none = np.zeros(0, dtype=np.intp)
    apart = share_decomposition(SharePair(np.array([True] * 9), np.array([False] * 8), (none, none)))
    assert apart.shared.difference == Undefined("no item is in both versions")
    assert isinstance(apart.composition.difference, Undefined)
    for sides, name in (((np.ones(3, bool), np.ones(0, bool)), "new"), ((np.ones(0, bool), np.ones(3, bool)), "old")):
        found = share_decomposition(SharePair(*sides, (none, none)))
        assert found.whole.difference == Undefined(f"the {name} version has no case", 3)
