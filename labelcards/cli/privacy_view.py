"""The terminal view of ``labelcards privacy evaluate``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from labelcards.cli.output import visible

__all__ = ["render"]

Leaf = Mapping[str, Any]
_POOLED = (
    ("recall", "Recall", "of the marked spans, found"),
    ("precision", "Precision", "of the found spans, marked"),
    ("f2", "F2", "both, recall counting twice"),
    ("entity_recall", "Entity recall", "of the entities, every mention covered"),
)
_TYPED = ("recall", "precision", "f2", "covered")


def render(result: Mapping[str, Any]) -> None:
    """Print the result for a person."""
    console = Console(highlight=False)
    engine = visible(str(result["parameters"]["engine"]))
    console.print(Text(f"{result['texts']:,} texts, {result['words']:,} words, engine {engine}"))
    console.print()
    console.print(_pooled(result))
    if result["types"]:
        console.print()
        console.print(_types(result["types"]))
    console.print()
    console.print(
        Text(
            "A span is found when what was found covers 90% of it and little more (words like 'Mr' and 'Street' do not "
            "count). The first table ignores types; in the second, 'covered' does. Shares with 95% intervals "
            "(bootstrap over texts).",
            style="dim",
        )
    )


def _pooled(result: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("All types", no_wrap=True)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95% interval", no_wrap=True)
    table.add_column("what it is")
    for key, title, meaning in _POOLED:
        table.add_row(title, *_cells(result["pii"][key]), Text(meaning, style="dim"))
    alarms = _cells(result["false_alarms_per_1000_words"], 2)
    table.add_row("False alarms", *alarms, Text("per 1,000 words", style="dim"))
    return table


def _types(types: Mapping[str, Mapping[str, Leaf]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Type", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    for name in _TYPED:
        table.add_column("F2" if name == "f2" else name, no_wrap=True)
    ordered = sorted(types.items(), key=lambda entry: (-entry[1]["marked"]["value"], entry[0]))
    for name, figures in ordered:
        marked = f"{int(figures['marked']['value']):,}"
        table.add_row(Text(visible(name)), marked, *(_compact(figures[key]) for key in _TYPED))
    return table


def _cells(leaf: Leaf, digits: int = 3) -> tuple[Text, Text]:
    if "value" not in leaf:
        return Text("—"), Text(visible(str(leaf["why"])), style="dim")
    interval = f"{leaf['low']:.{digits}f} to {leaf['high']:.{digits}f}" if "low" in leaf else "—"
    return Text(f"{leaf['value']:.{digits}f}", style="bold"), Text(interval)


def _compact(leaf: Leaf) -> Text:
    """``.91 .88-.94``: value and interval, or a dash when there is nothing to divide by."""
    if "value" not in leaf:
        return Text("—", style="dim")
    value = Text(_short(leaf["value"]), style="bold")
    return value + Text(f" {_short(leaf['low'])}-{_short(leaf['high'])}", style="dim") if "low" in leaf else value


def _short(value: float) -> str:
    shown = f"{value:.2f}"
    return "1.0" if shown == "1.00" else shown.removeprefix("0")
