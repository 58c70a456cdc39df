"""For how many distinct answers a table of answers × answers is made."""

from __future__ import annotations

__all__ = ["MOST_ANSWERS", "MOST_GROUPED", "why_too_many"]

MOST_ANSWERS = 2000
"""With more distinct answers a K × K table of distances or weights is not made: 32 MB each, and sums over pairs."""

MOST_GROUPED = 5000
"""With more distinct answers groups of annotators are not compared by distances: items × answers tables for each."""


def why_too_many(K: int, most: int = MOST_ANSWERS) -> str | None:
    """Why there is no table for K distinct answers, or None when there is one."""
    return f"more than {most:,} distinct answers" if most < K else None
