"""Nominal labels: names without an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from labelcards.labels.categorical import CategoricalKind
from labelcards.metrics.agreement.distances import Distance, NominalDistance
from labelcards.metrics.ratings import Codes

__all__ = ["Nominal"]


class Nominal(CategoricalKind):
    """Names without an order.

    Domain: the declared labels. Equality: equal names. Distance: 0 for equal names, 1 otherwise, because no two
    different names are closer than any other two. Missing: no answer.
    """

    name: ClassVar[str] = "nominal"

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Text order."""
        return tuple(sorted(set(labels)))

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """0 or 1."""
        return NominalDistance()
