"""The bias page: who is represented, and for whom labels, errors and disagreement differ.

Single columns are shown in full. Of intersections, of which there are many, the page shows those that differ by more
than chance; all are in ``bias.json``.
"""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.audience.reduce import LEFT_OUT
from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure, Source
from labelcards.cards.figures.names import Names, Table
from labelcards.cards.figures.notable import NotableDifferences, notable
from labelcards.cards.pages.bias_coverage import CoverageTable, coverage_tables
from labelcards.cards.pages.bias_findings import FindingGroup, bias_findings
from labelcards.documents.columns import RecordTable
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.documents.warning_record import WarningRecord

__all__ = ["BiasPage", "BiasQuestion", "RateMatrix", "RateRow", "bias_page", "group_tables"]

_REFERENCE = ("count", "expected_share", "difference")
_COHESION = ("annotators", "in_group_fleiss", "cross_group_agreement", "gai", "p_adjusted")


@dataclass(frozen=True, slots=True)
class RateRow:
    """A group, and per label its rate minus that of the rest, and whether it differs."""

    group: str
    cells: tuple[tuple[FormattedFigure, bool], ...]

    @property
    def n(self) -> str:
        """The n of all cells; empty when they differ in it."""
        sizes = {cell.n for cell, _ in self.cells}
        return sizes.pop() if len(sizes) == 1 else ""

    @property
    def why(self) -> str:
        """Why no cell has a value; empty when one has, or when there are several reasons."""
        reasons = {"" if cell.defined else cell.why for cell, _ in self.cells}
        return reasons.pop() if len(reasons) == 1 else ""


@dataclass(frozen=True, slots=True)
class RateMatrix:
    """Groups of one column against labels.

    Attributes:
        column, sensitive: the column's title, and whether it is a protected attribute.
        labels: headings.
        rows: what stands below them.
        flagged: how many cells differ.
        source: the document.
    """

    column: str
    sensitive: bool
    labels: tuple[str, ...]
    rows: tuple[RateRow, ...]
    flagged: int
    source: Source


@dataclass(frozen=True, slots=True)
class BiasQuestion:
    """Tables of one question with the groups of all single columns; ``more_…``: what differs among intersections."""

    key: str
    title: str
    anchor: str
    error_rate: Comparison | None
    more_errors: NotableDifferences | None
    disagreement: Comparison | None
    more_disagreement: NotableDifferences | None
    label_rate: tuple[RateMatrix, ...]
    more_label_rate: NotableDifferences | None
    annotator_rate: tuple[RateMatrix, ...]
    annotator_error: NotableDifferences | None
    annotator_dissent: NotableDifferences | None
    label_level: Comparison | None
    more_label_level: NotableDifferences | None
    annotator_level: Comparison | None
    annotator_overall: Comparison | None
    cohesion: Comparison | None


@dataclass(frozen=True, slots=True)
class BiasPage:
    """What stands out, by kind; representation and who labelled what; one part per question.

    ``populations`` are the columns that should stand for one, with its name; ``notes`` what to know before trusting,
    ``left_out`` what a public card lacks.
    """

    findings: tuple[FindingGroup, ...]
    model_findings: tuple[FindingGroup, ...]
    items: Comparison | None
    annotators: Comparison | None
    populations: tuple[tuple[str, str], ...]
    coverage: tuple[CoverageTable, ...]
    notes: tuple[str, ...]
    questions: tuple[BiasQuestion, ...]
    left_out: tuple[str, ...] = ()


def bias_page(book: Book, names: Names) -> BiasPage:
    """The page's content from ``bias.json`` and ``model.json``."""
    found = book.branch("bias", "questions")
    represented = ("representation",)
    own = [warned for name, warned in book.warnings() if name == "bias"]
    return BiasPage(
        findings=bias_findings(book, names),
        model_findings=bias_findings(book, names, "model"),
        items=group_tables(book, names, "bias", (*represented, "items"), "share", others=_REFERENCE),
        annotators=group_tables(
            book, names, "bias", (*represented, "annotators"), "share", others=_REFERENCE, of="annotators"
        ),
        populations=_populations(names),
        coverage=coverage_tables(book, names),
        notes=tuple(book.text(warned) for warned in own if _is_note(warned)),
        questions=tuple(_question(book, names, key) for key in names.questions(found)),
        left_out=tuple(book.text(warned) for warned in own if warned.code in LEFT_OUT),
    )


def _populations(names: Names) -> tuple[tuple[str, str], ...]:
    """Group columns by title, and the populations they should stand for."""
    sides: tuple[tuple[RecordTable, Table], ...] = (
        (names.manifest.items, "items"),
        (names.manifest.annotators, "annotators"),
    )
    return tuple(
        (names.column(key, of=side), column.reference.population)
        for table, side in sides
        for key, column in table.columns.items()
        if column.reference is not None
    )


def _is_note(warned: WarningRecord) -> bool:
    return warned.level == "note" and warned.code not in LEFT_OUT


def _question(book: Book, names: Names, key: str) -> BiasQuestion:
    path = ("questions", key)
    gap = ("rate", "p_adjusted")
    return BiasQuestion(
        key=key,
        title=names.question(key),
        anchor=anchor("question", key),
        error_rate=group_tables(book, names, "bias", (*path, "error_rate"), "difference", others=gap),
        more_errors=notable(book, names, key, "error_rate", combined_only=True),
        disagreement=group_tables(book, names, "bias", (*path, "disagreement"), "difference", others=gap),
        more_disagreement=notable(book, names, key, "disagreement", combined_only=True),
        label_rate=_matrices(book, names, key, "label_rate"),
        more_label_rate=notable(book, names, key, "label_rate", combined_only=True),
        annotator_rate=_matrices(book, names, key, "annotator_rate", of="annotators"),
        annotator_error=notable(book, names, key, "annotator_error"),
        annotator_dissent=notable(book, names, key, "annotator_dissent"),
        label_level=group_tables(book, names, "bias", (*path, "label_level"), "difference", others=gap),
        more_label_level=notable(book, names, key, "label_level", combined_only=True),
        annotator_level=group_tables(
            book, names, "bias", (*path, "annotator_level"), "difference", others=gap, of="annotators"
        ),
        annotator_overall=_annotator_overall(book, names, path),
        cohesion=group_tables(
            book, names, "bias", (*path, "cohesion"), "in_group_alpha", others=_COHESION, of="annotators"
        ),
    )


def _annotator_overall(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    """Errors of annotator groups over all gold items; the middle of the path names the item group."""
    branch = (*path, "annotator_error")
    lines: list[ComparisonLine] = []
    for column in names.group_columns(book.branch("bias", *branch), of="annotators"):
        for step, name in column.groups(book.branch("bias", *branch, column.step)):
            here = (*branch, column.step, step, "all", "all")
            if not book.has("bias", *here):
                continue
            others = tuple(book.show("bias", *here, other) for other in ("rate", "p_adjusted"))
            lines.append(
                ComparisonLine(
                    name,
                    book.show("bias", *here, "difference"),
                    others,
                    mark="flag" if _flagged(book, here) else "",
                    section=column.title,
                    protected=column.sensitive,
                )
            )
    return compare(book, "bias", lines, head="Group")


def _flagged(book: Book, path: tuple[str, ...]) -> bool:
    p = book.find("bias", *path, "p_adjusted")
    return p is not None and p.value is not None and p.value <= SIGNIFICANCE


def group_tables(
    book: Book,
    names: Names,
    document: str,
    branch: tuple[str, ...],
    metric: str,
    *,
    others: tuple[str, ...],
    of: Table = "items",
) -> Comparison | None:
    """One table with the groups of every single column below ``branch``, a section per column.

    Args:
        metric: what is charted.
        others: further columns, left out where no group has them.
        of: the table that the columns belong to.
    """
    columns = names.group_columns(book.branch(document, *branch), of=of)
    groups = [(column.step, step) for column in columns for step in book.branch(document, *branch, column.step)]
    used = [o for o in others if any(book.find(document, *branch, *group, o) for group in groups)]
    lines: list[ComparisonLine] = []
    for column in columns:
        for step, name in column.groups(book.branch(document, *branch, column.step)):
            path = (*branch, column.step, step)
            lines.append(
                ComparisonLine(
                    name,
                    book.show(document, *path, metric),
                    tuple(book.show(document, *path, other) for other in used),
                    mark="flag" if document == "bias" and _flagged(book, path) else "",
                    section=column.title,
                    protected=column.sensitive,
                )
            )
    return compare(book, document, lines, head="Group")


def _matrices(book: Book, names: Names, key: str, part: str, *, of: Table = "items") -> tuple[RateMatrix, ...]:
    """One matrix per single column: groups down, labels across."""
    branch = ("questions", key, part)
    made: list[RateMatrix] = []
    for column in names.group_columns(book.branch("bias", *branch), of=of):
        here = (*branch, column.step)
        groups = column.groups(book.branch("bias", *here))
        labels = names.labels(key, {held for step, _ in groups for held in book.branch("bias", *here, step)})
        rows: list[RateRow] = []
        for step, name in groups:
            paths = [(*here, step, label) for label in labels]
            cells = tuple((book.show("bias", *p, "difference"), _flagged(book, p)) for p in paths)
            rows.append(RateRow(name, cells))
        made.append(
            RateMatrix(
                column=column.title,
                sensitive=column.sensitive,
                labels=tuple(names.label(key, label) for label in labels),
                rows=tuple(rows),
                flagged=sum(differs for row in rows for _, differs in row.cells),
                source=book.source("bias"),
            )
        )
    return tuple(made)
