"""The model card: the nine sections of Mitchell et al. 2019 for the model trained on this version's labels."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.answers.answer import AnswerView, answer_view
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.bias_findings import KINDS, FindingGroup, bias_findings
from labelcards.cards.pages.evidence import GlossaryEntry, glossary_page
from labelcards.cards.pages.model_results import ModelQuestion, model_question
from labelcards.documents.modelcard import MODEL_SECTIONS, ModelCard
from labelcards.documents.warning_record import WarningRecord

__all__ = ["ModelPage", "ModelQuestion", "model_answers", "model_metrics", "model_page", "model_parameters"]

COMPUTED = frozenset(
    {"model-details", "factors", "metrics", "evaluation-data", "training-data", "quantitative-analyses"}
)
"""Sections to which the documents contribute."""


@dataclass(frozen=True, slots=True)
class ModelPage:
    """Answers by section, parameters of the model, the metrics it is judged by, and results per question.

    Attributes:
        questions: the baseline's results.
        own: the results of somebody's own model; empty when there is none.
        own_name: what that model comes from.
        findings: groups for which either does worse.
        notes: what to know before trusting the figures.
    """

    present: bool
    answers: dict[str, AnswerView]
    parameters: tuple[tuple[str, str], ...]
    metrics: tuple[GlossaryEntry, ...]
    factors: tuple[str, ...]
    questions: tuple[ModelQuestion, ...]
    own: tuple[ModelQuestion, ...]
    own_name: str
    findings: tuple[FindingGroup, ...]
    notes: tuple[str, ...]


def model_page(book: Book, names: Names, card: ModelCard, version: str) -> ModelPage:
    """The page's content from ``modelcard.yaml`` and ``model.json``."""
    held = book.documents.get("model")
    keys = names.questions(book.branch("model", "questions"))
    return ModelPage(
        present=held is not None,
        answers=model_answers(book, card, version),
        parameters=model_parameters(book),
        metrics=model_metrics(book),
        factors=tuple(names.column(column) for column in names.manifest.items.named(group=True)),
        questions=tuple(model_question(book, names, key) for key in keys),
        own=tuple(
            model_question(book, names, key, "predictions")
            for key in names.questions(book.branch("model", "predictions"))
        ),
        own_name=str(held.parameters.get("predictions", "")) if held else "",
        findings=bias_findings(book, names, "model"),
        notes=tuple(book.text(warned) for name, warned in book.warnings() if name == "model" and _is_note(warned)),
    )


def model_answers(book: Book, card: ModelCard, version: str) -> dict[str, AnswerView]:
    """Section → who or what answers it."""
    there = "model" in book.documents
    return {
        section: answer_view(
            section,
            card.answers.get(section),
            book,
            version=version,
            computed=there and section in COMPUTED,
            needs="model" if section in COMPUTED else "",
        )
        for section in MODEL_SECTIONS
    }


def model_parameters(book: Book) -> tuple[tuple[str, str], ...]:
    """What the model was trained with, by name, without package versions."""
    held = book.documents.get("model")
    parameters = sorted((held.parameters if held else {}).items())
    return tuple((key, str(value)) for key, value in parameters if not key.startswith("package."))


def model_metrics(book: Book) -> tuple[GlossaryEntry, ...]:
    """What the model is judged by, counts left out."""
    return tuple(entry for entry in glossary_page(book) if "model.json" in entry.used_in and entry.unit != "count")


def _is_note(warned: WarningRecord) -> bool:
    """Whether it is about the figures as a whole, not a finding about a group."""
    return not any(warned.code in codes for codes in KINDS.values())
