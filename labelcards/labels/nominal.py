"""Nominal labels: names without an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np

from labelcards.labels.kind import Members, is_missing
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import Distance, NominalDistance, WeightScheme

__all__ = ["Nominal", "parse_name"]


def parse_name(text: str) -> str:
    """A label name: Unicode NFC without surrounding white space, so that equal looking names are equal."""
    if is_missing(text):
        raise ValueError("the answer is missing")
    return normalize("NFC", text.strip())


@dataclass(frozen=True, slots=True)
class Nominal:
    """Names without an order.

    Domain: the declared labels. Equality: equal names. Distance: 0 for equal names, 1 otherwise, because no two
    different names are closer than any other two. Missing: no answer.
    """

    name: str = "nominal"
    weights: tuple[WeightScheme, ...] = ()

    def parse(self, text: str) -> str:
        """The name in NFC without surrounding white space."""
        return parse_name(text)

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Text order."""
        return tuple(sorted(set(labels)))

    def distance(self, labels: Sequence[str]) -> Distance:
        """0 or 1."""
        return NominalDistance()

    def values(self, labels: Sequence[str]) -> Floats:
        """No scale."""
        return np.zeros(len(labels))

    def members(self, labels: Sequence[str]) -> Members:
        """Each label contains itself."""
        return tuple(labels), np.eye(len(labels), dtype=np.bool_)
