"""From where on a bar decides, against counted decisions."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.metrics.power.bars import BarError, BarredFigure, change_bar, error_at, value_bar
from labelcards.metrics.power.detectable import DetectionAim

AIM = DetectionAim()


@pytest.mark.parametrize("use", ["value", "low", "high"])
@pytest.mark.parametrize("least", [True, False])
def test_a_bar_on_a_share_decides_where_it_is_said_to(use: Literal["value", "low", "high"], least: bool) -> None:
    """20,000 versions whose truth is where the bar fails or passes them in 80% of cases: it does in 77–83%."""
    n, bar = 4_000, 0.85
    low, high = wilson_bounds(0.9, n)
    made = value_bar(bar, BarredFigure(0.9, low, high, share=True), use, least=least)
    sign = -1.0 if least else 1.0
    generator = np.random.default_rng(4)
    for truth, wanted in ((sign * made.fails(0.8), False), (sign * made.passes(0.8), True)):
        shares = generator.binomial(n, truth, 20_000) / n
        ends = {share: wilson_bounds(share, n) for share in set(shares.tolist())}
        compared = [{"value": share, "low": ends[share][0], "high": ends[share][1]}[use] for share in shares.tolist()]
        passed = np.mean([number >= bar if least else number <= bar for number in compared])
        assert (passed if wanted else 1 - passed) == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("significant", [True, False])
@pytest.mark.parametrize("bar", [0.0, 0.02, 0.1])
def test_a_bar_on_a_loss_decides_where_it_is_said_to(bar: float, significant: bool) -> None:
    """Losses drawn around the truth with the error: 80% fail at the one end, 80% pass at the other."""
    made = change_bar(bar, 0.02, AIM, least=False, significant=significant)
    generator = np.random.default_rng(5)
    noise = generator.normal(0, 0.02, 100_000)

    def fails(truth: float) -> float:
        lost = truth + noise
        return float(np.mean((lost > bar) & (np.abs(lost) > AIM.critical * 0.02 if significant else True)))

    assert fails(made.fails(0.8)) == pytest.approx(0.8, abs=0.01)
    assert 1 - fails(max(made.passes(0.8), 0.0)) >= 0.79 or made.passes(0.8) < 0
    assert fails(0.0) - made.false_alarm == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("significant", [True, False])
def test_a_bar_on_a_gain_decides_where_it_is_said_to(significant: bool) -> None:
    """A gain of .03 is demanded: the true gain that passes it in 80% of cases does."""
    made = change_bar(0.03, 0.02, AIM, least=True, significant=significant)
    gained = -made.passes(0.8) + np.random.default_rng(6).normal(0, 0.02, 100_000)
    passes = np.mean((gained >= 0.03) & (gained > AIM.critical * 0.02 if significant else True))
    assert passes == pytest.approx(0.8, abs=0.01)
    assert made.fails(0.8) > made.passes(0.8)


@pytest.mark.parametrize(
    "made",
    [
        value_bar(0.7, BarredFigure(0.8, 0.74, 0.86, share=True), "value", least=True),
        value_bar(0.7, BarredFigure(0.8, 0.74, 0.86, share=True), "low", least=True),
        value_bar(0.1, BarredFigure(0.8, 0.74, 0.86, share=False), "high", least=False),
        change_bar(0.02, 0.03, AIM, least=False, significant=True),
        change_bar(0.02, 0.03, AIM, least=False, significant=False),
        change_bar(0.05, 0.03, AIM, least=True, significant=True),
    ],
)
def test_so_many_units_tell_the_margin(made: BarError) -> None:
    """With as many units as needed the bar decides a margin away from itself; with one in twenty fewer it does not."""
    needed = made.units_needed(1000, 0.01, 0.8)
    assert needed is not None

    def distance(units: float) -> float:
        error = made.error * (1000 / units) ** 0.5
        spread = None if made.spread is None else made.spread * (1000 / units) ** 0.5
        return BarError(made.bar, error, made.shift, made.floor, spread).distance(0.8)

    assert distance(needed) <= 0.01 + 1e-9
    assert distance(needed * 0.95) > 0.01
    assert made.units_needed(1000, 0.0, 0.8) is None


def test_the_error_of_a_share_is_that_at_the_bar() -> None:
    """95% of 160 right: at a bar of 90% the binomial error at 90%, whatever the interval's width at 95%."""
    low, high = wilson_bounds(0.95, 160)
    assert error_at(0.9, 0.95, low, high, share=True) == pytest.approx((0.9 * 0.1 / 160) ** 0.5)
    assert error_at(0.97, 0.95, low, high, share=True) == pytest.approx((0.97 * 0.03 / 160) ** 0.5)
    assert error_at(0.9, 0.95, low, high, share=False) == pytest.approx((high - low) / 2 / 1.959964)
