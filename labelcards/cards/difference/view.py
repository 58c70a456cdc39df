"""A `DifferenceDocument` as plain, formatted text that the Markdown template and the terminal lay out.

The view caps every list, so that a comment stays readable and short whatever the data; the JSON document has
everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from labelcards.cards.difference.lines import (
    DifferenceView,
    FlowLine,
    GroupLine,
    GuidelineLine,
    QuestionView,
    ShortList,
)
from labelcards.cards.difference.metric_line import contrast_line, metric_line, value_text
from labelcards.cards.difference.shorten import shorten
from labelcards.cards.figures.number import count
from labelcards.catalog.metrics import CATALOG
from labelcards.catalog.places import is_gap, rank_of
from labelcards.documents.difference import DifferenceDocument, GateChange, SideName
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.metric_difference import VERDICTS, MetricDifference
from labelcards.documents.table_changes import (
    Flow,
    GoldChange,
    GroupChange,
    GuidelineChange,
    PoolChange,
    QuestionChange,
    RowCounts,
    SchemaChange,
    SettingChange,
)

__all__ = ["difference_view"]

Source = TypeVar("Source")
Line = TypeVar("Line")

LINE = 300
HEADLINES = 10
GAPS = 12


def difference_view(document: DifferenceDocument, cap: int) -> DifferenceView:
    """The view with at most ``cap`` entries in every folded list."""
    headline = sorted((one for one in document.metrics if one.family != "detail"), key=_worst_first)
    leading = [one for one in headline if one.family == "headline"]
    details = [one for one in document.metrics if one.family == "detail"]
    gaps = [one for one in details if is_gap(one.path) and one.judged.p_adjusted is not None]
    gaps.sort(key=_most_telling_first)
    details = [one for one in details if not is_gap(one.path)]
    advice = document.advice
    return DifferenceView(
        dataset=document.dataset,
        old=_side(document.old),
        new=_side(document.new),
        note=shorten(document.note, 2 * LINE),
        verdicts=tuple(document.verdicts.items()),
        whole=tuple(document.whole.items()),
        compared=len(leading),
        evident=_capped([one for one in leading if one.evident], HEADLINES, metric_line),
        headline=_capped(headline, cap, metric_line),
        detail=_capped([one for one in details if one.evident], cap, metric_line),
        details_compared=len(details),
        gaps=_capped(gaps, min(cap, GAPS), metric_line),
        gaps_changed=sum(one.evident for one in gaps),
        items=_rows(document.items),
        annotations=_rows(document.annotations),
        questions=tuple(_question(one, cap) for one in document.questions[: max(cap, 1)]),
        schema=_capped(document.schema_changes, HEADLINES, _schema),
        guidelines=_capped(document.guidelines, cap, lambda one: _guideline(one, cap)),
        policy=_capped(document.policy, cap, _setting),
        gates=_capped(document.gates, HEADLINES, _gate),
        level=advice.level,
        proposed=advice.proposed,
        declared=advice.declared,
        fit=advice.fit,
        reasons=_capped(advice.reasons, 5, lambda text: shorten(text, 120)),
        notes=tuple(shorten(note, LINE) for note in document.notes),
        erratum=document.erratum if len(document.erratum) < 40 * max(cap, 1) else "",
        empty=document.empty,
    )


def _worst_first(one: MetricDifference) -> tuple[int, int, FigurePath]:
    return VERDICTS.index(one.verdict), rank_of(one.path), one.path


def _most_telling_first(one: MetricDifference) -> tuple[bool, float, float, FigurePath]:
    judged = one.judged
    return not one.evident, judged.p_adjusted or 0.0, -abs(judged.difference.value or 0.0), one.path


def _capped(entries: Sequence[Source], cap: int, show: Callable[[Source], Line]) -> ShortList[Line]:
    shown = tuple(show(entry) for entry in entries[:cap])
    return ShortList(shown, len(entries) - len(shown))


def _side(name: SideName) -> str:
    version = shorten(name.version)
    if name.revision is None:
        return version if name.given == name.version else f"{shorten(name.given)} ({version})"
    return f"{version} at {shorten(name.given.removesuffix(':' + name.version))} ({name.revision[:10]})"


def _rows(counts: RowCounts | None) -> str:
    if counts is None:
        return ""
    told = [f"{count(value)} {what}" for what, value in _changes(counts) if value]
    return f"{', '.join(told)}; {count(counts.same)} unchanged" if told else f"none of {count(counts.same)} changed"


def _changes(counts: RowCounts) -> list[tuple[str, int]]:
    return [("added", counts.added), ("removed", counts.removed), ("changed", counts.changed)]


def _question(one: QuestionChange, cap: int) -> QuestionView:
    groups = [group for group in one.groups if group.column != "annotator_id"]
    groups.sort(key=lambda group: (group.of, group.column, -group.changed / group.compared, group.value))
    return QuestionView(
        title=shorten(one.title),
        changed=count(one.changed),
        compared=count(one.compared),
        share=_share(one.changed, one.compared),
        annotations=_rows(one.annotations),
        reasons=", ".join(f"{count(number)} {reason}" for reason, number in one.reasons.items()),
        plurality=one.finals == "plurality",
        flow=_capped(one.flow, cap, _flow),
        gold_flow=_capped(one.gold_flow, cap, _flow),
        splits=_capped(one.splits, cap, _flow),
        groups=_capped(groups, cap, _group),
        pool=_pool(one.pool),
        gold=tuple(_gold(one.gold)),
    )


def _pool(pool: PoolChange | None) -> str:
    """Who answered on shared items, when others did."""
    if pool is None or not pool.changed:
        return ""
    parts = [(pool.kept, "stayed"), (pool.left, "left"), (pool.came, "came")]
    told = ", ".join(f"{count(size)} {what}" for size, what in parts if size)
    return f"others answered on shared items ({told}); intervals take annotators as drawn"


def _gold(gold: GoldChange | None) -> Iterator[str]:
    """How the yardstick changed, when it did."""
    if gold is None or not gold.changed:
        return
    parts = [(gold.dropped, "dropped"), (gold.added, "added"), (gold.relabelled, "relabelled")]
    told = ", ".join(f"{count(size)} {what}" for size, what in parts if size)
    yield f"gold labels changed: {told}, {count(gold.kept)} kept; both versions are measured by the newer ones"
    entry = CATALOG["accuracy"]
    if gold.on_older is not None and gold.on_older.difference.value is not None:
        older = contrast_line(gold.on_older, entry, entry)
        yield f"final labels by the older ones: {older.old} → {older.new}, {older.verdict}"
    if gold.dropped and gold.dropped_accuracy is not None and gold.dropped_accuracy.value is not None:
        dropped, kept = (value_text(each, entry) for each in (gold.dropped_accuracy, gold.kept_accuracy))
        yield f"older final labels were right on {dropped} of the dropped gold items and {kept} of the kept ones"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _flow(one: Flow) -> FlowLine:
    reasons = ", ".join(f"{count(number)} {reason}" for reason, number in sorted(one.reasons.items()))
    return FlowLine(shorten(one.old), shorten(one.new), count(one.items), reasons)


def _group(one: GroupChange) -> GroupLine:
    return GroupLine(
        one.of,
        shorten(one.column),
        shorten(one.value),
        count(one.changed),
        count(one.compared),
        _share(one.changed, one.compared),
    )


def _schema(one: SchemaChange) -> str:
    names = " → ".join(dict.fromkeys(filter(None, (one.old, one.new))))
    return f"{one.kind}: {shorten(names, 120)} ({shorten(one.question, 30)})"


def _gate(one: GateChange) -> str:
    problem = f" ({shorten(one.problems[0], 150)})" if one.problems else ""
    return f"{one.gate}: {one.old} → {one.new}{problem}"


def _guideline(one: GuidelineChange, cap: int) -> GuidelineLine:
    place = " · ".join(shorten(step) for step in (one.question, one.label, one.part) if step)
    removed, added = (
        _capped(lines, min(cap, 20), lambda text: shorten(text, LINE)) for lines in (one.removed, one.added)
    )
    return GuidelineLine(place, removed, added)


def _setting(one: SettingChange) -> tuple[str, str, str]:
    return shorten(one.name), shorten(one.old) or "—", shorten(one.new) or "—"
