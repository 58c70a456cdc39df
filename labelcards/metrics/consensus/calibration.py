"""Whether a confidence can be read as a probability: overconfidence, and accuracy by bins of confidence.

Bins of equal numbers after K. Nguyen and B. O'Connor (2015), doi:10.18653/v1/D15-1182. The expected calibration error
is left out on purpose: it is above zero even for a perfect confidence, and its bootstrap interval holds the true value
in as few as half of the samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.estimate import Result
from labelcards.metrics.intervals.shares import mean_of, share_of
from labelcards.metrics.ratings import Codes

__all__ = ["Bin", "overconfidence", "reliability"]

MOST_BINS = 10
PER_BIN = 20
"""Fewer items make a bin's accuracy mostly noise."""

APART = 0.01
"""Bins whose mean confidences differ by less make the same promise and are one."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Items of similar confidence.

    Attributes:
        confidence: the mean of their confidences, with an interval.
        accuracy: the share of right ones, with an interval.
    """

    confidence: Result
    accuracy: Result


def reliability(confidence: npt.ArrayLike, right: npt.ArrayLike) -> list[Bin]:
    """At most ten bins of about equal numbers of items, by ascending confidence; like confidences stay together.

    Args:
        confidence: (n,) in [0, 1].
        right: (n,) whether the label is right.

    Returns:
        no bins without items; one bin for fewer than 40.
    """
    sure, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    code = _bins(sure)
    bins = (np.flatnonzero(code == number) for number in range(int(code.max(initial=-1)) + 1))
    return [Bin(mean_of(sure[held]), share_of(hits[held], np.ones(len(held)))) for held in bins]


def overconfidence(confidence: npt.ArrayLike, right: npt.ArrayLike) -> Result:
    """Mean confidence minus accuracy, in [-1, 1]; above zero: the confidence promises too much.

    Args:
        confidence: (n,) in [0, 1].
        right: (n,) whether the label is right.

    Returns:
        with a 95% t interval over items; Undefined without items.
    """
    gap: Floats = np.asarray(confidence, dtype=np.float64) - np.asarray(right, dtype=np.float64)
    return mean_of(gap, nothing="no item has gold and a label")


def _bins(confidence: Floats) -> Codes:
    """(n,) bin of each item, 0 … B-1, none empty."""
    n = len(confidence)
    if not n:
        return np.zeros(0, dtype=np.intp)
    count = max(1, min(MOST_BINS, n // PER_BIN))
    shares = np.arange(1, count) / count
    edges = np.unique(np.quantile(confidence, shares, method="inverted_cdf")) if count > 1 else np.zeros(0)
    bins = np.unique(np.searchsorted(edges, confidence, side="left"), return_inverse=True)[1].astype(np.intp)
    return _merged(bins, np.bincount(bins, confidence) / np.bincount(bins))


def _merged(bins: Codes, means: Floats) -> Codes:
    """Neighboring bins joined as long as their mean confidences are within `APART` of the first one's."""
    joined = np.zeros(len(means), dtype=np.intp)
    first = 0
    for number in range(1, len(means)):
        apart = means[number] - means[first] >= APART
        joined[number] = joined[number - 1] + int(apart)
        first = number if apart else first
    return joined[bins]
