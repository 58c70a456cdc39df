"""A `DifferenceDocument` as plain, formatted text that the Markdown template and the terminal lay out.

The view caps every list, so that a comment stays readable and short whatever the data; the JSON document has
everything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from labelcards.cards.difference.lines import (
    DifferenceView,
    FlowLine,
    GroupLine,
    GuidelineLine,
    MetricLine,
    QuestionView,
    ShortList,
)
from labelcards.cards.figures.number import count, plain, probability
from labelcards.catalog.metrics import CATALOG
from labelcards.catalog.places import is_gap, looked_at, names_in, rank_of
from labelcards.documents.difference import (
    DifferenceDocument,
    Flow,
    GateChange,
    GroupChange,
    GuidelineChange,
    MetricDifference,
    QuestionChange,
    RowCounts,
    SchemaChange,
    SettingChange,
    SideName,
)
from labelcards.documents.figure_path import FigurePath, written
from labelcards.documents.figures import CatalogEntry, Figure

__all__ = ["difference_view", "shorten"]

Source = TypeVar("Source")
Line = TypeVar("Line")

NAME = 60
LINE = 300
HEADLINES = 10
GAPS = 12

_EVIDENT = ("better", "worse", "changed")


def shorten(text: str, width: int = NAME) -> str:
    """``text`` on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def difference_view(document: DifferenceDocument, cap: int) -> DifferenceView:
    """The view with at most ``cap`` entries in every folded list."""
    headline = [one for one in document.metrics if one.family == "headline"]
    details = [one for one in document.metrics if one.family == "detail"]
    gaps = [one for one in details if is_gap(one.path) and one.p_adjusted is not None]
    details = [one for one in details if not is_gap(one.path)]
    evident = [one for one in details if one.verdict in _EVIDENT]
    gaps.sort(
        key=lambda one: (one.verdict not in _EVIDENT, one.p_adjusted, -abs(one.difference.value or 0.0), one.path)
    )
    worst_first = list(document.verdicts)
    headline.sort(key=lambda one: (worst_first.index(one.verdict), rank_of(one.path), one.path))
    told = {verdict: [one for one in headline if one.verdict == verdict] for verdict in document.verdicts}
    advice = document.advice
    return DifferenceView(
        dataset=document.dataset,
        old=_side(document.old),
        new=_side(document.new),
        note=shorten(document.note, 2 * LINE),
        verdicts=tuple(document.verdicts.items()),
        compared=len(headline),
        worse=_capped(told.get("worse", []), HEADLINES, _metric),
        better=_capped(told.get("better", []), HEADLINES, _metric),
        changed=_capped(told.get("changed", []), HEADLINES, _metric),
        headline=_capped(headline, cap, _metric),
        detail=_capped(evident, cap, _metric),
        details_compared=len(details),
        gaps=_capped(gaps, min(cap, GAPS), _metric),
        gaps_changed=sum(one.verdict in _EVIDENT for one in gaps),
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


def _metric(one: MetricDifference) -> MetricLine:
    entry = CATALOG.get(one.metric) or CatalogEntry(
        title=one.title, definition="", unit=one.unit, low="", high="", direction=one.direction, source=""
    )
    difference = one.difference
    title, about = _wording(one.path, one.title)
    if is_gap(one.path):
        entry = entry.model_copy(update={"unit": "difference of shares"})
    gap = _as_difference(entry)
    interval = ""
    if difference.low is not None and difference.high is not None:
        interval = f"{_number(difference.low, gap)} to {_number(difference.high, gap)}"
    return MetricLine(
        verdict=one.verdict,
        question=shorten(one.question, 30),
        title=title,
        about=shorten(about, 60),
        path=written(one.path),
        old=_value(one.old, entry),
        new=_value(one.new, entry),
        difference=_number(difference.value, gap) + _unit(entry) if difference.value is not None else "—",
        interval=interval,
        p=probability(one.p_adjusted) if one.p_adjusted is not None else "",
        paired=one.paired,
        n=count(difference.n) if difference.n else "",
        why=shorten(difference.why or "", 120) if not interval else "",
    )


def _wording(path: FigurePath, title: str) -> tuple[str, str]:
    """What a line calls a figure, and what that is about besides its question: ``final labels billing``.

    A gap between groups is in the share of a label, or in a rate, and about a group: ``region South − rest``.
    """
    looked = looked_at(path)
    if looked is None:
        return title, ""
    names = {looked.pattern[place]: name for place, name in names_in(path).items() if looked.pattern[place] != "*"}
    if is_gap(path):
        column, group = names["<column>"].replace("_", " "), names["<group>"]
        return looked.watched.title.format(label=names.get("<label>", "")), f"{column} {group} − rest"
    about = " ".join(filter(None, (looked.watched.about, *names.values())))
    return looked.watched.title or title, about.replace("_", " ")


def _as_difference(entry: CatalogEntry) -> CatalogEntry:
    """The metric's entry as that of a difference, which is written with its sign."""
    if entry.unit == "share":
        return entry.model_copy(update={"unit": "difference of shares"})
    return entry.model_copy(update={"low": "-2"}) if entry.unit == "coefficient" else entry


def _number(value: float | None, entry: CatalogEntry) -> str:
    if value is None:
        return "—"
    text = plain(value, entry)
    signed = text[:1] in ("+", "\u2212", "0") or entry.unit == "share"
    return text if signed or value <= 0 else f"+{text}"


def _unit(entry: CatalogEntry) -> str:
    return " pp" if entry.unit in ("share", "difference of shares") else ""


def _value(found: Figure | None, entry: CatalogEntry) -> str:
    if found is None or found.value is None:
        return "—"
    unit = {"share": "%", "difference of shares": " pp"}.get(entry.unit, "")
    return plain(found.value, entry) + unit


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
    )


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
