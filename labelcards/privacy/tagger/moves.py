"""One step of Viterbi decoding for many texts at once, quick because most transitions weigh nothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Moves"]

Floats = npt.NDArray[np.float32]

_FEW = 2


class Moves:
    """Best score of arriving at each tag: ``max_i(before[i] + weights[i, j])``, exact.

    Tags are told apart by how they are reached. Those with at most two weighted ways in, none of them negative, take
    the best of these ways and of all tags unweighted. For the others only the tags from which some way in is
    weighted are added up, and the best of the remaining tags is put beside them.

    Args:
        weights: (T, T) weight of tag j after tag i.
    """

    def __init__(self, weights: Floats) -> None:
        ways = (weights > 0).sum(axis=0)
        thin = (ways <= _FEW) & (weights >= 0).all(axis=0)
        self._thin = np.flatnonzero(thin)
        self._thick = np.flatnonzero(~thin)
        order = np.argsort(-weights[:, self._thin], axis=0, kind="stable")[:_FEW]
        self._ways = [(way, weights[way, self._thin]) for way in order]
        weighted = (weights[:, self._thick] != 0).any(axis=1)
        self._from = np.flatnonzero(weighted)
        self._rest = np.flatnonzero(~weighted)
        self._weights = np.ascontiguousarray(weights[np.ix_(self._from, self._thick)])

    def best(self, before: Floats) -> Floats:
        """(R, T) from (R, T) scores of R texts at the token before."""
        reached = np.empty_like(before)
        if len(self._thin):
            found = before.max(axis=1, keepdims=True)
            for way, weights in self._ways:
                found = np.maximum(found, before[:, way] + weights)
            reached[:, self._thin] = found
        if len(self._thick):
            if len(self._from):
                reached[:, self._thick] = (before[:, self._from, None] + self._weights).max(axis=1)
            if len(self._rest):
                rest = before[:, self._rest].max(axis=1, keepdims=True)
                reached[:, self._thick] = np.maximum(reached[:, self._thick], rest) if len(self._from) else rest
        return reached
