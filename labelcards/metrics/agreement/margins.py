"""What the label shares of annotators do to kappa: prevalence, bias, the most it could be, and what annotators add.

Kappa is low where nearly everything has one label although annotators agree (prevalence), and cannot reach 1 where they
use labels unequally often (bias). The indices say how much of either there is; they describe the annotations and have
no interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labelcards.metrics.agreement.annotator_pairs import MOST_PAIR_ROWS, PairRows
from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.lights_kappa import LEAST_OVERLAP
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.agreement.removal import Removals
from labelcards.metrics.agreement.two_way import two_way_variance
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.uncertainty import item_variance

__all__ = ["LabelMargins", "design_effect", "label_margins"]

_DESCRIBES = "it describes these annotations"


@dataclass(frozen=True, slots=True)
class LabelMargins:
    """How annotators use the labels; each is the mean over the pairs of annotators.

    Attributes:
        prevalence_index: |a - d| / n of a 2 × 2 table, 0 … 1: how unequally frequent the two labels are where both
            annotators agree. Undefined for more labels.
        bias_index: half the sum of the differences between the two annotators' label shares, 0 … 1; |b - c| / n of a
            2 × 2 table.
        kappa_maximum: Cohen's kappa if the annotators agreed as often as their label shares allow, at most 1.
    """

    prevalence_index: Result
    bias_index: Result
    kappa_maximum: Result


def label_margins(rows: PairRows | None, K: int, least_overlap: int = LEAST_OVERLAP) -> LabelMargins:
    """The margins of all pairs of annotators that share enough items; of two annotators, whatever they share.

    Args:
        rows: of the annotations; None when there are too many.
        K: how many labels there are.
        least_overlap: pairs with fewer shared items are left out where there are several pairs.

    Returns:
        n = the pairs' shared items, once each. Undefined without such a pair. Source: Byrt, Bishop and Carlin 1993,
        doi:10.1016/0895-4356(93)90018-V (indices); Cohen 1960, doi:10.1177/001316446002000104 (maximum).
    """
    why = f"more than {MOST_PAIR_ROWS:,} pairs of annotations" if rows is None else "no item has two annotations"
    if rows is None or not len(rows.annotators):
        nothing = Undefined(why)
        return LabelMargins(nothing, nothing, nothing)
    wide = rows.overlap >= (least_overlap if len(rows.annotators) > 1 else 1)
    if not wide.any():
        nothing = Undefined(f"no two annotators share {least_overlap} items")
        return LabelMargins(nothing, nothing, nothing)
    pair = np.repeat(np.arange(len(wide)), rows.overlap)
    kept = wide[pair]
    n = len(np.unique(rows.item[kept]))
    size = rows.overlap[:, None]
    first, second = (_shares(pair, codes, K, len(wide)) / size for codes in (rows.first, rows.second))
    alike = _shares(pair[rows.first == rows.second], rows.first[rows.first == rows.second], K, len(wide)) / size
    chance = (first * second).sum(axis=1)
    varied = wide & (chance < 1)
    highest = np.minimum(first, second).sum(axis=1)[varied] - chance[varied]
    bias = np.abs(first - second).sum(axis=1)[wide] / 2
    nothing = Undefined("both annotators of every pair use one and the same label", n)
    return LabelMargins(
        _mean(np.abs(alike[wide, 0] - alike[wide, 1]), n) if K == 2 else Undefined("it is defined for two labels", n),
        _mean(bias, n),
        _mean(highest / (1 - chance[varied]), n) if varied.any() else nothing,
    )


def _shares(pair: np.ndarray, codes: np.ndarray, K: int, P: int) -> Floats:
    """(P, K) how often each label occurs among the rows of each pair."""
    counts = np.bincount(pair * K + codes, minlength=P * K).reshape(P, K)
    return np.asarray(counts, dtype=np.float64)


def _mean(values: Floats, n: int) -> Estimate:
    return Estimate(min(float(values.mean()), 1.0), n, why_no_interval=_DESCRIBES)


def design_effect(removed: Removals, coefficient: VectorCoefficient) -> Result:
    """The variance of a coefficient over items and annotators, divided by that over items alone.

    1 where annotators add nothing; 9 where another team could be three times as far away as other items alone suggest.

    Returns:
        a ratio of 1 or more, without an interval; n = items with two annotations. Undefined where the interval over
        annotators is. Source: Kish 1965, Survey Sampling, section 8.2; the variances are those of `two_way`.
    """
    variance = two_way_variance(removed, coefficient)
    n = round(float(removed.vectors.weights[removed.vectors.sizes >= 2].sum()))
    if isinstance(variance, str):
        return Undefined(variance, n)
    over_items = item_variance(sample_of(removed.vectors, coefficient))
    if over_items <= 1e-24:
        return Undefined("every item has the same label counts", n)
    return Estimate(max(variance / over_items, 1.0), n, why_no_interval="a ratio of two variances")
