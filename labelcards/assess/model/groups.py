"""Predictions by group of items: rates of every group, and the gaps between groups.

For a column the points are fairlearn's (`MetricFrame`); for two columns crossed, hundreds of small groups, they come
from the counts, which give the same numbers (tests hold them equal). Intervals, and the decision that a rate is
undefined rather than 0, always come from the counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.model.gold_comparison import GoldComparison
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.consensus.gold import accuracy, balanced_accuracy, macro_f1, macro_f1_gap
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.groups.binary_rates import RATES, BinaryCounts
from labelcards.metrics.groups.group_gap import largest_difference, odds_difference, odds_ratio, smallest_ratio

__all__ = ["group_and_gap_figures"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Division:
    """The predicted gold items divided along an axis.

    Attributes:
        inside: (U,) masks of the groups that are large enough, by value, in axis order.
        sizes: value → items, of all groups.
    """

    predicted: GoldComparison
    axis: GroupAxis
    inside: dict[str, Mask]
    sizes: dict[str, int]

    @classmethod
    def of(cls, predicted: GoldComparison, axis: GroupAxis, minimum: int) -> _Division:
        """Divide; groups of fewer than ``minimum`` items are left out of ``inside``."""
        codes = axis.codes[predicted.scored.item]
        masks = {value: codes == g for g, value in enumerate(axis.values)}
        sizes = {value: int(mask.sum()) for value, mask in masks.items()}
        large = {value: mask for value, mask in masks.items() if sizes[value] >= minimum}
        return cls(predicted, axis, large, sizes)

    def counts(self, label: str) -> dict[str, BinaryCounts]:
        """TN, FP, FN, TP of one label against all others, by group."""
        binary = self.predicted.binary(label)
        cells = binary.truth * 2 + binary.given
        return {
            value: BinaryCounts(*np.bincount(cells[mask], minlength=4).tolist()) for value, mask in self.inside.items()
        }

    def frame(self, label: str) -> Any:
        """Fairlearn's MetricFrame of one label; None for crossed columns and without a large group."""
        if self.axis.crosses or not self.inside:
            return None
        from fairlearn.metrics import (  # noqa: PLC0415 - slow import
            MetricFrame,
            false_negative_rate,
            false_positive_rate,
            selection_rate,
            true_positive_rate,
        )
        from sklearn.metrics import precision_score  # noqa: PLC0415 - slow import

        used = np.logical_or.reduce(list(self.inside.values()))
        binary = self.predicted.binary(label).where(used)
        return MetricFrame(
            metrics={
                "false_positive_rate": false_positive_rate,
                "false_negative_rate": false_negative_rate,
                "selection_rate": selection_rate,
                "precision": partial(precision_score, zero_division=0),
                "recall": true_positive_rate,
            },
            y_true=binary.truth,
            y_pred=binary.given,
            sensitive_features=np.array(self.axis.values, dtype=object)[self.axis.codes[binary.item]],
        )


def group_and_gap_figures(
    predicted: GoldComparison, axis: GroupAxis, minimum: int, seed: int
) -> tuple[FigureTree, FigureTree]:
    """``per_group.<col>`` and ``gap.<col>`` of one axis.

    Per group: accuracy, balanced accuracy, macro F1 and, per label, the rates of `RATES`. Gaps between the groups that
    are large enough: accuracy, macro F1 and, per label, selection rate (demographic parity) and both error rates
    (equalized odds), as differences and ratios.
    """
    division = _Division.of(predicted, axis, minimum)
    whole = {value: _whole(predicted, mask, seed) for value, mask in division.inside.items()}
    rates: dict[str, FigureTree] = {value: {} for value in division.inside}
    gaps: FigureTree = {}
    for label in predicted.labels:
        frame, counts = division.frame(label), division.counts(label)
        for value, each in counts.items():
            points = frame.by_group.loc[value] if frame is not None else None
            rates[value][label] = {name: figure(name, _point(each.rate(name), points, name)) for name in RATES}
        if len(counts) > 1:
            gaps[label] = _label_gaps(counts, frame)
    groups: FigureTree = {}
    for value, size in division.sizes.items():
        if axis.crosses and value not in division.inside:
            continue  # of intersections, most are too small
        few = Undefined(f"fewer than {minimum} gold items", size)
        found = whole.get(value) or dict.fromkeys(_scores(predicted), few)
        groups[value] = {name: figure(name, result) for name, result in found.items()}
        if value in rates:
            groups[value] = {**groups[value], "per_label": rates[value]}  # type: ignore[dict-item]
    overall = _overall_gaps(predicted, division, seed)
    return groups, overall | ({"per_label": gaps} if gaps else {})


def _scores(predicted: GoldComparison) -> tuple[str, ...]:
    return ("accuracy", "balanced_accuracy", "f1_macro") if predicted.exclusive else ("accuracy",)


def _whole(predicted: GoldComparison, inside: Mask, seed: int) -> dict[str, Result]:
    """The scores over all labels of one group."""
    scored = predicted.scored.where(inside)
    if not predicted.exclusive:
        return {"accuracy": accuracy(scored)}
    return {
        "accuracy": accuracy(scored),
        "balanced_accuracy": balanced_accuracy(scored, seed=seed),
        "f1_macro": macro_f1(scored, seed=seed),
    }


def _point(counted: Result, points: Any, name: str | list[str]) -> Result:
    """Fairlearn's point (the largest, if several) with the counts' interval.

    Fairlearn gives 0 where a rate does not exist; the counts know better.
    """
    if points is None or isinstance(counted, Undefined):
        return counted
    return replace(counted, value=float(np.max(points[name])))


def _overall_gaps(predicted: GoldComparison, division: _Division, seed: int) -> FigureTree:
    right = predicted.scored.given == predicted.scored.truth
    shares = [(int(right[mask].sum()), int(mask.sum())) for mask in division.inside.values()]
    leaves: FigureTree = {"accuracy_difference": figure("accuracy_difference", largest_difference(shares))}
    if predicted.exclusive and not division.axis.crosses:
        parts = [predicted.scored.where(mask) for mask in division.inside.values()]
        leaves["f1_macro_difference"] = figure("f1_macro_difference", macro_f1_gap(parts, seed=seed))
    return leaves


def _label_gaps(counts: dict[str, BinaryCounts], frame: Any) -> FigureTree:
    selected = [each.fraction("selection_rate") for each in counts.values()]
    false_positives = [each.fraction("false_positive_rate") for each in counts.values()]
    true_positives = [each.fraction("recall") for each in counts.values()]
    if not all(n for _, n in (*false_positives, *true_positives)):
        frame = None
    difference = frame.difference(method="between_groups") if frame is not None else None
    odds = ["false_positive_rate", "recall"]
    false_negatives = [each.fraction("false_negative_rate") for each in counts.values()]
    found = {
        "false_positive_rate_difference": largest_difference(false_positives),
        "false_negative_rate_difference": largest_difference(false_negatives),
        "demographic_parity_difference": _point(largest_difference(selected), difference, "selection_rate"),
        "demographic_parity_ratio": smallest_ratio(selected),
        "equalized_odds_difference": _point(odds_difference(false_positives, true_positives), difference, odds),
        "equalized_odds_ratio": odds_ratio(false_positives, true_positives),
    }
    return {name: figure(name, result) for name, result in found.items()}
