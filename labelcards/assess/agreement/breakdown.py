"""Agreement per label, annotator, pair of annotators, group of items, batch and month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from labelcards.assess.agreement.overall import LabelledRatings, Results
from labelcards.metrics.agreement.annotator_effect import annotator_effects
from labelcards.metrics.agreement.annotator_pairs import PairRows, cohen_kappa_of_pair
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, count_vectors
from labelcards.metrics.agreement.grouped import agreement_of_groups
from labelcards.metrics.agreement.item_shares import SpecificAgreement
from labelcards.metrics.agreement.margins import design_effect, label_margins
from labelcards.metrics.agreement.measures import agreement_of_vectors
from labelcards.metrics.agreement.one_annotator import agreement_with_others, mean_share
from labelcards.metrics.agreement.removal import Removals
from labelcards.metrics.agreement.two_way import two_way_interval
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Codes, Ratings

__all__ = [
    "MOST_PAIRS",
    "balance",
    "per_annotation_group",
    "per_annotator",
    "per_item_group",
    "per_label",
    "per_pair",
    "two_way",
]

MOST_PAIRS = 300
"""So many pairs of annotators are listed, those with the most shared items first."""

BINARY: Mapping[str, VectorCoefficient] = {
    "alpha": Alpha(),
    "fleiss_kappa": ChanceCorrection("pooled", 2),
    "gwet_ac1": ChanceCorrection("hard-items", 2),
    "percent": ChanceCorrection("none", 2),
    "specific_agreement": SpecificAgreement(),
}


def per_label(labelled: LabelledRatings, plan: IntervalPlan) -> dict[str, Results]:
    """Label → metric → result, of that label against all others (in sets: present against absent)."""
    names, member = labelled.kind.members(labelled.labels)
    vectors = count_vectors(labelled.ratings)
    found: dict[str, Results] = {}
    for column, name in enumerate(names):
        binary = vectors.collapsed(member[:, column])
        used = float(binary.weights @ binary.counts[:, [1]].toarray().ravel()) if binary.U else 0.0
        found[name] = {
            key: Undefined("the label is never used", round(float(binary.weights.sum())))
            if used == 0
            else agreement_of_vectors(binary, coefficient, plan)
            for key, coefficient in BINARY.items()
        }
    return found


def per_annotator(
    labelled: LabelledRatings, removed: Removals | str, names: tuple[str, ...], plan: IntervalPlan
) -> dict[str, Results]:
    """Annotator → percent agreement with the others, alpha without the annotator, and the effect on alpha.

    Args:
        labelled: what to measure.
        removed: what the sample is without each annotator, or why that cannot be said.
        names: of the M annotators.
        plan: how to make intervals.
    """
    ratings = labelled.ratings
    share = agreement_with_others(ratings, level=plan.level)
    effects = _effects(labelled, removed, plan)
    return {names[a]: {"percent": share[a], **effects[a]} for a in active_annotators(ratings)}


def _effects(labelled: LabelledRatings, removed: Removals | str, plan: IntervalPlan) -> list[Results]:
    suited = labelled.coefficients()
    coefficient = suited.of_vectors.get("alpha")
    if isinstance(removed, str) or coefficient is None:
        no_alpha = suited.refused.get("alpha", f"{labelled.kind.name} answers have no alpha")
        why = Undefined(removed if isinstance(removed, str) else no_alpha, len(labelled.ratings))
        return [{"alpha_without": why, "alpha_change": why}] * labelled.ratings.M
    found = annotator_effects(removed.vectors, removed.of(coefficient), plan.level)
    return [{"alpha_without": effect.without, "alpha_change": effect.change} for effect in found]


def two_way(labelled: LabelledRatings, removed: Removals | str, plan: IntervalPlan) -> Results:
    """Metric → result with its interval over items and annotators, for "would others have agreed as much?"."""
    suited = labelled.coefficients().of_vectors
    coefficients = {key: found for key, found in suited.items() if key != "majority_share"}
    if isinstance(removed, str):
        return {key: Undefined(removed, len(labelled.ratings)) for key in coefficients}
    return {key: two_way_interval(removed, found, plan.level) for key, found in coefficients.items()}


def balance(labelled: LabelledRatings, removed: Removals | str, rows: PairRows | None) -> Results:
    """What to read kappa with: prevalence, bias and largest kappa of labels that are names, and what annotators add."""
    suited = labelled.coefficients()
    results: Results = {}
    if "cohen_kappa" in suited.of_pairs:
        margins = label_margins(rows, labelled.ratings.K)
        results = {name: getattr(margins, name) for name in ("bias_index", "kappa_maximum", "prevalence_index")}
    if (alpha := suited.of_vectors.get("alpha")) is not None:
        effect = Undefined(removed) if isinstance(removed, str) else design_effect(removed, alpha)
        results["design_effect"] = effect
    return results


def per_pair(
    labelled: LabelledRatings, rows: PairRows, names: tuple[str, ...], plan: IntervalPlan
) -> dict[tuple[str, str], Results]:
    """(annotator, annotator) → percent agreement and Cohen's kappa, for the pairs with the most shared items."""
    order = np.lexsort((np.arange(len(rows.overlap)), -rows.overlap))[:MOST_PAIRS]
    found: dict[tuple[str, str], Results] = {}
    for index in np.sort(order):
        first, second = rows.pair(int(index))
        results: Results = {"percent": mean_share((first == second).astype(np.float64), plan.level)}
        if "cohen_kappa" in labelled.kind.coefficients:
            results["cohen_kappa"] = cohen_kappa_of_pair(first, second, labelled.ratings.K, None, plan)
        a, b = sorted(names[code] for code in rows.annotators[index])
        found[a, b] = results
    return dict(sorted(found.items()))


def per_item_group(labelled: LabelledRatings, group: pd.Series[str], plan: IntervalPlan) -> dict[str, Results]:
    """Value of ``group`` (N,) → metric → result, over the items with that value."""
    codes, values = _coded(group)
    vectors = count_vectors(labelled.ratings)
    return _by_group(labelled, vectors, codes, values, plan)


def per_annotation_group(labelled: LabelledRatings, group: pd.Series[str], plan: IntervalPlan) -> dict[str, Results]:
    """Value of ``group`` (R,) → metric → result, over the annotations with that value.

    Annotations of one item in different groups are not compared.
    """
    codes, values = _coded(group)
    known = codes >= 0
    ratings = labelled.ratings.where(known)
    split = ratings.item * max(len(values), 1) + codes[known]
    parts, item = np.unique(split, return_inverse=True)
    within = Ratings(item.astype(np.intp), ratings.annotator, ratings.label, len(parts), ratings.M, ratings.K)
    return _by_group(labelled, count_vectors(within), (parts % max(len(values), 1)).astype(np.intp), values, plan)


def _coded(group: pd.Series[str]) -> tuple[Codes, tuple[str, ...]]:
    codes, values = pd.factorize(group, sort=True)
    return codes.astype(np.intp), tuple(str(value) for value in values)


def _by_group(
    labelled: LabelledRatings, vectors: CountVectors, group: Codes, values: tuple[str, ...], plan: IntervalPlan
) -> dict[str, Results]:
    wanted = ("percent", "alpha", "fleiss_kappa", "gwet_ac1", "gwet_ac2")
    coefficients = {key: found for key, found in labelled.coefficients().of_vectors.items() if key in wanted}
    found = agreement_of_groups(vectors, group, len(values), coefficients, plan)
    return dict(zip(values, found, strict=True))
