"""Intervals of proportions and their differences, against published tables and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import mcnemar_p, newcombe, newcombe_paired, wilson


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
    ("cells", "low", "high"), [((36, 12, 2, 0), 0.0569, 0.3404), ((20, 12, 2, 16), 0.0562, 0.3292)]
)
def test_newcombe_paired_published(cells: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe 1998 on paired data, method 10."""
    assert _bounds(newcombe_paired(*cells)) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_paired_without_discordant_cases() -> None:
    """Without a discordant case the difference is 0 and the interval is symmetric and not empty."""
    low, high = _bounds(newcombe_paired(54, 0, 0, 0))
    assert low == pytest.approx(-high)
    assert 0.05 < high < 0.1


def test_paired_is_narrower_than_independent() -> None:
    """When the two measurements agree on most cases, pairing narrows the interval."""
    paired, apart = _bounds(newcombe_paired(60, 12, 4, 24)), _bounds(newcombe((72, 100), (64, 100)))
    assert paired[1] - paired[0] < apart[1] - apart[0]


@pytest.mark.parametrize(("b", "c"), [(0, 0), (12, 2), (5, 5), (0, 9), (40, 21)])
def test_mcnemar_equals_statsmodels(b: int, c: int) -> None:
    """The exact p-value equals statsmodels'."""
    theirs = 1.0 if b + c == 0 else mcnemar([[10, b], [c, 10]], exact=True).pvalue
    assert mcnemar_p(b, c) == pytest.approx(theirs, abs=1e-12)


def test_empty_samples_are_undefined() -> None:
    """No case, no proportion and no difference."""
    assert wilson(0, 0) == Undefined("no cases")
    assert isinstance(newcombe((1, 2), (0, 0)), Undefined)
    assert newcombe_paired(0, 0, 0, 0) == Undefined("no cases")


def test_impossible_counts_are_refused() -> None:
    """More successes than cases is a programming error."""
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(3, 2)
