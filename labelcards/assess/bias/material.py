"""What the bias figures of one question are computed from, coded once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion, DuplicatePolicy, code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.agreement.distances import jaccard_distances, ratio_distances
from labelcards.metrics.groups.mean_gap import ridits

__all__ = ["Material", "holds_labels", "material_of"]

Mask = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

_SCALES: dict[str, Literal["number", "level"]] = {"interval": "number", "ratio": "number", "ordinal": "level"}

SEPARATOR = "|"
"""Joins the labels of a multilabel answer in tables."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The annotations, gold and final labels of one question.

    Attributes:
        question: its name.
        exclusive: whether an answer is exactly one label.
        coded: the annotations as codes; K counts answers (for multilabel: sets).
        labels: the L declared labels; empty for numeric questions.
        holds: (K, L) whether an answer holds a label.
        final_known: (N,) whether the item has a final label.
        final_holds: (N, L) whether the item's final answer holds the label.
        gold_holds: (N, L) whether the item's gold answer holds the label.
        gold_known: (N,) whether the item has gold.
        wrong: (R,) whether an annotation of a gold item differs from gold; False elsewhere.
        delta: (K, K) how far apart two answers are.
        scale: ``number`` or ``level`` when answers have an order, else None.
        values: (K,) the answers as numbers, or their mean positions in the distribution of annotations, from 0 to 1;
            empty without an order.
        final_value: (N,) the final answer as a number or its place in the order; NaN without one.
    """

    question: str
    exclusive: bool
    coded: CodedQuestion
    labels: tuple[str, ...]
    holds: Mask
    final_known: Mask
    final_holds: Mask
    gold_holds: Mask
    gold_known: Mask
    wrong: Mask
    delta: Matrix
    scale: Literal["number", "level"] | None
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
    labels = declared.label_ids
    ids = pd.Index(coded.items)
    final = finals.reindex(ids)
    gold = version.gold[version.gold["question"] == question].set_index("item_id")["label"].reindex(ids)
    answers = pd.Index(coded.labels)
    gold_known = gold.notna().to_numpy(dtype=bool)
    gold_code = answers.get_indexer(pd.Index(gold))
    ratings = coded.ratings
    return Material(
        question=question,
        exclusive=declared.kind in ("nominal", "ordinal"),
        coded=coded,
        labels=labels,
        holds=holds_labels(coded.labels, labels, declared.kind),
        final_known=final.notna().to_numpy(dtype=bool),
        final_holds=holds_labels(tuple(final.fillna("")), labels, declared.kind),
        gold_holds=holds_labels(tuple(gold.fillna("")), labels, declared.kind),
        gold_known=gold_known,
        wrong=gold_known[ratings.item] & (gold_code[ratings.item] != ratings.label),
        delta=_distances(coded, declared.kind, labels),
        scale=_SCALES.get(declared.kind),
        values=_values(coded, declared.kind),
        final_value=_final_values(final, declared.kind, labels),
    )


def _values(coded: CodedQuestion, kind: str) -> Vector:
    scale = _SCALES.get(kind)
    if scale == "number":
        return coded.values
    return ridits(coded.ratings.label, coded.ratings.K) if scale == "level" else np.zeros(0)


def _final_values(final: pd.Series[str], kind: str, labels: tuple[str, ...]) -> Vector:
    scale = _SCALES.get(kind)
    if scale == "number":
        return pd.to_numeric(final).to_numpy(dtype=np.float64, na_value=np.nan)
    if scale is None:
        return np.full(len(final), np.nan)
    place = pd.Index(labels).get_indexer(pd.Index(final)).astype(np.float64)
    return np.where(place >= 0, place, np.nan)


def holds_labels(answers: tuple[str, ...], labels: tuple[str, ...], kind: str) -> Mask:
    """(answers, L) membership; numeric questions have no labels and so no columns."""
    if not labels:
        return np.zeros((len(answers), 0), dtype=bool)
    if kind != "multilabel":
        return np.asarray(pd.Index(answers).to_numpy(dtype=object)[:, None] == np.array(labels, dtype=object))
    place = {label: position for position, label in enumerate(labels)}
    result = np.zeros((len(answers), len(labels)), dtype=bool)
    for row, answer in enumerate(answers):
        for label in answer.split(SEPARATOR):
            if label in place:
                result[row, place[label]] = True
    return result


def _distances(coded: CodedQuestion, kind: str, labels: tuple[str, ...]) -> Matrix:
    """(K, K) Krippendorff's distance of the label kind; ordinal ranks come from all annotations of the question."""
    K = coded.ratings.K
    if kind == "multilabel":
        return jaccard_distances(holds_labels(coded.labels, labels, kind))
    if kind == "nominal":
        return 1.0 - np.eye(K)
    if kind == "ratio":
        return ratio_distances(coded.values)
    if kind == "interval":
        position = coded.values
    else:
        counts = np.bincount(coded.ratings.label, minlength=K)
        position = np.cumsum(counts) - counts / 2.0
    return np.asarray((position[:, None] - position[None, :]) ** 2)
