"""What a difference means: better, worse, or no evidence either way."""

from __future__ import annotations

from typing import Literal

from labelcards.cards.figures.formatted_figure import FormattedFigure

__all__ = ["RELIABLE", "TENTATIVE", "VERDICTS", "Reading", "Verdict", "reading", "verdict"]

Verdict = Literal["better", "worse", "changed", "no evidence", "not comparable"]
VERDICTS: tuple[Verdict, ...] = ("better", "worse", "changed", "no evidence", "not comparable")
Reading = Literal["reliable", "tentative", "unreliable", "unknown"]

RELIABLE, TENTATIVE = 0.8, 0.667
"""Customary bounds of alpha: Krippendorff, Content Analysis, 4th ed. 2019, ch. 12 (doi:10.4135/9781071878781)."""


def verdict(difference: FormattedFigure, direction: str) -> Verdict:
    """Judge a difference (new minus old) by its interval: only one that excludes zero is evidence.

    Args:
        difference: the figure; without an interval there is nothing to judge by.
        direction: ``higher`` or ``lower`` is better, or ``neither``.
    """
    if difference.low is None or difference.high is None:
        return "not comparable"
    if difference.low <= 0 <= difference.high:
        return "no evidence"
    if direction == "neither":
        return "changed"
    return "better" if (difference.low > 0) == (direction == "higher") else "worse"


def reading(alpha: FormattedFigure) -> Reading:
    """Read alpha cautiously: by the lower end of its interval, or by the value when there is no interval."""
    value = alpha.low if alpha.low is not None else alpha.raw
    if value is None:
        return "unknown"
    return "reliable" if value >= RELIABLE else "tentative" if value >= TENTATIVE else "unreliable"
