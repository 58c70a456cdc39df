"""Intervals of proportions and their differences, against published tables and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import mcnemar_p, newcombe, tango, wilson


def _bounds(result: Result) -> tuple[float, float]:
    assert isinstance(result, Estimate)
    assert result.low is not None
    assert result.high is not None
    return result.low, result.high


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_published(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 3."""
    assert _bounds(wilson(successes, n)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("n", [1, 7, 30, 1000])
def test_wilson_equals_statsmodels(n: int) -> None:
    """Every number of successes, at two levels, equals statsmodels'."""
    for successes in range(0, n + 1, max(1, n // 10)):
        for level in (0.9, 0.95):
            theirs = proportion_confint(successes, n, alpha=1 - level, method="wilson")
            assert _bounds(wilson(successes, n, level)) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_published(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """Newcombe 1998, table II, method 10."""
    assert _bounds(newcombe(first, second)) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_equals_statsmodels() -> None:
    """Random samples equal statsmodels' Newcombe interval."""
    generator = np.random.default_rng(1)
    for _ in range(50):
        m, n = (int(size) for size in generator.integers(2, 200, 2))
        a, b = int(generator.integers(0, m + 1)), int(generator.integers(0, n + 1))
        theirs = confint_proportions_2indep(a, m, b, n, method="newcomb", compare="diff")
        assert _bounds(newcombe((a, m), (b, n))) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    ("b", "c", "n", "low", "high"), [(1, 7, 21, -0.517, -0.026), (43, 0, 43, 0.836, 1.0), (0, 0, 44, -0.080, 0.080)]
)
def test_tango_published(b: int, c: int, n: int, low: float, high: float) -> None:
    """Fagerland et al. 2014, table 5; without discordant cases or with nothing else, z² / (n + z²) bounds it."""
    assert _bounds(tango(b, c, n)) == pytest.approx((low, high), abs=5e-4)


def _constrained(b: int, c: int, n: int, difference: float) -> float:
    """The score statistic with the nuisance share found by maximizing the likelihood on a grid."""
    low, high = max(0.0, -difference), min(1.0, (1 - difference) / 2)
    q = np.linspace(low + 1e-12, high - 1e-12, 200_001)
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihood = b * np.log(q + difference) + c * np.log(q) + (n - b - c) * np.log(1 - 2 * q - difference)
    best = float(q[np.nanargmax(likelihood)])
    return (b - c - n * difference) / float(np.sqrt(n * (2 * best + difference * (1 - difference))))


@pytest.mark.parametrize(("b", "c", "n"), [(12, 2, 50), (3, 9, 40), (20, 15, 80), (1, 5, 200)])
def test_tango_equals_brute_force(b: int, c: int, n: int) -> None:
    """At both ends of the interval the score statistic is ±1.96, however the nuisance share is found."""
    low, high = _bounds(tango(b, c, n))
    assert _constrained(b, c, n, low) == pytest.approx(1.959964, abs=1e-3)
    assert _constrained(b, c, n, high) == pytest.approx(-1.959964, abs=1e-3)


@given(b=st.integers(0, 60), c=st.integers(0, 60), rest=st.integers(0, 200))
def test_interval_and_p_never_contradict(b: int, c: int, rest: int) -> None:
    """The interval holds zero exactly when p is above 5%; it holds its value, has width and stays in range."""
    n = b + c + rest
    if n == 0:
        return
    low, high = _bounds(tango(b, c, n))
    assert -1 <= low <= (b - c) / n <= high <= 1
    assert low < high
    assert (low <= 0 <= high) == (mcnemar_p(b, c) >= 0.05)


@pytest.mark.parametrize(("b", "c"), [(12, 2), (5, 5), (0, 9), (40, 21)])
def test_mcnemar_equals_statsmodels(b: int, c: int) -> None:
    """The p-value equals statsmodels'."""
    theirs = mcnemar([[10, b], [c, 10]], exact=False, correction=False).pvalue
    assert mcnemar_p(b, c) == pytest.approx(theirs, abs=1e-12)


def test_empty_samples_are_undefined() -> None:
    """No case, no proportion and no difference."""
    assert wilson(0, 0) == Undefined("no cases")
    assert isinstance(newcombe((1, 2), (0, 0)), Undefined)
    assert tango(0, 0, 0) == Undefined("no cases")


def test_impossible_counts_are_refused() -> None:
    """More successes than cases is a programming error."""
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(3, 2)
