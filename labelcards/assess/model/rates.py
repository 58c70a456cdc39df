"""Whether false alarms and misses of the label that matters most are more frequent in some groups of items.

Two groups can have equal accuracy and very unequal error rates: one is accused wrongly, the other wrongly let go.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.comparison import BiasFinding, GroupComparison
from labelcards.assess.model.gold_comparison import GoldComparison
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.groups.binary_rates import BinaryCounts
from labelcards.metrics.groups.share_gap import share_gap
from labelcards.metrics.intervals.proportions import wilson

__all__ = ["error_rates"]

_ERRORS = (
    ("false_positive_rate", "model-group-false-alarms", "items of another gold label"),
    ("false_negative_rate", "model-group-misses", "items of this gold label"),
)


def error_rates(predicted: GoldComparison, axes: Sequence[GroupAxis], minimum: int) -> list[GroupComparison]:
    """False-positive and false-negative rate of the positive label, every group against all other items.

    Args:
        predicted: predictions beside the truth; without a positive label nothing is compared.
        axes: the columns that divide the items; intersections that are too small are left out.
        minimum: a rate over fewer items is not compared.
    """
    return list(_compared(predicted, axes, minimum))


def _compared(predicted: GoldComparison, axes: Sequence[GroupAxis], minimum: int) -> Iterable[GroupComparison]:
    label = predicted.positive
    if label is None:
        return
    binary = predicted.binary(label)
    cells = binary.truth * 2 + binary.given
    for axis in axes:
        codes = axis.codes[predicted.scored.item]
        for g, value in enumerate(axis.values):
            sides = [BinaryCounts(*np.bincount(cells[side], minlength=4).tolist()) for side in (codes == g, codes != g)]
            for rate, code, units in _ERRORS:
                finding = BiasFinding(code, {**axis.names(g), "label": label}, higher_only=True)
                path = ("per_group", axis.name, value, "errors", label, rate)
                mine, theirs = (side.fraction(rate) for side in sides)
                if min(mine[1], theirs[1]) >= minimum:
                    gap = share_gap(*mine, *theirs)
                    yield GroupComparison(path, rate, wilson(*mine), gap.difference, gap.p, finding)
                elif not axis.crosses:
                    few = Undefined(f"fewer than {minimum} {units} in the group or its rest", mine[1])
                    yield GroupComparison(path, rate, few, few, math.nan, finding)
