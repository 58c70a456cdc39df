"""Which columns follow from which, on codes."""

from __future__ import annotations

import numpy as np

from labelcards.inspection.columns import ColumnContent

__all__ = ["depends", "pairs", "pairs_unique"]


def depends(column: ColumnContent, key: ColumnContent) -> bool:
    """Whether ``column`` has at most one value per value of ``key``, where both are filled."""
    both = (column.codes >= 0) & (key.codes >= 0)
    first = np.full(len(key.values), -1, dtype=np.intp)
    first[key.codes[both][::-1]] = column.codes[both][::-1]
    return bool((first[key.codes[both]] == column.codes[both]).all())


def pairs(one: ColumnContent, other: ColumnContent) -> np.ndarray:
    """(P,) a number for each row in which both are filled, equal where both values are."""
    both = (one.codes >= 0) & (other.codes >= 0)
    return np.asarray(one.codes[both].astype(np.int64) * max(len(other.values), 1) + other.codes[both])


def pairs_unique(one: ColumnContent, other: ColumnContent) -> float:
    """Share of the rows with both values that are the first with theirs; 1 when no pair occurs twice."""
    found = pairs(one, other)
    return len(np.unique(found)) / len(found) if len(found) else 0.0
