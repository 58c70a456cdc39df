"""The privacy page: what was withheld, replaced and generalized, and what risk is left."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names, Table

__all__ = ["ColumnRule", "Disclosure", "PrivacyPage", "privacy_page"]

_TABLES = ("items", "annotations", "annotators", "gold", "adjudications", "audit", "predictions")
_MEASURED = (
    ("recall", "of the marked pieces, found"),
    ("precision", "of the found pieces, marked"),
    ("f2", "both, recall counting twice"),
    ("entity_recall", "of the persons, places and numbers of a text, hidden wherever they are mentioned"),
)
_ENGINE = ("engine", "engine_version", "model", "model_version", "key_id")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What happened to a column: its table, name, action, and what the manifest says about it."""

    table: str
    column: str
    action: str
    sensitive: bool
    quasi_identifier: bool


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Re-identification risk of one table: the quasi-identifiers and the figures."""

    table: str
    columns: tuple[str, ...]
    k: FormattedFigure
    figures: tuple[FormattedFigure, ...]


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What the anonymize stage did.

    Attributes:
        rows: (table, read, used, withheld).
        texts: how many free texts were searched.
        findings: findings per entity type.
        residual_texts, residual_findings: the scan of the result.
        measured: (what it means, figure) of the detector on a marked sample; empty without one.
        measured_types: the same per entity type.
        sample_texts, sample_words: the sample's size.
        disclosure: k-anonymity and its kin.
        columns: one rule per column, in table order.
        engine: parameters that name the detector.
    """

    rows: tuple[tuple[str, FormattedFigure, FormattedFigure, FormattedFigure], ...]
    texts: FormattedFigure
    findings: Comparison | None
    residual_texts: FormattedFigure
    residual_findings: FormattedFigure
    measured: tuple[tuple[str, FormattedFigure], ...]
    measured_types: Comparison | None
    sample_texts: FormattedFigure
    sample_words: FormattedFigure
    disclosure: tuple[Disclosure, ...]
    columns: tuple[ColumnRule, ...]
    engine: tuple[tuple[str, str], ...]


def privacy_page(book: Book, names: Names) -> PrivacyPage:
    """The page's content from ``anonymization.json``."""
    show = book.show
    types = book.keys("anonymization", "findings")
    lines = [ComparisonLine(name, show("anonymization", "findings", name, "count")) for name in types]
    lines.sort(key=lambda line: (-(line.figure.raw or 0.0), line.name))
    return PrivacyPage(
        rows=tuple(
            (
                table,
                show("anonymization", "rows", table, "read"),
                show("anonymization", "rows", table, "used"),
                show("anonymization", "rows", table, "withheld"),
            )
            for table in book.keys("anonymization", "rows", order=_TABLES)
        ),
        texts=show("anonymization", "texts"),
        findings=compare(book, "anonymization", lines, head="Kind of personal data"),
        residual_texts=show("anonymization", "residual", "texts"),
        residual_findings=show("anonymization", "residual", "findings"),
        measured=_measured(book),
        measured_types=_measured_types(book),
        sample_texts=show("anonymization", "detection", "texts"),
        sample_words=show("anonymization", "detection", "words"),
        disclosure=tuple(
            _disclosure(book, names, table) for table in book.keys("anonymization", "disclosure", order=_TABLES)
        ),
        columns=_columns(book, names),
        engine=_engine(book),
    )


def _measured(book: Book) -> tuple[tuple[str, FormattedFigure], ...]:
    path = ("anonymization", "detection")
    if not book.branch(*path):
        return ()
    pooled = tuple((meaning, book.show(*path, "pii", name)) for name, meaning in _MEASURED)
    return (*pooled, ("", book.show(*path, "false_alarms_per_1000_words")))


def _measured_types(book: Book) -> Comparison | None:
    """Entity types that were marked, the most frequent first."""
    path = ("anonymization", "detection", "types")
    lines = [
        ComparisonLine(
            name,
            book.show(*path, name, "covered"),
            tuple(book.show(*path, name, key) for key in ("recall", "precision", "f2", "marked")),
        )
        for name in book.keys(*path)
        if book.show(*path, name, "marked").raw
    ]
    lines.sort(key=lambda line: (-(line.others[-1].raw or 0.0), line.name))
    return compare(book, "anonymization", lines, head="Kind of personal data")


def _disclosure(book: Book, names: Names, table: str) -> Disclosure:
    of: Table = "items" if table == "items" else "annotators"
    records = names.manifest.items if table == "items" else names.manifest.annotators
    keys = [key for key in book.keys("anonymization", "disclosure", table) if key != "k"]
    return Disclosure(
        table=table,
        columns=tuple(names.column(column, of=of) for column in records.named(quasi_identifier=True)),
        k=book.show("anonymization", "disclosure", table, "k"),
        figures=tuple(book.show("anonymization", "disclosure", table, key) for key in keys),
    )


def _parameters(book: Book) -> dict[str, str | int | float | bool]:
    held = book.documents.get("anonymization")
    return dict(held.parameters) if held else {}


def _columns(book: Book, names: Names) -> tuple[ColumnRule, ...]:
    rules: list[ColumnRule] = []
    for key, action in _parameters(book).items():
        steps = key.split(".", 2)
        if len(steps) == 3 and steps[0] == "columns":
            records = {"items": names.manifest.items, "annotators": names.manifest.annotators}.get(steps[1])
            declared = records.columns.get(steps[2]) if records else None
            rules.append(
                ColumnRule(
                    steps[1],
                    steps[2],
                    str(action),
                    bool(declared and declared.sensitive),
                    bool(declared and declared.quasi_identifier),
                )
            )
    rank = {table: position for position, table in enumerate(_TABLES)}
    return tuple(sorted(rules, key=lambda rule: (rank.get(rule.table, 99), rule.table, rule.column)))


def _engine(book: Book) -> tuple[tuple[str, str], ...]:
    held = {key: str(value) for key, value in _parameters(book).items() if not key.startswith(("columns.", "package."))}
    first = [key for key in _ENGINE if key in held]
    return tuple((key, held[key]) for key in (*first, *sorted(set(held) - set(first))))
