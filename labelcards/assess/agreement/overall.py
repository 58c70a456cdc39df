"""The agreement coefficients that suit a question's kind of label, for all annotations together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from labelcards.assess.agreement.alpha_check import checked_alpha
from labelcards.labels.coefficients import Coefficients, suitable
from labelcards.labels.kind import LabelKind
from labelcards.metrics.agreement.annotator_pairs import PairRows, cohen_kappa_of_pair, pair_rows
from labelcards.metrics.agreement.coefficients import ChanceCorrection
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, count_vectors
from labelcards.metrics.agreement.distances import Distance, WeightScheme, agreement_weights
from labelcards.metrics.agreement.lights_kappa import LEAST_OVERLAP, mean_cohen_kappa
from labelcards.metrics.agreement.measures import agreement_of_vectors, why_no_agreement
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings

__all__ = ["LabelledRatings", "Results", "overall_agreement"]

Results = dict[str, Result]


@dataclass(frozen=True, slots=True, eq=False)
class LabelledRatings:
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
    def ordered(self) -> bool:
        """Whether some labels are closer than others."""
        return bool(self.kind.weights)

    def weights(self, scheme: WeightScheme) -> Floats:
        """(K, K) credit for two labels."""
        return agreement_weights(scheme, self.kind.values(self.labels))

    @property
    def distance(self) -> Distance:
        """What alpha uses."""
        return self.kind.distance(self.labels, self.ratings.label)

    def coefficients(self, scheme: WeightScheme | None = None) -> Coefficients:
        """The coefficients that suit the kind.

        Args:
            scheme: agreement weights of AC2; the kind's usual ones when absent.
        """
        return suitable(self.kind, self.labels, self.ratings.label, scheme=scheme)


def overall_agreement(
    labelled: LabelledRatings, plan: IntervalPlan, scheme: WeightScheme | None = None, rows: PairRows | None = None
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
    ratings, coefficients = labelled.ratings, labelled.coefficients(scheme)
    why = why_no_agreement(ratings)
    vectors = count_vectors(ratings)
    results: Results = {
        key: Undefined(why) if why else agreement_of_vectors(vectors, coefficient, plan)
        for key, coefficient in coefficients.of_vectors.items()
    }
    if isinstance(alpha := results.get("alpha"), Estimate):
        results["alpha"] = _checked(labelled, vectors, alpha)
    results.update(_of_pairs(labelled, coefficients, plan, why, rows))
    two = len(active_annotators(ratings)) <= 2
    results.update({_named(key, two=two): Undefined(refused) for key, refused in coefficients.refused.items()})
    return dict(sorted(results.items()))


def _checked(labelled: LabelledRatings, vectors: CountVectors, alpha: Estimate) -> Estimate:
    return replace(alpha, value=checked_alpha(vectors, labelled.distance, labelled.kind, labelled.labels))


def _of_pairs(
    labelled: LabelledRatings, suited: Coefficients, plan: IntervalPlan, why: str | None, rows: PairRows | None
) -> Results:
    """Cohen's kappa (of two annotators, else the mean over pairs), Scott's pi, and Conger's kappa."""
    ratings, two = labelled.ratings, len(active_annotators(labelled.ratings)) <= 2
    rows = pair_rows(ratings) if rows is None and not why else rows
    results: Results = {}
    for key, scheme in suited.of_pairs.items():
        weights = None if scheme == "identity" else labelled.weights(scheme)
        results[_named(key, two=two)] = Undefined(why) if why else _cohen(ratings, weights, rows, plan, two=two)
    if "conger_kappa" in suited.of_annotators:
        results["conger_kappa"] = Undefined(why) if why else conger_kappa(ratings, None, plan)
    if "scott_pi" in suited.of_annotators and two:
        pooled = ChanceCorrection("pooled", ratings.K)
        results["scott_pi"] = Undefined(why) if why else agreement_of_vectors(count_vectors(ratings), pooled, plan)
    return results


def _named(key: str, *, two: bool) -> str:
    """The key of a metric; of more than two annotators, Cohen's kappa is the mean over pairs."""
    return key if two or not key.startswith("cohen_kappa") else f"{key}_mean"


def _cohen(ratings: Ratings, weights: Floats | None, rows: PairRows | None, plan: IntervalPlan, *, two: bool) -> Result:
    if two and rows is not None and len(rows.annotators):
        return cohen_kappa_of_pair(*rows.pair(0), ratings.K, weights, plan)
    return mean_cohen_kappa(ratings, weights, LEAST_OVERLAP, plan, rows)
