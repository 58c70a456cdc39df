"""Whether groups of annotators label shared items differently.

Annotations by one annotator are not independent. Intervals and p-values are therefore robust to clusters of annotators
and items, and every test has a second opinion that shuffles whole annotator profiles.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from labelcards.assess.bias.comparison import MEANS, BiasFinding, GroupComparison
from labelcards.assess.bias.material import Material
from labelcards.assess.bias.pool import Group, Pool, few, few_annotators
from labelcards.documents.params import BiasParams
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.groups.pair_tables import PairTables
from labelcards.metrics.intervals.clustered import (
    clustered_rate,
    on_shared_items,
    within_item_contrast,
)
from labelcards.metrics.intervals.permutation import permutation_test
from labelcards.metrics.intervals.shares import mean_of
from labelcards.metrics.ratings import Codes

__all__ = ["annotator_levels", "annotator_rates", "contrast_permutation"]

Matrix = npt.NDArray[np.float64]


def annotator_rates(material: Material, pool: Pool, tables: PairTables, params: BiasParams) -> list[GroupComparison]:
    """Label rates of each annotator group, against the other annotators on the items both labelled."""
    ratings, given = pool.ratings, material.given.astype(np.float64)
    p = contrast_permutation(pool, given, tables, params)
    found = []
    for g, group in enumerate(pool.groups):
        inside = pool.inside(g)
        shared = on_shared_items(inside, ratings.item) if group.comparable else inside
        for k, label in enumerate(material.labels):
            path = ("annotator_rate", group.axis, group.value, label)
            finding = BiasFinding("annotator-group-rate", {**group.names, "label": label})
            why = _too_small(group, int((inside & shared).sum()), "annotations of shared items", params)
            if why is not None:
                found.append(GroupComparison(path, "label_rate", why, why, math.nan, finding))
                continue
            contrast = within_item_contrast(given[:, k], inside, ratings.item, ratings.annotator)
            mine = inside & shared
            rate = clustered_rate(given[mine, k], (ratings.annotator[mine], ratings.item[mine]))
            tested = float(p[g, k])
            found.append(GroupComparison(path, "label_rate", rate, contrast.difference, contrast.p, finding, tested))
    return found


def _too_small(group: Group, n: int, units: str, params: BiasParams) -> Undefined | None:
    if not group.comparable:
        return few_annotators(params)
    return few(params, units, n) if n < params.minimum_cell else None


def annotator_levels(material: Material, pool: Pool, tables: PairTables, params: BiasParams) -> list[GroupComparison]:
    """Means of ordered answers of each annotator group, against the other annotators on the items both labelled.

    Numbers are compared in their own unit; ordinal answers by their mean position in the distribution of all answers.
    """
    ratings, scale = pool.ratings, material.scale
    if scale is None:
        return []
    value = material.values[ratings.label]
    p = contrast_permutation(pool, value[:, None], tables, params)
    found = []
    for g, group in enumerate(pool.groups):
        inside = pool.inside(g)
        shared = on_shared_items(inside, ratings.item) if group.comparable else inside
        finding = BiasFinding("annotator-group-level", {**group.names, "scale": scale}, scale=scale)
        path = ("annotator_level", group.axis, group.value)
        mine = inside & shared
        why = _too_small(group, int(mine.sum()), "annotations of shared items", params)
        if why is not None:
            found.append(GroupComparison(path, MEANS[scale], why, why, math.nan, finding))
            continue
        contrast = within_item_contrast(value, inside, ratings.item, ratings.annotator)
        rate = mean_of(value[mine], cluster=ratings.annotator[mine], by="annotator")
        if isinstance(rate, Estimate):
            rate = replace(rate, n=int(mine.sum()))
        tested, spread = float(p[g, 0]), float(value.std())
        found.append(
            GroupComparison(path, MEANS[scale], rate, contrast.difference, contrast.p, finding, tested, spread=spread)
        )
    return found


def contrast_permutation(pool: Pool, given: Matrix, tables: PairTables, params: BiasParams) -> Matrix:
    """(groups, L) permutation p-values of the within-item contrasts of (R, L) outcomes; NaN where not tested."""
    ratings, L, chosen = pool.ratings, given.shape[1], pool.comparable
    p = np.full((len(pool.groups), L), np.nan)
    if not len(chosen) or not L:
        return p
    size = np.maximum(np.bincount(ratings.item, minlength=ratings.N), 1)
    centered = np.empty((ratings.M, L))
    for k in range(L):
        mean = np.bincount(ratings.item, weights=given[:, k], minlength=ratings.N) / size
        centered[:, k] = np.bincount(ratings.annotator, weights=given[:, k] - mean[ratings.item], minlength=ratings.M)
    member = pool.member[:, chosen]

    def contrasts(order: Codes, active: Codes) -> Matrix:
        group, label = np.divmod(active, L)
        needed, column = np.unique(group, return_inverse=True)
        shuffled = member[order][:, needed]
        weight = tables.contrast_weight(shuffled)[column]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(weight > 0, (shuffled.T @ centered)[column, label] / weight, np.nan)

    test = permutation_test(contrasts, ratings.M, len(chosen) * L, permutations=params.permutations, seed=params.seed)
    p[chosen] = test.p.reshape(len(chosen), L)
    return p
