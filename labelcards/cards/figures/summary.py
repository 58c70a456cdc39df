"""``summary.json``: the headline figures of one version, for the index and overview of a data set."""

from __future__ import annotations

import datetime

from pydantic import Field

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.overview import gold_accuracy
from labelcards.catalog.metrics import CATALOG
from labelcards.documents.document import Document
from labelcards.documents.figures import CatalogEntry, Figure
from labelcards.documents.manifest import stated
from labelcards.documents.site_publication import Audience
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["Summary", "summarize"]


class Summary(Document):
    """Written by the stage ``cards``, read by ``index`` and ``overview``.

    Attributes:
        document: always ``summary``.
        dataset, title, description, license: the data set.
        version, date, parent, phase, note: the label version.
        question: title of the headline question.
        audience: whom the pages beside it are for.
        withdrawn: why the version must not be used any more, if so.
        kpis: name → figure.
        catalog: metric key → definition, for every metric in ``kpis``.
    """

    document: str = "summary"
    dataset: str
    title: str
    description: str
    license: str
    version: str
    date: datetime.date
    parent: str | None = None
    phase: str
    note: str
    question: str
    audience: Audience = "internal"
    withdrawn: str | None = None
    kpis: dict[str, Figure] = Field(default_factory=dict)
    catalog: dict[str, CatalogEntry] = Field(default_factory=dict)


def summarize(
    book: Book,
    names: Names,
    version: VersionManifest,
    *,
    answered: int,
    applicable: int,
    audience: Audience = "internal",
) -> Summary:
    """The summary; a figure that no document holds is left out."""
    manifest = names.manifest
    question = manifest.headline
    places: dict[str, tuple[str, ...]] = {
        "alpha": ("quality", "questions", question, "agreement", "overall", "alpha"),
        "percent": ("quality", "questions", question, "agreement", "overall", "percent"),
        "gold_accuracy": ("quality", *gold_accuracy(book, question).path),
        "flagged_share": ("quality", "questions", question, "label_errors", "flagged_share"),
        "items": ("quality", "counts", "items"),
        "annotations": ("quality", "counts", "annotations"),
        "annotators": ("quality", "counts", "annotators"),
        "annotations_per_item": ("quality", "counts", "annotations_per_item"),
        "throughput": ("quality", "work", "throughput"),
        "k": ("anonymization", "disclosure", "items", "k"),
        "stale_answers": ("answers", "datasheet", "stale"),
        "model_accuracy": ("model", "questions", question, "overall", "accuracy"),
    }
    figures = {name: book.find(document, *path) for name, (document, *path) in places.items()}
    held = {name: figure for name, figure in figures.items() if figure is not None}
    catalog = {figure.metric: book.entry(places[name][0], figure.metric) for name, figure in held.items()}
    held["datasheet"] = Figure(
        metric="datasheet_answered",
        value=round(answered / applicable, 6),
        n=applicable,
        why="a count of all questions that apply",
    )
    return Summary(
        dataset=manifest.name,
        title=manifest.title,
        description=stated(manifest.description),
        license=stated(manifest.license) or "no license stated",
        version=version.version,
        date=version.date,
        parent=version.parent,
        phase=version.phase,
        note=version.note,
        question=names.question(question),
        audience=audience,
        withdrawn=version.withdrawn.reason if version.withdrawn else None,
        kpis=held,
        catalog={**catalog, "datasheet_answered": CATALOG["datasheet_answered"]},
    )
