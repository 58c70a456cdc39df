"""The changes page: what differs from the parent version, and whether it is better."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from labelcards.cards.book import Book
from labelcards.cards.charts.flow import Stream, flow
from labelcards.cards.comparison import Comparison, Line, compare
from labelcards.cards.escape import anchor
from labelcards.cards.names import Names
from labelcards.cards.number import count
from labelcards.cards.shown import Shown
from labelcards.cards.verdict import verdict
from labelcards.documents.figures import CatalogEntry

__all__ = ["ChangesPage", "ChangesQuestion", "changes_page"]

_COUNTS = (
    "items_added",
    "items_removed",
    "items_changed",
    "annotations_added",
    "annotations_removed",
    "annotations_changed",
)


@dataclass(frozen=True, slots=True)
class ChangesQuestion:
    """Changes of one question.

    Attributes:
        flipped: share of the items in both versions whose final label changed.
        chart: the flow of labels, empty when nothing flipped.
        flips: (from, to, items) of every flip, most frequent first.
        kept: how many items kept their label.
        differences: tables of differences; one per unit, so that an axis never mixes units.
        lift: the model's scores with these labels against the parent's.
    """

    key: str
    title: str
    anchor: str
    flipped: Shown
    chart: Markup
    flips: tuple[tuple[str, str, str], ...]
    kept: str
    differences: tuple[Comparison, ...]
    lift: Comparison | None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Counts, and one part per question; ``parent`` is empty for a first version."""

    parent: str
    counts: tuple[Shown, ...]
    questions: tuple[ChangesQuestion, ...]


def changes_page(book: Book, names: Names, parent: str | None) -> ChangesPage:
    """The page's content from ``changes.json``."""
    keys = names.questions(book.branch("changes", "questions"))
    return ChangesPage(
        parent=parent or "",
        counts=tuple(book.show("changes", "counts", key) for key in book.keys("changes", "counts", order=_COUNTS)),
        questions=tuple(_question(book, names, key) for key in keys),
    )


def _question(book: Book, names: Names, key: str) -> ChangesQuestion:
    streams = _streams(book, names, key)
    moved = sorted((s for s in streams if s.source != s.target), key=lambda s: (-s.size, s.source, s.target))
    title = names.question(key)
    return ChangesQuestion(
        key=key,
        title=title,
        anchor=anchor("question", key),
        flipped=book.show("changes", "questions", key, "flipped"),
        chart=flow(streams, name=f"flow-{key}", subject=title) if moved else Markup(""),
        flips=tuple((stream.source, stream.target, count(stream.size)) for stream in moved),
        kept=count(sum(stream.size for stream in streams if stream.source == stream.target)),
        differences=_differences(book, key),
        lift=_lift(book, key),
    )


def _streams(book: Book, names: Names, key: str) -> list[Stream]:
    branch = ("questions", key, "flow")
    olds = names.labels(key, book.branch("changes", *branch))
    news = names.labels(key, {n for o in olds for n in book.branch("changes", *branch, o)})
    streams: list[Stream] = []
    for old in olds:
        for new in news:
            figure = book.find("changes", *branch, old, new, "count")
            if figure is not None and figure.value:
                streams.append(Stream(names.label(key, old), names.label(key, new), figure.value))
    return streams


def _differences(book: Book, key: str) -> tuple[Comparison, ...]:
    branch = ("questions", key, "difference")
    by_unit: dict[str, tuple[CatalogEntry, list[Line]]] = {}
    for metric in book.keys("changes", *branch):
        base = book.entry("quality", metric.removeprefix("gold_"))
        shown, entry = book.change(*branch, metric, of=base)
        mark = verdict(shown, base.direction)
        name = base.title if base.source != "unknown" else metric.replace("_", " ")
        name = f"{name} against gold" if metric.startswith("gold_") else name
        by_unit.setdefault(f"{shown.measure} {base.unit}", (entry, []))[1].append(Line(name, shown, mark=mark))
    held = [by_unit[unit] for unit in sorted(by_unit)]
    tables = [compare(book, "changes", lines, head="Figure", entry=entry) for entry, lines in held]
    return tuple(table for table in tables if table is not None)


def _lift(book: Book, key: str) -> Comparison | None:
    branch = ("questions", key, "lift")
    lines: list[Line] = []
    for metric in book.keys("changes", *branch):
        shown = book.show("changes", *branch, metric)
        base = book.entry("quality", metric)
        name = base.title if base.source != "unknown" else metric.replace("_", " ")
        lines.append(Line(name, shown, mark=verdict(shown, "higher")))
    return compare(book, "changes", lines, head="Score on the same gold set")
