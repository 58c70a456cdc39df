"""What exports say beyond the pages: tables, license, demographics, the rule of versions."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.exports.contents import ExportContents
from labelcards.cards.exports.license import License, license_of
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.bias_findings import bias_findings
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.documents.manifest import stated
from labelcards.documents.publication import Publication
from labelcards.documents.version_step import LEVELS, VersionLevel, declared_level

__all__ = ["ExportView", "export_view"]

WITH_ANNOTATORS = frozenset({"annotations", "annotators", "adjudications"})
"""Tables that tell annotators apart, if only by pseudonym: never beside a public card."""


@dataclass(frozen=True)
class ExportView:
    """Passed to the export templates as ``export``.

    Attributes:
        publication: the manifest's section.
        license: the data set's license.
        tables: all clean tables.
        published: those that are written beside the cards.
        demographics: (annotator column, ((value, count), …)) without intersections; only counts that are given.
        findings: the findings of bias, as sentences.
        model_metrics: the metrics that the model's card shows.
        version_rule: a sentence when the version's number breaks Croissant's rule; else empty.
    """

    book: Book
    names: Names
    publication: Publication
    license: License
    tables: tuple[TableFacts, ...]
    published: tuple[TableFacts, ...]
    demographics: tuple[tuple[str, tuple[tuple[str, FormattedFigure], ...]], ...]
    findings: tuple[str, ...]
    model_metrics: frozenset[str]
    version_rule: str


def export_view(card: ExportContents) -> ExportView:
    """The view of a card; that of a public card holds nothing about single annotators."""
    sources, book, names = card.sources, card.book, card.names
    publication = sources.manifest.publication
    hidden = WITH_ANNOTATORS if card.audience == "public" else frozenset[str]()
    return ExportView(
        book=book,
        names=names,
        publication=publication,
        license=license_of(stated(sources.manifest.license)),
        tables=sources.tables,
        published=tuple(t for t in sources.tables if t.name in publication.tables and t.name not in hidden),
        demographics=_demographics(book, names),
        findings=tuple(named.text for kind in bias_findings(book, names) for named in kind.findings),
        model_metrics=_model_metrics(card),
        version_rule=_version_rule(book, card),
    )


def _demographics(book: Book, names: Names) -> tuple[tuple[str, tuple[tuple[str, FormattedFigure], ...]], ...]:
    found = []
    branch = ("representation", "annotators")
    for column in names.group_columns(book.branch("bias", *branch), of="annotators"):
        here = (*branch, column.step)
        groups = column.groups(book.branch("bias", *here))
        found.append((column.title, tuple((name, book.show("bias", *here, step, "count")) for step, name in groups)))
    return tuple(found)


def _model_metrics(card: ExportContents) -> frozenset[str]:
    tables = [table for q in card.model.questions for table in (q.overall, q.per_label, q.groups) if table]
    figures = [figure for table in tables for row in table.rows for figure in (row.figure, *row.others)]
    return frozenset(figure.metric for figure in figures)


def _version_rule(book: Book, card: ExportContents) -> str:
    """Croissant: PATCH keeps the data, MINOR only adds, MAJOR edits or removes."""
    parent = card.version.parent
    if parent is None or not book.branch("changes", "counts"):
        return ""

    def count(name: str) -> float:
        figure = book.find("changes", "counts", name)
        return (figure.value if figure else None) or 0.0

    edited = sum(count(f"{what}_{how}") for what in ("items", "annotations") for how in ("removed", "changed"))
    added = count("items_added") + count("annotations_added")
    needed: VersionLevel = "major" if edited else "minor" if added else "none"
    if LEVELS.index(declared_level(parent, card.version.version)) >= LEVELS.index(needed):
        return ""
    what = "removes or changes records" if edited else "adds records"
    return f"The version {what} of {parent}, so that Croissant expects a new {needed} version."
