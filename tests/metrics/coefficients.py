"""The coefficients of annotations by the names that papers give them, each with its interval."""

from __future__ import annotations

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, ChanceModel
from labelcards.metrics.agreement.distances import Distance, NominalDistance
from labelcards.metrics.agreement.measures import DEFAULT_PLAN, agreement
from labelcards.metrics.estimate import Result
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Ratings


def krippendorff_alpha(ratings: Ratings, distance: Distance | None = None) -> Result:
    """Alpha; nominal when no distance is given."""
    return agreement(ratings, Alpha(distance or NominalDistance()))


def percent_agreement(ratings: Ratings) -> Result:
    """Share of agreeing pairs."""
    return _corrected(ratings, "none")


def fleiss_kappa(ratings: Ratings, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    """Corrected by the pooled label shares; of two annotators this is Scott's pi."""
    return _corrected(ratings, "pooled", plan)


def gwet_ac1(ratings: Ratings) -> Result:
    """Corrected on the items that are hard to label."""
    return _corrected(ratings, "hard-items")


def brennan_prediger(ratings: Ratings) -> Result:
    """Corrected as if all labels were equally likely."""
    return _corrected(ratings, "uniform")


def _corrected(ratings: Ratings, chance: ChanceModel, plan: IntervalPlan = DEFAULT_PLAN) -> Result:
    return agreement(ratings, ChanceCorrection(chance, ratings.K), plan)
