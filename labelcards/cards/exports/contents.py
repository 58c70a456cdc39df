"""What the files for others say of a version: read from its documents and hand-written files, and nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.answers.answer import AnswerView
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.datasheet import DatasheetPage, datasheet_page
from labelcards.cards.pages.evidence import GlossaryEntry
from labelcards.cards.pages.guidelines import LabelEntry, defined_labels
from labelcards.cards.pages.model import model_answers, model_metrics, model_parameters
from labelcards.cards.pages.model_results import ModelScores, model_scores
from labelcards.cards.pages.overview import gold_accuracy
from labelcards.cards.sources import CardSources
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["ExportContents", "export_contents"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far annotators agree on one question."""

    title: str
    alpha: FormattedFigure
    percent: FormattedFigure


@dataclass(frozen=True, slots=True)
class Quality:
    """Agreement on every question that was measured."""

    questions: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often the final labels of one question are right."""

    title: str
    accuracy: FormattedFigure


@dataclass(frozen=True, slots=True)
class Overview:
    """The headline question's title, and every declared question against gold."""

    question: str
    questions: tuple[Accuracy, ...]


@dataclass(frozen=True, slots=True)
class LabelDefinitions:
    """One question with its labels and their definitions."""

    title: str
    labels: tuple[LabelEntry, ...]


@dataclass(frozen=True, slots=True)
class GuidelineLabels:
    """What annotators were told that a label means; ``present`` is false when the version has no guidelines."""

    present: bool
    questions: tuple[LabelDefinitions, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The model's answers by section, its parameters, the metrics that it is judged by, and its scores."""

    answers: dict[str, AnswerView]
    parameters: tuple[tuple[str, str], ...]
    metrics: tuple[GlossaryEntry, ...]
    questions: tuple[ModelScores, ...]


@dataclass(frozen=True)
class ExportContents:
    """What templates of exports see as ``card``; the names are those of the pages, as far as exports need them.

    Attributes:
        sources: what all of this is made from; for the public, the reduced documents.
        book, names: the figures and titles of the sources.
    """

    sources: CardSources
    book: Book
    names: Names
    quality: Quality
    overview: Overview
    guidelines: GuidelineLabels
    datasheet: DatasheetPage
    model: Model

    @property
    def manifest(self) -> DatasetManifest:
        """The data set, as its manifest describes it."""
        return self.sources.manifest

    @property
    def version(self) -> VersionManifest:
        """The version, as its manifest describes it."""
        return self.sources.version

    @property
    def date(self) -> str:
        """The version's date in ISO form."""
        return self.sources.version.date.isoformat()

    @property
    def audience(self) -> str:
        """``internal`` or ``public``."""
        return self.sources.audience

    @property
    def present(self) -> tuple[str, ...]:
        """The documents there are."""
        return tuple(sorted(self.sources.documents))


def export_contents(sources: CardSources) -> ExportContents:
    """The contents of a version's exports; the same sources give the same contents."""
    book, names = Book(sources.documents, sources.digests, sources.named_files), Names(sources.manifest)
    number = sources.version.version
    return ExportContents(
        sources=sources,
        book=book,
        names=names,
        quality=Quality(tuple(_agreement(book, names, key) for key in names.questions(_questions(book, "quality")))),
        overview=Overview(
            names.question(names.manifest.headline),
            tuple(Accuracy(names.question(key), gold_accuracy(book, key)) for key in names.manifest.questions),
        ),
        guidelines=GuidelineLabels(
            sources.guidelines is not None,
            tuple(
                LabelDefinitions(names.question(key), labels)
                for key, labels in defined_labels(sources.guidelines, names).items()
            ),
        ),
        datasheet=datasheet_page(book, names, sources.datasheet, number),
        model=Model(
            model_answers(book, sources.modelcard, number),
            model_parameters(book),
            model_metrics(book),
            tuple(model_scores(book, names, key) for key in names.questions(_questions(book, "model"))),
        ),
    )


def _questions(book: Book, document: str) -> tuple[str, ...]:
    return tuple(book.branch(document, "questions"))


def _agreement(book: Book, names: Names, key: str) -> Agreement:
    alpha, percent = (
        book.show("quality", "questions", key, "agreement", "overall", metric) for metric in ("alpha", "percent")
    )
    return Agreement(names.question(key), alpha, percent)
