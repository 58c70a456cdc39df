"""What a version could have detected: the part that the quality page and the changes page have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.catalog.branches import BRANCHES

__all__ = ["DetectableRow", "detectable_rows"]

_OTHERS = "_other_annotators"
_FIRST = ("alpha", f"alpha{_OTHERS}", "percent", f"percent{_OTHERS}", "gold_accuracy", "annotators_accuracy")

_UNITS = {
    "annotators_accuracy": "gold answers",
    "dawid_skene_accuracy": "gold items",
    "gold_accuracy": "gold items",
    "model_accuracy": "gold items",
    "model_f1_macro": "gold items",
    "pass_rate": "gold answers",
}
"""What the n of a figure counts, where it is not items."""


@dataclass(frozen=True, slots=True)
class DetectableRow:
    """One figure.

    Attributes:
        name: what differs.
        found: the smallest difference that would have been found, without a sign.
        needed: how many units would find the margin; None where the document does not say.
        units: what is counted, in words.
    """

    name: str
    found: FormattedFigure
    needed: FormattedFigure | None
    units: str


def detectable_rows(book: Book, document: str, question: str) -> tuple[DetectableRow, ...]:
    """Every figure below ``questions.<q>.detectable`` of a document, agreement and accuracy first."""
    branch = ("questions", question)
    return tuple(
        _row(book, document, branch, name) for name in book.keys(document, *branch, "detectable", order=_FIRST)
    )


def _row(book: Book, document: str, branch: tuple[str, ...], name: str) -> DetectableRow:
    shown = book.show(document, *branch, "detectable", name)
    needed = book.show(document, *branch, "needed", name) if book.has(document, *branch, "needed", name) else None
    return DetectableRow(
        name=_title(book, name),
        found=replace(shown, value=shown.value.lstrip("+")),
        needed=needed,
        units="annotators" if name.endswith(_OTHERS) else _UNITS.get(name, "items"),
    )


def _title(book: Book, name: str) -> str:
    """``gold_accuracy`` → "Accuracy, final labels"."""
    metric, about = _NAMED.get(name.removesuffix(_OTHERS), (name, ""))
    title = book.entry("quality", metric).title if metric in _catalog(book) else metric.replace("_", " ").capitalize()
    others = "other annotators" if name.endswith(_OTHERS) else ""
    return ", ".join(part for part in (title, about, others) if part)


def _catalog(book: Book) -> Mapping[str, object]:
    held = book.documents.get("quality")
    return held.catalog if held is not None else {}


_NAMED = {
    watched.name: ((*branch.steps, *watched.steps)[-1], watched.about)
    for branch in BRANCHES
    for watched in branch.watched
    if watched.name
}
"""What ``changes.json`` calls a difference → its metric, and what is said besides its title."""
