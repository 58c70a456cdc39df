"""Which tokens can be part of a name at all: a bound that costs a few array operations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Gains"]

Floats = npt.NDArray[np.float32]
Sums = npt.NDArray[np.float64]

_APART = 1e9
"""More than any text can gain or lose: keeps the sums of one text from those of the next."""


class Gains:
    """Bounds what a path gains over the path that is outside everywhere.

    A stretch of tokens inside names, between two that are outside, gains for each of its tokens at most the best
    difference of state scores plus the best way in, minus what staying outside gives; for the first one the way in is
    from outside. A token of which every stretch around it loses is outside on the best path. The best stretch around
    each token comes from running extremes of cumulated gains. All numbers are multiples of 1/64 and exact.

    Args:
        transitions: (T, T) weights.
        outside: the tag ``O``.
    """

    def __init__(self, transitions: Floats, outside: int) -> None:
        inside = np.arange(len(transitions)) != outside
        staying = transitions[outside, outside]
        self._inside = inside
        self._outside = outside
        self._into = transitions.max(axis=0)[inside] - staying
        self._from_outside = transitions[outside][inside] - staying
        self._out = float((transitions[inside, outside] - staying).max())

    def may_be_inside(self, emissions: Floats, firsts: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """(N,) whether the best path may be inside a name at each token; False is certain.

        Args:
            emissions: (N, T) state scores of the tokens of all texts.
            firsts: (N + 1,) where a text begins, and the end.
        """
        ahead = emissions[:, self._inside] - emissions[:, [self._outside]]
        going: Sums = (ahead + self._into).max(axis=1).astype(np.float64)
        beginning: Sums = (ahead + self._from_outside).max(axis=1).astype(np.float64)
        beginning[firsts[:-1]] = ahead[firsts[:-1]].max(axis=1)
        ending = np.where(firsts[1:], 0.0, self._out)
        apart = _APART * np.cumsum(firsts[:-1])
        total = np.cumsum(going)
        before = np.maximum.accumulate(beginning - total + apart)
        after = np.maximum.accumulate((total + ending - apart)[::-1])[::-1]
        possible: npt.NDArray[np.bool_] = before + after >= 0
        return possible
