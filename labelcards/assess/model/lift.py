"""Model lift: the same baseline trained on this version and on its parent, scored on the same gold items."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.assess.model.gold_predictions import predict_gold_items
from labelcards.assess.model.refits import refit_lift
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.bootstrap import replicate_weights
from labelcards.metrics.intervals.level import TAIL, UPPER
from labelcards.metrics.intervals.proportions import tango

__all__ = ["lift_figures"]


def lift_figures(
    new: LabelVersion,
    old: LabelVersion,
    consensus: tuple[pd.DataFrame, pd.DataFrame],
    *,
    replicates: int,
    seed: int,
    seeds: int = 2,
) -> dict[str, FigureTree]:
    """Question → ``{"accuracy": …, "f1_macro": …, "refit_accuracy": …}``, the new version's model minus the old one's.

    Both models predict the new version's gold items and train on none of them. A question without gold, or whose kind
    has no baseline, is absent. ``refit_accuracy`` is the mean over trainings without a part of the items, for ``seeds``
    ways to deal the parts; 0 leaves it out.
    """
    with_new = predict_gold_items(new, consensus[0]).table
    with_old = predict_gold_items(old, consensus[1], held_out=new).table
    trees: dict[str, FigureTree] = {}
    for question, declared in new.manifest.questions.items():
        gold = new.gold[new.gold["question"] == question]
        if gold.empty or not declared.label_kind.classified:
            continue
        joined = _joined(gold, with_new, with_old, question)
        trees[question] = {
            "accuracy": figure("lift", _accuracy_lift(joined)),
            "f1_macro": figure("lift", _f1_lift(joined, declared.label_ids, replicates, seed)),
        }
        if seeds and not joined.empty:
            refit = refit_lift(new, old, consensus, question, seeds=seeds, seed=seed)
            trees[question]["refit_accuracy"] = figure("lift", refit)
    return trees


def _joined(gold: pd.DataFrame, new: pd.DataFrame, old: pd.DataFrame, question: str) -> pd.DataFrame:
    """``item_id, label, new, old`` for the gold items that both models predicted."""
    frame = gold[["item_id", "label"]]
    for name, predictions in (("new", new), ("old", old)):
        own = predictions.loc[predictions["question"] == question, ["item_id", "label"]]
        frame = frame.merge(own.rename(columns={"label": name}), on="item_id")
    return frame.sort_values("item_id", ignore_index=True)


def _accuracy_lift(joined: pd.DataFrame) -> Result:
    if joined.empty:
        return Undefined("one of the versions has too few labelled items for a baseline")
    new = (joined["new"] == joined["label"]).to_numpy()
    old = (joined["old"] == joined["label"]).to_numpy()
    return tango(int((new & ~old).sum()), int((~new & old).sum()), len(joined))


def _f1_lift(joined: pd.DataFrame, labels: tuple[str, ...], replicates: int, seed: int) -> Result:
    """Difference of macro F1 with a percentile bootstrap over gold items."""
    if joined.empty:
        return Undefined("one of the versions has too few labelled items for a baseline")
    index = pd.Index(labels)
    truth, new, old = (index.get_indexer(pd.Index(joined[name])) for name in ("label", "new", "old"))
    K, n = len(labels), len(joined)
    weights = np.concatenate(list(replicate_weights(np.ones(n), replicates, seed)))
    difference = _macro_f1(truth, new, weights, K) - _macro_f1(truth, old, weights, K)
    once = np.ones((1, n))
    value = float(_macro_f1(truth, new, once, K)[0] - _macro_f1(truth, old, once, K)[0])
    low, high = (float(bound) for bound in np.quantile(difference, [TAIL, UPPER]))
    return Estimate(value, n, f"paired percentile bootstrap over gold items, {replicates} replicates, 95%", low, high)


def _macro_f1(
    truth: np.ndarray[tuple[int], np.dtype[np.intp]],
    given: np.ndarray[tuple[int], np.dtype[np.intp]],
    weights: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    K: int,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(B,) mean over the labels that occur in truth or prediction of F1, under each row of (B, n) item weights."""
    scores = np.zeros((len(weights), K))
    occurs = np.zeros((len(weights), K), dtype=bool)
    for k in range(K):
        hits = weights @ ((truth == k) & (given == k))
        size = weights @ ((truth == k).astype(float) + (given == k))
        occurs[:, k] = size > 0
        scores[:, k] = np.divide(2 * hits, size, out=np.zeros(len(weights)), where=size > 0)
    return np.asarray(scores.sum(axis=1) / np.maximum(occurs.sum(axis=1), 1))
