"""Permutation tests: statistics of the data as they are among those after shuffling annotator profiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.metrics.ratings import Codes

__all__ = ["ENOUGH", "PermutationTest", "permutation_test"]

TIE = 1e-9
"""Two statistics closer than this are equal: the same sum in another order must not look more extreme."""

ENOUGH = 25
"""A statistic with this many shuffles beyond it on either side is clearly ordinary: its test stops."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PermutationTest:
    """Where G observed statistics lie among the shuffled ones.

    Attributes:
        observed: (G,) the statistics of the data as they are; NaN where undefined.
        p: (G,) two-sided p-values; NaN where the observed statistic is undefined.
        draws: (G,) shuffles until the test stopped.
        undefined: (G,) share of these shuffles in which the statistic had no value.
    """

    observed: Values
    p: Values
    draws: Codes
    undefined: Values


def permutation_test(
    statistic: Callable[[Codes, Codes], Values], M: int, G: int, *, permutations: int, seed: int, enough: int = ENOUGH
) -> PermutationTest:
    """Compare statistics of M annotators as they are with those after shuffling their profiles.

    Twice the smaller tail, at most 1. A tail is ``(1 + shuffles at least as extreme) / (1 + shuffles)`` when all
    shuffles were made: the observed order is one of the possible ones, so a p-value is never 0 (Phipson and Smyth 2010,
    doi:10.2202/1544-6115.1585). A test whose both tails hold ``enough`` shuffles stops early, and its tail is
    ``enough / shuffles`` (Besag and Clifford 1991, Biometrika 78, 301–304, doi:10.1093/biomet/78.2.301); what is
    ordinary then costs little, and what is not gets all shuffles. A shuffle without a value counts as extreme on both
    sides, which can only raise the p-value.

    Args:
        statistic: given (M,) an order and (A,) positions among the G statistics, their values when annotator m has
            the profile of annotator ``order[m]``.
        M: annotators.
        G: statistics.
        permutations: the most shuffles, at least 1.
        seed: of the shuffles.

    The null hypothesis is that profiles are exchangeable among annotators: which items an annotator got, and how many,
    must not depend on the profile. Source: Prabhakaran et al. 2024, section 3.3.
    """
    rng = np.random.default_rng(seed)
    active = np.arange(G, dtype=np.intp)
    observed = statistic(np.arange(M, dtype=np.intp), active)
    above, below, missing, draws = (np.zeros(G, dtype=np.intp) for _ in range(4))
    active = np.flatnonzero(~np.isnan(observed))
    for _ in range(permutations):
        if not len(active):
            break
        shuffled = statistic(rng.permutation(M), active)
        gone = np.isnan(shuffled)
        above[active] += gone | (shuffled >= observed[active] - TIE)
        below[active] += gone | (shuffled <= observed[active] + TIE)
        missing[active] += gone
        draws[active] += 1
        active = active[np.minimum(above, below)[active] < enough]
    smaller = np.minimum(above, below)
    stopped = smaller >= enough
    tail = np.where(stopped, smaller / np.maximum(draws, 1), (1 + smaller) / (1 + draws))
    p = np.where(np.isnan(observed), np.nan, np.minimum(2 * tail, 1.0))
    return PermutationTest(observed, p, draws, missing / np.maximum(draws, 1))
