"""Made-up pairs of versions with a known true difference, judged as a comparison judges them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.compare.verdicts.verdicts import judge
from labelcards.documents.metric_difference import MetricDifference
from labelcards.metrics.agreement.coefficients import Alpha
from labelcards.metrics.agreement.decomposition import RatingsPair, agreement_decomposition
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.share_decomposition import SharePair, share_decomposition
from labelcards.metrics.intervals.variance_parts import DifferenceTest
from labelcards.metrics.ratings import Ratings

ALPHA = ("quality", "questions", "topic", "agreement", "overall", "alpha")
ACCURACY = ("quality", "questions", "topic", "gold", "final", "accuracy")
_K = 3


@dataclass(frozen=True)
class AlphaPairs:
    """Five annotators label every item; then each answer is given anew with probability 1/2, a ``gain`` more carefully.

    Items differ in how hard they are, and half the answers stay, so that both versions move together.
    """

    items: int
    path = ALPHA

    def draw(self, generator: np.random.Generator, gain: float) -> DifferenceTest:
        """New minus old of one pair."""
        N, M = self.items, 5
        truth = generator.integers(0, _K, N)[:, None]
        skill = generator.beta(6, 2, N)[:, None]
        old = _answers(generator, truth, skill, M)
        again = generator.random((N, M)) < 0.5
        new = np.where(again, _answers(generator, truth, np.minimum(skill + gain, 1.0), M), old)
        item, annotator = np.repeat(np.arange(N), M), np.tile(np.arange(M), N)
        before, after = (Ratings(item, annotator, labels.ravel(), N, M, _K) for labels in (old, new))
        every = np.arange(N)
        return agreement_decomposition(RatingsPair(before, after, (every, every)), Alpha(), Alpha()).shared


def _answers(generator: np.random.Generator, truth: np.ndarray, skill: np.ndarray, M: int) -> np.ndarray:
    shape = (len(truth), M)
    wrong = (truth + generator.integers(1, _K, shape)) % _K
    return np.where(generator.random(shape) < skill, truth, wrong)


@dataclass(frozen=True)
class AccuracyPairs:
    """Final labels against gold: 85% are right, 6% of them become wrong, and so many right that ``gain`` remains."""

    items: int
    path = ACCURACY

    def draw(self, generator: np.random.Generator, gain: float) -> DifferenceTest:
        """New minus old of one pair."""
        old = generator.random(self.items) < 0.85
        moved = generator.random(self.items)
        new = np.where(old, moved >= 0.06, moved < (gain + 0.06 * 0.85) / 0.15)
        every = np.arange(self.items)
        return share_decomposition(SharePair(old, new, (every, every))).shared


Pairs = AlphaPairs | AccuracyPairs


def judged(pairs: Pairs, found: DifferenceTest, others: np.ndarray | None = None) -> tuple[MetricDifference, ...]:
    """The verdict on a difference, and on others of the same family with the given p-values, which come after it."""
    noise = [
        MetricPair(
            ("quality", "questions", f"q{place}", "agreement", "overall", "alpha"),
            "alpha",
            "headline",
            FigureContrast(None, None, Estimate(0.0, 10, "test", -1.0, 1.0), paired=True, p=float(p)),
        )
        for place, p in enumerate(() if others is None else others)
    ]
    contrast = FigureContrast(None, None, found.difference, paired=True, p=found.known)
    measured = judge([MetricPair(pairs.path, pairs.path[-1], "headline", contrast, contrast), *noise], CATALOG)
    return tuple(sorted(measured, key=lambda one: one.path != pairs.path))
