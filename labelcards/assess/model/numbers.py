"""How far predictions of ordered answers are from gold, overall and by group: absolute and signed errors.

For questions about numbers in the unit of the number, for ordinal ones in steps of the scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.comparison import BiasFinding, GroupComparison, findings, grow, settled
from labelcards.assess.bias.intersections import unshadowed
from labelcards.assess.model.gold_comparison import GoldComparison
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figure_path import is_crossed
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.policy import ComparisonPolicy
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.groups.mean_gap import mean_gap
from labelcards.metrics.intervals.shares import mean_of
from labelcards.metrics.ratings import Codes

__all__ = ["number_figures", "step_figures"]

Values = npt.NDArray[np.float64]
Axes = tuple[Sequence[GroupAxis], Sequence[GroupAxis]]

COUNTED = "counted, not sampled"
_ERRORS = (
    ("absolute_error", "mean_absolute_error", "model-group-distance", True),
    ("signed_error", "mean_error", "model-group-lean", False),
)


def number_figures(
    version: LabelVersion,
    question: str,
    predictions: pd.DataFrame,
    axes: Axes,
    policy: ComparisonPolicy,
    *,
    prefix: tuple[str, ...],
) -> tuple[FigureTree, list[WarningRecord]]:
    """Errors of predicted numbers; an empty tree when no gold item is predicted.

    Args:
        version: whose gold is the truth.
        question: about numbers.
        predictions: ``question, item_id, label``.
        axes: the axes of the items, and their intersections.
        policy: when groups are compared, and when a difference is a finding.
        prefix: where the tree will stand.
    """
    own = predictions[predictions["question"] == question].set_index("item_id")["label"].dropna()
    truth = version.gold[version.gold["question"] == question].set_index("item_id")["label"]
    ids = pd.Index(version.items["item_id"])
    shared = ids[ids.isin(own.index) & ids.isin(truth.index)]
    if not len(shared):
        return {}, []
    kind = version.manifest.questions[question].label_kind
    error = kind.values(tuple(own.reindex(shared))) - kind.values(tuple(truth.reindex(shared)))
    n = len(shared)
    tree: FigureTree = {
        "data": {"gold_items": figure("gold_items", Estimate(float(n), n, why_no_interval=COUNTED))},
        "overall": _overall(error),
    }
    item = ids.get_indexer(shared).astype(np.intp)
    return tree, _by_group(tree, error, item, axes, policy, prefix)


def step_figures(
    tree: FigureTree,
    predicted: GoldComparison,
    axes: Axes,
    policy: ComparisonPolicy,
    *,
    prefix: tuple[str, ...],
) -> list[WarningRecord]:
    """Add the errors of an ordinal question, in steps of its scale, to the figures of its predictions."""
    error = (predicted.scored.given - predicted.scored.truth).astype(np.float64)
    overall = tree.setdefault("overall", {})
    assert isinstance(overall, dict)  # noqa: S101 - made by predicted_figures
    overall.update(_overall(error))
    return _by_group(tree, error, predicted.scored.item, axes, policy, prefix)


def _overall(error: Values) -> FigureTree:
    return {
        "mean_absolute_error": figure("mean_absolute_error", mean_of(np.abs(error))),
        "mean_error": figure("mean_error", mean_of(error)),
    }


def _by_group(  # noqa: PLR0917 - one call, in this order
    tree: FigureTree, error: Values, item: Codes, axes: Axes, policy: ComparisonPolicy, prefix: tuple[str, ...]
) -> list[WarningRecord]:
    found: list[WarningRecord] = []
    told: dict[tuple[str, ...], Estimate] = {}
    for family in axes:
        for name, metric, code, higher in _ERRORS:
            value = np.abs(error) if name == "absolute_error" else error
            compared = [
                _one(value, axis, g, item, policy.minimum_cell, (name, metric, code, higher))
                for axis in family
                for g in range(len(axis.values))
            ]
            judged = settled(
                [each for each in compared if not is_crossed(each.path[1]) or isinstance(each.rate, Estimate)]
            )
            grow(tree, judged)
            found += findings(unshadowed(judged, told, policy), prefix, policy)
    return found


def _one(  # noqa: PLR0917 - one call, in this order
    value: Values, axis: GroupAxis, g: int, item: Codes, minimum: int, what: tuple[str, str, str, bool]
) -> GroupComparison:
    name, metric, code, higher = what
    inside = axis.codes[item] == g
    finding = BiasFinding(code, axis.names(g), higher_only=higher, scale="number")
    path = ("per_group", axis.name, axis.values[g], name)
    n = int(inside.sum())
    if min(n, len(inside) - n) < minimum:
        few = Undefined(f"fewer than {minimum} gold items in the group or its rest", n)
        return GroupComparison(path, metric, few, few, math.nan, finding)
    contrast = mean_gap(value, inside)
    rate = mean_of(value[inside])
    return GroupComparison(path, metric, rate, contrast.difference, contrast.p, finding, spread=float(value.std()))
