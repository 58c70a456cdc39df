"""Final labels of one question in two versions: right against gold, suspected, and how often each label is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.documents.figures import Figure, figure
from labelcards.documents.metric_difference import Family
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.intervals.clustered import ClusterScores, contrast_of, side_scores
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.intervals.share_decomposition import SharePair, share_decomposition
from labelcards.metrics.intervals.shares import share_of
from labelcards.metrics.intervals.variance_parts import DifferenceTest
from labelcards.metrics.ratings import Codes

__all__ = ["accuracy_metrics", "annotator_accuracy", "flag_metric", "label_share_metrics"]

Mask = npt.NDArray[np.bool_]
Labels: TypeAlias = "pd.Series[str]"
"""By item."""


def accuracy_metrics(pair: QuestionPair) -> Iterator[MetricPair]:
    """Accuracy of final labels and of the Dawid–Skene consensus, and recall per label, by the newer gold labels."""
    base = ("quality", "questions", pair.question, "gold")
    for rater in ("dawid_skene", "final"):
        sides = [table[rater].dropna() for table in pair.finals if rater in table.columns]
        if len(sides) < 2 or not all(len(gold) for gold in pair.gold):
            continue
        finals = sides[0], sides[1]
        yield _scored(pair, (*base, rater, "accuracy"), finals)
        if rater == "final" and pair.kind.exclusive:
            for label in sorted(set(pair.gold[0]) | set(pair.gold[1])):
                yield _scored(pair, (*base, rater, "per_label", str(label), "recall"), finals, str(label))


def _scored(
    pair: QuestionPair, path: tuple[str, ...], finals: tuple[Labels, Labels], label: str | None = None
) -> MetricPair:
    """One share of right labels, of the items whose gold label is ``label`` when there is one."""
    old, new = finals
    gold = [each if label is None else each[each == label] for each in pair.gold]
    before, after = gold[0].index.intersection(old.index), gold[1].index.intersection(new.index)
    shared = after.intersection(pair.gold[0].index).intersection(old.index)
    again = (old[shared] == gold[1][shared]).to_numpy(np.bool_)
    shares = SharePair(
        (old[before] == gold[0][before]).to_numpy(np.bool_),
        (new[after] == gold[1][after]).to_numpy(np.bool_),
        (before.get_indexer(shared).astype(np.intp), after.get_indexer(shared).astype(np.intp)),
        again if pair.gold_moved else None,
        pair.pool_part(shared, gold[1][shared]),
        unmoved=_unmoved(old, new),
    )
    return _share_metric(path, "headline" if label is None else "detail", shares)


def _unmoved(old: Labels, new: Labels) -> bool:
    """Whether no final label of a shared item differs."""
    shared = old.index.intersection(new.index)
    return bool((old[shared] == new[shared]).all())


def _share_metric(path: tuple[str, ...], family: Family, shares: SharePair) -> MetricPair:
    metric = path[-1]
    found = share_decomposition(shares)
    whole = [figure(metric, wilson(int(each.sum()), len(each))) for each in (shares.old, shares.new)]
    return MetricPair(
        path,
        metric,
        family,
        FigureContrast.of(whole[0], whole[1], found.whole),
        FigureContrast.of(figure(metric, found.old), figure(metric, found.new), found.shared),
        None if shares.same else found.composition.difference,
    )


def annotator_accuracy(pair: QuestionPair) -> MetricPair | None:
    """Share of right annotations, on shared items by the newer gold labels; None without any.

    Annotations of one item are not independent, nor, where others answered, are those of one annotator.
    """
    kept = pair.gold[0].index.intersection(pair.gold[1].index)
    on_shared = _judged_rows(pair, (pair.gold[1][kept], pair.gold[1][kept]))
    everything = _judged_rows(pair, pair.gold)
    if not all(len(side.right) for side in (*on_shared, *everything)):
        return None
    path = ("quality", "questions", pair.question, "gold", "annotators", "accuracy")
    (shared, scores), (whole, all_scores) = (_tested(pair, rows) for rows in (on_shared, everything))
    return MetricPair(
        path,
        "accuracy",
        "headline",
        FigureContrast.of(everything[0].figure, everything[1].figure, whole),
        FigureContrast.of(on_shared[0].figure, on_shared[1].figure, shared),
        contrast_of(_less(all_scores, scores)).difference if pair.gold_moved or not pair.same_items else None,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _JudgedRows:
    """The annotations of one version on items with gold: right or not, and who gave them on which item."""

    right: npt.NDArray[np.float64]
    item: Codes
    annotator: Codes

    @property
    def figure(self) -> Figure:
        """The share that is right, as the quality document has it."""
        return figure("accuracy", share_of(self.right, np.ones(len(self.right)), cluster=self.item))


def _judged_rows(pair: QuestionPair, gold: tuple[Labels, Labels]) -> tuple[_JudgedRows, _JudgedRows]:
    names = pair.gold[0].index.union(pair.gold[1].index)
    found = []
    for coded, people, truth in zip(pair.coded, (pair.people.old, pair.people.new), gold, strict=True):
        answer = pd.Index(coded.labels).get_indexer(pd.Index(truth)).astype(np.intp)
        place = truth.index.get_indexer(pd.Index(coded.items)).astype(np.intp)[coded.ratings.item]
        used = place >= 0
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
    found = contrast_of(scores)
    return DifferenceTest(found.difference, found.p), scores


def _less(whole: ClusterScores, shared: ClusterScores) -> ClusterScores:
    """What the whole has more than the shared items: rows of both meet in their clusters."""
    return ClusterScores(
        whole.value - shared.value,
        np.concatenate([whole.scores, -shared.scores]),
        np.concatenate([whole.inside, shared.inside]),
        tuple(np.concatenate(pair) for pair in zip(whole.clusters, shared.clusters, strict=True)),
        whole.n,
    )


def flag_metric(pair: QuestionPair) -> MetricPair | None:
    """Share of suspected errors; None where a version could not look for any."""
    sides = [table for table in pair.finals if "flagged" in table.columns]
    if len(sides) < 2 or any(table["flagged"].isna().all() for table in sides):
        return None
    settled = [table[table["final"].notna()] for table in sides]
    shared = settled[0].index.intersection(settled[1].index)
    old, new = (table["flagged"].astype("boolean").fillna(False).to_numpy(np.bool_) for table in settled)
    at = tuple(table.index.get_indexer(shared).astype(np.intp) for table in settled)
    pool = None if pair.ratings.pools is None else "others annotated, and the interval takes annotators as given"
    path = ("quality", "questions", pair.question, "label_errors", "flagged_share")
    return _share_metric(path, "headline", SharePair(old, new, (at[0], at[1]), None, pool))


def label_share_metrics(pair: QuestionPair) -> Iterator[MetricPair]:
    """Share of each label among final labels, where these divide the items."""
    if not pair.kind.exclusive or not all("final" in table.columns for table in pair.finals):
        return
    old, new = (table["final"].dropna() for table in pair.finals)
    if old.empty or new.empty:
        return
    shared = old.index.intersection(new.index)
    at = old.index.get_indexer(shared).astype(np.intp), new.index.get_indexer(shared).astype(np.intp)
    base = ("quality", "questions", pair.question, "labels")
    unmoved = _unmoved(old, new)
    for label in pair.new.manifest.questions[pair.question].label_ids:
        was, now = ((side == label).to_numpy(np.bool_) for side in (old, new))
        pool = pair.pool_part(shared, pd.Series(label, index=shared, dtype="str"))
        yield _share_metric((*base, label, "consensus_share"), "detail", SharePair(was, now, at, None, pool, unmoved))
