"""Numbers as texts: read, and written in one way."""

from __future__ import annotations

import math

__all__ = ["as_number", "number_text"]


def as_number(text: str) -> float | None:
    """The finite number that ``text`` writes, or None. Digit separators are not numbers."""
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def number_text(value: float) -> str:
    """A number as the shortest text that reads back as the same number: ``1``, ``0.5``, ``1e+30``; ``∞`` for no bound.

    >>> [number_text(value) for value in (2.0, 0.5, 1e300, -math.inf)]
    ['2', '0.5', '1e+300', '-∞']
    """
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
