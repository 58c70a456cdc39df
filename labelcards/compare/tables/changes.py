"""The figures of ``changes.json``: a label version against its parent."""

from __future__ import annotations

import pandas as pd

from labelcards.compare.tables.flow import final_pairs, label_flow
from labelcards.compare.tables.rows import annotation_changes, item_changes
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.proportions import wilson

__all__ = ["change_figures"]


def change_figures(
    new: LabelVersion,
    old: LabelVersion,
    consensus: tuple[pd.DataFrame, pd.DataFrame],
) -> FigureTree:
    """Rows added and removed, and where final labels went.

    Args:
        new, old: the version and its parent.
        consensus: their consensus tables, new first.

    Returns:
        ``counts.*`` and per question that both have ``flow.<from>.<to>.count`` and ``flipped``.
    """
    questions: FigureTree = {
        question: _question(consensus, question)
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


def _question(consensus: tuple[pd.DataFrame, pd.DataFrame], question: str) -> FigureTree:
    pairs = final_pairs(consensus[1], consensus[0], question)
    flipped = int((pairs["old"] != pairs["new"]).sum())
    flow: FigureTree = {}
    for (before, after), count in label_flow(pairs).items():
        branch = flow.setdefault(before, {})
        if isinstance(branch, dict):
            branch[after] = {"count": _count("count", count, len(pairs))}
    tree: FigureTree = {"flipped": figure("flipped", wilson(flipped, len(pairs)))}
    if flow:
        tree["flow"] = flow
    return tree
