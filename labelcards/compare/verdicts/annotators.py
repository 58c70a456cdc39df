"""Annotations of one question against gold in two versions: all of them, and those that were hidden checks.

Annotations of one item are not independent, nor, where others answered, are those of one annotator.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.verdicts.final_labels import Labels
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.documents.figures import Figure, figure
from labelcards.metrics.agreement.decomposition import LEAST_ITEMS
from labelcards.metrics.agreement.two_way import LEAST_ANNOTATORS
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.intervals.clustered import ClusterScores, contrast_of, side_scores
from labelcards.metrics.intervals.shares import share_of
from labelcards.metrics.intervals.variance_parts import DifferenceTest
from labelcards.metrics.ratings import Codes

__all__ = ["annotator_accuracy", "check_pass_rate"]


def annotator_accuracy(pair: QuestionPair) -> MetricPair | None:
    """Share of right annotations, on shared items by the newer gold labels; None without any."""
    return _rate(pair, ("gold", "annotators", "accuracy"), checks=False)


def check_pass_rate(pair: QuestionPair) -> MetricPair | None:
    """Share of hidden gold checks that were passed, likewise; None without any."""
    return _rate(pair, ("gold_checks", "pass_rate"), checks=True)


def _rate(pair: QuestionPair, steps: tuple[str, ...], *, checks: bool) -> MetricPair | None:
    newer = pair.gold[1]
    held = [pd.Index(coded.items).get_indexer(newer.index) >= 0 for coded in pair.coded]
    judged = newer[held[0] & held[1]]
    on_shared = _judged_rows(pair, (judged, judged), checks=checks)
    everything = _judged_rows(pair, pair.gold, checks=checks)
    if not all(len(side.right) for side in (*on_shared, *everything)):
        return None
    metric = steps[-1]
    (shared, scores), (whole, all_scores) = (_tested(pair, rows) for rows in (on_shared, everything))
    return MetricPair(
        ("quality", "questions", pair.question, *steps),
        metric,
        "headline",
        FigureContrast.of(everything[0].figure(metric), everything[1].figure(metric), whole),
        FigureContrast.of(on_shared[0].figure(metric), on_shared[1].figure(metric), shared),
        None
        if _same(on_shared, everything) and not pair.gold_moved
        else contrast_of(_less(all_scores, scores)).difference,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _JudgedRows:
    """The annotations of one version on items with gold: right or not, and who gave them on which item."""

    right: npt.NDArray[np.float64]
    item: Codes
    annotator: Codes

    def figure(self, metric: str) -> Figure:
        """The share that is right, as the quality document has it."""
        return figure(metric, share_of(self.right, np.ones(len(self.right)), cluster=self.item))


def _judged_rows(pair: QuestionPair, gold: tuple[Labels, Labels], *, checks: bool) -> tuple[_JudgedRows, _JudgedRows]:
    """All annotations of items with gold, or those that were hidden checks."""
    names = pair.gold[0].index.union(pair.gold[1].index)
    found = []
    codes = pair.people.old, pair.people.new
    for coded, table, people, truth in zip(pair.coded, pair.tables, codes, gold, strict=True):
        answer = pd.Index(coded.labels).get_indexer(pd.Index(truth)).astype(np.intp)
        place = truth.index.get_indexer(pd.Index(coded.items)).astype(np.intp)[coded.ratings.item]
        used = place >= 0
        if checks:
            source = table.counted.annotations["source"].to_numpy(dtype=object)[coded.rows]
            used &= np.asarray(source == "gold_check", dtype=np.bool_)
        right = (coded.ratings.label[used] == answer[place[used]]).astype(np.float64)
        item = names.get_indexer(truth.index).astype(np.intp)[place[used]]
        found.append(_JudgedRows(right, item, people[coded.ratings.annotator[used]]))
    return found[0], found[1]


def _tested(pair: QuestionPair, rows: tuple[_JudgedRows, _JudgedRows]) -> tuple[DifferenceTest, ClusterScores]:
    old, new = rows
    inside = np.concatenate([np.zeros(len(old.right), dtype=np.bool_), np.ones(len(new.right), dtype=np.bool_)])
    clusters = [np.concatenate([old.item, new.item])]
    if pair.ratings.pools is not None:
        clusters.insert(0, np.concatenate([old.annotator, new.annotator]))
    scores = side_scores(np.concatenate([old.right, new.right]), inside, tuple(clusters))
    if isinstance(scores, Undefined):
        raise TypeError("both sides have rows")
    why = _why_not(pair, rows)
    if why:
        return DifferenceTest(Undefined(why, len(new.right)), math.nan), scores
    found = contrast_of(scores)
    return DifferenceTest(found.difference, found.p), scores


def _why_not(pair: QuestionPair, rows: tuple[_JudgedRows, _JudgedRows]) -> str:
    """Why no difference is told: too few items in a version, or, where others answered, too few annotators."""
    for name, side in zip(("old", "new"), rows, strict=True):
        if len(np.unique(side.item)) < LEAST_ITEMS:
            return f"fewer than {LEAST_ITEMS} items with gold are in the {name} version"
        if pair.ratings.pools is not None and len(np.unique(side.annotator)) < LEAST_ANNOTATORS:
            return f"other annotators answered, and fewer than three of them in the {name} version"
    return ""


def _same(shared: tuple[_JudgedRows, _JudgedRows], whole: tuple[_JudgedRows, _JudgedRows]) -> bool:
    """Whether all annotations with gold are of shared items."""
    return all(len(part.right) == len(every.right) for part, every in zip(shared, whole, strict=True))


def _less(whole: ClusterScores, shared: ClusterScores) -> ClusterScores:
    """What the whole has more than the shared items: rows of both meet in their clusters."""
    return ClusterScores(
        whole.value - shared.value,
        np.concatenate([whole.scores, -shared.scores]),
        np.concatenate([whole.inside, shared.inside]),
        tuple(np.concatenate(pair) for pair in zip(whole.clusters, shared.clusters, strict=True)),
        whole.n,
    )
