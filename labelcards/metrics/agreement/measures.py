"""Agreement of all annotators together: percent, alpha, Fleiss' kappa, Scott's pi, Gwet's AC1/AC2, Brennan–Prediger.

Each function takes the annotations or their count vectors and gives an `Estimate` with an interval over items, or
`Undefined` with the reason. ``n`` is the number of items with at least two annotations. Pairs of annotators are in
`pairs`, one annotator against the others in `one_annotator`.
"""

from __future__ import annotations

import numpy as np

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrected, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, count_vectors
from labelcards.metrics.agreement.distances import Distance, NominalDistance
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate
from labelcards.metrics.ratings import Ratings

__all__ = [
    "DEFAULT_PLAN",
    "agreement",
    "agreement_of_vectors",
    "brennan_prediger",
    "fleiss_kappa",
    "gwet_ac",
    "krippendorff_alpha",
    "percent_agreement",
    "sample_of",
    "scott_pi",
    "why_no_agreement",
]

DEFAULT_PLAN = IntervalPlan()


def why_no_agreement(ratings: Ratings) -> str | None:
    """Why these annotations cannot agree or disagree, or None when they can."""
    if not len(ratings):
        return "no annotations"
    if len(active_annotators(ratings)) == 1:
        return "one annotator"
    if np.bincount(ratings.item).max() < 2:
        return "no item has two annotations"
    return None


def sample_of(vectors: CountVectors, coefficient: VectorCoefficient) -> Sample:
    """The vectors that matter to the coefficient, with their features."""
    used = vectors.at_least(coefficient.least)
    return Sample(coefficient, coefficient.features(used), used.weights)


def agreement_of_vectors(
    vectors: CountVectors, coefficient: VectorCoefficient, plan: IntervalPlan = DEFAULT_PLAN
) -> Result:
    """A coefficient of count vectors with its interval."""
    paired = round(float(vectors.weights[vectors.sizes >= 2].sum()))
    if paired == 0:
        return Undefined("no annotations" if vectors.U == 0 else "no item has two annotations")
    return estimate(sample_of(vectors, coefficient), plan, paired)


def agreement(ratings: Ratings, coefficient: VectorCoefficient, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """A coefficient of annotations with its interval."""
    why = why_no_agreement(ratings)
    if why is not None:
        return Undefined(why)
    return agreement_of_vectors(count_vectors(ratings), coefficient, plan)


def percent_agreement(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """Mean over items with two annotations or more of the share of annotation pairs that agree.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        weights: (K, K) credit for two labels, 1 on the diagonal; equality when absent.
        plan: how to make the interval.

    Returns:
        share, 0 … 1, higher is better. Undefined without an item that two annotators annotated.

    Source: Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 2.
    """
    return agreement(ratings, ChanceCorrected("none", ratings.K, weights), plan)


def krippendorff_alpha(ratings: Ratings, distance: Distance | None = None, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """One minus observed over expected disagreement of the pairable annotations.

    Args:
        ratings: R annotations of N items by M annotators with K labels.
        distance: how far labels are apart; nominal when absent.
        plan: how to make the interval.

    Returns:
        coefficient, about -1 … 1, higher is better, 0 is chance. Undefined when no item has two annotations, or
        when all pairable annotations have one label (there is nothing to disagree about).

    Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example B.

    >>> labels = np.array(["abcde".index(letter) for letter in "aabbdcccedda" "babbbccceddd"])
    >>> ratings = Ratings(np.tile(np.arange(12), 2), np.repeat([0, 1], 12), labels, 12, 2, 5)
    >>> round(krippendorff_alpha(ratings).value, 3)
    0.692
    """
    return agreement(ratings, Alpha(distance or NominalDistance()), plan)


def fleiss_kappa(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """Mean pairwise agreement corrected for chance by the pooled label shares.

    Works with any number of annotations per item (Gwet's rule: an item annotated once counts in the label shares).

    Returns:
        coefficient, -1 … 1, higher is better. Undefined when all annotations have one label.

    Source: Fleiss 1971, doi:10.1037/h0031619; Gwet 2014, ch. 2.
    """
    return agreement(ratings, ChanceCorrected("pooled", ratings.K, weights), plan)


def scott_pi(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """Agreement of exactly two annotators corrected for chance by their pooled label shares.

    Returns:
        coefficient, -1 … 1, higher is better. Undefined with more than two annotators (see `fleiss_kappa`).

    Source: Scott 1955, doi:10.1086/266577.
    """
    if len(active_annotators(ratings)) > 2:
        return Undefined("more than two annotators")
    return fleiss_kappa(ratings, weights, plan)


def gwet_ac(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """AC1, or AC2 with ``weights``: agreement corrected for chance on items that are hard to label.

    K counts all declared labels, used or not. Defined, and 1, when all annotations have one label.

    Source: Gwet 2008, doi:10.1348/000711006X126600; Gwet 2014, ch. 4.
    """
    return agreement(ratings, ChanceCorrected("hard-items", ratings.K, weights), plan)


def brennan_prediger(ratings: Ratings, weights: Floats | None = None, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """Agreement corrected for chance as if all K declared labels were equally likely.

    Source: Brennan and Prediger 1981, doi:10.1177/001316448104100307.
    """
    return agreement(ratings, ChanceCorrected("uniform", ratings.K, weights), plan)
