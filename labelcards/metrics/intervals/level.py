"""How sure an interval is: the one level of all intervals. Their methods say it in words: "…, 95%".

And whom it is about: one that varies items only holds for the annotators who labelled them, and its method says so.
"""

from __future__ import annotations

__all__ = ["LEVEL", "TAIL", "UPPER", "over_items"]

TAIL = 0.025
"""What lies beyond either end."""

LEVEL = 1 - 2 * TAIL
"""What lies within: 95%."""

UPPER = 1 - TAIL
"""The quantile of the upper end."""


def over_items(how: str, *, level: float = LEVEL, more: str = "") -> str:
    """The method of an interval that varies items and takes the annotators as given.

    >>> over_items("ABC jackknife")
    'ABC jackknife over items, for these annotators, 95%'
    """
    return ", ".join(part for part in (f"{how} over items", more, "for these annotators", f"{level:.0%}") if part)
