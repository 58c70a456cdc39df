"""Commands for the standards that others read: validate a file, export a version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelcards.cli.output import print_json, print_note, visible

if TYPE_CHECKING:  # importing these for real would make --help slow
    from labelcards.standards.validation import Kind, Validation

__all__ = ["validate"]

FORMATS = ("croissant", "huggingface", "huggingface-model")
"""Equal to `labelcards.standards.validation.KINDS`, which a test holds it to."""


@click.command(
    epilog="""\b
Examples:
  labelcards validate README.md
  labelcards validate croissant.json --json
  labelcards validate docs/cards/support-tickets/2.0.0/files/*/* --strict
"""
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--kind",
    type=click.Choice(FORMATS),
    help="Croissant JSON-LD, or the README.md of a data set or model on the Hugging Face Hub.  [default: seen from it]",
)
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def validate(files: tuple[Path, ...], kind: Kind | None, strict: bool, as_json: bool) -> None:
    """Hold FILES against Croissant 1.1 with RAI 1.0, or the Hub's dataset and model cards; nothing is sent anywhere.

    Every problem is named with its JSON path, what is wrong and what to do. Exit code 1 when a file has an error, 2
    when a file cannot be read or does not show what it is.
    """
    from labelcards.standards.validation import validate_file

    validations = [validate_file(path, kind) for path in files]
    failed = any(found.errors or (strict and found.warnings) for found in validations)
    if as_json:
        print_json({"files": [_plain(found) for found in validations], "valid": not failed})
    else:
        for found in validations:
            for finding in found.findings:
                click.echo(visible(f"{found.file}: {finding}"))
            print_note(f"{found.file}: {found.kind}, {found.errors} errors, {found.warnings} warnings")
    raise click.exceptions.Exit(1 if failed else 0)


def _plain(found: Validation) -> dict[str, object]:
    return {
        "errors": found.errors,
        "file": found.file,
        "findings": [
            {"code": f.code, "level": f.level, "message": f.message, "path": f.path, "remedy": f.remedy}
            for f in found.findings
        ],
        "kind": found.kind,
        "warnings": found.warnings,
    }
