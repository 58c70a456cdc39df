"""From tables of text to code arrays, and back: one question of a label version as `Ratings`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from labelcards.dataset.version import LabelVersion
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["CodedQuestion", "DuplicatePolicy", "code_gold", "code_question", "without_ground_truth"]

DuplicatePolicy = Literal["last", "first", "keep"]
"""What to do when one annotator labels one item twice: keep the last, the first, or all rows."""


@dataclass(frozen=True, slots=True, eq=False)
class CodedQuestion:
    """The annotations of one question, coded.

    Attributes:
        ratings: the code arrays; N counts all items of the version, M all annotators, K all labels of the question.
        items, annotators, labels: what the codes mean, in code order. Labels stand in declared order; for numeric
            questions they are the distinct values in ascending order, for multilabel the distinct sets.
        rows: (R,) position of each rating in ``version.annotations``.
        repeated: how many (item, annotator) rows came after a first one, before the policy was applied.
    """

    ratings: Ratings
    items: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    rows: Codes
    repeated: int

    @property
    def values(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(K,) the labels as numbers, for interval and ratio questions."""
        return np.array([float(label) for label in self.labels])


def without_ground_truth(version: LabelVersion) -> LabelVersion:
    """The version without annotations of source ``ground_truth``, rows renumbered.

    Labelling tools store a reviewer's answer among the annotations; scored as one, it would be measured against itself.
    """
    kept = version.annotations["source"].ne("ground_truth").fillna(True)
    return replace(version, annotations=version.annotations[kept].reset_index(drop=True))


def _vocabulary(version: LabelVersion, question: str, seen: pd.Series[str]) -> tuple[str, ...]:
    declared = version.manifest.questions[question]
    if declared.kind in ("interval", "ratio"):
        return tuple(sorted(seen.unique(), key=float))
    if declared.kind == "multilabel":
        return tuple(sorted(seen.unique()))
    return declared.label_ids


def code_question(version: LabelVersion, question: str, duplicates: DuplicatePolicy = "last") -> CodedQuestion:
    """The annotations of ``question`` as codes, after applying the policy on duplicate (item, annotator) rows.

    "Last" means the latest ``submitted_at``; rows without a time count as earlier, ties keep table order.
    """
    annotations = version.annotations
    table = annotations[annotations["question"] == question]
    order = table.assign(_row=np.arange(len(annotations))[annotations["question"] == question])
    order = order.sort_values(["submitted_at"], kind="stable", na_position="first")
    repeated = int(order.duplicated(["item_id", "annotator_id"]).sum())
    if duplicates != "keep":
        order = order.drop_duplicates(["item_id", "annotator_id"], keep=duplicates)
    order = order.sort_values("_row", kind="stable")
    items = tuple(version.items["item_id"])
    annotators = tuple(version.annotators["annotator_id"])
    labels = _vocabulary(version, question, order["label"])
    ratings = Ratings(
        item=_codes(order["item_id"], items),
        annotator=_codes(order["annotator_id"], annotators),
        label=_codes(order["label"], labels),
        N=len(items),
        M=len(annotators),
        K=len(labels),
    )
    return CodedQuestion(ratings, items, annotators, labels, order["_row"].to_numpy(np.intp), repeated)


def code_gold(version: LabelVersion, question: str, coded: CodedQuestion) -> Codes:
    """(N,) the gold label code of each item, -1 where there is none (or the label is not among ``coded.labels``)."""
    gold = version.gold[version.gold["question"] == question]
    codes = np.full(len(coded.items), -1, dtype=np.intp)
    positions = pd.Index(coded.items).get_indexer(pd.Index(gold["item_id"]))
    codes[positions] = pd.Index(coded.labels).get_indexer(pd.Index(gold["label"]))
    return codes


def _codes(column: pd.Series[str], meaning: tuple[str, ...]) -> Codes:
    return pd.Index(meaning).get_indexer(pd.Index(column)).astype(np.intp)
