"""Verdicts on simulated pairs of versions: noise is not called a change, and a real gain is."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_metrics
from labelcards.documents.metric_difference import MetricDifference
from tests.compare.versions import drawn

ITEMS = 150


def _pair(generator: np.random.Generator, gain: float) -> tuple[MetricDifference, ...]:
    """Two versions of the same items, annotated anew by the same process; the second is better by ``gain``.

    Items differ in how hard they are, so the two versions' figures are correlated.
    """
    truth = generator.integers(0, 3, ITEMS)
    skill = generator.beta(6, 2, ITEMS)
    old = drawn("1.0.0", truth, skill, generator)
    new = drawn("1.1.0", truth, np.minimum(skill + gain, 1.0), generator)
    return compare_metrics(old, new, CATALOG)


@pytest.mark.slow
def test_null_pairs_and_coverage() -> None:
    """1,000 pairs from one process: at most 5% (plus error) have any false verdict, and intervals cover zero in 93–97%.

    Under the complete null the false discovery rate is the chance of any verdict. The expected difference of every
    coefficient is zero, so an interval that holds zero covers the truth.
    """
    generator = np.random.default_rng(20260301)
    pairs = 1_000
    any_verdict = any_detail = 0
    covered: dict[tuple[str, ...], int] = {}
    for _ in range(pairs):
        everything = _pair(generator, 0.0)
        any_detail += any(one.evident for one in everything if one.family == "detail")
        any_verdict += any(one.evident for one in everything if one.family == "headline")
        for one in everything:
            if one.family == "detail":
                continue
            low, high = one.judged.difference.low, one.judged.difference.high
            assert low is not None
            assert high is not None
            covered[one.path[-2:]] = covered.get(one.path[-2:], 0) + (low <= 0 <= high)
    print(f"pairs with a verdict: {any_verdict / pairs:.3f}")  # noqa: T201 - shown by pytest -rP
    print("coverage:", {".".join(metric): count / pairs for metric, count in covered.items()})  # noqa: T201
    print(f"pairs with a verdict on a label: {any_detail / pairs:.3f}")  # noqa: T201
    nominal = 0.05 + 3 * np.sqrt(0.05 * 0.95 / pairs)
    assert any_verdict / pairs <= nominal
    assert any_detail / pairs <= nominal
    agreement = {("overall", name) for name in ("percent", "alpha", "fleiss_kappa", "gwet_ac1")}
    rest = {("consensus", "disputed_share"), ("final", "accuracy"), ("annotators", "accuracy")}
    assert set(covered) == agreement | rest
    for metric, count in covered.items():
        assert 0.93 <= count / pairs <= 0.97, (metric, count / pairs)


@pytest.mark.slow
def test_power_for_a_planted_gain() -> None:
    """A gain of 8 points in skill on 150 items is called better in most pairs, and never worse."""
    generator = np.random.default_rng(5)
    pairs = 200
    verdicts = [
        next(one.verdict for one in _pair(generator, 0.08) if one.metric == "alpha" and one.family == "headline")
        for _ in range(pairs)
    ]
    print(f"power: {verdicts.count('better') / pairs:.3f}")  # noqa: T201 - shown by pytest -rP
    assert verdicts.count("better") / pairs >= 0.8
    assert "worse" not in verdicts
