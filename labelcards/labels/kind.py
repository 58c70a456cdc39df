"""What a label is: which answers are valid, when two are equal, how far apart two are, and what "missing" means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import Distance, WeightScheme

__all__ = ["LabelKind", "Members", "is_missing"]

Members = tuple[tuple[str, ...], npt.NDArray[np.bool_]]
"""L names and (K, L): which of the K answers contain which name."""


def is_missing(text: str | None) -> bool:
    """No answer: absent, or nothing but white space. Every kind means the same by it."""
    return text is None or not text.strip()


class LabelKind(Protocol):
    """One kind of label. An answer is always text; equal answers are equal texts once parsed.

    Attributes:
        name: as a manifest writes it.
        weights: agreement weights that make sense for its labels, the usual one first; empty when labels have no
            order.
    """

    @property
    def name(self) -> str:
        """As a manifest writes it."""
        ...

    @property
    def weights(self) -> tuple[WeightScheme, ...]:
        """Agreement weights that make sense."""
        ...

    def parse(self, text: str) -> str:
        """The canonical text of a present answer.

        Raises:
            ValueError: it is not an answer of this kind; the message does not quote it.
        """
        ...

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Distinct answers in the kind's own order, when none was declared."""
        ...

    def distance(self, labels: Sequence[str]) -> Distance:
        """How far apart the K answers are, for Krippendorff's alpha."""
        ...

    def values(self, labels: Sequence[str]) -> Floats:
        """(K,) positions of the answers on the scale that agreement weights use; K zeros when there is none."""
        ...

    def members(self, labels: Sequence[str]) -> Members:
        """The labels that figures per label are about, and which answers contain them; none for numbers."""
        ...
