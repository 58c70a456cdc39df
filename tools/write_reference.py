"""Write the generated pages of docs/reference: the command line, and the catalog of metrics.

Run: .venv/bin/python tools/write_reference.py          (a test fails when the pages are stale)
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from labelcards.catalog.metrics import ROWS
from labelcards.cli import program
from labelcards.cli.program import COMMANDS

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
WIDTH = 100


def help_text(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    """The help page of a command as it is printed, at a fixed width."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def command_page() -> str:
    """docs/reference/cli.md."""
    root = click.Context(program, info_name="labelcards", terminal_width=WIDTH, max_content_width=WIDTH)
    parts = [
        "# Command line",
        "Generated from the program itself. Every command that reports takes `--json`.",
        f"```text\n{help_text(program, 'labelcards')}\n```",
    ]
    for name in COMMANDS:
        command = program.get_command(root, name)
        if command is None:
            raise SystemExit(f"no command {name}")
        parts += [f"## labelcards {name}", f"```text\n{help_text(command, name, root)}\n```"]
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=name, parent=root)
            for child, subcommand in sorted(command.commands.items()):
                parts += [f"### labelcards {name} {child}", f"```text\n{help_text(subcommand, child, context)}\n```"]
    return "\n\n".join(parts) + "\n"


def metrics_page() -> str:
    """docs/reference/metrics.md."""
    parts = [
        "# Metrics",
        "Every figure on a page is one of these. The key is what documents and gates call it.",
    ]
    for key, row in ROWS.items():
        better = {"higher": "higher is better", "lower": "lower is better"}.get(row.direction, "neither is better")
        parts += [
            f"## {row.title} {{ #{key} }}",
            row.definition,
            f"`{key}` · {row.unit} · from {row.low} to {row.high} · {better}",
            f"Source: {row.source}" + (f" · computed by `labelcards.metrics.{row.by}`" if row.by else ""),
        ]
    return "\n\n".join(parts) + "\n"


PAGES = {"cli.md": command_page, "metrics.md": metrics_page}


def main() -> None:
    """Write the pages; with --check, only say which are stale."""
    stale = [name for name, page in PAGES.items() if _read(REFERENCE / name) != page()]
    if "--check" in sys.argv[1:]:
        raise SystemExit(f"stale: {', '.join(stale)}" if stale else 0)
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"wrote docs/reference/{name}")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    main()
