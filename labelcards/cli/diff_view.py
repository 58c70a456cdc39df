"""The terminal view of ``labelcards diff``: at most 100 columns, and nothing that only a color says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from labelcards.cards.difference.lines import ContrastLine, DifferenceView, MetricLine, QuestionView, SignLine
from labelcards.cards.difference.question_view import MOST_ITEMS
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


UNDECLARED = "If labels were renamed, merged or split as it seems, declare it"
NOTHING = "No label, item, guideline or setting differs."


def render_difference(view: DifferenceView, *, everything: bool = False) -> None:
    """Print the view; ``everything`` adds figures without evidence, groups, changed items and guideline lines."""
    terminal = Console(highlight=False)
    known = terminal.is_terminal or "COLUMNS" in os.environ
    console = Console(highlight=False, width=min(terminal.width, WIDTH) if known else WIDTH)
    console.print(_text(f"{view.dataset}: {view.old} → {view.new}", "bold"))
    console.print()
    _first(console, view)
    if view.empty:
        for line in view.further:
            console.print(_text(f"{_kind(line)}: {line.text}"))
        console.print(_text(NOTHING))
        return
    _verdict(console, view)
    title = "On shared items" if view.parted or view.beside.total else "Figure"
    tables = {
        title: view.headline if everything else view.leading,
        "Of whole versions": view.headline_beside if everything else view.beside,
    }
    for name, lines in tables.items():
        _metrics(console, name, lines, everything=everything)
        if lines.more and not everything:
            console.print(_text(f"… and {lines.more} more figures", "dim"))
    _facts(console, view)
    if everything:
        _metrics(console, "Labels and groups, beyond noise", view.detail)
        _metrics(console, "Gaps between groups", view.gaps)
    for question in view.questions:
        _question(console, question, everything=everything)
    _guidelines(console, view, everything=everything)
    for note in view.notes:
        console.print(_text(f"note: {note}", "bold"))
    if not everything:
        console.print(_text("--all shows every figure, group and item; --format json has everything.", "dim"))


def _first(console: Console, view: DifferenceView) -> None:
    """What to look at before any figure."""
    for line in view.signs:
        console.print(Text.assemble((f"! {_head(line)}: ", "bold red"), _text(line.text)))
    if view.withheld:
        told = f"! {view.withheld} of the signs about single annotators; --audience internal shows them"
        console.print(_text(told, "bold red"))
    for text in view.privacy:
        console.print(Text.assemble(("! Privacy: ", "bold red"), _text(text)))
    if view.signs or view.withheld or view.privacy.total:
        console.print()


def _head(line: SignLine) -> str:
    """What a sign at the top says of itself, and of which question."""
    about = visible(f", {line.question}") if line.question else ""
    return ("Look at this first" if line.integrity else "Moves figures by itself") + about


def _kind(line: SignLine) -> str:
    """What kind of sign it is, and of which question."""
    about = f", {line.question}" if line.question else ""
    return ("Integrity" if line.integrity else "Mechanical change") + about


def _text(text: str, style: str = "") -> Text:
    """``text`` with what drives a terminal escaped; the thin spaces of numbers become commas, which every font has."""
    return Text(visible(text.replace("\u202f", ",")), style=style)


def _verdict(console: Console, view: DifferenceView) -> None:
    line = _counts(view.verdicts)
    told = f"of {view.compared} aspect" + ("" if view.compared == 1 else "s")
    line.append(told if view.verdicts else "No headline figure could be compared.")
    console.print(line)
    if view.whole:
        console.print(_counts(view.whole).append("of the versions as a whole"))
    for sentence in view.sentences:
        console.print()
        console.print(_text(sentence))
    for question in view.questions:
        if question.answers.total:
            console.print()
            console.print(_text(_moves(question)))
    if view.mapping:
        console.print(_text(f"\n{UNDECLARED} in {view.mapping_file}:\n"))
        console.print(_text(view.mapping.rstrip()))
    elif view.undeclared:
        console.print(_text(f"\n{UNDECLARED} under mapping in {view.mapping_file}."))


def _moves(question: QuestionView) -> str:
    """The largest directions in which the same annotators changed answers."""
    told = [
        f"{one.old or 'none'} → {one.new or 'none'} {one.answers}" + (f" ({one.most})" if one.most else "")
        for one in question.answers.entries[:3]
    ]
    if question.answers.total > len(told):
        told.append(f"{question.answers.total - len(told)} more directions")
    return f"Answers on {question.title} moved: {' · '.join(told)}."


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
        table.add_row("The version says", _text(view.note))
    table.add_row("Version", _text(_advice(view), "bold" if view.fit == "too small" else ""))
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
    for line in view.settings:
        table.add_row("Anonymization", _text(line))
    for sign in view.further:
        table.add_row("How made", _text(f"{_kind(sign)}: {sign.text}"))
    console.print()
    console.print(table)


def _about_questions(table: Table, view: DifferenceView) -> None:
    for question in view.questions:
        for line in filter(None, (*question.gold, question.pool)):
            table.add_row(_text(question.title), _text(line))


def _metrics(console: Console, title: str, lines: Iterable[MetricLine], *, everything: bool = True) -> None:
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
            _metric_rows(table, line, everything=everything)
    console.print()
    console.print(table)
    if any(line.judged.interval and not line.paired for line in held):
        console.print(_text("* unpaired: from the two figures alone, without the shared items; wider.", "dim"))


def _metric_rows(table: Table, line: MetricLine, *, everything: bool) -> None:
    """The figure, and below it the whole, why, or what would do."""
    one = line.judged
    interval = one.interval + ("" if line.paired or not one.interval else " *")
    cells = (one.old, one.new, one.difference, interval or "—", one.p)
    table.add_row(_name(line), *(_text(cell) for cell in cells))
    if line.whole is not None and (everything or line.whole.verdict != line.verdict):
        for row in _whole(line.whole, line):
            table.add_row(*(_text(cell, "dim") for cell in row))
    if one.why:
        table.add_row(_text(f"    {one.why}", "dim"))
    if line.needed:
        table.add_row(_text(f"    {line.margin} needs {line.needed} times the items", "dim"))


def _whole(one: ContrastLine, line: MetricLine) -> Iterator[tuple[str, ...]]:
    """The versions as a whole, and what items that came and went add, in rows below the figure."""
    yield f"    as a whole: {MARKS[one.verdict][0]}", one.old, one.new, one.difference, one.interval or "—", ""
    value, _, interval = line.composition.partition(" (")
    if interval:
        yield "    of it other items or gold", "", "", value, interval.removesuffix(")"), ""


def _name(line: MetricLine) -> Text:
    about = f" ({line.about})" if line.about else ""
    question = f", {line.question}" if line.question else ""
    return _text(f"  {line.title}{about}{question}")


def _question(console: Console, question: QuestionView, *, everything: bool) -> None:
    most = None if everything else 5
    flows = [
        (
            f"{question.title}: from",
            "why",
            [(f.old, f.new, f.items, f.reasons) for f in question.flow],
            question.flow.total,
        )
    ]
    if everything and question.answers.entries and question.answers.entries[0].by:
        cells = [(a.old or "none", a.new or "none", a.answers, a.by) for a in question.answers]
        flows.append((f"{question.title}: answers from", "by", cells, question.answers.total))
    for title, last, rows, total in flows:
        _rows(console, (title, "to", "count", last), rows[:most], total)
    for line in question.splits:
        console.print(_text(f"split: {line.old} → {line.new}: {line.items}"))
    for line in question.gold_flow:
        console.print(_text(f"gold: {line.old} → {line.new}: {line.items}"))
    items = [(f"{i.item} {i.what}", f"{i.old} → {i.new}", "", i.why) for i in question.items]
    if items:
        told = f"Changed items: {len(items[: most or MOST_ITEMS])} of {question.items_in_all}"
        _rows(console, (told, "old → new", "", "why, by whom"), items[:most], 0)
    if everything:
        for group in question.groups:
            told = f"{group.changed} of {group.compared} changed ({group.share})"
            console.print(_text(f"  {group.of}, {group.column} = {group.value}: {told}"))


def _rows(console: Console, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], total: int) -> None:
    """Rows of a count between what it counts and its reasons; how many more there are."""
    if not rows:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for place, head in enumerate(heads):
        table.add_column(_text(head), justify="right" if place == 2 else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_text, row))
    console.print()
    console.print(table)
    if total > len(rows):
        console.print(_text(f"… and {total - len(rows)} more", "dim"))


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
