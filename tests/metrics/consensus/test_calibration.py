"""Whether a confidence can be read as a probability."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.consensus.calibration import overconfidence, reliability
from labelcards.metrics.estimate import Estimate, Undefined


def simulated(n: int, shift: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float]:
    """Confidences, whether right when they promise ``shift`` too much, and the true overconfidence."""
    sure = rng.beta(8, 2, n)
    chance = np.clip(sure - shift, 0, 1)
    return sure, rng.random(n) < chance, float((sure - chance).mean())


def test_overconfidence_by_hand() -> None:
    """Confidence 0.9 on ten items of which seven are right: 0.2 too much."""
    result = overconfidence(np.full(10, 0.9), np.arange(10) < 7)
    assert isinstance(result, Estimate)
    assert result.value == pytest.approx(0.2)
    assert result.low is not None
    assert result.low < 0.2


def test_bins_hold_all_items_in_order() -> None:
    """Ten bins of a hundred items each, ascending; equal confidences share a bin; nothing without items."""
    rng = np.random.default_rng(1)
    sure, right, _ = simulated(1000, 0.1, rng)
    bins = reliability(sure, right)
    assert [each.accuracy.n for each in bins] == [100] * 10
    means = [each.confidence.value for each in bins if isinstance(each.confidence, Estimate)]
    assert means == sorted(means)
    assert len(reliability(np.full(500, 0.8), right[:500])) == 1
    assert reliability([], []) == []
    assert len(reliability(sure[:30], right[:30])) == 1


def test_bins_that_promise_the_same_are_one() -> None:
    """180 items between 99% and 100% sure are one bin beside 20 unsure ones; bins a point apart stay two."""
    sure = np.concatenate([np.full(20, 0.6), np.linspace(0.9905, 1.0, 180)])
    bins = reliability(sure, np.ones(200))
    assert [each.accuracy.n for each in bins] == [20, 180]
    apart = reliability(np.repeat([0.7, 0.72], 100), np.ones(200))
    assert [each.accuracy.n for each in apart] == [100, 100]


def test_nothing_to_compare() -> None:
    """No items: the reason."""
    assert overconfidence([], []) == Undefined("no item has gold and a label")


@pytest.mark.slow
@pytest.mark.parametrize("n", [50, 200, 1000])
@pytest.mark.parametrize("shift", [0.0, 0.15])
def test_coverage(n: int, shift: float) -> None:
    """The 95% interval of overconfidence holds the true value in 93% to 97% of 2,000 simulated gold sets."""
    rng = np.random.default_rng(n)
    hits = 0
    for _ in range(2000):
        sure, right, truth = simulated(n, shift, rng)
        result = overconfidence(sure, right)
        assert isinstance(result, Estimate)
        hits += result.low is not None and result.high is not None and result.low <= truth <= result.high
    assert 0.93 <= hits / 2000 <= 0.97
