"""Somebody's own model in place of the built-in one: the table ``predictions`` as a matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.catalog.warnings import warned
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.consensus.consensus import Floats

__all__ = ["given_probabilities", "given_warnings"]


def given_probabilities(predictions: pd.DataFrame, decided: QuestionConsensus) -> Floats | None:
    """(N, K) probabilities from the question's rows, items and labels in code order; None when it has none.

    The rows must be out of sample: nobody can tell from the numbers whether the model saw the item in training. Rows of
    an item are scaled to sum 1; a label that an item has no row for has probability 0; an item without rows, or with
    zeros only, gets the mean of the others.
    """
    item, label, probability = _coded(predictions, decided)
    if not len(item) or np.isnan(probability).any():
        return None
    table = np.zeros((decided.ratings.N, decided.ratings.K))
    table[item, label] = probability
    total = table.sum(axis=1)
    known = total > 0
    if not known.any():
        return None
    table[known] /= total[known, None]
    table[~known] = table[known].mean(axis=0)
    return table


def _coded(predictions: pd.DataFrame, decided: QuestionConsensus) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = predictions[predictions["question"] == decided.question]
    item = pd.Index(decided.coded.items).get_indexer(pd.Index(rows["item_id"]))
    label = pd.Index(decided.coded.labels).get_indexer(pd.Index(rows["label"]))
    used = (item >= 0) & (label >= 0)
    return item[used], label[used], pd.to_numeric(rows["probability"]).to_numpy(dtype=np.float64)[used]


def given_warnings(predictions: pd.DataFrame, decided: QuestionConsensus) -> list[WarningRecord]:
    """A warning when some items have no prediction although others have, a note when there are no probabilities."""
    item, _, probability = _coded(predictions, decided)
    about = ("questions", decided.question, "label_errors", "flagged")
    if len(item) and np.isnan(probability).any():
        return [warned("no-probabilities", about)]
    missing = decided.ratings.N - len(np.unique(item))
    if not len(item) or not missing:
        return []
    return [warned("missing-predictions", about, missing=missing, items=decided.ratings.N)]
