"""Whether ordered answers, numbers or levels, lie higher for some groups of items."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.comparison import MEANS, BiasFinding, GroupComparison
from labelcards.assess.bias.material import Material
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.groups.mean_gap import mean_gap, ridits, superiority
from labelcards.metrics.intervals.shares import mean_of

__all__ = ["item_levels"]


def item_levels(material: Material, axes: Sequence[GroupAxis], minimum: int) -> list[GroupComparison]:
    """Mean final answer of each item group against all other items; empty for questions without an order.

    Numbers: difference of means (Welch). Ordinal answers: how much more often an item of the group stands higher than
    one of the rest (Brunner–Munzel), which is the difference of mean positions on the scale.
    """
    scale = material.scale
    known = np.isfinite(material.final_value)
    if scale is None or not known.any():
        return []
    value = material.final_value[known]
    if scale == "level":
        place = value.astype(np.intp)
        shown = ridits(place, len(material.labels))[place]
    else:
        shown = value
    found = []
    for axis in axes:
        codes = axis.codes[known]
        for g in range(len(axis.values)):
            inside = codes == g
            finding = BiasFinding("label-level", {**axis.names(g), "scale": scale}, scale=scale)
            path = ("label_level", axis.name, axis.values[g])
            n = int(inside.sum())
            if min(n, len(inside) - n) < minimum:
                few = Undefined(f"fewer than {minimum} items in the group or its rest", n)
                found.append(GroupComparison(path, MEANS[scale], few, few, math.nan, finding))
                continue
            contrast = superiority(value, inside) if scale == "level" else mean_gap(value, inside)
            rate = mean_of(shown[inside])
            found.append(
                GroupComparison(
                    path, MEANS[scale], rate, contrast.difference, contrast.p, finding, spread=float(value.std())
                )
            )
    return found
