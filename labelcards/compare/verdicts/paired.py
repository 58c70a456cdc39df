"""Metrics measured on the items that both versions have, where each item is its own control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.agreement import Agreements
from labelcards.compare.verdicts.gaps import group_gaps
from labelcards.compare.verdicts.metric_pair import MetricPair, p_of_interval
from labelcards.documents.difference import Family
from labelcards.documents.figures import figure
from labelcards.documents.policy import GroupPolicy
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.proportions import mcnemar_p, newcombe_paired, wilson
from labelcards.metrics.intervals.uncertainty import IntervalPlan

__all__ = ["paired_metrics"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _SharedItems:
    """Items of one question that stand in both tables of final labels, aligned: ``<column>_old, <column>_new``."""

    question: str
    table: pd.DataFrame

    def where(self, *columns: str) -> pd.DataFrame:
        """The items that have all these columns on both sides."""
        wanted = [f"{column}_{side}" for column in columns for side in ("old", "new")]
        return self.table.dropna(subset=wanted)

    def has(self, column: str) -> bool:
        return f"{column}_old" in self.table.columns and f"{column}_new" in self.table.columns


def paired_metrics(
    old: Side, new: Side, question: str, plan: IntervalPlan, policy: GroupPolicy, *, flags: bool = True
) -> Iterator[MetricPair]:
    """Agreement, accuracy, dispute, suspected errors, label shares and group gaps of one question.

    Args:
        old, new: sides with tables, in the same set of labels.
        question: asked in both, with the same kind.
        plan: how intervals of agreement are made.
        policy: the bars for groups.
        flags: whether dispute and suspected errors, which were found with each version's own labels, are comparable.
    """
    if old.labels is None or new.labels is None:
        raise ValueError("pairing needs the tables of both sides")
    kind = new.manifest.questions[question].label_kind
    agreements = Agreements.of(kind, old.coded(question).of_people, new.coded(question).of_people).compare(plan)
    for name, pair in agreements.items():
        path = ("quality", "questions", question, "agreement", "overall", name)
        degrees = pair.difference.n - 1 if pair.difference.n > 1 else None
        paired = isinstance(pair.difference, Estimate) and not pair.difference.method.startswith("unpaired")
        yield MetricPair(
            path,
            name,
            "headline",
            figure(name, pair.old),
            figure(name, pair.new),
            pair.difference,
            paired,
            p_of_interval(pair.difference, degrees),
        )
    shared = _shared(old, new, question)
    if kind.categorical:
        yield from _accuracies(shared, _gold(old, new, question), per_label=kind.exclusive)
    if flags:
        yield from _flags(shared)
    yield from _shares(shared, new)
    yield from group_gaps(old, new, question, policy)


def _shared(old: Side, new: Side, question: str) -> _SharedItems:
    before, after = (side.finals[side.finals["question"] == question] for side in (old, new))
    table = before.drop(columns="question").merge(
        after.drop(columns="question"), on="item_id", suffixes=("_old", "_new")
    )
    return _SharedItems(question, table)


def _gold(old: Side, new: Side, question: str) -> pd.DataFrame:
    """``item_id, gold``: the new version's gold, and the old one's for items that have none there."""
    if old.labels is None or new.labels is None:
        raise ValueError("gold needs the tables of both sides")
    before, after = (
        side.gold.loc[side.gold["question"] == question, ["item_id", "label"]] for side in (old.labels, new.labels)
    )
    both = pd.concat([after, before], ignore_index=True).drop_duplicates("item_id")
    return both.rename(columns={"label": "gold"})


def _accuracies(shared: _SharedItems, gold: pd.DataFrame, *, per_label: bool) -> Iterator[MetricPair]:
    base = ("quality", "questions", shared.question, "gold")
    for rater in ("dawid_skene", "final"):
        if not shared.has(rater):
            continue
        scored = shared.where(rater).merge(gold, on="item_id")
        if scored.empty:
            continue
        was, now = ((scored[f"{rater}_{side}"] == scored["gold"]).to_numpy(np.bool_) for side in ("old", "new"))
        yield _share((*base, rater, "accuracy"), "headline", was, now)
        if rater == "final" and per_label:
            for label in sorted(scored["gold"].unique()):
                mine = (scored["gold"] == label).to_numpy(np.bool_)
                yield _share((*base, rater, "per_label", str(label), "recall"), "detail", was[mine], now[mine])


def _flags(shared: _SharedItems) -> Iterator[MetricPair]:
    """Disputed items among those annotated several times, and suspected errors among those with a label."""
    base = ("quality", "questions", shared.question)
    if shared.has("disputed") and shared.has("annotations"):
        several = (shared.table["annotations_old"] >= 2) & (shared.table["annotations_new"] >= 2)
        was, now = (shared.table.loc[several, f"disputed_{side}"].to_numpy(np.bool_) for side in ("old", "new"))
        yield _share((*base, "consensus", "disputed_share"), "headline", was, now)
    if shared.has("flagged"):
        settled = shared.where("final")
        was, now = (settled[f"flagged_{side}"].fillna(False).to_numpy(np.bool_) for side in ("old", "new"))
        yield _share((*base, "label_errors", "flagged_share"), "headline", was, now)


def _shares(shared: _SharedItems, new: Side) -> Iterator[MetricPair]:
    """Share of each label among final labels, where these divide the items."""
    declared = new.manifest.questions[shared.question]
    if not declared.label_kind.exclusive or not shared.has("final"):
        return
    settled = shared.where("final")
    if settled.empty:
        return
    base = ("quality", "questions", shared.question, "labels")
    for label in declared.label_ids:
        was, now = ((settled[f"final_{side}"] == label).to_numpy(np.bool_) for side in ("old", "new"))
        yield _share((*base, label, "consensus_share"), "detail", was, now)


def _share(path: tuple[str, ...], family: Family, was: Mask, now: Mask) -> MetricPair:
    """A share over the same items in both versions, with Newcombe's paired interval and McNemar's exact test."""
    metric = path[-1]
    n = len(now)
    gained, lost = int((now & ~was).sum()), int((was & ~now).sum())
    difference = (
        newcombe_paired(int((now & was).sum()), gained, lost, int((~now & ~was).sum()))
        if n
        else Undefined("no item is in both versions")
    )
    old, new = (wilson(int(flags.sum()), n) for flags in (was, now))
    p = mcnemar_p(gained, lost) if n else None
    return MetricPair(path, metric, family, figure(metric, old), figure(metric, new), difference, paired=True, p=p)
