"""From tables of text to code arrays, and back: one question of a label version as `Ratings`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["CodedQuestion", "DuplicatePolicy", "code_question"]

Mask = npt.NDArray[np.bool_]

DuplicatePolicy = Literal["last", "first", "keep"]
"""What to do when one annotator labels one item twice: keep the last, the first, or all rows."""


@dataclass(frozen=True, slots=True, eq=False)
class CodedQuestion:
    """The annotations of one question, coded.

    Attributes:
        ratings: the code arrays; N counts all items of the version, M all annotators, K all labels of the question.
        items, annotators, labels: what the codes mean, in code order. Labels stand in declared order; where answers
            are not single labels they are the distinct answers in the order of their kind.
        rows: (R,) position of each rating in ``version.annotations``.
        repeated: how many (item, annotator) rows came after a first one, before the policy was applied.
        once: (R,) whether a rating is its annotator's last one of the item; None where all are.
    """

    ratings: Ratings
    items: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    rows: Codes
    repeated: int
    once: Mask | None = None

    @property
    def of_people(self) -> CodedQuestion:
        """One rating per annotator and item, the last: agreement compares people, and nobody agrees with themselves."""
        if self.once is None:
            return self
        return replace(self, ratings=self.ratings.where(self.once), rows=self.rows[self.once], once=None)


def code_question(version: LabelVersion, question: str, duplicates: DuplicatePolicy = "last") -> CodedQuestion:
    """The annotations of ``question`` as codes, after applying the policy on duplicate (item, annotator) rows.

    "Last" means the latest ``submitted_at``; rows without a time count as earlier, ties keep table order.
    """
    codes = version.codes
    items, annotators = tuple(version.items["item_id"]), tuple(version.annotators["annotator_id"])
    asked = np.flatnonzero(codes.question == list(version.manifest.questions).index(question))
    item, annotator, label = (_taken(each, asked) for each in (codes.item, codes.annotator, codes.label))
    kept, repeated, once = _counted_rows(item * len(annotators) + annotator, version, asked, duplicates)
    if len(kept) < len(asked):
        asked, item, annotator, label = asked[kept], item[kept], annotator[kept], label[kept]
    labels, meaning = _vocabulary(version, question, label)
    ratings = Ratings(item, annotator, meaning[label], len(items), len(annotators), len(labels))
    return CodedQuestion(ratings, items, annotators, labels, asked, repeated, once)


def _vocabulary(version: LabelVersion, question: str, seen: Codes) -> tuple[tuple[str, ...], Codes]:
    """The question's labels, and per code of `AnnotationCodes` (-1 last) the position among them, -1 for none."""
    declared, distinct = version.manifest.questions[question], version.codes.labels
    used = distinct[np.flatnonzero(np.bincount(seen, minlength=len(distinct)))]
    labels = declared.label_kind.answers(declared.label_ids, used)
    return labels, np.append(pd.Index(labels).get_indexer(distinct), -1).astype(np.intp)


def _taken(codes: npt.NDArray[Any], rows: Codes) -> npt.NDArray[Any]:
    return codes if len(rows) == len(codes) else codes[rows]


def _counted_rows(
    key: Codes, version: LabelVersion, asked: Codes, duplicates: DuplicatePolicy
) -> tuple[Codes, int, Mask | None]:
    """Ascending positions of the rows that count, how many came after a first one of equal ``key``, and which are last.

    A missing time is the lowest integer.
    """
    if (np.diff(key) > 0).all():  # in the order of the contract, and nobody answered twice
        return np.arange(len(key)), 0, None
    times = version.annotations["submitted_at"].to_numpy("datetime64[us]").view(np.int64)
    order = np.lexsort((_taken(times, asked), key))
    new = np.diff(key[order], prepend=-2) != 0
    repeated = len(key) - int(new.sum())
    last = np.append(new[1:], True)
    if not repeated:
        return np.arange(len(key)), 0, None
    if duplicates == "keep":
        once = np.zeros(len(key), dtype=bool)
        once[order[last]] = True
        return np.arange(len(key)), repeated, once
    chosen = np.sort(order[new if duplicates == "first" else last]).astype(np.intp)
    return chosen, repeated, None
