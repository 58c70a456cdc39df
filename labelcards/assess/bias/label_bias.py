"""Whether labels, errors and disagreement differ between groups of items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.comparison import SMALLEST, BiasFinding, GroupComparison
from labelcards.assess.bias.material import Material
from labelcards.catalog.warnings import warned
from labelcards.documents.policy import ComparisonPolicy
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups.disparity import adjusted_difference, share_ratio
from labelcards.metrics.groups.share_gap import share_gap
from labelcards.metrics.intervals.clustered import clustered_difference, clustered_rate
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.intervals.shares import mean_of
from labelcards.metrics.ratings import Codes

__all__ = ["Strata", "disagreement", "error_rates", "label_rates", "vanishing"]

ADJUSTED = "adjusted_for_"
"""Starts the name of an adjusted difference; the stratum follows."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """A division of items that a difference is adjusted for.

    Attributes:
        name: the item column, or the question whose final label divides.
        codes: (N,) stratum of each item, -1 unknown.
    """

    name: str
    codes: Codes


def _too_few(minimum: int, units: str, n: int) -> Undefined:
    """The reason of a cell below the minimum."""
    return Undefined(f"fewer than {minimum} {units}", n)


def label_rates(
    material: Material, axes: Sequence[GroupAxis], minimum: int, strata: Sequence[Strata] = ()
) -> list[GroupComparison]:
    """Share of items with each final label, group against all other items.

    Every axis is also compared within the strata of the others (Mantel–Haenszel), so that a gap which is only a
    different mix, of topics say, shows as one.
    """
    known = material.final_known
    holds = material.final_holds[known]
    found: list[GroupComparison] = []
    for axis in axes:
        codes = axis.codes[known]
        others = [part for part in strata if (part.name,) != axis.columns]
        tables = {part.name: _stratified(codes, part.codes[known], holds, len(axis.values)) for part in others}
        counts = _stratified(codes, np.zeros(len(codes), dtype=np.intp), holds, len(axis.values))
        for g in range(len(axis.values)):
            for k, label in enumerate(material.labels):
                adjusted = {name: table[g, :, k] for name, table in tables.items()}
                found.append(_label_rate(axis, g, label, counts=counts[g, 0, k], adjusted=adjusted, minimum=minimum))
    return found


def _stratified(group: Codes, stratum: Codes, holds: npt.NDArray[np.bool_], G: int) -> Counts:
    """(G, S, L, 4) events in the group, its size, events in the rest, its size; unknown strata are left out."""
    inside = stratum >= 0
    group, stratum, holds = group[inside], stratum[inside], holds[inside]
    S = int(stratum.max(initial=0)) + 1
    cell = (group + 1) * S + stratum
    size = np.bincount(cell, minlength=(G + 1) * S).reshape(G + 1, S)
    events = np.stack(
        [np.bincount(cell, weights=column, minlength=(G + 1) * S).reshape(G + 1, S) for column in holds.T], axis=-1
    ).astype(np.int64)
    n = np.broadcast_to(size[:, :, None], events.shape)
    rest = events.sum(axis=0) - events, n.sum(axis=0) - n
    return np.stack([events, n, *rest], axis=-1)[1:].astype(np.int64)


def _label_rate(
    axis: GroupAxis, g: int, label: str, *, counts: Counts, adjusted: dict[str, Counts], minimum: int
) -> GroupComparison:
    a, n, b, m = (int(x) for x in counts)
    finding = BiasFinding("label-rate", {**axis.names(g), "label": label})
    path = ("label_rate", axis.name, axis.values[g], label)
    if min(n, m) < minimum:
        few = _too_few(minimum, "items in the group or its rest", n)
        return GroupComparison(path, "label_rate", few, few, float("nan"), finding)
    more: dict[str, tuple[str, Result]] = {"ratio": ("ratio", share_ratio(a, n, b, m))}
    for name, table in adjusted.items():
        more[f"{ADJUSTED}{name}"] = ("adjusted_difference", adjusted_difference(table))
    gap = share_gap(a, n, b, m)
    return GroupComparison(path, "label_rate", wilson(a, n), gap.difference, gap.p, finding, more=more)


def error_rates(material: Material, axes: Sequence[GroupAxis], minimum: int) -> list[GroupComparison]:
    """Share of annotations of gold items that differ from gold, item group against all other items."""
    ratings = material.coded.ratings
    used = material.gold_known[ratings.item]
    item, annotator = ratings.item[used], ratings.annotator[used]
    wrong = material.wrong[used].astype(np.float64)
    found = []
    for axis in axes:
        for g, value in enumerate(axis.values):
            inside = axis.codes[item] == g
            path = ("error_rate", axis.name, value)
            finding = BiasFinding("item-group-error", axis.names(g), higher_only=True)
            n = int(inside.sum())
            if min(n, len(inside) - n) < minimum:
                few = _too_few(minimum, "annotations of gold items in the group or its rest", n)
                found.append(GroupComparison(path, "error_rate", few, few, float("nan"), finding))
                continue
            rate = clustered_rate(wrong[inside], (annotator[inside], item[inside]))
            contrast = clustered_difference(wrong, inside, (annotator, item))
            found.append(GroupComparison(path, "error_rate", rate, contrast.difference, contrast.p, finding))
    return found


def disagreement(material: Material, axes: Sequence[GroupAxis], minimum: int) -> list[GroupComparison]:
    """Mean share of an item's annotation pairs that differ, item group against all other items."""
    ratings = material.coded.ratings
    counts = ratings.counts()
    n = np.asarray(counts.sum(axis=1)).ravel()
    equal = np.asarray(counts.multiply(counts).sum(axis=1)).ravel() - n
    several = np.flatnonzero(n >= 2)
    apart = 1 - equal[several] / (n[several] * (n[several] - 1))
    found = []
    for axis in axes:
        codes = axis.codes[several]
        for g, value in enumerate(axis.values):
            path = ("disagreement", axis.name, value)
            finding = BiasFinding("item-group-disagreement", axis.names(g), higher_only=True)
            found.append(_mean_apart(path, apart, codes == g, finding, minimum))
    return found


def _mean_apart(
    path: tuple[str, ...],
    apart: npt.NDArray[np.float64],
    inside: npt.NDArray[np.bool_],
    finding: BiasFinding,
    minimum: int,
) -> GroupComparison:
    n = int(inside.sum())
    if min(n, len(inside) - n) < minimum:
        few = _too_few(minimum, "items with two annotations in the group or its rest", n)
        return GroupComparison(path, "disagreement", few, few, float("nan"), finding)
    each = np.arange(len(apart))
    contrast = clustered_difference(apart, inside, (each,))
    return GroupComparison(path, "disagreement", mean_of(apart[inside]), contrast.difference, contrast.p, finding)


def vanishing(
    judged: Iterable[tuple[GroupComparison, float]], prefix: tuple[str, ...], policy: ComparisonPolicy
) -> list[WarningRecord]:
    """Notes on clear gaps that a different mix explains: within strata less than half remains and 0 is possible."""
    notes = []
    for comparison, p in judged:
        gap = comparison.difference
        if not isinstance(gap, Estimate) or not p <= policy.level or abs(gap.value) < SMALLEST:
            continue
        for name, (metric, result) in comparison.more.items():
            if metric != "adjusted_difference" or not isinstance(result, Estimate) or result.low is None:
                continue
            covers = result.high is not None and result.low <= 0 <= result.high
            if covers and abs(result.value) < abs(gap.value) / 2:
                about = (*prefix, *comparison.path, name)
                facts = {"difference": gap.value, "adjusted": result.value, "stratum": name.removeprefix(ADJUSTED)}
                notes.append(warned("explained-by-mix", about, **comparison.finding.names, **facts))
    return notes
