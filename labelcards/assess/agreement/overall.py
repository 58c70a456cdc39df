"""Which agreement coefficients suit which kind of label, and their values for all annotations together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from labelcards.assess.agreement.alpha_check import checked_alpha
from labelcards.labels.kind import LabelKind
from labelcards.labels.multilabel import Multilabel
from labelcards.metrics.agreement.annotator_pairs import PairRows, cohen_kappa_of_pair, mean_cohen_kappa, pair_rows
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrected, VectorCoefficient
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, count_vectors
from labelcards.metrics.agreement.distances import Distance, IntervalDistance, WeightScheme, agreement_weights
from labelcards.metrics.agreement.item_shares import MajorityShare
from labelcards.metrics.agreement.measures import agreement_of_vectors, why_no_agreement
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings

__all__ = ["LEAST_OVERLAP", "Labelled", "Results", "coefficients_for", "overall_agreement"]

Results = dict[str, Result]

LEAST_OVERLAP = 10
"""Pairs of annotators that share fewer items do not count in the mean of Cohen's kappa."""

MOST_VALUES = 2000
"""With more distinct answers a K × K table of distances or weights is not made."""

MOST_ORDERED = 128
"""With more ordered labels the ordinal alpha's K(K - 1)/2 sums are not made."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Annotations and what their labels are.

    Attributes:
        ratings: R annotations of N items by M annotators with K labels.
        kind: the label kind.
        labels: the K labels in code order.
    """

    ratings: Ratings
    kind: LabelKind
    labels: tuple[str, ...]

    @property
    def numeric(self) -> bool:
        """Whether the labels are numbers."""
        return self.kind.name in ("interval", "ratio")

    @property
    def ordered(self) -> bool:
        """Whether some labels are closer than others."""
        return bool(self.kind.weights)

    def weights(self, scheme: WeightScheme) -> Floats:
        """(K, K) credit for two labels."""
        return agreement_weights(scheme, self.kind.values(self.labels))

    @property
    def distance(self) -> Distance:
        """What alpha uses; numbers are centered where the annotations are."""
        found = self.kind.distance(self.labels)
        if isinstance(found, IntervalDistance) and len(self.ratings):
            return replace(found, center=float(np.median(found.values[self.ratings.label])))
        return found

    def why_no_alpha(self) -> str | None:
        """Why alpha is not computed, or None."""
        K = len(self.labels)
        if self.kind.name == "ordinal" and K > MOST_ORDERED:
            return f"more than {MOST_ORDERED} ordered labels: declare the question as interval"
        if self.kind.name in ("ratio", "multilabel") and K > MOST_VALUES:
            return f"more than {MOST_VALUES:,} distinct answers"
        return None


def coefficients_for(labelled: Labelled, scheme: WeightScheme | None = None) -> dict[str, VectorCoefficient]:
    """Metric key → coefficient, for the coefficients that need count vectors only and suit the kind.

    Args:
        labelled: what to measure.
        scheme: agreement weights of AC2; the kind's usual ones when absent.
    """
    K = len(labelled.labels)
    found: dict[str, VectorCoefficient] = {"percent": ChanceCorrected("none", K)}
    if labelled.why_no_alpha() is None:
        found["alpha"] = Alpha(labelled.distance)
        if isinstance(labelled.kind, Multilabel):
            other = replace(labelled.kind, set_distance="jaccard")
            found["alpha_jaccard"] = Alpha(other.distance(labelled.labels))
    if not labelled.numeric:
        found["majority_share"] = MajorityShare()
        found["fleiss_kappa"] = ChanceCorrected("pooled", K)
    if labelled.kind.name in ("nominal", "ordinal"):
        found["gwet_ac1"] = ChanceCorrected("hard-items", K)
        found["brennan_prediger"] = ChanceCorrected("uniform", K)
    if labelled.ordered and K <= MOST_VALUES:
        weights = labelled.weights(scheme or labelled.kind.weights[0])
        found["gwet_ac2"] = ChanceCorrected("hard-items", K, weights)
    return found


def overall_agreement(
    labelled: Labelled, plan: IntervalPlan, scheme: WeightScheme | None = None, rows: PairRows | None = None
) -> Results:
    """Metric key → result for all annotations together; alpha is checked against the ``krippendorff`` package.

    Args:
        labelled: what to measure.
        plan: how to make intervals.
        scheme: agreement weights of AC2; the kind's usual ones when absent.
        rows: ``pair_rows(labelled.ratings)`` when it exists already.

    Raises:
        ToolError: alpha differs from the package's.
    """
    ratings = labelled.ratings
    coefficients = coefficients_for(labelled, scheme)
    why = why_no_agreement(ratings)
    vectors = count_vectors(ratings)
    results: Results = {
        key: Undefined(why) if why else agreement_of_vectors(vectors, coefficient, plan)
        for key, coefficient in coefficients.items()
    }
    no_alpha = labelled.why_no_alpha()
    if no_alpha is not None:
        results["alpha"] = Undefined(no_alpha)
    elif isinstance(results["alpha"], Estimate):
        results["alpha"] = _checked(labelled, vectors, results["alpha"])
    results.update(_of_pairs(labelled, plan, why, rows))
    return dict(sorted(results.items()))


def _checked(labelled: Labelled, vectors: CountVectors, alpha: Estimate) -> Estimate:
    return replace(alpha, value=checked_alpha(vectors, labelled.distance, labelled.kind, labelled.labels))


def _of_pairs(labelled: Labelled, plan: IntervalPlan, why: str | None, rows: PairRows | None) -> Results:
    """Cohen's kappa (of two annotators, else the mean over pairs), Scott's pi, and Conger's kappa."""
    ratings, two = labelled.ratings, len(active_annotators(labelled.ratings)) <= 2
    schemes: Mapping[str, WeightScheme] = {"cohen_kappa": "identity"} if not labelled.numeric else {}
    if labelled.ordered and len(labelled.labels) <= MOST_VALUES:
        schemes = {**schemes, "cohen_kappa_linear": "linear", "cohen_kappa_quadratic": "quadratic"}
    rows = pair_rows(ratings) if rows is None and not why else rows
    results: Results = {}
    for key, scheme in schemes.items():
        name = key if two else f"{key}_mean"
        weights = None if scheme == "identity" else labelled.weights(scheme)
        results[name] = Undefined(why) if why else _cohen(ratings, weights, rows, plan, two=two)
    if labelled.kind.name in ("nominal", "ordinal"):
        results["conger_kappa"] = Undefined(why) if why else conger_kappa(ratings, None, plan)
        if two:
            pooled = ChanceCorrected("pooled", ratings.K)
            results["scott_pi"] = Undefined(why) if why else agreement_of_vectors(count_vectors(ratings), pooled, plan)
    return results


def _cohen(ratings: Ratings, weights: Floats | None, rows: PairRows | None, plan: IntervalPlan, *, two: bool) -> Result:
    if two and rows is not None and len(rows.annotators):
        return cohen_kappa_of_pair(*rows.pair(0), ratings.K, weights, plan)
    return mean_cohen_kappa(ratings, weights, LEAST_OVERLAP, plan, rows)
