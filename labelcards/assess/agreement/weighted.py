"""Agreement on ordered labels with partial credit for near misses, for every usual kind of weights."""

from __future__ import annotations

from labelcards.assess.agreement.overall import LabelledRatings, Results
from labelcards.labels.coefficients import weighted_schemes
from labelcards.metrics.agreement.annotator_pairs import PairRows, cohen_kappa_of_pair
from labelcards.metrics.agreement.coefficients import ChanceCorrection, ChanceModel
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import CountVectors, count_vectors
from labelcards.metrics.agreement.distances import WeightScheme
from labelcards.metrics.agreement.lights_kappa import LEAST_OVERLAP, mean_cohen_kappa
from labelcards.metrics.agreement.measures import agreement_of_vectors, why_no_agreement
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan

__all__ = ["weighted_agreement"]

_CHANCE: dict[str, ChanceModel] = {
    "weighted_percent": "none",
    "weighted_fleiss_kappa": "pooled",
    "gwet_ac2": "hard-items",
    "weighted_brennan_prediger": "uniform",
}


def weighted_agreement(labelled: LabelledRatings, plan: IntervalPlan, rows: PairRows | None) -> dict[str, Results]:
    """Kind of weights → metric key → result; empty for kinds without levels, and for too many labels.

    Args:
        labelled: what to measure.
        plan: how to make intervals.
        rows: ``pair_rows(labelled.ratings)``.

    Source: Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 3 and 4.
    """
    schemes = weighted_schemes(labelled.kind, len(labelled.labels))
    if not schemes:
        return {}
    vectors = count_vectors(labelled.ratings)
    return {scheme: _of_scheme(labelled, vectors, scheme, plan, rows) for scheme in schemes}


def _of_scheme(
    labelled: LabelledRatings, vectors: CountVectors, scheme: WeightScheme, plan: IntervalPlan, rows: PairRows | None
) -> Results:
    ratings, weights, why = labelled.ratings, labelled.weights(scheme), why_no_agreement(labelled.ratings)
    two = len(active_annotators(ratings)) <= 2
    keys = [*_CHANCE, "weighted_conger_kappa", "weighted_cohen_kappa" if two else "weighted_cohen_kappa_mean"]
    if why:
        return {key: Undefined(why) for key in sorted(keys)}
    found: Results = {
        key: agreement_of_vectors(vectors, ChanceCorrection(chance, ratings.K, weights), plan)
        for key, chance in _CHANCE.items()
    }
    found["weighted_conger_kappa"] = conger_kappa(ratings, weights, plan)
    if two and rows is not None and len(rows.annotators):
        found["weighted_cohen_kappa"] = cohen_kappa_of_pair(*rows.pair(0), ratings.K, weights, plan)
    else:
        found[keys[-1]] = mean_cohen_kappa(ratings, weights, LEAST_OVERLAP, plan, rows)
    return dict(sorted(found.items()))
