"""Ordinal labels: names in ascending order, with unknown steps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from labelcards.labels.categorical import CategoricalKind
from labelcards.labels.kind import Form, Scale
from labelcards.labels.numbers import as_number, number_text
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import Distance, OrdinalDistance, WeightScheme
from labelcards.metrics.ratings import Codes

__all__ = ["MOST_ORDERED", "Ordinal"]

MOST_ORDERED = 128
"""With more ordered labels the ordinal alpha's K(K - 1)/2 sums are not made."""


class Ordinal(CategoricalKind):
    """Names in ascending order.

    Domain: the declared labels in declared order. Equality: equal names. Distance: Krippendorff's ordinal metric, the
    squared number of annotations between two labels, because the steps have no size of their own. Agreement weights
    treat the labels as equally spaced. Missing: no answer.
    """

    name: ClassVar[str] = "ordinal"
    scale: ClassVar[Scale | None] = "level"
    form: ClassVar[Form] = "scale"
    deciders: ClassVar[tuple[str, ...]] = (*CategoricalKind.deciders, "median")
    weights: ClassVar[tuple[WeightScheme, ...]] = ("quadratic", "linear", "ordinal")
    coefficients: ClassVar[tuple[str, ...]] = (
        *CategoricalKind.coefficients,
        "gwet_ac2",
        "cohen_kappa_linear",
        "cohen_kappa_quadratic",
    )

    def canonical(self, texts: Sequence[str]) -> list[str | None]:
        """Names; where all are numbers, ``1.0`` and ``1`` are one level."""
        numbers = [number for text in texts if (number := as_number(text)) is not None]
        if texts and len(numbers) == len(texts):
            return [number_text(number) for number in numbers]
        return super().canonical(texts)

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Numeric order when all labels are numbers, text order otherwise."""
        distinct = sorted(set(labels))
        numbers = [as_number(label) for label in distinct]
        if any(number is None for number in numbers):
            return tuple(distinct)
        return tuple(label for _, label in sorted(zip(numbers, distinct, strict=True)))

    def values(self, labels: Sequence[str]) -> Floats:
        """Equally spaced."""
        return np.arange(len(labels), dtype=np.float64)

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """Krippendorff's ordinal metric."""
        return OrdinalDistance(len(labels))

    def why_no_distance(self, K: int) -> str | None:
        """The sums of the ordinal metric grow with the square of the labels."""
        return (
            f"more than {MOST_ORDERED} ordered labels: declare the question as interval" if K > MOST_ORDERED else None
        )

    def distance_table(self, labels: Sequence[str], given: Codes) -> Floats:
        """Squared number of annotations between two labels, in the middle of each."""
        counts = np.bincount(given, minlength=len(labels))
        position = np.cumsum(counts) - counts / 2.0
        return np.asarray((position[:, None] - position[None, :]) ** 2)
