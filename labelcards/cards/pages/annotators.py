"""The annotators page: how accurate, how fast and how much alike the annotators are, under pseudonyms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from labelcards.cards.charts.scatter import Point, scatter
from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.cautions import Caution, cautions
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.names import Names

__all__ = ["AnnotatorsPage", "AnnotatorsQuestion", "Pairs", "annotators_page"]

_WORK = ("throughput", "seconds_per_annotation", "hours", "turnaround_p50", "turnaround_p90")
_COLUMNS = ("annotations", "seconds_per_annotation", "items_per_hour")
_ACCURACY = ("accuracy_shrunk", "accuracy_gold", "accuracy_consensus")
LEAST_SHOWN = 10
"""A figure of an annotator without its n and interval beside it rests on at least so many."""

MAX_PAIRS = 24
"""Above this many annotators the pair matrix is left out: it would be a wall of numbers."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Agreement of annotator pairs: ``rows`` holds (annotator, cells); a cell is a figure, or None on the diagonal.

    ``annotators`` are (pseudonym, shortest beginning of it that tells it from the others).
    """

    metric: str
    glossary: str
    annotators: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[FormattedFigure | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class AnnotatorsQuestion:
    """Figures of one question.

    Attributes:
        key, title, anchor: the question.
        cautions: suspicious patterns, one sentence each.
        over_used: labels that an annotator gives clearly more often than others give them on the same items.
        table: accuracy, work and speed.
        steadiness: agreement with the others, test–retest, dependence on the truth.
        effect: what alpha is with and without each annotator.
        pairs: agreement of pairs.
        chart: accuracy and speed; empty when fewer than two annotators have both.
        defined, total: how many have both, of how many.
    """

    key: str
    title: str
    anchor: str
    cautions: tuple[Caution, ...]
    over_used: Comparison | None
    table: Comparison | None
    steadiness: Comparison | None
    effect: Comparison | None
    pairs: Pairs | None
    chart: Markup
    defined: str
    total: str


@dataclass(frozen=True, slots=True)
class AnnotatorsPage:
    """The pool, its work, and one part per question."""

    annotators: FormattedFigure
    per_item: FormattedFigure
    work: tuple[FormattedFigure, ...]
    questions: tuple[AnnotatorsQuestion, ...]


def annotators_page(book: Book, names: Names) -> AnnotatorsPage:
    """The page's content from ``quality.json``."""
    return AnnotatorsPage(
        annotators=book.show("quality", "counts", "annotators"),
        per_item=book.show("quality", "counts", "annotations_per_item"),
        work=tuple(book.show("quality", "work", key) for key in _WORK if book.find("quality", "work", key)),
        questions=tuple(_question(book, names, key) for key in names.questions(book.branch("quality", "questions"))),
    )


def _question(book: Book, names: Names, key: str) -> AnnotatorsQuestion:
    branch = ("questions", key, "annotators")
    people = book.keys("quality", *branch)
    main = next((m for m in _ACCURACY if any(book.find("quality", *branch, a, m) for a in people)), _ACCURACY[0])
    columns = [c for c in (*_ACCURACY, *_COLUMNS) if any(book.find("quality", *branch, a, c) for a in people)]
    lines = [
        ComparisonLine(
            person,
            book.show("quality", *branch, person, main),
            tuple(book.show("quality", *branch, person, column) for column in columns if column != main),
        )
        for person in people
    ]
    points = [_point(book, branch, person, short, main) for person, short in zip(people, _short(people), strict=True)]
    known = [point for point in points if point is not None]
    table = compare(book, "quality", lines, head="Annotator")
    title = names.question(key)
    return AnnotatorsQuestion(
        key=key,
        title=title,
        anchor=anchor("question", key),
        cautions=cautions(book, key, ("annotators",)),
        over_used=_over_used(book, names, key),
        table=table,
        steadiness=_steadiness(book, key),
        effect=_effect(book, key),
        pairs=_pairs(book, key),
        chart=scatter(known, name=f"annotators-{key}", subject=title) if len(known) > 1 else Markup(""),
        defined=str(len(known)),
        total=str(len(people)),
    )


def _short(people: Sequence[str]) -> list[str]:
    """Each name's shortest beginning of at least six characters that no other name has."""
    width = 6
    while len({person[:width] for person in people}) < len(people):
        width += 1
    return [person[:width] for person in people]


def _point(book: Book, branch: tuple[str, ...], person: str, short: str, metric: str) -> Point | None:
    accuracy = book.find("quality", *branch, person, metric)
    seconds = book.find("quality", *branch, person, "seconds_per_annotation")
    amount = book.find("quality", *branch, person, "annotations")
    if accuracy is None or seconds is None or accuracy.value is None or seconds.value is None:
        return None
    size = amount.value if amount is not None and amount.value is not None else 1.0
    low = accuracy.value if accuracy.low is None else accuracy.low
    high = accuracy.value if accuracy.high is None else accuracy.high
    return Point(short, seconds.value, accuracy.value, low, high, size)


def _over_used(book: Book, names: Names, key: str) -> Comparison | None:
    branch = ("questions", key, "annotators")
    lines = [
        ComparisonLine(
            names.label(key, label),
            book.show("quality", *branch, person, "over_used", label, "difference"),
            section=person,
        )
        for person in book.keys("quality", *branch)
        for label in book.keys("quality", *branch, person, "over_used")
    ]
    return compare(book, "quality", lines, head="Label")


def _steadiness(book: Book, key: str) -> Comparison | None:
    """Agreement with the others, and what speaks of care: the same answer twice, answers that depend on the item."""
    others, own = ("questions", key, "agreement", "per_annotator"), ("questions", key, "annotators")
    people = [person for person in book.keys("quality", *others) if book.find("quality", *others, person, "percent")]
    known = [
        metric
        for metric in ("retest", "spammer_score")
        if any(_enough(book, (*own, person, metric)).defined for person in people)
    ]
    lines = [
        ComparisonLine(
            person,
            book.show("quality", *others, person, "percent"),
            tuple(_enough(book, (*own, person, metric)) for metric in known),
        )
        for person in people
    ]
    return compare(book, "quality", lines, head="Annotator")


def _enough(book: Book, path: tuple[str, ...]) -> FormattedFigure:
    """The figure, or why it is left out: its column shows neither n nor interval, so it must not rest on a few."""
    figure = book.find("quality", *path)
    shown = book.show("quality", *path)
    if figure is None or figure.value is None or (figure.n or 0) >= LEAST_SHOWN:
        return shown
    return replace(shown, defined=False, raw=None, why=f"fewer than {LEAST_SHOWN}")


def _effect(book: Book, key: str) -> Comparison | None:
    branch = ("questions", key, "agreement", "per_annotator")
    people = [p for p in book.keys("quality", *branch) if book.find("quality", *branch, p, "alpha_change")]
    shown = [(person, book.show("quality", *branch, person, "alpha_change")) for person in people]
    lines = [
        ComparisonLine(person, change, mark="worse" if _clearly_below_zero(change) else "") for person, change in shown
    ]
    return compare(book, "quality", lines, head="Annotator left out")


def _clearly_below_zero(change: FormattedFigure) -> bool:
    return change.high is not None and change.high < 0


def _pairs(book: Book, key: str) -> Pairs | None:
    branch = ("questions", key, "agreement", "per_pair")
    held = book.branch("quality", *branch)
    people = sorted({*held, *(other for row in held.values() if isinstance(row, dict) for other in row)})
    if not 2 <= len(people) <= MAX_PAIRS:
        return None
    pairs = [(a, b) for a in held for b in book.branch("quality", *branch, a)]
    metrics = sorted({metric for pair in pairs for metric in book.branch("quality", *branch, *pair)})
    if not metrics:
        return None
    metric = "cohen_kappa" if "cohen_kappa" in metrics else metrics[0]

    def cell(a: str, b: str) -> FormattedFigure | None:
        if a == b:
            return None
        ordered = (a, b) if book.find("quality", *branch, a, b, metric) else (b, a)
        return book.show("quality", *branch, *ordered, metric)

    rows = tuple((a, tuple(cell(a, b) for b in people)) for a in people)
    lead = next((c for _, cells in rows for c in cells if c is not None and c.metric), None)
    if lead is None:
        return None
    return Pairs(lead.title, lead.glossary, tuple(zip(people, _short(people), strict=True)), rows)
