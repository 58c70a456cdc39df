"""Raters against gold: annotators, consensus, final labels and model; gold checks hidden in batches; confusion."""

from __future__ import annotations

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.consensus.gold import (
    Scored,
    accuracy,
    balanced_accuracy,
    confusion,
    f1,
    macro_f1,
    mean_absolute_error,
    precision,
    recall,
    score_labels,
    score_ratings,
)
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import share_of
from labelcards.metrics.ratings import Codes

__all__ = ["confusion_figures", "gold_check_figures", "gold_figures", "rater_figures", "raters"]


def raters(decided: QuestionConsensus, model: Codes | None = None) -> dict[str, Scored]:
    """Who is measured: ``annotators`` (pooled), ``majority``, ``dawid_skene``, ``median``, ``final``, ``model``.

    Args:
        decided: the question.
        model: (N,) predicted label codes, -1 where there is none; predictions on items the model was trained on are the
            caller's mistake.
    """
    K = decided.ratings.K
    found = {"annotators": score_ratings(decided.ratings, decided.gold)}
    for name in ("majority", "dawid_skene", "median"):
        if name in decided.methods:
            found[name] = score_labels(decided.methods[name].label, decided.gold, K)
    found["final"] = score_labels(decided.final, decided.gold, K)
    if model is not None:
        found["model"] = score_labels(model, decided.gold, K)
    return found


def gold_figures(decided: QuestionConsensus, model: Codes | None = None) -> FigureTree:
    """``questions.<q>.gold``: per rater accuracy and, per label, precision, recall and F1; empty without gold."""
    if not (decided.gold >= 0).any():
        return {}
    tree: FigureTree = {}
    for name, scored in sorted(raters(decided, model).items()):
        if decided.numeric:
            error = mean_absolute_error(scored, decided.coded.values)
            tree[name] = {"mean_absolute_error": figure("mean_absolute_error", error)}
        elif decided.kind == "multilabel":
            tree[name] = {"accuracy": figure("accuracy", accuracy(scored)), "per_label": _per_member(decided, scored)}
        else:
            tree[name] = rater_figures(scored, decided.coded.labels)
    return tree


def rater_figures(scored: Scored, labels: tuple[str, ...], *, seed: int = 0) -> FigureTree:
    """Accuracy, balanced accuracy, macro F1 and per-label figures of one rater."""
    return {
        "accuracy": figure("accuracy", accuracy(scored)),
        "balanced_accuracy": figure("balanced_accuracy", balanced_accuracy(scored, seed=seed)),
        "f1_macro": figure("f1_macro", macro_f1(scored, seed=seed)),
        "per_label": {label: _label_figures(scored, code) for code, label in enumerate(labels)},
    }


def _label_figures(scored: Scored, code: int) -> FigureTree:
    return {
        "precision": figure("precision", precision(scored, code)),
        "recall": figure("recall", recall(scored, code)),
        "f1": figure("f1", f1(scored, code)),
    }


def _per_member(decided: QuestionConsensus, scored: Scored) -> FigureTree:
    """Per label of a set question: is the label in the given set, against is it in the gold set."""
    tree: FigureTree = {}
    for label, member in decided.members().items():
        binary = Scored(scored.item, member[scored.given].astype(np.intp), member[scored.truth].astype(np.intp), 2)
        tree[label] = _label_figures(binary, 1)
    return tree


def confusion_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.confusion.<gold label>.<given label>.count`` of all annotations; sets only where not zero.

    Empty without gold and for numbers.
    """
    if decided.numeric or not (decided.gold >= 0).any():
        return {}
    table = confusion(score_ratings(decided.ratings, decided.gold))
    labels, dense = decided.coded.labels, decided.kind != "multilabel"
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
