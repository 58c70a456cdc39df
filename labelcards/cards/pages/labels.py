"""The labels page: how the labels are distributed, how well each one holds, and which are confused."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.cautions import Caution, cautions
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.heatmap import Heatmap, heatmap
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.quality import BOUNDS

__all__ = ["LabelsPage", "LabelsQuestion", "labels_page"]

_SCORES = ("precision", "recall")
_PER_LABEL = ("specific_agreement", "gwet_ac1")
_WARNED = ("labels", "label_errors", "imbalance")


_DOUBTS = (
    ("label_errors", "duplicate_pairs"),
    ("label_errors", "conflicting_duplicates"),
    ("label_errors", "outliers"),
    ("imbalance", "rarest_share"),
    ("imbalance", "ratio"),
)
"""Further figures that make a reader look twice."""


@dataclass(frozen=True, slots=True)
class LabelsQuestion:
    """Tables of one question; each is None when the document has no such figures.

    Attributes:
        key, title, anchor: the question.
        cautions: what the figures must be read with.
        distribution: share of annotations, with the count and the share of consensus labels.
        agreement: alpha per label.
        rater: whose labels `scores` scores.
        scores: F1 per label against gold, with precision and recall.
        confusion: annotations against gold.
        flagged, flagged_share, flagged_labels: probable label errors, and per label.
        error_rate, audit_population: the true error rate from an audited sample, and of how many items.
        doubts: near duplicates, outliers and imbalance, as far as measured.
    """

    key: str
    title: str
    anchor: str
    cautions: tuple[Caution, ...]
    distribution: Comparison | None
    agreement: Comparison | None
    rater: str
    scores: Comparison | None
    confusion: Heatmap | None
    flagged: FormattedFigure
    flagged_share: FormattedFigure
    flagged_labels: Comparison | None
    error_rate: FormattedFigure
    audit_population: FormattedFigure
    doubts: tuple[FormattedFigure, ...]


@dataclass(frozen=True, slots=True)
class LabelsPage:
    """One part per question."""

    questions: tuple[LabelsQuestion, ...]


def labels_page(book: Book, names: Names) -> LabelsPage:
    """The page's content from ``quality.json`` and the manifest."""
    return LabelsPage(tuple(_question(book, names, key) for key in names.manifest.questions))


def _question(book: Book, names: Names, key: str) -> LabelsQuestion:
    path = ("questions", key)
    rater = "final" if book.branch("quality", *path, "gold", "final") else "majority"
    return LabelsQuestion(
        key=key,
        title=names.question(key),
        anchor=anchor("question", key),
        cautions=cautions(book, key, _WARNED),
        distribution=_table(book, names, key, ("labels",), "share", others=("count", "consensus_share")),
        agreement=_table(book, names, key, ("agreement", "per_label"), "alpha", others=_PER_LABEL, bounds=BOUNDS),
        rater=rater,
        scores=_table(book, names, key, ("gold", rater, "per_label"), "f1", others=_SCORES),
        confusion=heatmap(book, names, "quality", key),
        flagged=book.show("quality", *path, "label_errors", "flagged"),
        flagged_share=book.show("quality", *path, "label_errors", "flagged_share"),
        flagged_labels=_flagged(book, names, key),
        error_rate=book.show("quality", *path, "label_errors", "error_rate"),
        audit_population=book.show("quality", *path, "label_errors", "audit_population"),
        doubts=tuple(book.show("quality", *path, *steps) for steps in _DOUBTS if book.find("quality", *path, *steps)),
    )


def _flagged(book: Book, names: Names, key: str) -> Comparison | None:
    """The share of flagged items per label, or their number in documents that have no shares."""
    steps = ("label_errors", "per_label")
    held = book.branch("quality", "questions", key, *steps)
    if _any(book, ("questions", key, *steps), held, "flagged_share"):
        return _table(book, names, key, steps, "flagged_share", others=("flagged",))
    return _table(book, names, key, steps, "flagged")


def _table(
    book: Book,
    names: Names,
    question: str,
    steps: tuple[str, ...],
    metric: str,
    *,
    others: tuple[str, ...] = (),
    bounds: tuple[float, ...] = (),
) -> Comparison | None:
    """One row per label of the branch ``questions.<question>.<steps>``."""
    branch = ("questions", question, *steps)
    held = book.branch("quality", *branch)
    lines = [
        ComparisonLine(
            names.label(question, label),
            book.show("quality", *branch, label, metric),
            tuple(book.show("quality", *branch, label, other) for other in others if _any(book, branch, held, other)),
        )
        for label in names.labels(question, held)
    ]
    return compare(book, "quality", lines, head="Label", bounds=bounds)


def _any(book: Book, branch: tuple[str, ...], held: object, metric: str) -> bool:
    """Whether any label has the metric: a column nobody fills is left out."""
    keys = held if isinstance(held, dict) else {}
    return any(book.find("quality", *branch, label, metric) is not None for label in keys)
