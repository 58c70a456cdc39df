"""The datasheet page: 57 questions of Gebru et al. 2021, each answered by a person, by a figure, or openly not at all.

The wording of questions and computed answers is in ``templates/datasheet/``; here is which figures a computed answer
needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.answers.answer import AnswerView, answer_view
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.overview import gold_accuracy
from labelcards.documents.datasheet import PEOPLE_QUESTIONS, QUESTIONS, SECTIONS, Datasheet

__all__ = ["COMPUTED", "DatasheetPage", "DatasheetSection", "Facts", "datasheet_page"]

COMPUTED: dict[str, str] = {
    "composition-2": "quality",
    "composition-3": "bias",
    "composition-4": "",
    "composition-5": "",
    "composition-6": "quality",
    "composition-8": "quality",
    "composition-9": "quality",
    "composition-13": "bias",
    "composition-14": "anonymization",
    "composition-15": "anonymization",
    "collection-4": "quality",
    "collection-5": "quality",
    "preprocessing-1": "anonymization",
    "preprocessing-2": "",
    "preprocessing-3": "",
    "uses-4": "quality",
    "distribution-2": "",
    "maintenance-3": "",
    "maintenance-4": "",
    "maintenance-6": "",
}
"""Question → the document its computed answer needs; empty when the manifests suffice."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures that computed answers speak of."""

    items: FormattedFigure
    annotations: FormattedFigure
    annotators: FormattedFigure
    per_item: FormattedFigure
    multiply: FormattedFigure
    coverage: FormattedFigure
    gold: FormattedFigure
    adjudicated: FormattedFigure
    accuracy: FormattedFigure
    alpha: FormattedFigure
    flagged: FormattedFigure
    flagged_share: FormattedFigure
    disputed_share: FormattedFigure
    texts: FormattedFigure
    residual: FormattedFigure
    detection_recall: FormattedFigure
    detection_sample: FormattedFigure
    k_items: FormattedFigure
    k_annotators: FormattedFigure
    hours: FormattedFigure
    withheld: tuple[tuple[str, FormattedFigure], ...]
    findings: tuple[tuple[str, FormattedFigure], ...]
    months: tuple[str, ...]
    groups: tuple[str, ...]
    annotator_groups: tuple[str, ...]
    sensitive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatasheetSection:
    """A section with its questions and how many of them are answered."""

    key: str
    answers: tuple[AnswerView, ...]
    answered: int


@dataclass(frozen=True, slots=True)
class DatasheetPage:
    """The sheet.

    Attributes:
        sections: the seven sections.
        by_key: every answer by question key.
        answered, skipped, stale, open, total: counts; ``answered`` counts human and computed answers.
        human, computed: how the answered ones split.
        facts: figures for computed answers.
    """

    sections: tuple[DatasheetSection, ...]
    by_key: dict[str, AnswerView]
    answered: int
    human: int
    computed: int
    skipped: int
    stale: int
    open: int
    total: int
    facts: Facts


def datasheet_page(book: Book, names: Names, sheet: Datasheet, version: str) -> DatasheetPage:
    """The page's content from ``datasheet.yaml`` and the documents."""
    people = names.manifest.relates_to_people
    views = {
        key: answer_view(
            key,
            sheet.answers.get(key),
            book,
            version=version,
            computed=key in COMPUTED and (not COMPUTED[key] or COMPUTED[key] in book.documents),
            skipped=not people and key in PEOPLE_QUESTIONS,
            needs=COMPUTED.get(key, ""),
        )
        for key in QUESTIONS
    }
    sections = tuple(
        DatasheetSection(
            section,
            tuple(view for key, view in views.items() if key.startswith(f"{section}-")),
            sum(_answered(view) for key, view in views.items() if key.startswith(f"{section}-")),
        )
        for section in SECTIONS
    )
    held = [view.status for view in views.values()]
    return DatasheetPage(
        sections=sections,
        by_key=views,
        answered=sum(_answered(view) for view in views.values()),
        human=held.count("human") + held.count("stale"),
        computed=held.count("computed"),
        skipped=held.count("skipped"),
        stale=held.count("stale"),
        open=held.count("unanswered"),
        total=len(QUESTIONS),
        facts=_facts(book, names),
    )


def _answered(view: AnswerView) -> bool:
    return view.status in ("human", "stale", "computed")


def _facts(book: Book, names: Names) -> Facts:
    question = names.manifest.headline
    path = ("questions", question)
    items, annotators = names.manifest.items, names.manifest.annotators

    def counted(key: str) -> FormattedFigure:
        return book.show("quality", "counts", key)

    return Facts(
        items=counted("items"),
        annotations=counted("annotations"),
        annotators=counted("annotators"),
        per_item=counted("annotations_per_item"),
        multiply=counted("multiply_annotated"),
        coverage=counted("coverage"),
        gold=counted("gold_items"),
        adjudicated=counted("adjudicated_items"),
        accuracy=gold_accuracy(book, question),
        alpha=book.show("quality", *path, "agreement", "overall", "alpha"),
        flagged=book.show("quality", *path, "label_errors", "flagged"),
        flagged_share=book.show("quality", *path, "label_errors", "flagged_share"),
        disputed_share=book.show("quality", *path, "consensus", "disputed_share"),
        texts=book.show("anonymization", "texts"),
        residual=book.show("anonymization", "residual", "findings"),
        detection_recall=book.show("anonymization", "detection", "pii", "entity_recall"),
        detection_sample=book.show("anonymization", "detection", "texts"),
        k_items=book.show("anonymization", "disclosure", "items", "k"),
        k_annotators=book.show("anonymization", "disclosure", "annotators", "k"),
        hours=book.show("quality", "work", "hours"),
        withheld=tuple(
            (table, book.show("anonymization", "rows", table, "withheld"))
            for table in book.keys("anonymization", "rows")
        ),
        findings=tuple(
            (kind, book.show("anonymization", "findings", kind, "count"))
            for kind in book.keys("anonymization", "findings")
        ),
        months=book.keys("quality", *path, "agreement", "per_month"),
        groups=tuple(names.column(column) for column in items.named(group=True)),
        annotator_groups=tuple(names.column(column, of="annotators") for column in annotators.named(group=True)),
        sensitive=(
            *(names.column(column) for column in items.named(sensitive=True)),
            *(names.column(column, of="annotators") for column in annotators.named(sensitive=True)),
        ),
    )
