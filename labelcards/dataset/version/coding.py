"""From tables of text to code arrays, and back: one question of a label version as `Ratings`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["CodedQuestion", "DuplicatePolicy", "code_question", "without_ground_truth"]

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
    if kept.all():
        return version
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
    asked = np.flatnonzero((annotations["question"] == question).to_numpy(dtype=np.bool_))
    items, annotators = tuple(version.items["item_id"]), tuple(version.annotators["annotator_id"])
    item = _codes(_taken(annotations["item_id"], asked), items)
    annotator = _codes(_taken(annotations["annotator_id"], asked), annotators)
    time = _taken(annotations["submitted_at"], asked).to_numpy("datetime64[us]").view(np.int64)
    kept, repeated = _counted_rows(item * len(annotators) + annotator, time, duplicates)
    label = _taken(annotations["label"], asked)
    if len(kept) < len(asked):
        asked, item, annotator, label = asked[kept], item[kept], annotator[kept], label.iloc[kept]
    labels = _vocabulary(version, question, label)
    ratings = Ratings(item, annotator, _codes(label, labels), len(items), len(annotators), len(labels))
    return CodedQuestion(ratings, items, annotators, labels, asked, repeated)


def _taken(column: pd.Series[Any], rows: Codes) -> pd.Series[Any]:
    return column if len(rows) == len(column) else column.iloc[rows]


def _counted_rows(key: Codes, time: npt.NDArray[np.int64], duplicates: DuplicatePolicy) -> tuple[Codes, int]:
    """Ascending positions of the rows that count, and how many came after a first one of equal ``key``.

    A missing time is the lowest integer.
    """
    order = np.lexsort((time, key))
    new = np.diff(key[order], prepend=-2) != 0
    repeated = len(key) - int(new.sum())
    if not repeated or duplicates == "keep":
        return np.arange(len(key)), repeated
    chosen = new if duplicates == "first" else np.append(new[1:], True)
    return np.sort(order[chosen]).astype(np.intp), repeated


def _codes(column: pd.Series[str], meaning: tuple[str, ...]) -> Codes:
    codes, distinct = pd.factorize(column)
    position = pd.Index(meaning).get_indexer(pd.Index(distinct))
    return np.append(position, -1)[codes].astype(np.intp)
