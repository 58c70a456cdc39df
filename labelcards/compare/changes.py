"""The figures of ``changes.json``: a label version against its parent."""

from __future__ import annotations

import pandas as pd

from labelcards.compare.difference import accuracy_difference, agreement_differences
from labelcards.compare.flow import final_pairs, label_flow
from labelcards.compare.rows import annotation_changes, item_changes
from labelcards.dataset.version import LabelVersion
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals import wilson
from labelcards.metrics.uncertainty import IntervalPlan

__all__ = ["change_figures"]


def change_figures(
    new: LabelVersion,
    old: LabelVersion,
    consensus: tuple[pd.DataFrame, pd.DataFrame],
    plan: IntervalPlan,
) -> FigureTree:
    """Rows added and removed, where final labels went, and the difference of every headline figure.

    Args:
        new, old: the version and its parent.
        consensus: their consensus tables, new first.
        plan: how intervals of agreement differences are made.

    Returns:
        ``counts.*`` and per question that both have ``flow.<from>.<to>.count``, ``flipped`` and ``difference.*``.
    """
    questions: FigureTree = {
        question: _question(new, old, consensus, question, plan)
        for question in new.manifest.questions
        if question in old.manifest.questions
    }
    return {"counts": _counts(new, old), "questions": questions}


def _count(metric: str, count: int, n: int) -> Figure:
    return figure(metric, Estimate(float(count), n, why_no_interval="counted, not sampled"))


def _counts(new: LabelVersion, old: LabelVersion) -> FigureTree:
    tree: FigureTree = {}
    for noun, changes in (("items", item_changes(old, new)), ("annotations", annotation_changes(old, new))):
        n = changes.added + changes.removed + changes.changed + changes.same
        for what in ("added", "removed", "changed"):
            tree[f"{noun}_{what}"] = _count(f"{noun}_{what}", getattr(changes, what), n)
    return tree


def _question(
    new: LabelVersion,
    old: LabelVersion,
    consensus: tuple[pd.DataFrame, pd.DataFrame],
    question: str,
    plan: IntervalPlan,
) -> FigureTree:
    pairs = final_pairs(consensus[1], consensus[0], question)
    flipped = int((pairs["old"] != pairs["new"]).sum())
    flow: FigureTree = {}
    for (before, after), count in label_flow(pairs).items():
        branch = flow.setdefault(before, {})
        if isinstance(branch, dict):
            branch[after] = {"count": _count("count", count, len(pairs))}
    gold = new.gold.loc[new.gold["question"] == question, ["item_id", "label"]]
    ours, parents = (table[table["question"] == question] for table in consensus)
    difference = agreement_differences(new, old, question, plan)
    difference["gold_accuracy"] = figure("difference", accuracy_difference(ours, parents, gold, "final"))
    tree: FigureTree = {"flipped": figure("flipped", wilson(flipped, len(pairs))), "difference": difference}
    if flow:
        tree["flow"] = flow
    return tree
