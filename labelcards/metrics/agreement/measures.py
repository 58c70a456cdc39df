"""Agreement of all annotators together: a coefficient (see `coefficients`) of annotations or of their count vectors.

Each function gives an `Estimate` with an interval over items, or `Undefined` with the reason. ``n`` is the number of
items with at least two annotations. Pairs of annotators are in `annotator_pairs`, one annotator against the others in
`one_annotator`.
"""

from __future__ import annotations

import numpy as np

from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, count_vectors
from labelcards.metrics.agreement.rare_labels import unseen_vectors
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan, Sample, estimate
from labelcards.metrics.ratings import Ratings

__all__ = ["DEFAULT_PLAN", "agreement", "agreement_of_vectors", "sample_of", "why_no_agreement"]

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
    unseen = unseen_vectors(vectors) if coefficient.by_minority else None
    return Sample(
        coefficient,
        coefficient.features(used),
        used.weights,
        None if unseen is None else coefficient.features(unseen),
    )


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
