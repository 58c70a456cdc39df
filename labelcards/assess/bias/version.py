"""The figures of ``bias.json``: who is in the data, and for whom labels, errors and agreement are different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.assess.bias.annotator_bias import annotator_levels, annotator_rates
from labelcards.assess.bias.annotator_cohesion import cohesion_figures, group_cohesion
from labelcards.assess.bias.axes import GroupAxis, axes_of, crossed_axes
from labelcards.assess.bias.blind_spots import blind_spots, sampling_notes
from labelcards.assess.bias.comparison import GroupComparison, findings
from labelcards.assess.bias.intersections import recorded, unshadowed
from labelcards.assess.bias.label_bias import Strata, disagreement, error_rates, label_rates, vanishing
from labelcards.assess.bias.level_bias import item_levels
from labelcards.assess.bias.material import Material, material_of
from labelcards.assess.bias.pool import Pool, few, pool_of
from labelcards.assess.bias.representation import coverage_figures, group_figures, missing_coverage
from labelcards.assess.bias.represented import Population, misrepresented
from labelcards.catalog.warnings import warned
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figure_path import is_crossed
from labelcards.documents.figures import FigureTree
from labelcards.documents.label_scheme import Question
from labelcards.documents.params import BiasParams
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.agreement.coefficients import ChanceCorrection
from labelcards.metrics.agreement.measures import agreement
from labelcards.metrics.estimate import Estimate, Result
from labelcards.metrics.groups.pair_tables import PairTables
from labelcards.metrics.ratings import Codes, Ratings, ascending

__all__ = ["MOST_GROUPS", "Populations", "bias_figures"]

MOST_GROUPS = 40
"""A column with more values is not an attribute to compare by."""


@dataclass(frozen=True, slots=True, eq=False)
class _Axes:
    """The axes of a version, and those of its intersections."""

    items: tuple[GroupAxis, ...]
    crossed_items: tuple[GroupAxis, ...]
    annotators: tuple[GroupAxis, ...]
    crossed_annotators: tuple[GroupAxis, ...]


Populations = Mapping[str, Mapping[str, Population]]
"""``items`` or ``annotators`` → column → the population to stand for."""


def bias_figures(
    version: LabelVersion,
    finals: pd.DataFrame,
    params: BiasParams | None = None,
    *,
    populations: Populations | None = None,
    intersections: bool = True,
) -> tuple[FigureTree, list[WarningRecord], list[WarningRecord]]:
    """All bias figures of a label version.

    Args:
        version: the tables; groups are the columns declared with ``group: true``.
        finals: ``question, item_id, final``: the final label of each item (after consensus and adjudication), NA or
            absent where there is none.
        params: seeds, permutations and the bars for groups.
        populations: what group columns should stand for.
        intersections: whether pairs of columns are crossed.

    Returns:
        the tree of figures; what to know before trusting them; the findings: differences that stand out after
        correction, with size, interval, n and the path of their figures, largest first per kind.
        Deterministic. Each branch of each question is one family of tests; intersections are families of their own.
    """
    params, populations = params or BiasParams(), populations or {}
    axes = _axes(version, crossed=intersections)
    representation = _representation(version, axes, populations, params)
    tree: FigureTree = {"representation": representation}
    found, notes = _misrepresented(representation, populations, params)
    notes += [*_too_many(version), *_thin_coverage(version, axes, params)]
    questions: FigureTree = {}
    decided = {name: _final(finals, name) for name in version.manifest.questions}
    for name in version.manifest.questions:
        figures, more, standing_out = _question(version, name, decided, axes, params)
        if figures:
            questions[name] = figures
        notes += more
        found += standing_out
    if questions:
        tree["questions"] = questions
    return tree, notes, found


def _axes(version: LabelVersion, *, crossed: bool) -> _Axes:
    items = _few_enough(axes_of(version.items, version.manifest.items))
    annotators = _few_enough(axes_of(version.annotators, version.manifest.annotators))
    if not crossed:
        return _Axes(items, (), annotators, ())
    return _Axes(items, crossed_axes(items), annotators, crossed_axes(annotators))


def _few_enough(axes: Iterable[GroupAxis]) -> tuple[GroupAxis, ...]:
    return tuple(axis for axis in axes if len(axis.values) <= MOST_GROUPS)


def _too_many(version: LabelVersion) -> list[WarningRecord]:
    """A note on every group column with so many values that comparing them says nothing."""
    notes = []
    for side, table, declared in (
        ("items", version.items, version.manifest.items),
        ("annotators", version.annotators, version.manifest.annotators),
    ):
        for axis in axes_of(table, declared):
            if len(axis.values) > MOST_GROUPS:
                about = ("representation", side, axis.name)
                facts = {"column": axis.name, "groups": len(axis.values), "most": MOST_GROUPS}
                notes.append(warned("too-many-groups", about, **facts))
    return notes


def _final(finals: pd.DataFrame, question: str) -> pd.Series[str]:
    return finals.loc[finals["question"] == question].set_index("item_id")["final"]


def _met(version: LabelVersion) -> tuple[Codes, Codes]:
    """Annotator and item of every distinct pair of them in the annotations, by item."""
    M = max(len(version.annotators), 1)
    key = ascending(version.codes.item * M + version.codes.annotator)
    what, who = np.divmod(key[np.diff(key, prepend=-1) != 0], M)
    return who, what


def _representation(version: LabelVersion, axes: _Axes, populations: Populations, params: BiasParams) -> FigureTree:
    tree: FigureTree = {}
    for name, own in (
        ("items", (*axes.items, *axes.crossed_items)),
        ("annotators", (*axes.annotators, *axes.crossed_annotators)),
    ):
        references = {column: population.shares for column, population in populations.get(name, {}).items()}
        if own:
            tree[name] = group_figures(own, params.smallest_group, name, references)
    if axes.items and axes.annotators:
        tree["coverage"] = coverage_figures(axes.annotators, axes.items, *_met(version), params.smallest_group)
    return tree


def _misrepresented(
    tree: FigureTree, populations: Populations, params: BiasParams
) -> tuple[list[WarningRecord], list[WarningRecord]]:
    found: list[WarningRecord] = []
    notes: list[WarningRecord] = []
    for side, columns in populations.items():
        branch = tree.get(side)
        if isinstance(branch, dict):
            under, more = misrepresented(branch, side, columns, params)
            found, notes = found + under, notes + more
    return found, notes


def _thin_coverage(version: LabelVersion, axes: _Axes, params: BiasParams) -> list[WarningRecord]:
    return missing_coverage(axes.annotators, axes.items, *_met(version), params.minimum_cell)


def _question(
    version: LabelVersion, name: str, decided: Mapping[str, pd.Series[str]], axes: _Axes, params: BiasParams
) -> tuple[FigureTree, list[WarningRecord], list[WarningRecord]]:
    material = material_of(version, name, decided[name])
    prefix = ("questions", name)
    tree: FigureTree = {}
    found: list[WarningRecord] = []
    notes: list[WarningRecord] = []
    told: dict[tuple[str, ...], Estimate] = {}
    for family in _item_families(version, name, material, decided=decided, axes=axes, params=params):
        judged = unshadowed(recorded(tree, family), told, params)
        found += findings(judged, prefix, params)
        notes += vanishing(judged, prefix, params)
    if len(material.coded.ratings) and axes.annotators:
        more_notes, more_found = _annotators(tree, material, axes, prefix, params)
        notes += more_notes
        found += more_found
    return tree, notes, found


def _item_families(
    version: LabelVersion,
    name: str,
    material: Material,
    *,
    decided: Mapping[str, pd.Series[str]],
    axes: _Axes,
    params: BiasParams,
) -> Iterable[list[GroupComparison]]:
    """The comparisons of item groups, one list for each family of tests."""
    strata = _strata(version, name, decided, axes.items)
    for own, adjust in ((axes.items, strata), (axes.crossed_items, ())):
        if not own:
            continue
        families = [disagreement(material, own, params.minimum_cell), item_levels(material, own, params.minimum_cell)]
        if material.labels:
            families.append(label_rates(material, own, params.minimum_cell, adjust))
            if material.gold_known.any():
                families.append(error_rates(material, own, params.minimum_cell))
        yield from families


def _strata(
    version: LabelVersion, name: str, decided: Mapping[str, pd.Series[str]], items: Sequence[GroupAxis]
) -> tuple[Strata, ...]:
    """What label rates are adjusted for: each other item column, and the final label of each other question that
    divides items.
    """
    ids = pd.Index(version.items["item_id"])
    columns = [Strata(axis.columns[0], axis.codes) for axis in items]
    questions = [
        Strata(
            version.manifest.answer_column(other),
            pd.factorize(decided[other].reindex(ids), sort=True)[0].astype("intp"),
        )
        for other, declared in version.manifest.questions.items()
        if other != name and _divides(declared)
    ]
    return (*columns, *questions)


def _divides(declared: Question) -> bool:
    """Whether the answers divide items into groups without an order."""
    return declared.label_kind.exclusive and declared.label_kind.scale is None


def _annotators(
    tree: FigureTree, material: Material, axes: _Axes, prefix: tuple[str, ...], params: BiasParams
) -> tuple[list[WarningRecord], list[WarningRecord]]:
    pool = pool_of(material, axes.annotators, params)
    tables = PairTables.of(pool.ratings, material.delta) if material.delta is not None else _without_labels(pool)
    notes, found = _cohesion(tree, material, pool, tables, prefix=prefix, params=params)
    if axes.crossed_annotators:
        several = pool_of(material, axes.crossed_annotators, params)
        more_notes, more = _cohesion(tree, material, several, tables, prefix=prefix, params=params)
        notes, found = notes + more_notes, found + more
    families: list[list[GroupComparison]] = [annotator_levels(material, pool, tables, params)]
    if material.labels:
        families.append(annotator_rates(material, pool, tables, params))
        families += blind_spots(material, pool, axes.items, params)
        notes += sampling_notes(material, pool, params.seed, prefix)
    for family in families:
        found += findings(recorded(tree, family), prefix, params)
    return notes, found


def _without_labels(pool: Pool) -> PairTables:
    """Who labelled what, without what they said: all that tests of label rates and levels need."""
    said, one = pool.ratings, np.zeros(len(pool.ratings), dtype=np.intp)
    return PairTables.of(Ratings(said.item, said.annotator, one, said.N, said.M, 1))


def _cohesion(
    tree: FigureTree, material: Material, pool: Pool, tables: PairTables, *, prefix: tuple[str, ...], params: BiasParams
) -> tuple[list[WarningRecord], list[WarningRecord]]:
    groups = group_cohesion(material, pool, tables, params)
    groups = [
        each for each in groups if not is_crossed(each.group.axis) or isinstance(each.association.difference, Estimate)
    ]
    fleiss = {
        group: _fleiss(pool, g, params)
        for g, group in enumerate(pool.groups)
        if group.comparable and material.exclusive
    }
    branch, indices, told = cohesion_figures(groups, fleiss, prefix, params)
    for name, part in (("cohesion", branch), ("diversity", indices)):
        node = tree.setdefault(name, {})
        assert isinstance(node, dict)  # noqa: S101 - only branches are set here
        node.update(part)
    notes = [entry for entry in told if entry.level == "note"]
    return notes, [entry for entry in told if entry.level != "note"]


def _fleiss(pool: Pool, g: int, params: BiasParams) -> Result:
    """Fleiss' kappa within a group, if enough items have two of its annotations."""
    found = agreement(pool.ratings.where(pool.inside(g)), ChanceCorrection("pooled", pool.ratings.K))
    if isinstance(found, Estimate) and not params.compares_cells(found.n):
        return few(params, "items with two annotations of the group", found.n)
    return found
