"""Predictions of one question beside gold, coded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.errors import InputError, Problem
from labelcards.labels.kind import LabelKind
from labelcards.metrics.consensus.gold import GoldJudgements

__all__ = ["GoldComparison", "predicted_of"]


@dataclass(frozen=True, slots=True, eq=False)
class GoldComparison:
    """The items that have gold and a prediction.

    Attributes:
        question: its name.
        scored: one row per item: item code (row of the items table), predicted and gold answer.
        answers: what the answer codes mean: the labels, or the answers that occur where these are not single labels.
        labels: the L declared labels.
        holds: (answers, L) whether an answer holds a label.
        exclusive: whether an answer is exactly one label.
        confidence: (U,) probability the model gave to its answer, or None.
        positive: the label whose false alarms and misses matter most, if there is one.
    """

    question: str
    scored: GoldJudgements
    answers: tuple[str, ...]
    labels: tuple[str, ...]
    holds: npt.NDArray[np.bool_]
    exclusive: bool
    confidence: npt.NDArray[np.float64] | None
    positive: str | None = None

    def __len__(self) -> int:
        """U, the number of items."""
        return len(self.scored)

    def binary(self, label: str) -> GoldJudgements:
        """One label against all others: 1 where the answer holds it."""
        member = self.holds[:, self.labels.index(label)].astype(np.intp)
        return GoldJudgements(self.scored.item, member[self.scored.given], member[self.scored.truth], 2)


def predicted_of(version: LabelVersion, question: str, predictions: pd.DataFrame) -> GoldComparison:
    """The predictions of one question that can be scored.

    Raises:
        InputError: an item has two predictions, or a predicted label is not among the declared ones.
    """
    declared = version.manifest.questions[question]
    labels, kind = declared.label_ids, declared.label_kind
    own = predictions[predictions["question"] == question]
    truth = version.gold[version.gold["question"] == question].set_index("item_id")["label"]
    _check(own, labels, kind)
    own = own[own["label"].notna() & own["item_id"].isin(truth.index)].set_index("item_id")
    item = pd.Index(version.items["item_id"]).get_indexer(own.index)
    own, item = own[item >= 0], item[item >= 0]
    order = np.argsort(item, kind="stable")
    own, item = own.iloc[order], item[order].astype(np.intp)
    gold = truth.reindex(own.index)
    answers = kind.answers(labels, {*own["label"], *gold})
    place = pd.Index(answers)
    given, true = (place.get_indexer(pd.Index(x)).astype(np.intp) for x in (own["label"], gold))
    confidence = own["confidence"].to_numpy(dtype=np.float64) if "confidence" in own else None
    if confidence is not None and np.isnan(confidence).any():
        confidence = None
    holds = kind.holds(answers, labels)
    positive = declared.positive or (labels[-1] if len(labels) == 2 else None)
    scored = GoldJudgements(item, given, true, len(answers))
    return GoldComparison(question, scored, answers, labels, holds, kind.exclusive, confidence, positive)


def _check(own: pd.DataFrame, labels: tuple[str, ...], kind: LabelKind) -> None:
    problems = []
    if own["item_id"].duplicated().any():
        message, remedy = "An item has two predictions of one question.", "Keep one prediction per item and question."
        problems.append(Problem("predictions", "repeated-prediction", message, remedy, column="item_id"))
    parts = {part for answer in own["label"].dropna().astype(str).unique() for part in kind.parts(answer)}
    if kind.lists_labels and not parts <= set(labels):
        message, remedy = "A predicted label is not one of the question's labels.", "Declare it or map it to a label."
        problems.append(Problem("predictions", "unknown-label", message, remedy, column="label"))
    if problems:
        raise InputError(problems)
