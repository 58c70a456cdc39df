"""The terminal view of ``labelcards model`` for one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from labelcards.catalog.metrics import CATALOG
from labelcards.cli.output import visible
from labelcards.documents.figure_path import crossed

__all__ = ["render"]

Leaf = Mapping[str, Any]
RATES = ("false_positive_rate", "false_negative_rate", "selection_rate", "precision", "recall")
SCORES = ("accuracy", "balanced_accuracy", "f1_macro")
MOST_LABELS = 5


def render(result: Mapping[str, Any]) -> None:
    """Print the result for a person."""
    console = Console(highlight=False)
    left = f", {result['left_out']:,} rows without truth or prediction left out" if result["left_out"] else ""
    console.print(Text(f"{result['items']:,} items, {len(result['labels'])} labels{left}"))
    overall = result["overall"]
    table = _table("Overall", "Score")
    for name in SCORES:
        if name in overall:
            table.add_row(Text(CATALOG[name].title), *_cells(overall[name]))
    console.print()
    console.print(table)
    labels = [result["positive"]] if result["positive"] is not None else result["labels"][:MOST_LABELS]
    for column in result["groups"]:
        for label in labels:
            console.print()
            console.print(_groups(result, column, label))
            console.print()
            console.print(_differences(result, column, label))
    _notes(console, result, len(result["labels"]) - len(labels) if result["positive"] is None else 0)


def _groups(result: Mapping[str, Any], column: str, label: str) -> Table:
    """The rates of one label, by group."""
    table = _table(f"Label {label} by {column}", "Rate", "Group")
    groups = result["per_group"][crossed(column)]
    for rate in ("accuracy", *RATES):
        for value, held in groups.items():
            leaf = held.get("accuracy") if rate == "accuracy" else held.get("per_label", {}).get(label, {}).get(rate)
            if leaf is not None:
                table.add_row(Text(CATALOG[rate].title), Text(visible(value)), *_cells(leaf))
    return table


def _differences(result: Mapping[str, Any], column: str, label: str) -> Table:
    """Every rate's differences between groups, the higher group first."""
    table = _table(f"Label {label}: differences by {column}", "Rate", "Groups")
    for rate, pairs in result["differences"][column][label].items():
        for pair in pairs:
            groups = f"{pair['first']} − {pair['second']}"
            table.add_row(Text(CATALOG[rate].title), Text(visible(groups)), *_cells(pair))
    return table


def _table(title: str, *heads: str) -> Table:
    table = Table(title=Text(visible(title)), title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, no_wrap=head == "Rate", overflow="fold")
    for head in ("Value", "95% interval", "n"):
        table.add_column(head, justify="right", no_wrap=head != "95% interval", overflow="fold")
    return table


def _cells(leaf: Leaf) -> tuple[Text, Text, Text]:
    if "value" not in leaf:
        return Text("—"), Text(visible(str(leaf["why"])), style="dim"), Text("")
    if "low" in leaf:
        interval = f"{leaf['low']:.4f} to {leaf['high']:.4f}".replace("-0.0000", "0.0000")
    else:
        interval = visible(str(leaf.get("why", "—")))
    return Text(f"{leaf['value']:.4f}", style="bold"), Text(interval), Text(f"{leaf['n']:,}")


def _notes(console: Console, result: Mapping[str, Any], more: int) -> None:
    lines = [Text(visible(found["text"])) for found in result["findings"]]
    if lines:
        lines.insert(0, Text("What stands out after correction:", style="bold"))
    if more:
        lines.append(Text(f"{more} more labels: --json shows them all, --positive LABEL one.", style="dim"))
    small = (
        f"Groups of fewer than {result['minimum_cell']} items are not compared. A difference does not say why it is."
    )
    for line in (*lines, Text(small, style="dim")):
        console.print()
        console.print(Padding(line, 0))
