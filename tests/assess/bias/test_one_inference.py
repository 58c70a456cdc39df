"""An interval and a p-value on one line never contradict each other, whatever the table."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.assess.bias.represented import Population
from labelcards.assess.bias.version import bias_figures
from labelcards.documents.figures import Figure, leaves
from labelcards.documents.params import BiasParams
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.groups.mean_gap import mean_gap, superiority
from labelcards.metrics.groups.share_gap import population_gap, share_gap
from labelcards.metrics.intervals.clustered import Contrast, clustered_difference, within_item_contrast
from tests.assess.bias_data import Effects, finals_of, simulated


def agrees(contrast: Contrast) -> bool:
    """Whether 0 is outside the interval exactly when p is below .05; the interval holds the estimate and has width."""
    found = contrast.difference
    if not isinstance(found, Estimate) or found.low is None or found.high is None:
        return True
    outside = found.low > 0 or found.high < 0
    return outside == (contrast.p < 0.05) and found.low <= found.value <= found.high and found.low < found.high


def test_shares_of_two_groups() -> None:
    """3,000 tables of 1 to 150 units a side, rare and certain events among them."""
    rng = np.random.default_rng(0)
    for _ in range(3000):
        n, m = (int(each) for each in rng.integers(1, 150, 2))
        p, q = rng.beta(0.5, 0.7, 2)
        a, b = int(rng.binomial(n, p)), int(rng.binomial(m, q if rng.random() < 0.5 else p))
        found = share_gap(a, n, b, m)
        assert agrees(found), (a, n, b, m, found)
        assert isinstance(found.difference, Estimate)
        assert found.difference.low is not None
        assert found.difference.high is not None
        assert found.difference.low >= -1
        assert found.difference.high <= 1


def test_share_of_a_population() -> None:
    """3,000 counts against population shares, from none to all."""
    rng = np.random.default_rng(1)
    for _ in range(3000):
        n, share = int(rng.integers(1, 300)), float(rng.choice([0.0, 1.0, rng.beta(0.7, 0.7)]))
        count = int(rng.binomial(n, share if rng.random() < 0.5 else rng.random()))
        found = population_gap(count, n, share)
        assert agrees(found), (count, n, share, found)


def test_means_positions_and_clusters() -> None:
    """500 small samples of numbers, of levels, and of annotations in clusters."""
    rng = np.random.default_rng(2)
    for _ in range(500):
        n = int(rng.integers(4, 60))
        inside = rng.random(n) < rng.uniform(0.2, 0.8)
        numbers = rng.normal(0, 1, n) + inside * rng.choice([0.0, 0.7])
        levels = rng.integers(0, 4, n).astype(np.float64) + inside * rng.integers(0, 2)
        item, annotator = rng.integers(0, max(n // 3, 1), n), rng.integers(0, 8, n)
        event = (rng.random(n) < 0.3 + 0.3 * inside).astype(np.float64)
        assert agrees(mean_gap(numbers, inside))
        assert agrees(superiority(levels, inside))
        assert agrees(clustered_difference(event, inside, (annotator, item)))
        assert agrees(within_item_contrast(event, inside, item, annotator))


@pytest.mark.parametrize("seed", range(6))
def test_no_line_of_a_version_contradicts_itself(seed: int) -> None:
    """Every figure of a version with an interval and a p-value agrees; group association has its p and no interval."""
    version = simulated(Effects(blind=0.15 * (seed % 3), learner=0.2 * (seed % 2)), seed, items=150, annotators=12)
    shares = {"North": 0.5, "South": 0.3, "East": 0.2}
    populations = {"items": {"place": Population("made up", shares)}}
    tree, _, _ = bias_figures(version, finals_of(version), BiasParams(permutations=100), populations=populations)
    found = [figure for _, figure in leaves(tree) if figure.p is not None]
    tested = [figure for figure in found if figure.low is not None and figure.high is not None]
    assert len(tested) > 50
    wrong = [figure for figure in tested if not _consistent(figure)]
    assert not wrong
    associations = [figure for figure in found if figure.metric == "gai_difference"]
    assert associations
    assert all(figure.low is None and "shuffling" in str(figure.why) for figure in associations)


def _consistent(figure: Figure) -> bool:
    """As `agrees`, for what a document holds: six decimals."""
    assert figure.p is not None
    assert figure.low is not None
    assert figure.high is not None
    edge = abs(figure.p - 0.05) < 2e-6 or min(abs(figure.low), abs(figure.high)) < 2e-6
    return edge or (figure.low > 0 or figure.high < 0) == (figure.p < 0.05)


def test_the_score_interval_covers() -> None:
    """4 designs of 1,000 draws: 93 to 98% of intervals hold the true difference; equal shares differ in at most 6%."""
    rng = np.random.default_rng(4)
    for n, m, p, q in ((30, 60, 0.3, 0.3), (25, 400, 0.1, 0.1), (80, 80, 0.9, 0.8), (40, 120, 0.5, 0.3)):
        held = below = 0
        for a, b in zip(rng.binomial(n, p, 1000).tolist(), rng.binomial(m, q, 1000).tolist(), strict=True):
            found = share_gap(a, n, b, m)
            assert isinstance(found.difference, Estimate)
            assert found.difference.low is not None
            assert found.difference.high is not None
            held += found.difference.low <= p - q <= found.difference.high
            below += found.p < 0.05
        assert 930 <= held <= 980, (n, m, p, q, held)
        assert p != q or below <= 60
