"""Correction of p-values for many comparisons."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["benjamini_hochberg", "level_left"]


def benjamini_hochberg(p: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Adjusted p-values that bound the share of false discoveries among the rejected comparisons.

    ``adjusted_(i) = min over j ≥ i of min(1, p_(j) · m / j)`` for the m p-values in ascending order.

    Args:
        p: (m,) p-values in [0, 1]; NaN marks a comparison that was not made: it stays NaN and does not count in m.

    Returns:
        (m,) in the order given; range [0, 1], lower is stronger evidence.

    Raises:
        ValueError: a p-value is not between 0 and 1.

    Valid for independent or positively dependent tests. Computed by `scipy.stats.false_discovery_control`, which
    refuses NaN. Cost: one sort.
    Source: Benjamini and Hochberg 1995, JRSS B 57, 289–300, doi:10.1111/j.2517-6161.1995.tb02031.x; adjusted values
    after Yekutieli and Benjamini 1999.

    The 15 p-values of the 1995 paper, section 4 (thrombolytic treatment): four are rejected at .05.

    >>> paper = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1]
    >>> int((benjamini_hochberg(paper) <= .05).sum())
    4
    """
    raw = np.asarray(p, dtype=np.float64)
    made = np.flatnonzero(~np.isnan(raw))
    adjusted = np.full(raw.shape, np.nan)
    adjusted[made] = stats.false_discovery_control(raw[made])
    return adjusted


def level_left(others: npt.ArrayLike, level: float = 0.05) -> float:
    """The level left to one more comparison: its adjusted p-value is at most ``level`` if its p is not above it.

    With m comparisons, p_(k) is called at ``level · k / m``. Where k - 1 of the others lie at or below that, so much is
    left to this one; at least ``level / m``.

    Args:
        others: (m - 1,) p-values of the comparisons that are corrected together with it; NaN marks those not made.
        level: at which adjusted p-values are called.

    Source: Benjamini and Hochberg 1995 (the step-up rule, for one comparison given the others).

    >>> level_left([.5, .7, .9]), level_left([.001, .7, .9]), level_left([])
    (0.0125, 0.025, 0.05)
    """
    held = np.asarray(others, dtype=np.float64)
    held = np.sort(held[~np.isnan(held)])
    m = len(held) + 1
    steps = np.arange(1, m + 1)
    enough = np.searchsorted(held, level * steps / m, side="right") >= steps - 1
    return float(level * steps[enough].max() / m)
