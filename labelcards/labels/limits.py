"""For how many distinct answers a table of answers × answers is made."""

from __future__ import annotations

__all__ = ["MOST_ANSWERS", "why_too_many"]

MOST_ANSWERS = 2000
"""With more distinct answers a K × K table of distances or weights is not made: 32 MB each, and sums over pairs."""


def why_too_many(K: int) -> str | None:
    """Why there is no table for K distinct answers, or None when there is one."""
    return f"more than {MOST_ANSWERS:,} distinct answers" if K > MOST_ANSWERS else None
