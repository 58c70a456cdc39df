"""Whether the confidence of the labels can be believed: what it promises against what gold says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from labelcards.cards.charts.reliability import Promise, reliability
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure

__all__ = ["Calibration", "Trust", "calibration"]

Trust = Literal["too sure", "too modest", "fair", "unknown"]

_USUAL = "dawid_skene"
"""The method that decides in documents that do not say."""

_LEAST_CHARTED = 2


@dataclass(frozen=True, slots=True)
class Calibration:
    """The confidence of the method that decides, against gold.

    Attributes:
        method: its key.
        gap: mean confidence minus accuracy.
        trust: what the gap's interval says.
        confidence, accuracy: the means on gold items, as text; empty without a gap.
        table: accuracy by bin of confidence; a bin is marked when its accuracy's interval leaves the confidence out.
        chart: the same as a picture; empty for fewer than two bins.
    """

    method: str
    gap: FormattedFigure
    trust: Trust
    table: Comparison | None
    chart: Markup


def calibration(book: Book, question: str, title: str) -> Calibration:
    """The calibration of a question's labels: of the method that decides, whose confidence tables and exports carry."""
    held = book.documents.get("quality")
    method = str(held.parameters.get(f"consensus.{question}.method", _USUAL)) if held else _USUAL
    path = ("questions", question, "consensus", method)
    gap = book.show("quality", *path, "overconfidence")
    bins = [
        (
            book.show("quality", *path, "reliability", key, "confidence"),
            book.show("quality", *path, "reliability", key, "accuracy"),
        )
        for key in book.keys("quality", *path, "reliability")
    ]
    lines = [ComparisonLine(sure.text, right, mark="flag" if _broken(sure, right) else "") for sure, right in bins]
    return Calibration(
        method=method,
        gap=gap,
        trust=_trust(gap),
        table=compare(book, "quality", lines, head="Confidence about"),
        chart=_chart(bins, question, title),
    )


def _trust(gap: FormattedFigure) -> Trust:
    if gap.low is None or gap.high is None:
        return "unknown"
    if gap.low <= 0 <= gap.high:
        return "fair"
    return "too sure" if gap.low > 0 else "too modest"


def _broken(sure: FormattedFigure, right: FormattedFigure) -> bool:
    """Whether the interval of the accuracy leaves the promised confidence out."""
    if sure.raw is None or right.low is None or right.high is None:
        return False
    return not right.low <= sure.raw <= right.high


def _chart(bins: list[tuple[FormattedFigure, FormattedFigure]], question: str, title: str) -> Markup:
    promises = [
        Promise(sure.raw, right.raw, right.low, right.high)
        for sure, right in bins
        if sure.raw is not None and right.raw is not None and right.low is not None and right.high is not None
    ]
    if len(promises) < _LEAST_CHARTED:
        return Markup("")
    return reliability(promises, name=f"calibration-{question}", subject=title)
