"""How much there is: items, annotations, annotators, gold, adjudications, and how well items are covered."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.ratings import Codes, ascending

__all__ = ["count_figures"]

CENSUS = "a census of this version"


def count_figures(version: LabelVersion) -> FigureTree:
    """``counts``: the size of the version and how well its items are covered; leaves are named like their metrics.

    Annotations count every answer to every question; ``annotations_per_item`` is per item and question that has any;
    ``multiply_annotated`` is the share of all items with at least two annotators.
    """
    codes, items = version.codes, len(version.items)
    asked = len(_distinct(codes.item, codes.question))
    annotators = np.bincount(_distinct(codes.item, codes.annotator))
    annotators = annotators[annotators > 0]
    per_item: Result = (
        Estimate(len(codes) / asked, asked, why_no_interval=CENSUS) if asked else Undefined("no annotations")
    )
    return {
        "items": figure("items", counted(items)),
        "annotations": figure("annotations", counted(len(codes))),
        "annotators": figure("annotators", counted(int(np.count_nonzero(np.bincount(codes.annotator))))),
        "gold_items": figure("gold_items", counted(int(version.gold["item_id"].nunique()))),
        "adjudicated_items": figure("adjudicated_items", counted(int(version.adjudications["item_id"].nunique()))),
        "annotations_per_item": figure("annotations_per_item", per_item),
        "coverage": figure("coverage", _part(len(annotators), items)),
        "multiply_annotated": figure("multiply_annotated", _part(int((annotators > 1).sum()), items)),
    }


def _distinct(first: Codes, second: npt.NDArray[np.integer[Any]]) -> Codes:
    """The ``first`` of every distinct pair."""
    width = int(second.max(initial=0)) + 1
    key = ascending(first * width + second)
    return np.asarray(key[np.diff(key, prepend=-1) != 0] // width)


def _part(some: int, items: int) -> Result:
    return Estimate(some / items, items, why_no_interval=CENSUS) if items else Undefined("no items")
