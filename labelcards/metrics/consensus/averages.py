"""Mean, trimmed mean and median of the numbers that an item was given: consensus for labels that are numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.ratings import Ratings

__all__ = ["AVERAGES", "TRIMMED", "mean_number", "median_number", "trimmed_mean_number"]

TRIMMED = 0.2
"""The share of an item's numbers that the trimmed mean leaves out at either end."""


def mean_number(ratings: Ratings, values: Floats) -> Floats:
    """(N,) the mean of each item's numbers; NaN for an item without annotations.

    Args:
        ratings: the annotations.
        values: (K,) the number that each label code means.
    """
    return trimmed_mean_number(ratings, values, trimmed=0.0)


def trimmed_mean_number(ratings: Ratings, values: Floats, *, trimmed: float = TRIMMED) -> Floats:
    """(N,) the mean of each item's numbers without the lowest and the highest ones; NaN without annotations.

    Of n numbers ``floor(trimmed · n)`` are left out at either end, so that with `TRIMMED` the mean of fewer than five
    is the plain one. Adds differences from the item's own median, so that large numbers cost no digits.
    Source: Wilcox 2012, Introduction to Robust Estimation, section 3.3.
    """
    item, number, counts, starts = _sorted(ratings, values)
    center = _middle(number, counts, starts)
    left_out = np.floor(trimmed * counts + 1e-9).astype(np.intp)
    rank = np.arange(len(item)) - starts[item]
    kept = (rank >= left_out[item]) & (rank < (counts - left_out)[item])
    used = np.bincount(item[kept], minlength=ratings.N)
    away = np.bincount(item[kept], (number - center[item])[kept], minlength=ratings.N)
    return np.asarray(center + away / np.where(used, used, 1))


def median_number(ratings: Ratings, values: Floats) -> Floats:
    """(N,) the median of each item's numbers, halfway between the two middle ones of an even number; NaN without."""
    _, number, counts, starts = _sorted(ratings, values)
    return _middle(number, counts, starts)


def _sorted(ratings: Ratings, values: Floats) -> tuple[np.ndarray, Floats, np.ndarray, np.ndarray]:
    """Item and number of each annotation by item and number; how many each item has, and where they start."""
    number = np.asarray(values, dtype=np.float64)[ratings.label]
    order = np.lexsort((number, ratings.item))
    counts = np.bincount(ratings.item, minlength=ratings.N)
    return ratings.item[order], number[order], counts, np.cumsum(counts) - counts


def _middle(number: Floats, counts: np.ndarray, starts: np.ndarray) -> Floats:
    result = np.full(len(counts), np.nan)
    some = counts > 0
    low = number[starts[some] + (counts[some] - 1) // 2]
    high = number[starts[some] + counts[some] // 2]
    result[some] = low + (high - low) / 2
    return result


AVERAGES: dict[str, Callable[[Ratings, Floats], Floats]] = {
    "mean": mean_number,
    "median": median_number,
    "trimmed_mean": trimmed_mean_number,
}
"""Name of a method → what computes it."""
