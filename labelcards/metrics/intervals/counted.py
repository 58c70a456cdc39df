"""A count as a result."""

from __future__ import annotations

from labelcards.metrics.estimate import Estimate

__all__ = ["counted"]


def counted(number: int, why: str = "a count") -> Estimate:
    """A whole number: it rests on itself and has no interval, for the reason ``why``."""
    return Estimate(float(number), number, why_no_interval=why)
