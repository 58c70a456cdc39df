"""The bias page: who is represented, and for whom labels, errors, disagreement and the model differ.

Single columns are shown in full. Of intersections, of which there are many, the page shows those that differ by more
than chance; all are in ``bias.json``.
"""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.audience.reduce import LEFT_OUT
from labelcards.cards.book import Book
from labelcards.cards.comparison import Comparison, Line, compare
from labelcards.cards.escape import anchor
from labelcards.cards.names import COMBINED, Names, Table
from labelcards.cards.notable import SIGNIFICANT, Notable, notable
from labelcards.cards.shown import Shown, Source

__all__ = ["BiasPage", "BiasQuestion", "RateMatrix", "bias_page", "model_gaps", "model_groups"]

_COHESION = ("annotators", "in_group_fleiss", "cross_group_agreement", "gai", "p_adjusted")


@dataclass(frozen=True, slots=True)
class RateMatrix:
    """Groups of one column against labels; a cell is the rate minus that of the rest, and whether it differs."""

    column: str
    sensitive: bool
    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Shown, bool], ...]], ...]
    flagged: int
    source: Source


@dataclass(frozen=True, slots=True)
class BiasQuestion:
    """Tables of one question with the groups of all single columns; ``more_…``: what differs among intersections."""

    key: str
    title: str
    anchor: str
    error_rate: Comparison | None
    more_errors: Notable | None
    disagreement: Comparison | None
    more_disagreement: Notable | None
    label_rate: tuple[RateMatrix, ...]
    more_label_rate: Notable | None
    annotator_rate: tuple[RateMatrix, ...]
    annotator_error: Notable | None
    annotator_dissent: Notable | None
    cohesion: Comparison | None
    model: Comparison | None
    gaps: Comparison | None


@dataclass(frozen=True, slots=True)
class BiasPage:
    """What stands out, representation, one part per question; ``left_out`` says what a public card lacks."""

    findings: tuple[str, ...]
    items: Comparison | None
    annotators: Comparison | None
    questions: tuple[BiasQuestion, ...]
    left_out: tuple[str, ...] = ()


def bias_page(book: Book, names: Names) -> BiasPage:
    """The page's content from ``bias.json`` and ``model.json``."""
    found = {*book.branch("bias", "questions"), *book.branch("model", "questions")}
    return BiasPage(
        findings=tuple(warned.text for name, warned in book.warnings() if name == "bias" and warned.level == "warning"),
        items=_tables(book, names, "bias", ("representation", "items"), "share", others=("count",)),
        annotators=_tables(
            book, names, "bias", ("representation", "annotators"), "share", others=("count",), of="annotators"
        ),
        questions=tuple(_question(book, names, key) for key in names.questions(found)),
        left_out=tuple(warned.text for name, warned in book.warnings() if name == "bias" and warned.code in LEFT_OUT),
    )


def _question(book: Book, names: Names, key: str) -> BiasQuestion:
    path = ("questions", key)
    gap = ("rate", "p_adjusted")
    return BiasQuestion(
        key=key,
        title=names.question(key),
        anchor=anchor("question", key),
        error_rate=_tables(book, names, "bias", (*path, "error_rate"), "difference", others=gap),
        more_errors=notable(book, names, key, "error_rate", combined_only=True),
        disagreement=_tables(book, names, "bias", (*path, "disagreement"), "difference", others=gap),
        more_disagreement=notable(book, names, key, "disagreement", combined_only=True),
        label_rate=_matrices(book, names, key, "label_rate"),
        more_label_rate=notable(book, names, key, "label_rate", combined_only=True),
        annotator_rate=_matrices(book, names, key, "annotator_rate", of="annotators"),
        annotator_error=notable(book, names, key, "annotator_error"),
        annotator_dissent=notable(book, names, key, "annotator_dissent"),
        cohesion=_tables(book, names, "bias", (*path, "cohesion"), "in_group_alpha", others=_COHESION, of="annotators"),
        model=model_groups(book, names, key),
        gaps=model_gaps(book, names, key),
    )


def model_groups(book: Book, names: Names, key: str) -> Comparison | None:
    """The model's accuracy in each group of each single column."""
    branch = ("questions", key, "per_group")
    return _tables(book, names, "model", branch, "accuracy", others=("f1_macro", "selection_rate"))


def model_gaps(book: Book, names: Names, key: str) -> Comparison | None:
    """The largest differences between groups of each single column, by metric."""
    branch = ("questions", key, "gap")
    lines: list[Line] = []
    for column in _single(names, book.branch("model", *branch)):
        for metric in book.keys("model", *branch, column):
            if book.find("model", *branch, column, metric):
                shown = book.show("model", *branch, column, metric)
                lines.append(Line(f"{names.column(column)}: {shown.title}", shown))
    return compare(book, "model", lines, head="Gap")


def _single(names: Names, found: object, of: Table = "items") -> tuple[str, ...]:
    """The single columns among ``found``, in declared order."""
    columns = found if isinstance(found, dict) else {}
    return tuple(column for column in names.columns(columns, of=of) if COMBINED not in column)


def _flagged(book: Book, path: tuple[str, ...]) -> bool:
    p = book.find("bias", *path, "p_adjusted")
    return p is not None and p.value is not None and p.value < SIGNIFICANT


def _tables(
    book: Book,
    names: Names,
    document: str,
    branch: tuple[str, ...],
    metric: str,
    *,
    others: tuple[str, ...],
    of: Table = "items",
) -> Comparison | None:
    """One table with the groups of every single column below ``branch``, a section per column."""
    columns = _single(names, book.branch(document, *branch), of)
    groups = [(column, value) for column in columns for value in book.branch(document, *branch, column)]
    used = [o for o in others if any(book.find(document, *branch, *group, o) for group in groups)]
    lines: list[Line] = []
    for column in columns:
        for value in names.values(column, book.branch(document, *branch, column), of=of):
            path = (*branch, column, value)
            lines.append(
                Line(
                    value,
                    book.show(document, *path, metric),
                    tuple(book.show(document, *path, other) for other in used),
                    mark="flag" if document == "bias" and _flagged(book, path) else "",
                    section=names.column(column, of=of),
                    protected=names.sensitive(column, of=of),
                )
            )
    return compare(book, document, lines, head="Group")


def _matrices(book: Book, names: Names, key: str, part: str, *, of: Table = "items") -> tuple[RateMatrix, ...]:
    """One matrix per single column: groups down, labels across."""
    branch = ("questions", key, part)
    made: list[RateMatrix] = []
    for column in _single(names, book.branch("bias", *branch), of):
        values = names.values(column, book.branch("bias", *branch, column), of=of)
        labels = names.labels(key, {held for value in values for held in book.branch("bias", *branch, column, value)})
        rows: list[tuple[str, tuple[tuple[Shown, bool], ...]]] = []
        for value in values:
            paths = [(*branch, column, value, label) for label in labels]
            rows.append((value, tuple((book.show("bias", *p, "difference"), _flagged(book, p)) for p in paths)))
        made.append(
            RateMatrix(
                column=names.column(column, of=of),
                sensitive=names.sensitive(column, of=of),
                labels=tuple(names.label(key, label) for label in labels),
                rows=tuple(rows),
                flagged=sum(differs for _, cells in rows for _, differs in cells),
                source=book.source("bias"),
            )
        )
    return tuple(made)
