"""Which figures and files may bear on a question: proposals for whoever answers it, never a rule."""

from __future__ import annotations

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.documents.answer import FILE
from labelcards.documents.figure_path import parsed, written

__all__ = ["candidates"]

_HEADLINE = "{q}"
_AGREEMENT = "quality.questions.{q}.agreement.overall.alpha"
_GOLD = "quality.questions.{q}.gold.final.accuracy"
_GUIDELINES = "file:{guidelines}"

CANDIDATES: dict[str, tuple[str, ...]] = {
    "composition-1": ("quality.counts.items", "file:dataset.yaml"),
    "composition-2": ("quality.counts.items", "quality.counts.annotations", "quality.counts.annotators"),
    "composition-3": ("quality.counts.items", "quality.counts.gold_items"),
    "composition-5": (_AGREEMENT, _GOLD),
    "composition-6": ("quality.counts.coverage", "anonymization.rows.items.withheld"),
    "composition-9": (
        _AGREEMENT,
        _GOLD,
        "quality.questions.{q}.label_errors.flagged_share",
        "quality.questions.{q}.label_errors.error_rate",
    ),
    "composition-11": ("anonymization.residual.findings",),
    "composition-14": ("anonymization.disclosure.items.k", "anonymization.disclosure.annotators.k"),
    "composition-15": ("anonymization.residual.findings", "anonymization.disclosure.items.k", "file:dataset.yaml"),
    "collection-1": (_GUIDELINES, "file:versions/{version}.yaml"),
    "collection-2": (_GUIDELINES, "quality.questions.{q}.gold_checks.pass_rate"),
    "collection-3": ("quality.counts.items",),
    "collection-4": ("quality.counts.annotators", "quality.work.hours"),
    "collection-5": ("file:versions/{version}.yaml",),
    "preprocessing-1": ("anonymization.texts", _GUIDELINES),
    "uses-4": (_GOLD, _AGREEMENT, "quality.questions.{q}.label_errors.flagged_share"),
    "distribution-4": ("file:dataset.yaml",),
    "maintenance-3": ("changes.counts.annotations_changed", "changes.questions.{q}.flipped"),
    "model-details": ("model.questions.{q}.data.train_items",),
    "metrics": ("model.questions.{q}.overall.accuracy", "model.questions.{q}.overall.f1_macro"),
    "evaluation-data": ("model.questions.{q}.data.gold_items",),
    "training-data": ("model.questions.{q}.data.train_items",),
    "quantitative-analyses": ("model.questions.{q}.overall.accuracy", "model.questions.{q}.overall.f1_macro"),
    "caveats": ("model.questions.{q}.overall.accuracy",),
}
"""Question → figures of the headline question, and files."""


def candidates(key: str, book: Book, names: Names, *, version: str, guidelines: str | None) -> dict[str, str]:
    """Path → value as a reader sees it, for the proposals that exist; for a file, an empty string."""
    found: dict[str, str] = {}
    for pattern in CANDIDATES.get(key, ()):
        if pattern == _GUIDELINES and guidelines is None:
            continue
        if pattern.startswith(FILE):
            found[pattern.format(version=version, guidelines=guidelines)] = ""
            continue
        path = tuple(names.manifest.headline if step == _HEADLINE else step for step in parsed(pattern))
        figure = book.show(*path)
        if figure.defined:
            found[written(path)] = " ".join(part for part in (figure.text, figure.interval) if part)
    return found
