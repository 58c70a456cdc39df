"""What the bias figures of one question are computed from, coded once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion, DuplicatePolicy, code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.labels.kind import LabelKind, Scale
from labelcards.labels.limits import MOST_GROUPED, why_too_many
from labelcards.metrics.groups.mean_gap import ridits

__all__ = ["Material", "material_of"]

Mask = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The annotations, gold and final labels of one question.

    Attributes:
        question: its name.
        answer_column: what its own answer is called where items are divided by it.
        exclusive: whether an answer is exactly one label.
        coded: the annotations as codes; K counts answers (for sets of labels: sets).
        labels: the L declared labels; empty for kinds that list none.
        holds: (K, L) whether an answer holds a label.
        final_known: (N,) whether the item has a final label.
        final_holds: (N, L) whether the item's final answer holds the label.
        gold_holds: (N, L) whether the item's gold answer holds the label.
        gold_known: (N,) whether the item has gold.
        wrong: (R,) whether an annotation of a gold item differs from gold; False elsewhere.
        delta: (K, K) how far apart two answers are; None for too many distinct answers.
        scale: ``number`` or ``level`` when answers have an order, else None.
        values: (K,) the answers as numbers, or their mean positions in the distribution of annotations, from 0 to 1;
            empty without an order.
        final_value: (N,) the final answer as a number or its place in the order; NaN without one.
    """

    question: str
    answer_column: str
    exclusive: bool
    coded: CodedQuestion
    labels: tuple[str, ...]
    holds: Mask
    final_known: Mask
    final_holds: Mask
    gold_holds: Mask
    gold_known: Mask
    wrong: Mask
    delta: Matrix | None
    scale: Scale | None
    values: Vector
    final_value: Vector

    @property
    def given(self) -> Mask:
        """(R, L) whether each annotation holds each label."""
        return np.asarray(self.holds[self.coded.ratings.label])

    @property
    def against_final(self) -> Mask:
        """(R,) whether an annotation's labels are not those of the item's final answer."""
        item = self.coded.ratings.item
        return np.asarray((self.given != self.final_holds[item]).any(axis=1))


def material_of(
    version: LabelVersion, question: str, finals: pd.Series[str], duplicates: DuplicatePolicy = "last"
) -> Material:
    """Code one question.

    Args:
        finals: final label by item id; items without one are absent or NA.
            Annotations with source ``ground_truth`` are left out: gold is not scored against itself.
        duplicates: which of several annotations of an item by one annotator counts; ``keep`` is not possible here.
    """
    declared = version.manifest.questions[question]
    coded = code_question(version.counted, question, "last" if duplicates == "keep" else duplicates)
    labels, kind = declared.label_ids, declared.label_kind
    ids = pd.Index(coded.items)
    final = finals.reindex(ids)
    gold = version.gold[version.gold["question"] == question].set_index("item_id")["label"].reindex(ids)
    answers = pd.Index(coded.labels)
    gold_known = gold.notna().to_numpy(dtype=bool)
    gold_code = answers.get_indexer(pd.Index(gold))
    ratings = coded.ratings
    return Material(
        question=question,
        answer_column=version.manifest.answer_column(question),
        exclusive=kind.exclusive,
        coded=coded,
        labels=labels,
        holds=kind.holds(coded.labels, labels),
        final_known=final.notna().to_numpy(dtype=bool),
        final_holds=kind.holds(tuple(final.fillna("")), labels),
        gold_holds=kind.holds(tuple(gold.fillna("")), labels),
        gold_known=gold_known,
        wrong=gold_known[ratings.item] & (gold_code[ratings.item] != ratings.label),
        delta=None if why_too_many(ratings.K, MOST_GROUPED) else kind.distance_table(coded.labels, ratings.label),
        scale=kind.scale,
        values=_values(coded, kind),
        final_value=_final_values(final, kind, labels),
    )


def _values(coded: CodedQuestion, kind: LabelKind) -> Vector:
    if kind.scale == "number":
        return kind.values(coded.labels)
    return ridits(coded.ratings.label, coded.ratings.K) if kind.scale == "level" else np.zeros(0)


def _final_values(final: pd.Series[str], kind: LabelKind, labels: tuple[str, ...]) -> Vector:
    values = np.full(len(final), np.nan)
    known = final.notna().to_numpy(dtype=bool)
    if kind.scale == "number":
        values[known] = kind.values(tuple(final[known]))
    elif kind.scale == "level":
        place = pd.Index(labels).get_indexer(pd.Index(final)).astype(np.float64)
        values = np.where(place >= 0, place, np.nan)
    return values
