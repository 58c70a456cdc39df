"""The changes page: what differs from the parent version, and whether it is better."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from labelcards.cards.charts.flow import Stream, flow
from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure, missing, show
from labelcards.cards.figures.names import Names, Table
from labelcards.cards.figures.number import count
from labelcards.cards.pages.detectable import DetectableRow, detectable_rows
from labelcards.documents.figures import CatalogEntry, Figure, leaves
from labelcards.documents.metric_difference import EVIDENT

__all__ = ["ChangesPage", "ChangesQuestion", "changes_page"]

_COUNTS = (
    "items_added",
    "items_removed",
    "items_changed",
    "annotations_added",
    "annotations_removed",
    "annotations_changed",
)

_ABOUT = {
    "": "",
    "gold_": "against gold",
    "annotators_": "of annotators against gold",
    "dawid_skene_": "of the Dawid–Skene consensus",
    "model_": "of the model",
    "refit_": "over other trainings",
}
"""What a figure's name in the document starts with → what is said after its title."""

_MOST_GAPS = 12


@dataclass(frozen=True, slots=True)
class ChangesQuestion:
    """Changes of one question.

    Attributes:
        flipped: share of the items in both versions whose final label changed.
        chart: the flow of labels, empty when nothing flipped.
        flips: (from, to, items) of every flip, most frequent first.
        kept: how many items kept their label.
        differences: tables of differences; one per unit, so that an axis never mixes units.
        whole: the same of the versions as a whole, with what the change of items adds; none where no item came or went.
        detectable: how large a change of each figure would have been found.
        incomparable: (names of figures, why they do not mean the same in both versions).
        lift: the model's scores with these labels against the parent's.
        gaps: how differences between groups changed, most telling first; how many changed, and of how many.
    """

    key: str
    title: str
    anchor: str
    flipped: FormattedFigure
    chart: Markup
    flips: tuple[tuple[str, str, str], ...]
    kept: str
    differences: tuple[Comparison, ...]
    whole: tuple[Comparison, ...]
    incomparable: tuple[tuple[str, str], ...]
    detectable: tuple[DetectableRow, ...]
    lift: Comparison | None
    gaps: Comparison | None
    gaps_changed: int
    gaps_compared: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Counts, and one part per question; ``parent`` is empty for a first version."""

    parent: str
    counts: tuple[FormattedFigure, ...]
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
    gaps, changed, compared = _gaps(book, names, key)
    return ChangesQuestion(
        key=key,
        title=title,
        anchor=anchor("question", key),
        flipped=book.show("changes", "questions", key, "flipped"),
        chart=flow(streams, name=f"flow-{key}", subject=title) if moved else Markup(""),
        flips=tuple((stream.source, stream.target, count(stream.size)) for stream in moved),
        kept=count(sum(stream.size for stream in streams if stream.source == stream.target)),
        differences=_differences(book, key),
        whole=_differences(book, key, "whole"),
        incomparable=_incomparable(book, key),
        detectable=detectable_rows(book, "changes", key),
        lift=_lift(book, key),
        gaps=gaps,
        gaps_changed=changed,
        gaps_compared=compared,
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


def _differences(book: Book, key: str, estimand: str = "difference") -> tuple[Comparison, ...]:
    """One table per unit; of the versions as a whole with what the change of items adds to each."""
    branch = ("questions", key, estimand)
    by_unit: dict[str, tuple[CatalogEntry, list[ComparisonLine]]] = {}
    for metric in book.keys("changes", *branch):
        base, _ = _base(book, metric)
        shown, entry = book.change(*branch, metric, of=base)
        name = _named(book, metric) + (" (unpaired)" if shown.method.startswith("unpaired") else "")
        others = _p(book, *branch, metric)
        if estimand == "whole":
            added = book.change("questions", key, "composition", metric, of=base)[0]
            others = (replace(added, title="Of it, other items"),)
        line = ComparisonLine(name, shown, others, mark=_mark(book, *branch, metric))
        by_unit.setdefault(f"{shown.measure} {base.unit}", (entry, []))[1].append(line)
    held = [by_unit[unit] for unit in sorted(by_unit)]
    tables = [compare(book, "changes", lines, head="Figure", entry=entry) for entry, lines in held]
    return tuple(table for table in tables if table is not None)


def _incomparable(book: Book, key: str) -> tuple[tuple[str, str], ...]:
    """Which figures do not compare though both versions have them, by reason."""
    found: dict[str, list[str]] = {}
    for metric in book.keys("changes", "questions", key, "difference"):
        figure = book.find("changes", "questions", key, "difference", metric)
        if figure is not None and figure.value is not None and figure.verdict == "not comparable" and figure.why:
            found.setdefault(figure.why, []).append(_named(book, metric))
    return tuple((", ".join(names), why) for why, names in found.items())


def _named(book: Book, metric: str) -> str:
    """``gold_accuracy`` → "Accuracy against gold"."""
    base, about = _base(book, metric)
    return f"{base.title} {about}".strip() if base.source != "unknown" else metric.replace("_", " ")


def _base(book: Book, metric: str) -> tuple[CatalogEntry, str]:
    """What differs, and of whom: ``gold_accuracy`` is accuracy, "against gold"."""
    for prefix, about in _ABOUT.items():
        base = book.entry("quality", metric.removeprefix(prefix))
        if metric.startswith(prefix) and base.source != "unknown":
            return base, about
    return book.entry("quality", metric), ""


def _mark(book: Book, *path: str) -> str:
    """The verdict that the document holds, which `labelcards diff` and gates give, too."""
    figure = book.find("changes", *path)
    return (figure.verdict if figure else None) or ""


def _p(book: Book, *path: str) -> tuple[FormattedFigure, ...]:
    """The p-value after correction, for the last column."""
    figure = book.find("changes", *path)
    entry, source = book.entry("bias", "p_adjusted"), book.source("changes")
    if figure is None or figure.p_adjusted is None:
        return (missing(entry.title, "there is no interval", source, path),)
    return (show(Figure(metric="p_adjusted", value=figure.p_adjusted, why="a p-value"), entry, source, path),)


def _gaps(book: Book, names: Names, key: str) -> tuple[Comparison | None, int, int]:
    """The gaps between groups that changed most beyond noise, or else by p-value; how many changed, and of how many."""
    found: list[tuple[bool, float, str, ComparisonLine]] = []
    for steps, figure in leaves(book.branch("changes", "questions", key, "gaps")):
        if figure.p_adjusted is None or len(steps) < 3:
            continue
        path = ("questions", key, "gaps", *steps)
        line = ComparisonLine(
            _gap_named(names, key, steps),
            replace(book.show("changes", *path), method="t, robust to items and annotators in both versions, 95%"),
            _p(book, *path),
            mark=figure.verdict or "" if figure.verdict in EVIDENT else "",
        )
        found.append((figure.verdict not in EVIDENT, figure.p_adjusted, line.name, line))
    found.sort(key=lambda row: row[:3])
    table = compare(book, "changes", [line for *_, line in found[:_MOST_GAPS]], head="Group against the rest")
    return table, sum(not quiet for quiet, *_ in found), len(found)


def _gap_named(names: Names, question: str, steps: tuple[str, ...]) -> str:
    """``label_rate, region, South, billing`` → "Region South: share of Billing"."""
    family, column, value, *label = steps
    of: Table = "annotators" if family.startswith("annotator") else "items"
    ((title, name),) = names.group(question, column, value, of=of)
    group = f"{title} {name}"
    if not label:
        return f"{group}: {family.replace('_', ' ')}"
    what = "how often they say" if family == "annotator_rate" else "share of"
    return f"{group}: {what} {names.label(question, label[0])}"


def _lift(book: Book, key: str) -> Comparison | None:
    branch = ("questions", key, "lift")
    lines: list[ComparisonLine] = []
    for metric in book.keys("changes", *branch):
        shown = book.show("changes", *branch, metric)
        path = (*branch, metric)
        lines.append(ComparisonLine(_named(book, metric), shown, _p(book, *path), mark=_mark(book, *path)))
    return compare(book, "changes", lines, head="Score on the same gold set")
