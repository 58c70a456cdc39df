"""How far labels may be relied on, by what is customary for alpha."""

from __future__ import annotations

from typing import Literal

from labelcards.cards.figures.formatted_figure import FormattedFigure

__all__ = ["RELIABLE", "TENTATIVE", "Reading", "reading"]

Reading = Literal["reliable", "tentative", "unreliable", "unknown"]

RELIABLE, TENTATIVE = 0.8, 0.667
"""Customary bounds of alpha: Krippendorff, Content Analysis, 4th ed. 2019, ch. 12 (doi:10.4135/9781071878781)."""


def reading(alpha: FormattedFigure) -> Reading:
    """Read alpha cautiously: by the lower end of its interval, or by the value when there is no interval."""
    value = alpha.low if alpha.low is not None else alpha.raw
    if value is None:
        return "unknown"
    return "reliable" if value >= RELIABLE else "tentative" if value >= TENTATIVE else "unreliable"
