"""Does belonging to a group of annotators go with agreeing? In-group and cross-group cohesion after GRASP."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.assess.bias.comparison import SMALLEST, p_result, with_p
from labelcards.assess.bias.material import Material
from labelcards.assess.bias.pool import Group, Pool, few, few_annotators
from labelcards.catalog.warnings import warned
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.params import BiasParams
from labelcards.documents.policy import ComparisonPolicy, GroupPolicy
from labelcards.documents.warning_record import WarningRecord
from labelcards.labels.limits import MOST_GROUPED, why_too_many
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.groups import cohesion
from labelcards.metrics.groups.cohesion import Association
from labelcards.metrics.groups.pair_tables import PairTables
from labelcards.metrics.intervals.correction import benjamini_hochberg
from labelcards.metrics.intervals.permutation import permutation_test
from labelcards.metrics.ratings import Codes

__all__ = ["GroupCohesion", "cohesion_figures", "group_cohesion"]

Matrix = npt.NDArray[np.float64]

_OPPOSITE = "weighted by pairs of annotators, as the test does, the difference has the other sign"

UNSTABLE = 0.1
"""More than this share of shuffles without a value makes a permutation p-value unreliable."""


@dataclass(frozen=True, slots=True)
class GroupCohesion:
    """The cohesion of one group.

    Attributes:
        group: which.
        association: in-group and cross-group agreement, GAI and difference.
        more: further cohesion figures: catalog key → result.
        p: permutation p-value of the difference; NaN when not tested.
        unstable: share of shuffles in which the statistic had no value.
        untested: why there is no p-value, when there is a difference.
    """

    group: Group
    association: Association
    more: dict[str, Result]
    p: float
    unstable: float
    untested: str = "not tested"


def group_cohesion(material: Material, pool: Pool, tables: PairTables, params: BiasParams) -> list[GroupCohesion]:
    """Cohesion of every annotator group of the pool, tested by shuffling annotator profiles.

    The tested statistic is in-group minus cross-group agreement, weighted by annotator pairs (`PairTables.cohesion`).
    Undefined where there are too many distinct answers for a table of distances.
    """
    ratings, delta = pool.ratings, material.delta
    if delta is None:
        why = Undefined(why_too_many(ratings.K, MOST_GROUPED) or "")
        return [_unmeasured(group, why if group.comparable else few_annotators(params)) for group in pool.groups]
    test = _permutation(pool, tables, params)
    cell = ratings.item * ratings.K + ratings.label
    everyone = np.bincount(cell, minlength=ratings.N * ratings.K).reshape(ratings.N, ratings.K)
    found = []
    for g, group in enumerate(pool.groups):
        if not group.comparable:
            found.append(_unmeasured(group, few_annotators(params)))
            continue
        x = np.bincount(cell[pool.inside(g)], minlength=ratings.N * ratings.K).reshape(ratings.N, ratings.K)
        found.append(_one(delta, group, x, everyone - x, params, test[g]))
    return found


def _unmeasured(group: Group, why: Undefined, unstable: float = 0.0) -> GroupCohesion:
    return GroupCohesion(group, Association(why, why, why, why, steady=True), {}, math.nan, unstable)


def _one(  # noqa: PLR0917 - one call, in this order
    delta: Matrix,
    group: Group,
    x: npt.NDArray[np.int64],
    y: npt.NDArray[np.int64],
    params: BiasParams,
    test: _ShuffleTest,
) -> GroupCohesion:
    mine, theirs = x.sum(axis=1), y.sum(axis=1)
    overlap = min(int((mine >= 2).sum()), int(((mine > 0) & (theirs > 0)).sum()))
    if overlap < params.minimum_cell:
        units = "items with two annotations of the group, or one of the group and one of others"
        return _unmeasured(group, few(params, units, overlap), test.undefined)
    a, b = x[mine > 0].astype(np.float64), y[mine > 0].astype(np.float64)
    more: dict[str, Result] = {
        "plurality_size": cohesion.plurality_size(a),
        "negentropy": cohesion.negentropy(a),
        "voting_agreement": cohesion.voting_agreement(a, b),
        "cross_negentropy": cohesion.cross_negentropy(a, b),
    }
    found = cohesion.association(a, b, delta)
    opposite = isinstance(found.difference, Estimate) and found.difference.value * test.observed < 0
    if opposite:
        return GroupCohesion(group, found, more, math.nan, test.undefined, _OPPOSITE)
    return GroupCohesion(group, found, more, test.p, test.undefined)


@dataclass(frozen=True, slots=True)
class _ShuffleTest:
    """The test of one group: the difference as tested, its p-value, the share of shuffles without a value."""

    observed: float = math.nan
    p: float = math.nan
    undefined: float = 0.0


def _permutation(pool: Pool, tables: PairTables, params: BiasParams) -> list[_ShuffleTest]:
    """One test per group; NaN where not tested."""
    chosen = pool.comparable
    found = [_ShuffleTest() for _ in pool.groups]
    if not len(chosen):
        return found
    member = pool.member[:, chosen]

    def gaps(order: Codes, active: Codes) -> Matrix:
        inside, across = tables.cohesion(member[:, active][order])
        return np.asarray(inside - across)

    test = permutation_test(gaps, pool.ratings.M, len(chosen), permutations=params.permutations, seed=params.seed)
    for at, g in enumerate(chosen.tolist()):
        found[g] = _ShuffleTest(float(test.observed[at]), float(test.p[at]), float(test.undefined[at]))
    return found


def cohesion_figures(
    groups: list[GroupCohesion], fleiss: dict[Group, Result], prefix: tuple[str, ...], policy: GroupPolicy
) -> tuple[FigureTree, FigureTree, list[WarningRecord]]:
    """The figures by column and group, the DSI by column, and what stands out.

    Args:
        groups: one family: their p-values are corrected together.
        fleiss: Fleiss' kappa of the groups it was computed for.
        policy: whose sizes are told, and when a difference is a finding.
    """
    adjusted = benjamini_hochberg([group.p for group in groups])
    tree: FigureTree = {}
    indices: dict[str, list[Result]] = {}
    found: list[WarningRecord] = []
    for entry, p in zip(groups, adjusted.tolist(), strict=True):
        branch = tree.setdefault(entry.group.axis, {})
        assert isinstance(branch, dict)  # noqa: S101 - only branches are set here
        branch[entry.group.value] = _leaves(entry, p, fleiss.get(entry.group), policy)
        indices.setdefault(entry.group.axis, []).append(entry.association.gai)
        about = (*prefix, "cohesion", entry.group.axis, entry.group.value)
        found += _warnings(entry, p, about, policy)
    dsi: FigureTree = {
        axis: {"dsi": figure("dsi", cohesion.diversity_sensitivity(values))} for axis, values in indices.items()
    }
    return tree, dsi, found


def _leaves(entry: GroupCohesion, p: float, fleiss: Result | None, policy: GroupPolicy) -> FigureTree:
    association, n = entry.association, entry.association.difference.n
    size: Result = (
        Estimate(float(entry.group.size), entry.group.size, why_no_interval="counted, not sampled")
        if entry.group.comparable and policy.counts_group(entry.group.size)
        else Undefined("withheld: too few annotators")
    )
    why = association.difference.why if isinstance(association.difference, Undefined) else entry.untested
    leaves: FigureTree = {
        "annotators": figure("annotators", size),
        "in_group_alpha": figure("in_group_alpha", association.in_group),
        "cross_group_agreement": figure("cross_group_agreement", association.cross_group),
        "gai": figure("gai", association.gai),
        "gai_difference": with_p(figure("gai_difference", association.difference), entry.p),
        "p_adjusted": figure("p_adjusted", p_result(p, n, why)),
    }
    if fleiss is not None:
        leaves["in_group_fleiss"] = figure("in_group_fleiss", fleiss)
    return leaves | {key: figure(key, result) for key, result in entry.more.items()}


def _warnings(entry: GroupCohesion, p: float, about: FigurePath, policy: ComparisonPolicy) -> list[WarningRecord]:
    """What stands out. Only *more* agreement inside is a shared view; less of it means that members differ in care."""
    found = []
    association, group = entry.association, entry.group
    gap, inside, across = association.difference, association.in_group, association.cross_group
    if not (isinstance(gap, Estimate) and isinstance(inside, Estimate) and isinstance(across, Estimate)):
        return []
    if p <= policy.level and gap.value >= SMALLEST:
        levels = {"in_group": inside.value, "cross_group": across.value}
        test = {"difference": gap.value, "low": gap.low, "high": gap.high, "n": gap.n, "p": p}
        found.append(warned("group-association", about, **group.names, **levels, **test, annotators=group.size))
    if not association.steady:
        found.append(warned("unstable-gai", (*about, "gai"), **group.names, cross_group=across.value))
    if entry.unstable > UNSTABLE:
        about = (*about, "p_adjusted")
        found.append(warned("unstable-permutation", about, **group.names, unstable=entry.unstable))
    return found
