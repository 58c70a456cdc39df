"""The same coefficients for every group of items, with the features computed once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.agreement.rare_labels import unseen_vectors
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate
from labelcards.metrics.ratings import Codes

__all__ = ["agreement_of_groups"]


def agreement_of_groups(
    vectors: CountVectors,
    group: Codes,
    G: int,
    coefficients: Mapping[str, VectorCoefficient],
    plan: IntervalPlan,
) -> list[dict[str, Result]]:
    """Per group of items, every coefficient with its interval.

    Args:
        vectors: U distinct vectors of N items, with ``of_item``.
        group: (N,) code 0 … G-1 of each item's group, -1 for none.
        G: how many groups there are.
        coefficients: name → coefficient.
        plan: how to make intervals.

    Returns:
        G times name → result; n = items of the group with two annotations or more. Cost: one sort of the items, then
        the distinct vectors of each group.
    """
    rows, weights, start = _distinct_in_groups(vectors, group, G)
    parts = [(rows[a:b], weights[a:b]) for a, b in pairwise(start)]
    paired = [round(float(count[vectors.sizes[row] >= 2].sum())) for row, count in parts]
    nowhere = np.zeros(0, dtype=np.intp)
    unseen = [unseen_vectors(CountVectors(vectors.counts[row], count, nowhere)) for row, count in parts]
    found: list[dict[str, Result]] = [{} for _ in range(G)]
    for name, coefficient in sorted(coefficients.items()):
        used = vectors.at_least(coefficient.least)
        kept = vectors.sizes >= coefficient.least
        place = np.cumsum(kept) - 1
        features = coefficient.features(used)
        for code, (row, count) in enumerate(parts):
            if not paired[code]:
                found[code][name] = Undefined("no item has two annotations" if len(row) else "no annotations")
                continue
            mine = kept[row]
            missed = unseen[code] if coefficient.by_minority else None
            more = None if missed is None else coefficient.features(missed)
            sample = Sample(coefficient, features[place[row[mine]]], count[mine], more)
            found[code][name] = estimate(sample, plan, paired[code])
    return found


def _distinct_in_groups(vectors: CountVectors, group: Codes, G: int) -> tuple[Codes, Floats, Codes]:
    """The vectors that occur in each group, how many items have each, and where each group's rows begin (G + 1,)."""
    known = (group >= 0) & (vectors.of_item >= 0)
    key = np.sort(group[known] * max(vectors.U, 1) + vectors.of_item[known])
    first = np.flatnonzero(np.diff(key, prepend=-1))
    code, row = np.divmod(key[first], max(vectors.U, 1))
    start = np.searchsorted(code, np.arange(G + 1))
    return row.astype(np.intp), np.diff(first, append=len(key)).astype(np.float64), start.astype(np.intp)
