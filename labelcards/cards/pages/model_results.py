"""The figures of one question on the model card: of the baseline, or of somebody's own model."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.book import Book
from labelcards.cards.comparison import Comparison, Line, compare
from labelcards.cards.escape import anchor
from labelcards.cards.heatmap import Heatmap, heatmap
from labelcards.cards.names import COMBINED, Names
from labelcards.cards.notable import LIMIT, SIGNIFICANT
from labelcards.cards.pages.bias import group_tables
from labelcards.cards.pages.bias_findings import named_groups
from labelcards.cards.shown import Shown

__all__ = ["Crossed", "ModelQuestion", "RateTable", "model_question"]

RATES = ("false_positive_rate", "false_negative_rate", "selection_rate")
_ALL_LABELS = 8
"""With more labels, and no positive one, rates by label are left to ``model.json``."""


@dataclass(frozen=True, slots=True)
class RateTable:
    """One error rate of one label, by group."""

    label: str
    table: Comparison


@dataclass(frozen=True, slots=True)
class Crossed:
    """Intersections of groups: how many have figures, how many differ, the largest of these, and all of them."""

    tested: int
    differing: int
    table: Comparison | None
    every: Comparison | None


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
    rates: tuple[RateTable, ...]
    gaps: Comparison | None
    label_gaps: Comparison | None
    distance: Comparison | None
    lean: Comparison | None
    crossed: Crossed | None
    consensus: Shown
    consensus_groups: Comparison | None
    confusion: Heatmap | None


def model_question(book: Book, names: Names, key: str, branch: str = "questions") -> ModelQuestion:
    """The results below ``<branch>.<key>`` of ``model.json``; ``branch`` is ``questions`` or ``predictions``."""
    path = (branch, key)
    groups = (*path, "per_group")
    return ModelQuestion(
        key=key,
        title=names.question(key),
        anchor=anchor("question" if branch == "questions" else "own", key),
        train_items=book.show("model", *path, "data", "train_items"),
        gold_items=book.show("model", *path, "data", "gold_items"),
        overall=_overall(book, path),
        per_label=_per_label(book, names, path),
        groups=_by_group(book, names, groups, (), "accuracy", others=("f1_macro",)),
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
    return compare(book, "model", [Line(each.title, each) for each in shares], head="Score")


def _per_label(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    branch = (*path, "per_label")
    lines = [
        Line(
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
    lines: list[Line] = []
    for column in (c for c in names.columns(book.branch("model", *branch)) if COMBINED not in c):
        for value in names.values(column, book.branch("model", *branch, column)):
            here = (*branch, column, value, *inner)
            if not book.has("model", *here, metric):
                continue
            used = tuple(book.show("model", *here, other) for other in others if book.has("model", *here, other))
            lines.append(
                Line(
                    value,
                    book.show("model", *here, metric),
                    used,
                    mark="flag" if _flagged(book, here) or _flagged(book, (*here, "error_rate")) else "",
                    section=names.column(column),
                    protected=names.sensitive(column),
                )
            )
    return compare(book, "model", lines, head="Group")


def _flagged(book: Book, path: tuple[str, ...]) -> bool:
    p = book.find("model", *path, "p_adjusted")
    return p is not None and p.value is not None and p.value < SIGNIFICANT


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
        for rate in RATES:
            table = _by_group(book, names, branch, ("per_label", label), rate, others=())
            if table is not None:
                made.append(RateTable(names.label(path[1], label), table))
    return tuple(made)


def _gaps(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    """The largest differences between groups of each single column, in scores over all labels."""
    branch = (*path, "gap")
    lines: list[Line] = []
    for column in (c for c in names.columns(book.branch("model", *branch)) if COMBINED not in c):
        for metric in book.keys("model", *branch, column):
            if book.find("model", *branch, column, metric):
                shown = book.show("model", *branch, column, metric)
                lines.append(Line(shown.title, shown, section=names.column(column)))
    return compare(book, "model", lines, head="Gap")


def _label_gaps(book: Book, names: Names, path: tuple[str, ...]) -> Comparison | None:
    """Demographic-parity and equalized-odds differences, by column and label, with the ratios beside them."""
    branch = (*path, "gap")
    lines: list[Line] = []
    for column in (c for c in names.columns(book.branch("model", *branch)) if COMBINED not in c):
        for label in names.labels(path[1], book.branch("model", *branch, column, "per_label")):
            here = (*branch, column, "per_label", label)
            for name in ("demographic_parity", "equalized_odds"):
                shown = book.show("model", *here, f"{name}_difference")
                ratio = book.show("model", *here, f"{name}_ratio")
                lines.append(
                    Line(f"{names.label(path[1], label)}: {shown.title}", shown, (ratio,), section=names.column(column))
                )
    return compare(book, "model", lines, head="Gap")


def _crossed(book: Book, names: Names, branch: tuple[str, ...]) -> Crossed | None:
    """The intersections of two columns: all accuracies, and the largest differences that chance does not explain."""
    every: list[Line] = []
    found: list[tuple[float, str, Line]] = []
    for column in names.columns(book.branch("model", *branch)):
        for value in sorted(book.branch("model", *branch, column)) if COMBINED in column else ():
            here = (*branch, column, value, "error_rate")
            gap = book.show("model", *here, "difference")
            if gap.raw is None:
                continue
            who = named_groups(names, here)[1]
            differs = _flagged(book, here)
            others = tuple(book.show("model", *here, other) for other in ("rate", "p_adjusted"))
            every.append(Line(who, book.show("model", *here[:-1], "accuracy"), mark="flag" if differs else ""))
            if differs:
                found.append((-abs(gap.raw), who, Line(who, gap, others, "flag")))
    if not every:
        return None
    lines = [line for *_, line in sorted(found, key=lambda row: row[:2])[:LIMIT]]
    table, whole = (compare(book, "model", chosen, head="Groups") for chosen in (lines, every))
    return Crossed(len(every), len(found), table, whole)
