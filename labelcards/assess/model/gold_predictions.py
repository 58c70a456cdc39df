"""The baseline's predictions for gold items: trained on the final labels of all other items of a version."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from labelcards.assess.model.baseline import item_texts, label_of, predict_gold
from labelcards.catalog.warnings import warned
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Codes

__all__ = ["GoldPredictions", "final_codes", "predict_gold_items", "texts_by_item"]

PARAMETERS: dict[str, str | int | float | bool] = {
    "model": "TF-IDF of words and character n-grams, logistic regression",
    "training": "final labels of the items that are not gold",
}


@dataclass(frozen=True, slots=True)
class GoldPredictions:
    """What the baseline says about the gold items.

    Attributes:
        table: ``question, item_id, label, confidence``, one row per predicted gold item, sorted.
        train_items: question → items it was trained on.
        warnings: the questions without a baseline, and why.
    """

    table: pd.DataFrame
    train_items: dict[str, int]
    warnings: list[WarningRecord]
    parameters: dict[str, str | int | float | bool] = field(default_factory=lambda: dict(PARAMETERS))


def predict_gold_items(
    version: LabelVersion, consensus: pd.DataFrame, held_out: LabelVersion | None = None
) -> GoldPredictions:
    """Train on ``version`` per question that a classifier can answer, and predict the gold items.

    Args:
        version: the label version whose final labels train the model.
        consensus: its consensus table (``question, item_id, final``).
        held_out: the version whose gold items (and their texts) are predicted; ``version`` itself when absent. None of
            them trains the model.
    """
    scored = held_out or version
    frames = [pd.DataFrame(columns=["question", "item_id", "label", "confidence"])]
    train_items: dict[str, int] = {}
    warnings: list[WarningRecord] = []
    for question, declared in version.manifest.questions.items():
        gold_ids = sorted(scored.gold.loc[scored.gold["question"] == question, "item_id"])
        if not declared.label_kind.classified or not gold_ids:
            continue
        result = _predict(version, consensus, scored, question, gold_ids)
        if isinstance(result, Undefined):
            warnings.append(warned("no-baseline", ("questions", question), question=question, why=result.why))
            continue
        frame, train_items[question] = result
        frames.append(frame)
    tables = frames[1:] or frames
    return GoldPredictions(pd.concat(tables, ignore_index=True), train_items, warnings)


def _predict(
    version: LabelVersion, consensus: pd.DataFrame, scored: LabelVersion, question: str, gold_ids: list[str]
) -> tuple[pd.DataFrame, int] | Undefined:
    labels = version.manifest.questions[question].label_ids
    codes = final_codes(version, consensus, question)
    text_of = texts_by_item(scored)
    if isinstance(text_of, Undefined):
        return text_of
    known = [item for item in gold_ids if item in text_of]
    probabilities = predict_gold(version, codes, known, [text_of[item] for item in known], len(labels))
    if isinstance(probabilities, Undefined):
        return probabilities
    chosen = label_of(probabilities)
    frame = pd.DataFrame(
        {
            "question": question,
            "item_id": known,
            "label": [labels[code] for code in chosen],
            "confidence": probabilities.max(axis=1),
        }
    )
    trained = int(((codes >= 0) & ~version.items["item_id"].isin(set(known)).to_numpy()).sum())
    return frame, trained


def final_codes(version: LabelVersion, consensus: pd.DataFrame, question: str) -> Codes:
    """(N,) code of each item's final label, in the order of ``version.items``; -1 where there is none."""
    own = consensus.loc[consensus["question"] == question].set_index("item_id")["final"]
    labels = pd.Index(version.manifest.questions[question].label_ids)
    return labels.get_indexer(pd.Index(own.reindex(version.items["item_id"]))).astype(np.intp)


def texts_by_item(version: LabelVersion) -> dict[str, str] | Undefined:
    """Item id → its text."""
    texts = item_texts(version)
    return texts if isinstance(texts, Undefined) else dict(zip(version.items["item_id"], texts, strict=True))
