"""A number in a group against the rest: the difference of means, and of positions on an ordered scale.

Values are of independent units (items). For annotations, which are not, see `labelcards.metrics.intervals.clustered`.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats

from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.clustered import Contrast
from labelcards.metrics.intervals.level import UPPER

__all__ = ["mean_gap", "ridits", "superiority"]

Values = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def mean_gap(values: Values, inside: Mask) -> Contrast:
    """Mean of the group minus mean of the rest, in the unit of the values, with Welch's interval and test.

    Args:
        values: (N,) finite.
        inside: (N,) whether the unit belongs to the group.

    Returns:
        n = units of the group. Undefined when a side is empty; without an interval when a side has one unit or
        neither side varies. Source: Welch 1947, Biometrika 34, 28–35, doi:10.1093/biomet/34.1-2.28.
    """
    mine, theirs = values[inside], values[~inside]
    if not len(mine) or not len(theirs):
        return Contrast(Undefined("the group or its rest is empty", len(mine)), math.nan)
    return _contrast(float(mine.mean() - theirs.mean()), mine, theirs, "Welch t, 95%")


def superiority(values: Values, inside: Mask) -> Contrast:
    """How much more often a unit of the group stands higher on the scale than one of the rest: θ - ½.

    ``θ = P(x > y) + ½ P(x = y)`` for x of the group and y of the rest; it depends on the order of the values alone and
    equals the difference of mean ranks divided by the number of units.

    Args:
        values: (N,) positions on the scale; only their order counts.
        inside: (N,) whether the unit belongs to the group.

    Returns:
        range [-½, ½], 0 means no difference; n = units of the group. Interval and two-sided test of Brunner and Munzel
        2000, Biometrical Journal 42, 17–25. Undefined when a side is empty.

    >>> round(superiority(np.array([1.0, 2, 3, 2, 3, 4]), np.array([1, 1, 1, 0, 0, 0]) == 1).difference.value, 4)
    -0.2778
    """
    mine, theirs = values[inside], values[~inside]
    if not len(mine) or not len(theirs):
        return Contrast(Undefined("the group or its rest is empty", len(mine)), math.nan)
    above, below = _placements(mine, theirs), _placements(theirs, mine)
    return _contrast(float(above.mean()) - 0.5, above, below, "Brunner–Munzel, 95%", bound=0.5)


def ridits(codes: npt.NDArray[np.intp], K: int) -> Values:
    """(K,) the mean position of each of K ordered values in the distribution of ``codes``, in [0, 1].

    The share of the codes below the value plus half of those equal to it. Source: Bross 1958, Biometrics 14, 18–38.
    """
    counts = np.bincount(codes, minlength=K).astype(np.float64)
    return np.asarray((np.cumsum(counts) - counts / 2) / max(counts.sum(), 1.0))


def _placements(values: Values, others: Values) -> Values:
    """(n,) the share of the others below each value, plus half of those equal to it."""
    ordered = np.sort(others)
    left, right = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    return np.asarray((left + right) / (2 * len(ordered)))


def _contrast(value: float, mine: Values, theirs: Values, method: str, bound: float = math.inf) -> Contrast:
    n, m = len(mine), len(theirs)
    if min(n, m) < 2:
        return Contrast(Estimate(value, n, why_no_interval="one item on a side"), math.nan)
    a, b = float(mine.var(ddof=1)) / n, float(theirs.var(ddof=1)) / m
    error = math.sqrt(a + b)
    if error <= 1e-12 * max(1.0, abs(value)):
        p = 1.0 if value == 0 else math.nan
        return Contrast(Estimate(value, n, why_no_interval="the values do not vary"), p)
    df = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
    half = float(stats.t.ppf(UPPER, df)) * error
    p = float(2 * stats.t.sf(abs(value) / error, df))
    return Contrast(Estimate(value, n, method, max(-bound, value - half), min(bound, value + half)), p)
