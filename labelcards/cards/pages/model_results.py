"""The figures of one question on the model card: of the baseline, or of somebody's own model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labelcards.cards.escape import anchor
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.comparison import Comparison, ComparisonLine, compare
from labelcards.cards.figures.formatted_figure import FormattedFigure
from labelcards.cards.figures.grid import Grid, GridRow, grid
from labelcards.cards.figures.heatmap import Heatmap, heatmap
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.notable import LIMIT
from labelcards.cards.pages.bias import group_tables
from labelcards.cards.pages.bias_findings import named_groups
from labelcards.documents.figure_path import is_crossed, written
from labelcards.documents.policy import SIGNIFICANCE

__all__ = ["IntersectionTable", "ModelQuestion", "ModelScores", "RateTable", "model_question", "model_scores"]

RATES = ("false_positive_rate", "false_negative_rate", "selection_rate")
_LABEL_GAPS = (
    "demographic_parity_difference",
    "demographic_parity_ratio",
    "equalized_odds_difference",
    "equalized_odds_ratio",
)
_ALL_LABELS = 8
"""With more labels, and no positive one, rates by label are left to ``model.json``."""


@dataclass(frozen=True, slots=True)
class RateTable:
    """False alarms, misses and selection of one label, by group."""

    label: str
    table: Grid


@dataclass(frozen=True, slots=True)
class IntersectionTable:
    """Intersections of groups.

    Attributes:
        tested, differing, shown: how many have figures, how many of these differ, how many of those are in ``table``.
        table: the largest differences that chance does not explain.
        lowest, left: the lowest accuracies of all, and how many more there are.
        place: where the document has all.
    """

    tested: int
    differing: int
    shown: int
    table: Comparison | None
    lowest: Comparison
    left: int
    place: str


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """Results for one question."""

    key: str
    title: str
    anchor: str
    train_items: FormattedFigure
    gold_items: FormattedFigure
    overall: Comparison | None
    per_label: Comparison | None
    groups: Comparison | None
    rates: tuple[RateTable, ...]
    gaps: Comparison | None
    label_gaps: Grid | None
    distance: Comparison | None
    lean: Comparison | None
    crossed: IntersectionTable | None
    consensus: FormattedFigure
    consensus_groups: Comparison | None
    confusion: Heatmap | None


@dataclass(frozen=True, slots=True)
class ModelScores:
    """How the model does on one question: overall, by label, by group of items; and on how many items that rests."""

    title: str
    train_items: FormattedFigure
    gold_items: FormattedFigure
    overall: Comparison | None
    per_label: Comparison | None
    groups: Comparison | None


def model_scores(book: Book, names: Names, key: str, branch: str = "questions") -> ModelScores:
    """The scores below ``<branch>.<key>`` of ``model.json``."""
    path = (branch, key)
    return ModelScores(
        title=names.question(key),
        train_items=book.show("model", *path, "data", "train_items"),
        gold_items=book.show("model", *path, "data", "gold_items"),
        overall=_overall(book, path),
        per_label=_per_label(book, names, path),
        groups=_by_group(book, names, (*path, "per_group"), (), "accuracy", others=("f1_macro",)),
    )


def model_question(book: Book, names: Names, key: str, branch: str = "questions") -> ModelQuestion:
    """The results below ``<branch>.<key>`` of ``model.json``; ``branch`` is ``questions`` or ``predictions``."""
    path = (branch, key)
    groups = (*path, "per_group")
    scores = model_scores(book, names, key, branch)
    return ModelQuestion(
        key=key,
        title=scores.title,
        anchor=anchor("question" if branch == "questions" else "own", key),
        train_items=scores.train_items,
        gold_items=scores.gold_items,
        overall=scores.overall,
        per_label=scores.per_label,
        groups=scores.groups,
        rates=_rates(book, names, path),
        gaps=_gaps(book, names, path),
        label_gaps=_label_gaps(book, names, path),
        distance=_by_group(book, names, groups, ("absolute_error",), "rate", others=("difference", "p_adjusted")),
        lean=_by_group(book, names, groups, ("signed_error",), "rate", others=("difference", "p_adjusted")),
        crossed=_crossed(book, names, groups),
        consensus=book.show("model", *path, "consensus", "overall", "agreement"),
        consensus_groups=group_tables(
            book,
            names,
            "model",
            (*path, "consensus", "per_group"),
            "agreement",
            others=("others", "difference", "p_adjusted"),
            of="annotators",
        ),
        confusion=heatmap(book, names, "model", key, branch=branch),
    )


def _overall(book: Book, path: tuple[str, ...]) -> Comparison | None:
    """The scores that are shares; errors in another unit have their own tables."""
    shown = [book.show("model", *path, "overall", metric) for metric in book.keys("model", *path, "overall")]
    shares = [each for each in shown if each.measure == "share"] or shown[:1]
    return compare(book, "model", [ComparisonLine(each.title, each) for each in shares], head="Score")


def _per_label(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    branch = (*path, "per_label")
    lines = [
        ComparisonLine(
            names.label(path[1], label),
            book.show("model", *branch, label, "f1"),
            tuple(book.show("model", *branch, label, metric) for metric in ("precision", "recall")),
        )
        for label in names.labels(path[1], book.branch("model", *branch))
    ]
    return compare(book, "model", lines, head="Label")


def _by_group(
    book: Book,
    names: Names,
    branch: tuple[str, ...],
    inner: tuple[str, ...],
    metric: str,
    *,
    others: tuple[str, ...],
) -> Comparison | None:
    """A table with the groups of every single column; ``inner`` leads from a group to its figures."""
    lines: list[ComparisonLine] = []
    for column in names.group_columns(book.branch("model", *branch)):
        for step, name in column.groups(book.branch("model", *branch, column.step)):
            here = (*branch, column.step, step, *inner)
            if not book.has("model", *here, metric):
                continue
            used = tuple(book.show("model", *here, other) for other in others if book.has("model", *here, other))
            lines.append(
                ComparisonLine(
                    name,
                    book.show("model", *here, metric),
                    used,
                    mark="flag" if _flagged(book, here) or _flagged(book, (*here, "error_rate")) else "",
                    section=column.title,
                    protected=column.sensitive,
                )
            )
    return compare(book, "model", lines, head="Group")


def _flagged(book: Book, path: tuple[str, ...]) -> bool:
    p = book.find("model", *path, "p_adjusted")
    return p is not None and p.value is not None and p.value <= SIGNIFICANCE


def _rates(book: Book, names: Names, path: tuple[str, ...]) -> tuple[RateTable, ...]:
    """False alarms, misses and selection of the positive label, or of every label when they are few."""
    branch = (*path, "per_group")
    labels: set[str] = set()
    for column in book.branch("model", *branch):
        for value in book.branch("model", *branch, column):
            labels |= set(book.branch("model", *branch, column, value, "per_label"))
    declared = names.manifest.questions.get(path[1])
    if declared is not None and declared.positive:
        labels &= {declared.positive}
    if len(labels) > _ALL_LABELS:
        return ()
    made = []
    for label in names.labels(path[1], labels):
        table = grid(book, "model", _rate_rows(book, names, branch, label), head="Group")
        if table is not None:
            made.append(RateTable(names.label(path[1], label), table))
    return tuple(made)


def _rate_rows(book: Book, names: Names, branch: tuple[str, ...], label: str) -> Iterator[GridRow]:
    """The groups of every single column that have a rate of the label."""
    for column in names.group_columns(book.branch("model", *branch)):
        for step, name in column.groups(book.branch("model", *branch, column.step)):
            here = (*branch, column.step, step, "per_label", label)
            if any(book.has("model", *here, rate) for rate in RATES):
                cells = tuple(book.show("model", *here, rate) for rate in RATES)
                yield GridRow(name, column.title, column.sensitive, cells)


def _gaps(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    """The largest differences between groups of each single column, in scores over all labels."""
    branch = (*path, "gap")
    lines: list[ComparisonLine] = []
    for column in names.group_columns(book.branch("model", *branch)):
        here = (*branch, column.step)
        for metric in book.keys("model", *here):
            if book.find("model", *here, metric):
                shown = book.show("model", *here, metric)
                lines.append(ComparisonLine(shown.title, shown, section=column.title))
    return compare(book, "model", lines, head="Gap")


def _label_gaps(book: Book, names: Names, path: tuple[str, ...]) -> Grid | None:
    """Demographic-parity and equalized-odds differences, by column and label, with the ratios beside them."""
    branch = (*path, "gap")
    rows: list[GridRow] = []
    for column in names.group_columns(book.branch("model", *branch)):
        for label in names.labels(path[1], book.branch("model", *branch, column.step, "per_label")):
            here = (*branch, column.step, "per_label", label)
            cells = tuple(book.show("model", *here, gap) for gap in _LABEL_GAPS)
            rows.append(GridRow(names.label(path[1], label), column.title, column.sensitive, cells))
    return grid(book, "model", rows, head="Label")


def _crossed(book: Book, names: Names, branch: tuple[str, ...]) -> IntersectionTable | None:
    """The intersections of two columns: the largest differences that chance does not explain, and the worst results.

    What is shown depends on the figures alone: the differing ones by size, and the lowest accuracies whether or not
    chance explains them.
    """
    every: list[tuple[float, str, ComparisonLine]] = []
    found: list[tuple[float, str, ComparisonLine]] = []
    for column in filter(is_crossed, sorted(book.branch("model", *branch))):
        for value in sorted(book.branch("model", *branch, column)):
            here = (*branch, column, value, "error_rate")
            gap = book.show("model", *here, "difference")
            if gap.raw is None:
                continue
            who = named_groups(names, here)[1]
            differs = _flagged(book, here)
            others = tuple(book.show("model", *here, other) for other in ("rate", "p_adjusted"))
            accuracy = book.show("model", *here[:-1], "accuracy")
            lowest_first = 1.0 if accuracy.raw is None else accuracy.raw
            every.append((lowest_first, who, ComparisonLine(who, accuracy, mark="flag" if differs else "")))
            if differs:
                found.append((-abs(gap.raw), who, ComparisonLine(who, gap, others, "flag")))
    lowest = compare(book, "model", _first(every), head="Groups")
    if lowest is None:
        return None
    table = compare(book, "model", _first(found), head="Groups")
    left = len(every) - len(lowest.rows)
    return IntersectionTable(len(every), len(found), min(len(found), LIMIT), table, lowest, left, written(branch))


def _first(rows: list[tuple[float, str, ComparisonLine]]) -> list[ComparisonLine]:
    return [line for *_, line in sorted(rows, key=lambda row: row[:2])[:LIMIT]]
