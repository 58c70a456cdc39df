"""Ordinal labels: names in ascending order, with unknown steps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from labelcards.labels.kind import Members
from labelcards.labels.nominal import parse_name
from labelcards.labels.numeric import as_number
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import Distance, OrdinalDistance, WeightScheme

__all__ = ["Ordinal"]


@dataclass(frozen=True, slots=True)
class Ordinal:
    """Names in ascending order.

    Domain: the declared labels in declared order. Equality: equal names. Distance: Krippendorff's ordinal metric, the
    squared number of annotations between two labels, because the steps have no size of their own. Agreement weights
    treat the labels as equally spaced. Missing: no answer.
    """

    name: str = "ordinal"
    weights: tuple[WeightScheme, ...] = ("quadratic", "linear", "ordinal")

    def parse(self, text: str) -> str:
        """The name in NFC without surrounding white space."""
        return parse_name(text)

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Numeric order when all labels are numbers, text order otherwise."""
        distinct = sorted(set(labels))
        numbers = [as_number(label) for label in distinct]
        if any(number is None for number in numbers):
            return tuple(distinct)
        return tuple(label for _, label in sorted(zip(numbers, distinct, strict=True)))

    def distance(self, labels: Sequence[str]) -> Distance:
        """Krippendorff's ordinal metric."""
        return OrdinalDistance(len(labels))

    def values(self, labels: Sequence[str]) -> Floats:
        """Equally spaced."""
        return np.arange(len(labels), dtype=np.float64)

    def members(self, labels: Sequence[str]) -> Members:
        """Each label contains itself."""
        return tuple(labels), np.eye(len(labels), dtype=np.bool_)
