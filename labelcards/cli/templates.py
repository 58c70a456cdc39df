"""The templates behind the pages: look at them, copy them, see what a folder of one's own overrides."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.options import FOLDER, JSON, JSON_WRITTEN, KNOWN_FOLDER
from labelcards.cli.output import print_json, print_note, visible

__all__ = ["templates"]


@click.group(
    epilog="""\b
Examples:
  labelcards templates list
  labelcards templates show pages/index.md.jinja
  labelcards templates copy pages/index.md.jinja my-templates
  labelcards cards datasets/support-tickets 1.0.0 --templates my-templates
"""
)
def templates() -> None:
    """The templates behind the pages: look at them, copy them, change them.

    A template in a folder of yours wins over the shipped one of the same name; `labelcards cards`, `index`, `overview`
    and `diff` take the folder as --templates. Templates run in a sandbox: they see the figures of the page and can
    neither read files nor reach Python.
    """


@templates.command(
    "list", epilog="\b\nExamples:\n  labelcards templates list\n  labelcards templates list --in my-templates"
)
@click.option(
    "--in",
    "folder",
    type=KNOWN_FOLDER,
    help="A folder of yours: say which templates it overrides, and which of its names nobody knows.",
)
@JSON
def list_(folder: Path | None, as_json: bool) -> None:
    """All templates with what they are for.

    With --in: same (a copy that was not changed), changed, or own (no shipped template has this name, so only your
    templates can use it).
    """
    from labelcards.cards.templates import list_templates

    listed = list_templates(folder)
    if as_json:
        print_json({"templates": listed})
        return
    width = max(len(held.name) for held in listed)
    for held in listed:
        state = f"{held.state:<8} " if folder else ""
        click.echo(visible(f"{state}{held.name:<{width}}  {held.about}".rstrip()))


@templates.command("show", epilog="\b\nExample:\n  labelcards templates show parts/figure.html.jinja")
@click.argument("name")
def show(name: str) -> None:
    """Print the shipped template NAME."""
    from labelcards.cards.templates import template_text

    click.echo(template_text(name), nl=False)


@templates.command(
    "copy",
    epilog="""\b
Examples:
  labelcards templates copy pages/index.md.jinja my-templates
  labelcards templates copy my-templates
""",
)
@click.argument("names", nargs=-1)
@click.argument("folder", type=FOLDER)
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@JSON_WRITTEN
def copy(names: tuple[str, ...], folder: Path, force: bool, as_json: bool) -> None:
    """Copy the templates NAMES (all without names) into FOLDER, to change them there.

    Copy few: what is not in your folder keeps up with labelcards.
    """
    from labelcards.cards.templates import copy_templates

    written = [path.as_posix() for path in copy_templates(names, folder, force=force)]
    if as_json:
        print_json({"written": written})
    else:
        print_note(f"templates: wrote {len(written)} to {folder}; use them with --templates {folder}")
