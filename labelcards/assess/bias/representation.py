"""Who is in the data: counts and shares of item groups and annotator groups, and which group labelled which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from labelcards.assess.bias.axes import GroupAxis
from labelcards.assess.bias.comparison import p_result, with_p
from labelcards.catalog.warnings import warned
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.disclosure.suppression import suppressed
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups.disparity import goodness_of_fit_p
from labelcards.metrics.groups.share_gap import population_gap
from labelcards.metrics.intervals.correction import benjamini_hochberg
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.ratings import Codes

__all__ = ["UNKNOWN", "References", "coverage_figures", "group_figures", "missing_coverage"]

UNKNOWN = "(unknown)"
"""The key of records without a value; in more parentheses where a group has that name."""

References = Mapping[str, Mapping[str, float]]
"""Column → value → share in the population the data should stand for."""

COUNTED = "counted, not sampled"
_UNNAMED = "the population given has no such group"


def group_figures(
    axes: Sequence[GroupAxis], smallest: int, units: str, references: References | None = None
) -> FigureTree:
    """Count and share of every group of every axis; groups smaller than ``smallest`` are withheld.

    So that a withheld count cannot be had by subtraction, the next smallest group is withheld with it.

    Args:
        units: what the records are, ``"items"`` or ``"annotators"``.
        references: population shares; adds ``expected_share``, ``difference`` and ``p_adjusted`` to each group, groups
            that are missing altogether included, and ``p_value`` of the whole column.
    """
    known = {crossed(column): shares for column, shares in (references or {}).items()}
    return {axis.name: _axis_figures(axis, smallest, units, known.get(axis.name)) for axis in axes}


def _axis_figures(axis: GroupAxis, smallest: int, units: str, reference: Mapping[str, float] | None) -> FigureTree:
    counts = np.append(axis.sizes, axis.unknown)
    hidden = suppressed(counts, smallest)
    total = int(counts.sum())
    expected = None if reference is None else {crossed(value): share for value, share in reference.items()}
    unknown = _unknown({*axis.values, *(expected or {})})
    tree: FigureTree = {}
    for value, count, hide in zip((*axis.values, unknown), counts.tolist(), hidden.tolist(), strict=True):
        if value == unknown and count == 0:
            continue
        tree[value] = _group(count, total, hide, f"withheld: too few {units}")
    if expected is not None:
        _compare(tree, axis, expected, total, hidden)
    return tree


def _unknown(groups: Collection[str]) -> str:
    """The key of records without a value, which no group has."""
    key = UNKNOWN
    while key in groups:
        key = f"({key})"
    return key


def _group(count: int, total: int, hide: bool, why: str) -> FigureTree:
    if hide:
        withheld: Result = Undefined(why)
        return {"count": figure("count", withheld), "share": figure("share", withheld)}
    counted = Estimate(float(count), total, why_no_interval=COUNTED)
    return {"count": figure("count", counted), "share": figure("share", wilson(count, total))}


def _compare(
    tree: FigureTree, axis: GroupAxis, reference: Mapping[str, float], total: int, hidden: npt.NDArray[np.bool_]
) -> None:
    """Add the population's share and the difference from it to each group, and the test of the column.

    Records without a value count for no group, so the shares compared are those among the records with one.
    """
    values = (*axis.values, *sorted(set(reference) - set(axis.values)))
    counts = np.append(axis.sizes, np.zeros(len(values) - len(axis.values), dtype=np.int64))
    known = int(counts.sum())
    expected = np.array([reference.get(value, 0.0) for value in values])
    column = p_result(goodness_of_fit_p(counts, expected), known, "an expected count is below 1, or a share is missing")
    gaps = [
        population_gap(count, known, share) for count, share in zip(counts.tolist(), expected.tolist(), strict=True)
    ]
    adjusted = benjamini_hochberg([gap.p for gap in gaps]).tolist()
    withheld = dict(zip(axis.values, hidden[:-1].tolist(), strict=True))
    for value, gap, share, p in zip(values, gaps, expected.tolist(), adjusted, strict=True):
        branch = tree.setdefault(value, _group(0, total, hide=False, why=""))
        assert isinstance(branch, dict)  # noqa: S101 - a group's leaves
        given = Estimate(share, known, why_no_interval="given")
        branch["expected_share"] = figure("expected_share", given if value in reference else Undefined(_UNNAMED))
        branch["p_value"] = figure("p_value", column)
        if value in reference and not withheld.get(value, False):
            branch["difference"] = with_p(figure("rate_difference", gap.difference), gap.p)
            branch["p_adjusted"] = figure("p_adjusted", p_result(p, known, "not tested"))


def coverage_figures(
    annotators: Sequence[GroupAxis], items: Sequence[GroupAxis], annotator: Codes, item: Codes, smallest: int
) -> FigureTree:
    """How many annotations each annotator group gave to each item group.

    Args:
        annotator, item: (R,) row of each annotation's annotator and item.
        smallest: groups of fewer annotators are withheld.
    """
    tree: FigureTree = {}
    for who in annotators:
        hidden = suppressed(who.sizes, smallest)
        branches: dict[str, FigureTree] = {value: {} for value in who.values}
        for what in items:
            table = _cross(who, what, annotator, item)
            for value, row, hide in zip(who.values, table, hidden.tolist(), strict=True):
                branches[value][what.name] = _row(row, what, hide, int(table.sum()))
        tree[who.name] = dict(branches)
    return tree


def _cross(who: GroupAxis, what: GroupAxis, annotator: Codes, item: Codes) -> npt.NDArray[np.int64]:
    """(annotator groups, item groups) annotations."""
    a, b = who.codes[annotator], what.codes[item]
    known = (a >= 0) & (b >= 0)
    G, H = len(who.values), len(what.values)
    return np.bincount(a[known] * H + b[known], minlength=G * H).reshape(G, H).astype(np.int64)


def _row(counts: npt.NDArray[np.int64], what: GroupAxis, hide: bool, total: int) -> FigureTree:
    withheld: Result = Undefined("withheld: too few annotators")
    return {
        value: {
            "count": figure("annotations", withheld if hide else Estimate(float(count), total, why_no_interval=COUNTED))
        }
        for value, count in zip(what.values, counts.tolist(), strict=True)
    }


def missing_coverage(
    annotators: Sequence[GroupAxis], items: Sequence[GroupAxis], annotator: Codes, item: Codes, minimum_cell: int
) -> list[WarningRecord]:
    """A note for every annotator column and item column of which some groups hardly met."""
    notes = []
    for who in annotators:
        for what in items:
            thin = int((_cross(who, what, annotator, item) < minimum_cell).sum())
            cells = len(who.values) * len(what.values)
            if thin:
                about = ("representation", "coverage", who.name)
                facts = {"pairs": thin, "all_pairs": cells, "column": who.name, "item_column": what.name}
                notes.append(warned("thin-coverage", about, **facts, minimum=minimum_cell))
    return notes
