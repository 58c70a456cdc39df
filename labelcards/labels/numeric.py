"""Numeric answers: interval scales, where differences mean something, and ratio scales, where quotients do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from labelcards.labels.kind import Members, is_missing
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import (
    Distance,
    IntervalDistance,
    MatrixDistance,
    WeightScheme,
    ratio_distances,
)

__all__ = ["Numeric", "as_number"]


def as_number(text: str) -> float | None:
    """The finite number that ``text`` writes, or None. Digit separators are not numbers."""
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True, slots=True)
class Numeric:
    """Numbers.

    Domain: finite numbers. Equality: equal numbers (``1`` and ``1.0`` are one answer). Distance: squared difference on
    an interval scale; squared difference over sum on a ratio scale, where a step from 1 to 2 is as far as from 10 to
    20. Missing: no answer; NaN and infinity are not answers.
    """

    name: Literal["interval", "ratio"] = "interval"
    weights: tuple[WeightScheme, ...] = ("quadratic", "linear")

    def parse(self, text: str) -> str:
        """The shortest text that reads back as the same number."""
        if is_missing(text):
            raise ValueError("the answer is missing")
        number = as_number(text)
        if number is None:
            raise ValueError("the answer is not a finite number")
        return str(int(number)) if number.is_integer() and abs(number) < 1e16 else repr(number)

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Ascending."""
        return tuple(sorted(set(labels), key=float))

    def distance(self, labels: Sequence[str]) -> Distance:
        """Krippendorff's interval or ratio metric."""
        values = self.values(labels)
        return IntervalDistance(values) if self.name == "interval" else MatrixDistance(ratio_distances(values), "ratio")

    def values(self, labels: Sequence[str]) -> Floats:
        """The numbers."""
        return np.array([float(label) for label in labels], dtype=np.float64)

    def members(self, labels: Sequence[str]) -> Members:
        """Numbers have no figures per label."""
        return (), np.zeros((len(labels), 0), dtype=np.bool_)
