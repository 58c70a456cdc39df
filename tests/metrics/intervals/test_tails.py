"""Tails of counts, against sums of their distributions."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from labelcards.metrics.intervals.tails import binomial_tail, hypergeometric_tail


@pytest.mark.parametrize(("hits", "n", "rate"), [(9, 10, 0.5), (4, 4, 0.1), (30, 400, 0.05), (1, 1, 0.0)])
def test_the_binomial_tail_is_scipys(hits: int, n: int, rate: float) -> None:
    """P(X ≥ hits), where hits are more than expected."""
    assert float(binomial_tail(hits, n, rate)) == pytest.approx(stats.binom.sf(hits - 1, n, rate), rel=1e-9)


def test_what_is_expected_is_no_surprise() -> None:
    """Below one more than the mean the answer is 1, and for nothing out of nothing."""
    assert list(binomial_tail([0, 5, 0], [10, 10, 0], 0.5)) == [1.0, 1.0, 1.0]


def test_it_bounds_the_tail_of_unequal_rates() -> None:
    """Hoeffding's bound, against the exact tail of every sum of six events."""
    rates = np.array([0.02, 0.1, 0.3, 0.05, 0.6, 0.25])
    chance = np.zeros(7)
    for outcome in product((0, 1), repeat=6):
        chance[sum(outcome)] += np.prod(np.where(outcome, rates, 1 - rates))
    for hits in range(1, 7):
        assert float(binomial_tail(hits, 6, rates.mean())) >= chance[hits:].sum() - 1e-12


def test_the_hypergeometric_tail_is_fishers() -> None:
    """One-sided, as scipy's exact test; 1 for an empty group."""
    expected = stats.fisher_exact([[8, 2], [1, 5]], alternative="greater").pvalue
    assert hypergeometric_tail(8, 10, 1, 6) == pytest.approx(expected)
    assert hypergeometric_tail(0, 0, 1, 6) == 1.0
