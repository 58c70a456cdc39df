"""How sure an interval is: the one level of all intervals. Their methods say it in words: "…, 95%"."""

from __future__ import annotations

__all__ = ["LEVEL", "TAIL", "UPPER"]

TAIL = 0.025
"""What lies beyond either end."""

LEVEL = 1 - 2 * TAIL
"""What lies within: 95%."""

UPPER = 1 - TAIL
"""The quantile of the upper end."""
