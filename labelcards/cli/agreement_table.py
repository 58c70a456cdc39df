"""The terminal view of ``labelcards agreement``."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from labelcards.catalog.metrics import CATALOG
from labelcards.cli.output import shortened, visible
from labelcards.documents.figures import Figure
from labelcards.documents.table_agreement import TableAgreement
from labelcards.documents.warning_record import WarningInWords

__all__ = ["render"]

HEADLINE = ("percent", "alpha", "fleiss_kappa", "gwet_ac1")
"""What people ask for first stands first; the others follow by name."""


def render(result: TableAgreement, *, titled: bool = False) -> None:
    """Print the result of ``labelcards agreement`` for a person; ``titled`` with the name of its question."""
    console = Console(highlight=False)
    if titled:
        console.print(Text(f"\n{visible(result.question)}", style="bold"))
    people = f"{result.annotators:,} annotators" if result.annotators else "annotators not named"
    counts = f"{result.items:,} items, {people}, {result.annotations:,} annotations"
    repeated = f", {result.repeated:,} repeated" if result.repeated else ""
    console.print(Text(counts + repeated))
    console.print()
    metrics = result.metrics
    names = sorted(metrics, key=lambda name: (HEADLINE.index(name) if name in HEADLINE else len(HEADLINE), name))
    console.print(_table("Agreement", ((_title(name), metrics[name]) for name in names)))
    per_label = {name: own["alpha"] for name, own in result.per_label.items() if "alpha" in own}
    if per_label:
        console.print()
        console.print(_table("Alpha, one label against all others", per_label.items()))
    _notes(console, [*metrics.values(), *per_label.values()], result.warnings)


def _title(name: str) -> str:
    if name in CATALOG:
        return CATALOG[name].title
    plain = name.removesuffix("_weighted")
    return f"{CATALOG[plain].title}, weighted" if plain in CATALOG else name


def _table(title: str, rows: Iterable[tuple[str, Figure]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(title, min_width=36, overflow="fold")
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95% interval", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    for name, metric in rows:
        table.add_row(Text(visible(shortened(name))), *_cells(metric))
    return table


def _cells(metric: Figure) -> tuple[Text, Text, Text]:
    if metric.value is None:
        return Text("—"), Text(visible(str(metric.why)), style="dim"), Text("")
    without = visible(metric.why or "—")
    interval = without if metric.low is None else f"{metric.low:.4f} to {metric.high:.4f}"
    return Text(f"{metric.value:.4f}", style="bold"), Text(interval), Text(f"{metric.n:,}")


def _notes(console: Console, metrics: Iterable[Figure], warnings: Iterable[WarningInWords]) -> None:
    """How intervals were made, and what to know before trusting the figures."""
    methods = sorted({metric.method for metric in metrics if metric.method})
    lines = [Text(f"Intervals: {'; '.join(methods)}.", style="dim")] if methods else []
    for warning in warnings:
        label = Text(f"{warning.level}: ", style="bold yellow" if warning.level == "warning" else "bold")
        lines.append(label + Text(visible(warning.text)))
    for line in lines:
        console.print()
        console.print(Padding(line, 0))
