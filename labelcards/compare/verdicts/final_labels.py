"""Final labels of one question in two versions: right against gold, suspected, and how often each label is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.compare.verdicts.question_pair import FinalLabels, QuestionPair
from labelcards.documents.figures import figure
from labelcards.documents.metric_difference import Family
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.intervals.share_decomposition import SharePair, share_decomposition

__all__ = ["accuracy_metrics", "flag_metric", "label_share_metrics"]

Mask = npt.NDArray[np.bool_]
Labels: TypeAlias = "pd.Series[str]"
"""By item."""


def accuracy_metrics(pair: QuestionPair) -> Iterator[MetricPair]:
    """Accuracy of final labels and of the Dawid–Skene consensus, and recall per label, by the newer gold labels."""
    base = ("quality", "questions", pair.question, "gold")
    if not all(len(gold) for gold in pair.gold):
        return
    for rater, finals in pair.final_labels.items():
        yield _scored(pair, (*base, rater, "accuracy"), finals)
        if rater == "final" and pair.kind.exclusive:
            for label in sorted(set(pair.gold[0]) | set(pair.gold[1])):
                yield _scored(pair, (*base, rater, "per_label", str(label), "recall"), finals, str(label))


def _scored(pair: QuestionPair, path: tuple[str, ...], finals: FinalLabels, label: str | None = None) -> MetricPair:
    """One share of right labels, of the items whose gold label is ``label`` when there is one."""
    old, new = finals.old, finals.new
    gold = [each if label is None else each[each == label] for each in pair.gold]
    before, after = _within(gold[0].index, old.index), _within(gold[1].index, new.index)
    shared = _within(after, old.index)
    again = (old[shared] == gold[1][shared]).to_numpy(np.bool_)
    shares = SharePair(
        (old[before] == gold[0][before]).to_numpy(np.bool_),
        (new[after] == gold[1][after]).to_numpy(np.bool_),
        (before.get_indexer(shared).astype(np.intp), after.get_indexer(shared).astype(np.intp)),
        again if pair.gold_moved else None,
        pair.pool_part(shared, gold[1][shared]),
        unmoved=finals.unmoved,
    )
    return _share_metric(path, "headline" if label is None else "detail", shares)


def _within(items: pd.Index, among: pd.Index) -> pd.Index:
    """The ids that are among the others, in their order."""
    return items[among.get_indexer(items) >= 0]


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


def flag_metric(pair: QuestionPair) -> MetricPair | None:
    """Share of suspected errors; None where a version could not look for any."""
    sides = [table for table in pair.finals if "flagged" in table.columns]
    if len(sides) < 2 or any(table["flagged"].isna().all() for table in sides):
        return None
    settled = [table[table["final"].notna() & table["flagged"].notna()] for table in sides]
    shared = settled[0].index.intersection(settled[1].index)
    old, new = (table["flagged"].to_numpy(np.bool_) for table in settled)
    at = tuple(table.index.get_indexer(shared).astype(np.intp) for table in settled)
    pool = None if pair.ratings.pools is None else "others annotated, and the interval takes annotators as given"
    path = ("quality", "questions", pair.question, "label_errors", "flagged_share")
    return _share_metric(path, "headline", SharePair(old, new, (at[0], at[1]), None, pool))


def label_share_metrics(pair: QuestionPair) -> Iterator[MetricPair]:
    """Share of each label among final labels, where these divide the items."""
    finals = pair.final_labels.get("final")
    if finals is None or not pair.kind.exclusive or finals.old.empty or finals.new.empty:
        return
    items = finals.items
    base = ("quality", "questions", pair.question, "labels")
    for label in pair.new.manifest.questions[pair.question].label_ids:
        was, now = ((side == label).to_numpy(np.bool_) for side in (finals.old, finals.new))
        others = pair.ratings.pools is not None
        pool = pair.pool_part(items, pd.Series(label, index=items, dtype="str")) if others else None
        shares = SharePair(was, now, finals.shared, None, pool, finals.unmoved)
        yield _share_metric((*base, label, "consensus_share"), "detail", shares)
