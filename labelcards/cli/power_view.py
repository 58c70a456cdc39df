"""The terminal view of ``labelcards power``, and what a gate could have found in words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from labelcards.catalog.places import looked_at
from labelcards.cli.output import visible
from labelcards.documents.detectable import BarReach, DetectableDifference, GateReach, PowerReport

__all__ = ["bound_in_words", "change_in_words", "render_power"]

WIDTH = 100
_SHARES = ("share", "difference of shares")
_ONCE = {0.8: "one time in five", 0.9: "one time in ten", 0.95: "one time in twenty", 0.5: "every second time"}


def render_power(report: PowerReport) -> None:
    """One table per question and what it means in sentences, then the gates."""
    terminal = Console(highlight=False)
    known = terminal.is_terminal or "COLUMNS" in os.environ
    console = Console(highlight=False, width=min(terminal.width, WIDTH) if known else WIDTH)
    against = f" against {report.against}" if report.against else ", a first version"
    _say(console, f"{report.dataset} {report.version}{against}: what it could have detected", "bold")
    _say(
        console,
        f"Detectable: would be called {report.power:.0%} of the time, beyond noise at 5% after correction, as in",
    )
    _say(console, f"`labelcards diff`. What is smaller would go unnoticed more often than {_often(report.power)}.")
    for question in dict.fromkeys(one.question for one in report.differences):
        rows = [one for one in report.differences if one.question == question]
        console.print()
        console.print(_table(question or "The version", rows))
        for one in rows:
            _say(console, f"  {_sentence(one)}")
    if report.gates:
        console.print()
        _say(console, "Gates: from where on they decide", "bold")
        for gate in report.gates:
            for line in _gate_lines(gate):
                _say(console, f"  {line}")
    for note in report.notes:
        _say(console, f"note: {note}", "bold")


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(visible(text), style=style))


def _table(question: str, rows: Iterable[DetectableDifference]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", title_justify="left")
    table.add_column(visible(question), overflow="fold")
    for name in ("measured", "margin", "detectable", "now", "would do"):
        table.add_column(name, justify="right")
    for one in rows:
        table.add_row(
            Text(visible(_name(one))),
            _value(one),
            "—" if one.margin is None else _number(one.margin, one),
            Text("—" if one.difference is None else _number(one.difference, one), style="bold"),
            "—" if one.n is None else f"{one.n:,} {one.units}",
            "—" if one.needed is None else f"{one.needed:,}",
        )
    return table


def _name(one: DetectableDifference) -> str:
    looked = looked_at(one.path)
    about = looked.watched.about if looked is not None else ""
    parts = (one.title, about, "other annotators" if one.against == "other annotators" else "")
    return ", ".join(part for part in parts if part)


def _value(one: DetectableDifference) -> str:
    """The figure, or the measured difference from the parent."""
    value = one.figure.value if one.figure else None
    if value is None:
        return "—"
    measured = one.against == "parent"
    return _written(value, one.unit, signed=measured, difference=measured)


def _number(value: float, one: DetectableDifference) -> str:
    return _written(value, one.unit)


def _written(value: float, unit: str, *, signed: bool = False, difference: bool = True) -> str:
    sign = "+" if signed else ""
    if unit in _SHARES:
        return f"{value * 100:{sign}.1f}{' pp' if difference else '%'}"
    return f"{value:{sign}.3f}" if unit in ("coefficient", "difference") else f"{value:{sign}.3g}"


def _often(power: float) -> str:
    return _ONCE.get(round(power, 6), f"{1 - power:.0%} of the time")


def _sentence(one: DetectableDifference) -> str:
    """What a reader has to know: what would have gone unnoticed, and what would do."""
    name = _name(one)
    if one.difference is None:
        return f"{name}: nothing can be said: {one.why}."
    what = "a change" if one.against == "parent" else "a difference from another version"
    told = f"{name}: {what} smaller than {_number(one.difference, one)} would have gone unnoticed"
    if one.margin is None:
        return f"{told}."
    margin = _number(one.margin, one)
    if one.difference <= one.margin:
        return f"{told}, one of the margin, {margin}, would not."
    more = f"; {one.why}" if one.why else ""
    if one.needed is None:
        return f"{told}{more or f'; no number of {one.units} finds {margin}'}."
    return f"{told}; to find {margin} takes {one.needed:,} {one.units}, now {one.n or 0:,}{more}."


def _gate_lines(gate: GateReach) -> Iterator[str]:
    for reach in gate.bounds:
        yield f"{gate.gate}  {gate.path}"
        yield f"    {bound_in_words(reach, gate.unit)}"


def bound_in_words(reach: BarReach, unit: str) -> str:
    """From where on a bound decides."""
    bar = _written(reach.bar, unit, difference=reach.bound in ("min_change", "max_regression"))
    if reach.fails is None or reach.passes is None:
        return f"{reach.bound} {bar}: nothing can be said: {reach.why}"
    if reach.bound in ("min_change", "max_regression"):
        return f"{reach.bound} {bar}: {change_in_words(reach, unit)}{_needed(reach, unit)}"
    sides = ("or less", "or more") if reach.bound == "min" else ("or more", "or less")
    fails, passes = (_written(each, unit, difference=False) for each in (reach.fails, reach.passes))
    return (
        f"{reach.bound} {bar}: a true value of {fails} {sides[0]} fails, and one of {passes} {sides[1]} passes, "
        f"{reach.power:.0%} of the time{_needed(reach, unit)}"
    )


def change_in_words(reach: BarReach, unit: str) -> str:
    """What a bound on the change could have found."""
    if reach.fails is None or reach.passes is None:
        return f"what it could have detected cannot be said: {reach.why}"
    often = _often(reach.power)
    if reach.bound == "min_change":
        size = _written(reach.passes, unit)
        told = f"a true gain smaller than {size} would have been missed more often than {often}"
    else:
        size = _written(reach.fails, unit)
        told = f"a true loss smaller than {size} would have passed unnoticed more often than {often}"
    if reach.bound == "max_regression" and (reach.false_alarm or 0.0) > 1 - reach.power:
        told += f"; a version as good as its parent fails {reach.false_alarm:.0%} of the time"
    return told


def _needed(reach: BarReach, unit: str) -> str:
    if reach.margin is None or reach.needed is None:
        return f"; {reach.why}" if reach.why else ""
    margin = _written(reach.margin, unit)
    return f"; {reach.needed:,} {reach.units} (now {reach.n or 0:,}) tell {margin} beyond the bar from the bar"
