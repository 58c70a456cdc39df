"""The model card: the nine sections of Mitchell et al. 2019 for the model trained on this version's labels."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.answers import AnswerView, answer_view
from labelcards.cards.book import Book
from labelcards.cards.comparison import Comparison, Line, compare
from labelcards.cards.escape import anchor
from labelcards.cards.heatmap import Heatmap, heatmap
from labelcards.cards.names import Names
from labelcards.cards.pages.bias import model_gaps, model_groups
from labelcards.cards.pages.evidence import GlossaryEntry, glossary_page
from labelcards.cards.shown import Shown
from labelcards.documents.modelcard import MODEL_SECTIONS, ModelCard

__all__ = ["ModelPage", "ModelQuestion", "model_page"]

COMPUTED = frozenset(
    {"model-details", "factors", "metrics", "evaluation-data", "training-data", "quantitative-analyses"}
)
"""Sections to which the documents contribute."""


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """Results for one question."""

    key: str
    title: str
    anchor: str
    train_items: Shown
    gold_items: Shown
    overall: Comparison | None
    per_label: Comparison | None
    groups: Comparison | None
    gaps: Comparison | None
    confusion: Heatmap | None


@dataclass(frozen=True, slots=True)
class ModelPage:
    """Answers by section, parameters of the model, the metrics it is judged by, and results per question."""

    present: bool
    answers: dict[str, AnswerView]
    parameters: tuple[tuple[str, str], ...]
    metrics: tuple[GlossaryEntry, ...]
    factors: tuple[str, ...]
    questions: tuple[ModelQuestion, ...]


def model_page(book: Book, names: Names, card: ModelCard, version: str) -> ModelPage:
    """The page's content from ``modelcard.yaml`` and ``model.json``."""
    held = book.documents.get("model")
    answers = {
        section: answer_view(
            section,
            card.answers.get(section),
            book,
            version=version,
            computed=held is not None and section in COMPUTED,
            needs="model" if section in COMPUTED else "",
        )
        for section in MODEL_SECTIONS
    }
    keys = names.questions(book.branch("model", "questions"))
    return ModelPage(
        present=held is not None,
        answers=answers,
        parameters=tuple(
            (key, str(value))
            for key, value in sorted((held.parameters if held else {}).items())
            if not key.startswith("package.")
        ),
        metrics=tuple(e for e in glossary_page(book) if "model.json" in e.used_in and e.unit != "count"),
        factors=tuple(names.column(column) for column in names.manifest.items.named(group=True)),
        questions=tuple(
            ModelQuestion(
                key=key,
                title=names.question(key),
                anchor=anchor("question", key),
                train_items=book.show("model", "questions", key, "data", "train_items"),
                gold_items=book.show("model", "questions", key, "data", "gold_items"),
                overall=_overall(book, key),
                per_label=_per_label(book, names, key),
                groups=model_groups(book, names, key),
                gaps=model_gaps(book, names, key),
                confusion=heatmap(book, names, "model", key),
            )
            for key in keys
        ),
    )


def _overall(book: Book, key: str) -> Comparison | None:
    branch = ("questions", key, "overall")
    figures = [book.show("model", *branch, metric) for metric in book.keys("model", *branch)]
    return compare(book, "model", [Line(figure.title, figure) for figure in figures], head="Score")


def _per_label(book: Book, names: Names, key: str) -> Comparison | None:
    branch = ("questions", key, "per_label")
    lines = [
        Line(
            names.label(key, label),
            book.show("model", *branch, label, "f1"),
            tuple(book.show("model", *branch, label, metric) for metric in ("precision", "recall")),
        )
        for label in names.labels(key, book.branch("model", *branch))
    ]
    return compare(book, "model", lines, head="Label")
