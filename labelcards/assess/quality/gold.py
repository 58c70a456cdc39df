"""Raters against gold: annotators, consensus, final labels and model; gold checks hidden in batches; confusion."""

from __future__ import annotations

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.documents.figures import FigureTree, figure
from labelcards.labels.verdict import Scores
from labelcards.metrics.consensus.gold import (
    GoldJudgements,
    confusion,
    score_labels,
    score_ratings,
)
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import share_of
from labelcards.metrics.ratings import Codes

__all__ = ["confusion_figures", "gold_check_figures", "gold_figures", "raters"]


_USUAL = ("dawid_skene", "majority", "mean", "median", "trimmed_mean")


def raters(decided: QuestionConsensus, model: Codes | None = None) -> dict[str, GoldJudgements]:
    """Who is measured: ``annotators`` (pooled), the usual methods and the one that decides, ``final``, ``model``.

    Args:
        decided: the question.
        model: (N,) predicted label codes, -1 where there is none; predictions on items the model was trained on are the
            caller's mistake.
    """
    K = decided.ratings.K
    found = {"annotators": score_ratings(decided.ratings, decided.gold)}
    for name in sorted({*_USUAL, decided.deciding}):
        if name in decided.methods:
            found[name] = score_labels(decided.methods[name].label, decided.gold, K)
    found["final"] = score_labels(decided.final, decided.gold, K)
    if model is not None:
        found["model"] = score_labels(model, decided.gold, K)
    return found


def gold_figures(decided: QuestionConsensus, model: Codes | None = None) -> FigureTree:
    """``questions.<q>.gold``: per rater the scores of the kind of label, overall and per label; empty without gold."""
    if not (decided.gold >= 0).any():
        return {}
    tree: FigureTree = {}
    for name, scored in sorted(raters(decided, model).items()):
        tree[name] = _figures(decided.kind.scores(scored, decided.answers))
    return tree


def _figures(scores: Scores) -> FigureTree:
    tree: FigureTree = {key: figure(key, result) for key, result in scores.overall.items()}
    if scores.per_label:
        tree["per_label"] = {
            label: {key: figure(key, result) for key, result in found.items()}
            for label, found in scores.per_label.items()
        }
    return tree


def confusion_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.confusion.<gold label>.<given label>.count`` of all annotations; sets only where not zero.

    Empty without gold and for numbers.
    """
    if not decided.kind.categorical or not (decided.gold >= 0).any():
        return {}
    table = confusion(score_ratings(decided.ratings, decided.gold))
    labels, dense = decided.coded.labels, decided.kind.exclusive
    tree: FigureTree = {}
    for row, truth in enumerate(labels):
        cells: FigureTree = {
            given: {"count": figure("count", counted(int(table[row, column])))}
            for column, given in enumerate(labels)
            if dense or table[row, column]
        }
        if cells:
            tree[truth] = cells
    return tree


def gold_check_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.gold_checks``: pass rate of annotations with source ``gold_check``, in all and per batch.

    Empty when there are none. Checks of items without gold cannot be judged and are left out.
    """
    checks = decided.column("source").eq("gold_check").fillna(False).to_numpy(dtype=np.bool_)
    if not checks.any():
        return {}
    truth = decided.gold[decided.ratings.item]
    judged = checks & (truth >= 0)
    passed = judged & (decided.ratings.label == truth)
    tree: FigureTree = {
        "pass_rate": figure(
            "pass_rate", share_of(passed, judged, cluster=decided.ratings.item, nothing="no checked item has gold")
        )
    }
    rows = np.flatnonzero(checks)
    batches = decided.column("batch").iloc[rows].to_numpy(dtype=object)
    per_batch: FigureTree = {}
    for batch in sorted({name for name in batches if isinstance(name, str)}):
        here = rows[batches == batch]
        cluster = decided.ratings.item[here]
        rate = share_of(passed[here], judged[here], cluster=cluster, nothing="no checked item has gold")
        per_batch[batch] = {"pass_rate": figure("pass_rate", rate)}
    if per_batch:
        tree["per_batch"] = per_batch
    return tree
