"""False verdicts at the nominal rate, and intervals of all three differences that cover; the page has the figures."""

from __future__ import annotations

import numpy as np
import pytest

from tests.compare.verdict_rates import (
    GAINS,
    PAGE,
    POOLS,
    RELABELLED,
    PoolDesign,
    pool_rates,
    pool_row,
    relabelling_rates,
    relabelling_row,
)


@pytest.mark.slow
@pytest.mark.parametrize("design", POOLS, ids=str)
def test_another_pool_is_no_change(design: PoolDesign) -> None:
    """At most 5% of pairs from one population are called different, up to three standard errors."""
    rates = pool_rates(design)
    nominal = 0.05 + 3 * np.sqrt(0.05 * 0.95 / design.samples)
    for name in ("alpha", "final", "annotators"):
        assert rates[name] <= nominal, name
    assert pool_row(design, rates) in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("gain", GAINS)
@pytest.mark.parametrize("N", RELABELLED)
def test_the_three_differences_cover(N: int, gain: float) -> None:
    """Intervals hold the true difference in 93-97% of pairs, up to one and a half points of simulation error."""
    rates = relabelling_rates(N, gain)
    for name in ("shared", "composition", "whole"):
        assert 0.93 - 0.015 <= rates[name] <= 0.97 + 0.015, name
    if gain == 0.0:
        assert rates["called"] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 1_000)
    assert relabelling_row(N, gain, rates) in PAGE.read_text(encoding="utf-8")
