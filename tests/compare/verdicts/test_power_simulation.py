"""What is said to be detectable is found four times in five, by the verdict itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from labelcards.compare.verdicts.detectable import detectable_changes
from labelcards.documents.metric_difference import EVIDENT
from labelcards.metrics.power.detectable import POWER
from tests.compare.verdicts.power_pairs import AccuracyPairs, AlphaPairs, Pairs, judged

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("power")]


@dataclass(frozen=True)
class PowerRun:
    """Means over the pairs: true difference, detectable one, how often it was found; and the medians of needs."""

    truth: float
    stated: float
    found: float
    needed: float
    times: float


def _run(pairs: Pairs, gain: float, count: int, seed: int, others: int = 0) -> PowerRun:
    generator = np.random.default_rng(seed)
    values, stated, found, needed, times = [], [], 0, [], []
    for _ in range(count):
        test = pairs.draw(generator, gain)
        values.append(test.difference.value)  # type: ignore[union-attr]
        held = judged(pairs, test, generator.random(others) if others else None)
        one = next(each for each in detectable_changes(held, POWER) if each.path == pairs.path)
        assert one.difference is not None
        stated.append(one.difference)
        needed.append(one.needed)
        times.append(held[0].judged.needed or np.nan)
        found += held[0].verdict in EVIDENT
    run = PowerRun(
        float(np.mean(values)),
        float(np.mean(stated)),
        found / count,
        float(np.median(np.array(needed, dtype=np.float64))),
        float(np.nanmedian(times)),
    )
    print(pairs, f"gain {gain}, {others} others:", run)  # noqa: T201 - shown by pytest -rP
    return run


@pytest.mark.parametrize(
    ("pairs", "gain", "count", "others"),
    [
        (AlphaPairs(300), 0.0602, 1500, 0),
        (AlphaPairs(300), 0.0745, 1500, 5),
        (AccuracyPairs(400), 0.0565, 2000, 0),
        (AccuracyPairs(400), 0.073, 2000, 5),
        (AccuracyPairs(1500), 0.0259, 2000, 0),
    ],
)
def test_the_detectable_difference_is_found_four_times_in_five(
    pairs: Pairs, gain: float, count: int, others: int
) -> None:
    """At a true difference as large as the detectable one, 77–83% of pairs get a verdict, alone and among noise."""
    run = _run(pairs, gain, count, 20260301, others)
    assert run.truth == pytest.approx(run.stated, rel=0.03)
    assert 0.77 <= run.found <= 0.83


@pytest.mark.parametrize(("pairs", "others"), [(AlphaPairs(300), 0), (AccuracyPairs(400), 0), (AccuracyPairs(400), 5)])
def test_versions_that_do_not_differ_say_the_same(pairs: Pairs, others: int) -> None:
    """Where nothing differs, the detectable difference is within 6% of what it is where something does."""
    gain = {0: 0.0602 if isinstance(pairs, AlphaPairs) else 0.0565, 5: 0.073}[others]
    still = _run(pairs, 0.0, 500, 7, others)
    moved = _run(pairs, gain, 500, 8, others)
    assert still.stated == pytest.approx(moved.stated, rel=0.06)
    assert still.found <= 0.08


@pytest.mark.parametrize(
    ("small", "gain", "seed"), [(AlphaPairs(300), 0.0211, 3), (AccuracyPairs(400), 0.01, 5)], ids=["alpha", "accuracy"]
)
def test_as_many_as_needed_find_the_margin(small: Pairs, gain: float, seed: int) -> None:
    """With as many items as a small comparison asks for, a true difference of the margin is found in 77–83%."""
    asked = _run(small, 0.0, 500, seed)
    margin = 0.02 if isinstance(small, AlphaPairs) else 0.01
    run = _run(type(small)(int(asked.needed)), gain, 1000, seed + 1)
    assert run.truth == pytest.approx(margin, rel=0.03)
    assert 0.77 <= run.found <= 0.83


@pytest.mark.parametrize(
    ("small", "gain", "seed"), [(AlphaPairs(300), 0.0211, 11), (AccuracyPairs(400), 0.01, 9)], ids=["alpha", "accuracy"]
)
def test_so_many_times_as_many_items_find_the_margin(small: Pairs, gain: float, seed: int) -> None:
    """What "not enough data" asks for, in times of the items at hand, finds the margin in 75–83% of pairs."""
    times = _run(small, 0.0, 500, seed).times
    run = _run(type(small)(int(times * small.items)), gain, 1000, seed + 1)
    assert 0.75 <= run.found <= 0.83
