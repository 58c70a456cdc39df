"""New minus old, for the agreement and the accuracy of one question, paired over the items both versions have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.dataset.coding import CodedQuestion, DuplicatePolicy, code_question, without_ground_truth
from labelcards.dataset.version import LabelVersion
from labelcards.documents.figures import FigureTree, figure
from labelcards.labels.registry import kind_named
from labelcards.metrics.agreement import why_no_agreement
from labelcards.metrics.coefficients import Alpha, ChanceCorrected, VectorCoefficient
from labelcards.metrics.count_vectors import count_vectors
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals import newcombe_paired
from labelcards.metrics.paired import agreement_difference
from labelcards.metrics.ratings import Codes
from labelcards.metrics.uncertainty import IntervalPlan

__all__ = ["accuracy_difference", "agreement_differences", "shared_items"]


def shared_items(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[Codes, Codes]:
    """Codes of the items that both have, in the new and, aligned, in the old version."""
    place = pd.Index(old).get_indexer(pd.Index(new)).astype(np.intp)
    both = np.flatnonzero(place >= 0).astype(np.intp)
    return both, place[both]


def _coefficients(kind: str, coded: CodedQuestion) -> dict[str, VectorCoefficient]:
    """The coefficients compared, with this version's labels."""
    scale = kind_named(kind)
    K = coded.ratings.K
    named: dict[str, VectorCoefficient] = {
        "percent": ChanceCorrected("none", K),
        "alpha": Alpha(scale.distance(coded.labels)),
    }
    if kind in ("nominal", "ordinal"):
        named["fleiss_kappa"] = ChanceCorrected("pooled", K)
        named["gwet_ac1"] = ChanceCorrected("hard-items", K)
    return named


def agreement_differences(
    new: LabelVersion, old: LabelVersion, question: str, plan: IntervalPlan, duplicates: DuplicatePolicy = "last"
) -> FigureTree:
    """``difference.<metric>`` for every agreement coefficient that suits the question's kind.

    Each version's coefficient is over all its own items; the interval uses that items in both versions move together.
    """
    kind = new.manifest.questions[question].kind
    coded_new, coded_old = (
        code_question(without_ground_truth(version), question, duplicates) for version in (new, old)
    )
    whys = [
        f"{name} version: {why}"
        for name, coded in (("new", coded_new), ("old", coded_old))
        if (why := why_no_agreement(coded.ratings))
    ]
    shared = shared_items(coded_new.items, coded_old.items)
    vectors_new, vectors_old = count_vectors(coded_new.ratings), count_vectors(coded_old.ratings)
    before = _coefficients(kind, coded_old)
    tree: FigureTree = {}
    for name, coefficient in _coefficients(kind, coded_new).items():
        result: Result = (
            Undefined(whys[0])
            if whys
            else agreement_difference((vectors_new, coefficient), (vectors_old, before[name]), shared, plan)
        )
        tree[name] = figure("difference", result)
    return tree


def accuracy_difference(new: pd.DataFrame, old: pd.DataFrame, gold: pd.DataFrame, column: str) -> Result:
    """Accuracy on gold of the new version's labels minus the old one's, on the gold items that both label.

    Args:
        new, old: ``item_id`` and ``column`` with a label per item, NA where there is none.
        gold: ``item_id, label``, the new version's gold for the question.
        column: which label is scored, e.g. ``final``.
    """
    joined = gold.merge(new[["item_id", column]], on="item_id").merge(
        old[["item_id", column]], on="item_id", suffixes=("_new", "_old")
    )
    joined = joined.dropna(subset=[f"{column}_new", f"{column}_old"])
    if joined.empty:
        return Undefined("no gold item is labelled in both versions")
    right_new = (joined[f"{column}_new"] == joined["label"]).to_numpy()
    right_old = (joined[f"{column}_old"] == joined["label"]).to_numpy()
    return newcombe_paired(
        int((right_new & right_old).sum()),
        int((right_new & ~right_old).sum()),
        int((~right_new & right_old).sum()),
        int((~right_new & ~right_old).sum()),
    )
