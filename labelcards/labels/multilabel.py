"""Multi-label answers: sets of names, joined by ``|`` in tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from labelcards.labels.kind import Members
from labelcards.labels.nominal import parse_name
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import (
    Distance,
    MatrixDistance,
    WeightScheme,
    jaccard_distances,
    masi_distances,
)

__all__ = ["SEPARATOR", "Multilabel"]

SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Multilabel:
    """Sets of names.

    Domain: non-empty sets of the declared labels; an answer "none of them" needs a label of its own, because an empty
    text means that there is no answer. Equality: equal sets. Distance: MASI (default) or Jaccard, so that sets that
    share a part are closer than sets that share nothing. Missing: no answer.
    """

    set_distance: Literal["masi", "jaccard"] = "masi"
    name: str = "multilabel"
    weights: tuple[WeightScheme, ...] = ()

    def parse(self, text: str) -> str:
        """The names of the set, sorted, each once, joined by ``|``."""
        names = {parse_name(part) for part in text.split(SEPARATOR) if part.strip()}
        if not names:
            raise ValueError("the answer is missing")
        return SEPARATOR.join(sorted(names))

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Text order."""
        return tuple(sorted(set(labels)))

    def distance(self, labels: Sequence[str]) -> Distance:
        """MASI or Jaccard distance of the sets."""
        _, member = self.members(labels)
        matrix = masi_distances(member) if self.set_distance == "masi" else jaccard_distances(member)
        return MatrixDistance(matrix, self.set_distance)

    def values(self, labels: Sequence[str]) -> Floats:
        """No scale."""
        return np.zeros(len(labels))

    def members(self, labels: Sequence[str]) -> Members:
        """The distinct names in all sets, in text order."""
        sets = [frozenset(label.split(SEPARATOR)) for label in labels]
        names = tuple(sorted(frozenset[str]().union(*sets)))
        place = {name: index for index, name in enumerate(names)}
        member = np.zeros((len(sets), len(names)), dtype=np.bool_)
        for row, chosen in enumerate(sets):
            member[row, [place[name] for name in chosen]] = True
        return names, member
