"""Which method of consensus makes the final labels of a question, who chose it, and what gold says of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names
from labelcards.documents.policy import SIGNIFICANCE

__all__ = ["DecidingMethod", "GoldOpinion", "deciding_method"]

GoldOpinion = Literal["another is better", "none is better", "cannot tell"]
"""What gold says of the method that decides."""


@dataclass(frozen=True, slots=True)
class DecidingMethod:
    """The method whose label is final where no reviewer decided.

    Attributes:
        method: its name.
        chosen: whether ``dataset.yaml`` names it; else it is the usual one of the kind.
        opinion: what gold says.
        best: the method that gold ranks highest among the others, and its gain; None where gold cannot tell.
        gain, p: of ``best``; where gold cannot tell, of any other method, for the reason.
        gains: every other method against it.
    """

    method: str
    chosen: bool
    opinion: GoldOpinion
    best: str
    gain: FormattedFigure
    p: FormattedFigure
    gains: Comparison | None


def deciding_method(book: Book, names: Names, key: str) -> DecidingMethod:
    """What ``quality.json`` says of a question's methods; what the manifest says where the document is an older one."""
    branch = ("questions", key, "consensus")
    held, declared = book.documents.get("quality"), names.manifest.questions.get(key)
    told = held.parameters if held else {}
    stated = declared is not None and declared.consensus is not None
    others = [name for name in book.keys("quality", *branch) if book.find("quality", *branch, name, "gain_on_gold")]
    ranked = sorted(others, key=lambda name: -_value(book, (*branch, name, "gain_on_gold")))
    known = [name for name in ranked if _known(book, (*branch, name, "gain_on_gold"))]
    clear = [name for name in known if _clear(book, (*branch, name))]
    best = (clear or known or ranked or [""])[0]
    lines = [
        ComparisonLine(
            name,
            book.show("quality", *branch, name, "gain_on_gold"),
            (book.show("quality", *branch, name, "gain_p"),),
            mark="better" if name in clear else "",
        )
        for name in known
    ]
    return DecidingMethod(
        method=str(told.get(f"consensus.{key}.method", declared.deciding if declared else "")),
        chosen=str(told.get(f"consensus.{key}.chosen", "manifest" if stated else "default")) == "manifest",
        opinion="another is better" if clear else "none is better" if known else "cannot tell",
        best=best,
        gain=book.show("quality", *branch, best, "gain_on_gold"),
        p=book.show("quality", *branch, best, "gain_p"),
        gains=compare(book, "quality", lines, head="Instead") if lines else None,
    )


def _value(book: Book, path: tuple[str, ...]) -> float:
    found = book.find("quality", *path)
    return found.value if found is not None and found.value is not None else 0.0


def _known(book: Book, path: tuple[str, ...]) -> bool:
    found = book.find("quality", *path)
    return found is not None and found.value is not None


def _clear(book: Book, path: tuple[str, ...]) -> bool:
    p = book.find("quality", *path, "gain_p")
    small = p is not None and p.value is not None and p.value <= SIGNIFICANCE
    return small and _value(book, (*path, "gain_on_gold")) > 0
