"""On which items a group of annotators errs more than its members do elsewhere and others do on the same items.

Two references: gold, which is the truth but covers few items, and the final labels, which cover all items but were
made from the same annotations; a group that is in the majority looks right there. Read both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from labelcards.assess.bias.axes import GroupAxis, crossed_with
from labelcards.assess.bias.comparison import BiasFinding, GroupComparison
from labelcards.assess.bias.intersections import ALL
from labelcards.assess.bias.material import Material
from labelcards.assess.bias.pool import Group, Pool, few, few_annotators
from labelcards.catalog.warnings import warned
from labelcards.documents.figure_path import is_crossed
from labelcards.documents.params import BiasParams
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups.interaction import Interactions, interactions
from labelcards.metrics.intervals.clustered import clustered_difference, clustered_rate
from labelcards.metrics.intervals.level import UPPER
from labelcards.metrics.ratings import Codes

__all__ = ["ALL", "MOST_ROWS", "blind_spots", "sampling_notes"]

Mask = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]

EXPLAINED = 0.01
"""A cell with a larger p-value beside the stronger cells is a shadow of those."""

MOST_ROWS = 50_000
"""More annotations than this are sampled by item: the test needs no more, and its cost is cells × annotations."""


@dataclass(frozen=True, slots=True, eq=False)
class _Reference:
    """What annotations are compared with, and the annotations that can be.

    ``item`` numbers the items that occur; ``place`` are their rows in the items table.
    """

    branch: str
    metric: str
    code: str
    wrong: Values
    item: Codes
    place: Codes
    annotator: Codes
    answer: GroupAxis


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A group of items: its column and value, and (N,) which items it holds."""

    column: str
    value: str
    items: Mask


def blind_spots(
    material: Material, pool: Pool, item_axes: Sequence[GroupAxis], params: BiasParams
) -> list[list[GroupComparison]]:
    """Error rates of annotator groups, overall and by item group; one list for each family of tests.

    Item groups are those of the item columns, of the answer itself ("items whose gold is returns"), and of both
    together. ``difference`` is the raw gap to the other annotators on the same items; ``excess``, which the p-value is
    about, is what item and annotator effects do not explain. The p-value is two-sided, as its interval is.
    """
    families = []
    for reference in _references(material, pool, params.seed):
        families.append([_overall(reference, pool, g, params) for g in range(len(pool.groups))])
        axes = [*item_axes, reference.answer, *crossed_with(item_axes, reference.answer)]
        cells = _cells(reference, pool, axes, params)
        families.append([cell for cell in cells if not is_crossed(cell.path[3])])
        families.append([cell for cell in cells if is_crossed(cell.path[3])])
    return [family for family in families if family]


def sampling_notes(material: Material, pool: Pool, seed: int, prefix: tuple[str, ...]) -> list[WarningRecord]:
    """A note for each reference whose annotations are so many that they are sampled."""
    notes = []
    for branch, known in (("annotator_error", material.gold_known), ("annotator_dissent", material.final_known)):
        usable = known[pool.ratings.item]
        used = int(_sampled(usable, pool.ratings.item, seed).sum())
        if used < usable.sum():
            notes.append(warned("sampled-blind-spots", (*prefix, branch), used=used, annotations=int(usable.sum())))
    return notes


def _references(material: Material, pool: Pool, seed: int) -> list[_Reference]:
    found = []
    for branch, metric, code, known, holds, wrong in (
        ("annotator_error", "error_rate", "blind-spot", material.gold_known, material.gold_holds, material.wrong),
        ("annotator_dissent", "dissent_rate", "dissent", material.final_known, material.final_holds,
         material.against_final),
    ):  # fmt: skip
        rows = _sampled(known[pool.ratings.item], pool.ratings.item, seed)
        if not rows.any():
            continue
        codes = np.where(known & holds.any(axis=1) & material.exclusive, holds.argmax(axis=1), -1).astype(np.intp)
        answer = GroupAxis.of(material.answer_column, material.labels if material.exclusive else (), codes)
        found.append(
            _Reference(
                branch=branch,
                metric=metric,
                code=code,
                wrong=wrong[rows].astype(np.float64),
                item=np.unique(pool.ratings.item[rows], return_inverse=True)[1].astype(np.intp),
                place=pool.ratings.item[rows],
                annotator=pool.ratings.annotator[rows],
                answer=answer,
            )
        )
    return found


def _sampled(usable: Mask, item: Codes, seed: int) -> Mask:
    """(R,) the rows to use: all that are usable, or those of randomly drawn items when there are too many."""
    if usable.sum() <= MOST_ROWS:
        return usable
    drawn = np.random.default_rng(seed).random(int(item.max()) + 1) < MOST_ROWS / usable.sum()
    return np.asarray(usable & drawn[item])


def _overall(reference: _Reference, pool: Pool, g: int, params: BiasParams) -> GroupComparison:
    """The group's errors over all items."""
    group = pool.groups[g]
    path = (reference.branch, group.axis, group.value, ALL, ALL)
    finding = BiasFinding(f"annotator-group-{reference.code}", group.names, higher_only=True)
    inside = pool.member[reference.annotator, g] > 0
    few = _too_small(group, int(min(inside.sum(), (~inside).sum())), params)
    if few is not None:
        return GroupComparison(path, reference.metric, few, few, math.nan, finding)
    contrast = clustered_difference(reference.wrong, inside, (reference.annotator, reference.item))
    rate = _rate(reference, inside)
    return GroupComparison(path, reference.metric, rate, contrast.difference, contrast.p, finding)


def _too_small(group: Group, n: int, params: BiasParams) -> Undefined | None:
    if not group.comparable:
        return few_annotators(params)
    return few(params, "annotations in the group or its rest", n) if n < params.minimum_cell else None


def _rate(reference: _Reference, rows: Mask) -> Result:
    return clustered_rate(reference.wrong[rows], (reference.annotator[rows], reference.item[rows]))


def _cells(reference: _Reference, pool: Pool, axes: Sequence[GroupAxis], params: BiasParams) -> list[GroupComparison]:
    """All annotator groups on all item groups of ``axes``; cells that are too small are not tested."""
    parts = [_Part(axis.name, value, axis.codes == h) for axis in axes for h, value in enumerate(axis.values)]
    if not parts:
        return []
    place = np.stack([part.items for part in parts], axis=1)
    _, first = np.unique(reference.item, return_index=True)
    place = place[reference.place[first]]
    here = place[reference.item].astype(np.float64)
    total = here.sum(axis=0)
    sizes = (pool.member[reference.annotator].T @ here).astype(np.int64)
    smaller = np.minimum(sizes, total.astype(np.int64) - sizes)
    chosen = [
        (g, h)
        for g, group in enumerate(pool.groups)
        for h in range(len(parts))
        if group.comparable and smaller[g, h] >= params.minimum_cell
    ]
    found = interactions(
        reference.wrong,
        reference.item,
        reference.annotator,
        member=pool.member,
        place=place,
        cells=chosen,
        permutations=params.permutations,
        seed=params.seed,
    )
    position = {cell: c for c, cell in enumerate(chosen)}
    return [
        _cell(
            reference,
            pool,
            (g, parts[h]),
            found,
            position.get((g, h)),
            few=_too_small(group, int(smaller[g, h]), params),
        )
        for g, group in enumerate(pool.groups)
        for h in range(len(parts))
    ]


def _cell(
    reference: _Reference,
    pool: Pool,
    where: tuple[int, _Part],
    found: Interactions,
    position: int | None,
    *,
    few: Undefined | None,
) -> GroupComparison:
    g, part = where
    group = pool.groups[g]
    path = (reference.branch, group.axis, group.value, part.column, part.value)
    names = {**group.names, "item_column": part.column, "item_value": part.value}
    finding = BiasFinding(reference.code, names, higher_only=True)
    if position is None:
        why = few or Undefined("the cell is empty")
        return GroupComparison(path, reference.metric, why, why, math.nan, finding)
    here = part.items[reference.place]
    inside = pool.member[reference.annotator, g] > 0
    clusters = (reference.annotator[here], reference.item[here])
    contrast = clustered_difference(reference.wrong[here], inside[here], clusters)
    excess, one_sided = _excess(found, position, contrast.difference.n), float(found.p[position])
    return GroupComparison(
        path,
        reference.metric,
        _rate(reference, inside & here),
        contrast.difference,
        min(1.0, 2 * min(one_sided, 1 - one_sided)),
        finding,
        p_permutation=float(found.p_permutation[position]),
        more={"excess": ("excess", excess)},
        headline=excess,
        explained=float(found.p_beside[position]) > EXPLAINED,
    )


def _excess(found: Interactions, position: int, n: int) -> Result:
    value, error = float(found.excess[position]), float(found.error[position])
    if math.isnan(value):
        return Undefined("cannot be told apart from the difficulty of the items and the care of the annotators", n)
    if not error > 0:
        return Estimate(value, n, why_no_interval="the outcome does not vary")
    half = float(stats.t.ppf(UPPER, found.df[position])) * error
    method = f"two-way fixed effects, HC2, overdispersion {found.overdispersion:.2f}, 95%"
    return Estimate(value, n, method, value - half, value + half)
