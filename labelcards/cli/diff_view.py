"""The terminal view of ``labelcards diff``: at most 100 columns, and nothing that only a color says."""

from __future__ import annotations

import os
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from labelcards.cards.difference.lines import DifferenceView, MetricLine, QuestionView
from labelcards.cli.output import visible
from labelcards.documents.metric_difference import DifferenceVerdict

__all__ = ["WIDTH", "render_difference"]

WIDTH = 100

MARKS = {
    "worse": ("▼ worse", "bold red"),
    "slightly worse": ("▽ slightly worse", "red"),
    "better": ("▲ better", "bold blue"),
    "slightly better": ("△ slightly better", "blue"),
    "changed": ("◆ changed", "bold"),
    "no difference": ("= no difference", "dim"),
    "not enough data": ("… not enough data", "dim"),
    "not comparable": ("? not comparable", "dim"),
}
"""Each verdict has its own sign and words; red and blue differ for every common color blindness."""


def render_difference(view: DifferenceView, *, everything: bool = False) -> None:
    """Print the view; ``everything`` adds figures without evidence, groups and guideline lines."""
    terminal = Console(highlight=False)
    known = terminal.is_terminal or "COLUMNS" in os.environ
    console = Console(highlight=False, width=min(terminal.width, WIDTH) if known else WIDTH)
    console.print(_text(f"{view.dataset}: {view.old} → {view.new}", "bold"))
    console.print()
    if view.empty:
        console.print(_text("Nothing differs."))
        return
    _verdict(console, view)
    _facts(console, view)
    lines = view.headline if everything else view.evident
    _metrics(console, "On shared items", lines)
    if view.evident.more and not everything:
        console.print(_text(f"… and {view.evident.more} more that moved beyond noise", "dim"))
    if view.whole:
        _wholes(console, view.headline)
    if everything:
        _metrics(console, "Labels and groups, beyond noise", view.detail)
        _metrics(console, "Gaps between groups", view.gaps)
    for question in view.questions:
        _question(console, question, everything=everything)
    _guidelines(console, view, everything=everything)
    for name, before, after in view.policy:
        console.print(_text(f"Anonymization  {name}: {before} → {after}"))
    for note in view.notes:
        console.print(_text(f"note: {note}", "bold"))
    if not everything:
        console.print(_text("--all shows every figure and group; --format json has everything.", "dim"))


def _text(text: str, style: str = "") -> Text:
    """``text`` with what drives a terminal escaped; the thin spaces of numbers become commas, which every font has."""
    return Text(visible(text.replace("\u202f", ",")), style=style)


def _verdict(console: Console, view: DifferenceView) -> None:
    line = _counts(view.verdicts)
    told = f"of {view.compared} aspects of the labels"
    line.append(told if view.verdicts else "No headline figure could be compared.")
    console.print(line)
    if view.whole:
        console.print(_counts(view.whole).append("of the versions as a whole"))
    console.print()


def _counts(verdicts: Iterable[tuple[DifferenceVerdict, int]]) -> Text:
    line = Text()
    for verdict, size in verdicts:
        words, style = MARKS[verdict]
        line.append(f"{words} {size}   ", style)
    return line


def _advice(view: DifferenceView) -> str:
    """The version number and what the changes ask for."""
    reasons = "; ".join(view.reasons) + ("; …" if view.reasons.more else "")
    return {
        "too small": f"{view.declared} is too small a step: {view.proposed} is needed ({view.level}: {reasons})",
        "larger than needed": f"{view.declared} is larger than needed: {view.proposed} would do ({view.level})",
    }.get(view.fit, f"{view.declared} fits ({view.level})")


def _facts(console: Console, view: DifferenceView) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    if view.note:
        table.add_row("What was done", _text(view.note))
    table.add_row("Version", _text(_advice(view), "bold" if view.fit == "too small" else ""))
    if view.items:
        table.add_row("Items", _text(view.items))
    if view.annotations:
        table.add_row("Annotations", _text(view.annotations))
    _about_questions(table, view)
    for line in view.gates:
        table.add_row("Gate", _text(line))
    for line in view.schema:
        table.add_row("Schema", _text(line))
    if view.details_compared:
        told = f"{view.detail.total} of {view.details_compared} figures of labels and groups moved beyond noise"
        table.add_row("Details", _text(told))
    if view.gaps.total:
        table.add_row("Group gaps", _text(f"{view.gaps_changed} of {view.gaps.total} changed beyond noise"))
    if view.guidelines.total:
        noun = "part" if view.guidelines.total == 1 else "parts"
        table.add_row("Guidelines", _text(f"{view.guidelines.total} {noun} edited"))
    console.print(table)


def _about_questions(table: Table, view: DifferenceView) -> None:
    for question in view.questions:
        for line in filter(None, (*question.gold, question.pool)):
            table.add_row(_text(question.title), _text(line, "bold"))
        why = f": {question.reasons}" if question.reasons else ""
        told = f"{question.changed} of {question.compared} final labels changed ({question.share}){why}"
        table.add_row(_text(question.title), _text(told))


def _metrics(console: Console, title: str, lines: Iterable[MetricLine]) -> None:
    held = list(lines)
    if not held:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(title, overflow="fold", ratio=1)
    for name in ("old", "new", "difference"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("95% interval", no_wrap=True)
    table.add_column("p adj.", justify="right", no_wrap=True)
    for verdict in MARKS:
        chosen = [line for line in held if line.verdict == verdict]
        if chosen:
            table.add_row(Text(MARKS[verdict][0], style=MARKS[verdict][1]))
        for line in chosen:
            one = line.judged
            interval = one.interval + ("" if line.paired or not one.interval else " *")
            cells = (one.old, one.new, one.difference, interval or "—", one.p)
            table.add_row(_name(line), *(_text(cell) for cell in cells))
            if one.why and verdict == "not comparable":
                table.add_row(_text(f"    {one.why}", "dim"))
            if line.needed:
                table.add_row(_text(f"    a difference of {line.margin} needs {line.needed} times the items", "dim"))
    console.print()
    console.print(table)
    if any(line.judged.interval and not line.paired for line in held):
        console.print(_text("* unpaired: from the two figures alone, without the shared items; wider.", "dim"))


def _wholes(console: Console, lines: Iterable[MetricLine]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("As a whole", overflow="fold", ratio=1)
    for name in ("old", "new", "difference"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("95% interval", no_wrap=True)
    table.add_column("of it came and went", justify="right", no_wrap=True)
    for line in lines:
        if line.whole is not None:
            one = line.whole
            added = line.composition.split(" (")[0] if len(line.composition) < WIDTH // 2 else "—"
            cells = (one.old, one.new, one.difference, one.interval or "—", added)
            table.add_row(_name(line), *(_text(cell) for cell in cells))
    console.print()
    console.print(table)


def _name(line: MetricLine) -> Text:
    about = f" ({line.about})" if line.about else ""
    question = f", {line.question}" if line.question else ""
    return _text(f"  {line.title}{about}{question}")


def _question(console: Console, question: QuestionView, *, everything: bool) -> None:
    most = None if everything else 5
    if not question.flow.total and not question.splits.total:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(f"{question.title}: from", overflow="fold")
    table.add_column("to", overflow="fold")
    table.add_column("items", justify="right", no_wrap=True)
    table.add_column("why", overflow="fold")
    for line in question.flow.entries[:most]:
        table.add_row(_text(line.old), _text(line.new), _text(line.items), _text(line.reasons))
    console.print()
    console.print(table)
    hidden = question.flow.total - len(question.flow.entries[:most])
    if hidden:
        console.print(_text(f"… and {hidden} more", "dim"))
    for line in question.splits:
        console.print(_text(f"split: {line.old} → {line.new}: {line.items}"))
    for line in question.gold_flow:
        console.print(_text(f"gold: {line.old} → {line.new}: {line.items}"))
    if everything:
        for group in question.groups:
            told = f"{group.changed} of {group.compared} changed ({group.share})"
            console.print(_text(f"  {group.of}, {group.column} = {group.value}: {told}"))


def _guidelines(console: Console, view: DifferenceView, *, everything: bool) -> None:
    if not view.guidelines.total:
        return
    console.print()
    console.print(_text("Guidelines", "dim"))
    for part in view.guidelines.entries if everything else view.guidelines.entries[:5]:
        console.print(_text(f"  {part.place}: -{part.removed.total} +{part.added.total} lines"))
        if everything:
            for sign, lines in (("-", part.removed), ("+", part.added)):
                for line in lines:
                    console.print(_text(f"    {sign} {line}"))
    hidden = 0 if everything else view.guidelines.total - 5
    if hidden > 0:
        console.print(_text(f"  … and {hidden} more", "dim"))
