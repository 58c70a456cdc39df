"""One question's changes as plain, formatted text."""

from __future__ import annotations

from collections.abc import Container, Iterator

from labelcards.cards.difference.lines import AnswerFlowLine, FlowLine, GroupLine, ItemLine, QuestionView
from labelcards.cards.difference.metric_line import contrast_line, value_text
from labelcards.cards.difference.shorten import capped, shorten
from labelcards.cards.figures.number import count
from labelcards.catalog.metrics import CATALOG
from labelcards.documents.table_changes import (
    AnswerFlow,
    ChangedItem,
    Flow,
    GoldChange,
    GroupChange,
    PoolChange,
    QuestionChange,
    RowCounts,
)

__all__ = ["MOST_ITEMS", "question_view", "row_text"]

MOST_ITEMS = 50
"""So many changed items are listed for a reader; the file of a job has more."""
_TELLING = 3
"""So many answers of a flow, and half of it, are worth naming one annotator."""


def row_text(counts: RowCounts | None) -> str:
    """Rows in words; empty without tables."""
    if counts is None:
        return ""
    told = [f"{count(value)} {what}" for what, value in _changes(counts) if value]
    return f"{', '.join(told)}; {count(counts.same)} unchanged" if told else f"none of {count(counts.same)} changed"


def _changes(counts: RowCounts) -> list[tuple[str, int]]:
    return [("added", counts.added), ("removed", counts.removed), ("changed", counts.changed)]


def question_view(one: QuestionChange, cap: int, told: Container[str] = ()) -> QuestionView:
    """The view with at most ``cap`` entries per list.

    Args:
        one: the question.
        cap: how many entries a list has.
        told: codes of the signs about it, whose facts are not said a second time.
    """
    groups = [group for group in one.groups if group.column != "annotator_id"]
    groups.sort(key=lambda group: (group.of, group.column, -group.changed / group.compared, group.value))
    return QuestionView(
        title=shorten(one.title),
        changed=count(one.changed),
        compared=count(one.compared),
        share=_share(one.changed, one.compared),
        annotations=row_text(one.annotations),
        reasons=", ".join(f"{count(number)} {reason}" for reason, number in one.reasons.items()),
        plurality=one.finals == "plurality",
        answers=capped(one.answer_flow, cap, _answers),
        items=tuple(_item(item) for item in one.items[: min(cap, MOST_ITEMS)]),
        items_in_all=count(one.items_in_all),
        flow=capped(one.flow, cap, _flow),
        gold_flow=capped(one.gold_flow, cap, _flow),
        splits=capped(one.splits, cap, _flow),
        groups=capped(groups, cap, _group),
        pool="" if "other-annotators" in told else _pool(one.pool),
        gold=tuple(_gold(one.gold, told)),
    )


def _pool(pool: PoolChange | None) -> str:
    """Who answered on shared items, when others did."""
    if pool is None or not pool.changed:
        return ""
    parts = [(pool.kept, "stayed"), (pool.left, "left"), (pool.came, "came")]
    told = ", ".join(f"{count(size)} {what}" for size, what in parts if size)
    return f"others answered on shared items ({told}); intervals take annotators as drawn"


def _gold(gold: GoldChange | None, told: Container[str]) -> Iterator[str]:
    """How the yardstick changed, when it did, and what no sign tells of it."""
    if gold is None or not gold.changed:
        return
    parts = [(gold.dropped, "dropped"), (gold.added, "added"), (gold.relabelled, "relabelled")]
    how = ", ".join(f"{count(size)} {what}" for size, what in parts if size)
    if "gold-changed" not in told:
        yield f"gold labels changed: {how}, {count(gold.kept)} kept; both versions are measured by the newer ones"
    entry = CATALOG["accuracy"]
    if gold.on_older is not None and gold.on_older.difference.value is not None:
        older = contrast_line(gold.on_older, entry, entry)
        yield f"by the older gold labels, final labels went {older.old} → {older.new}: {older.verdict}"
    if "gold-dropped-harder" in told or not gold.dropped:
        return
    if gold.dropped_accuracy is not None and gold.dropped_accuracy.value is not None:
        dropped, kept = (value_text(each, entry) for each in (gold.dropped_accuracy, gold.kept_accuracy))
        yield f"older final labels were right on {dropped} of the dropped gold items and {kept} of the kept ones"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _flow(one: Flow) -> FlowLine:
    reasons = ", ".join(f"{count(number)} {reason}" for reason, number in sorted(one.reasons.items()))
    return FlowLine(shorten(one.old), shorten(one.new), count(one.items), reasons)


def _answers(one: AnswerFlow) -> AnswerFlowLine:
    by = [f"{shorten(each.annotator, 20)} {count(each.answers)}" for each in one.by]
    rest = (one.annotators or 0) - len(by)
    telling = one.by and one.by[0].answers >= max(_TELLING, one.answers / 2)
    most = f"{count(one.by[0].answers)} by {shorten(one.by[0].annotator, 20)}" if telling else ""
    people = ", ".join(by) + (f" and {count(rest)} more" if rest > 0 else "")
    return AnswerFlowLine(shorten(one.old, 40), shorten(one.new, 40), count(one.answers), most, people)


def _item(one: ChangedItem) -> ItemLine:
    who = ", ".join(shorten(each, 20) for each in one.by)
    why = ": ".join(filter(None, (one.reason, who)))
    return ItemLine(shorten(one.item, 40), one.of, shorten(one.old, 40), shorten(one.new, 40), why)


def _group(one: GroupChange) -> GroupLine:
    return GroupLine(
        one.of,
        shorten(one.column),
        shorten(one.value),
        count(one.changed),
        count(one.compared),
        _share(one.changed, one.compared),
    )
