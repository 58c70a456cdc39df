"""Commands for the standards that others read: validate a file, export a version."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from labelcards.cli.options import FILE, FOLDER, JSON, KNOWN_DATASET, TEMPLATES, VERSION, params_option
from labelcards.cli.output import print_json, print_note, visible

if TYPE_CHECKING:  # importing these for real would make --help slow
    from labelcards.standards.validation import Kind

__all__ = ["export", "validate"]

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
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--kind",
    type=click.Choice(FORMATS),
    help="Croissant JSON-LD, or the README.md of a data set or model on the Hugging Face Hub.  [default: seen from it]",
)
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@JSON
def validate(files: tuple[Path, ...], kind: Kind | None, strict: bool, as_json: bool) -> None:
    """Hold FILES against Croissant 1.1 with RAI 1.0, or the Hub's dataset and model cards; nothing is sent anywhere.

    Every problem is named with its JSON path, what is wrong and what to do. Exit code 1 when a file has an error, 2
    when a file cannot be read or does not show what it is.
    """
    from labelcards.standards.validation import validate as validated

    validations = [validated(path, kind) for path in files]
    failed = any(found.errors or (strict and found.warnings) for found in validations)
    if as_json:
        print_json(
            {
                "files": [{**asdict(one), "errors": one.errors, "warnings": one.warnings} for one in validations],
                "valid": not failed,
            }
        )
    else:
        for found in validations:
            for finding in found.findings:
                click.echo(visible(f"{found.file}: {finding}"))
            print_note(f"{found.file}: {found.kind}, {found.errors} errors, {found.warnings} warnings")
    raise click.exceptions.Exit(1 if failed else 0)


@click.command(
    epilog="""\b
Examples:
  labelcards export datasets/support-tickets 2.0.0 --to hub --format huggingface
  labelcards export datasets/support-tickets 2.0.0 --to out --format croissant --json
"""
)
@KNOWN_DATASET
@VERSION
@click.option("--to", "out", required=True, type=FOLDER, help="Folder to write into.")
@click.option(
    "--format",
    "kind",
    required=True,
    type=click.Choice(FORMATS),
    help="croissant: croissant.json; huggingface: README.md of the data set; huggingface-model: of the model.",
)
@click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    default="public",
    show_default=True,
    help="public: no figure on single annotators or small groups, no table that tells annotators apart.",
)
@params_option("File with the section publish: which groups are small.")
@TEMPLATES
@JSON
def export(
    dataset: Path,
    version: str,
    out: Path,
    kind: Kind,
    audience: Literal["internal", "public"],
    params: Path,
    templates: Path | None,
    as_json: bool,
) -> None:
    """Write VERSION of DATASET for a catalog or the Hugging Face Hub, with the tables that may be published.

    A clean table goes along only if dataset.yaml names it under publication.tables. The file is validated as
    `labelcards validate` does it; what it lacks is listed with the key to add. Exit code 1 when it is not valid yet.
    """
    from labelcards.actions.publishing.export import run
    from labelcards.stages.inputs import read_params

    policy = read_params(params).publish.model_copy(update={"audience": audience})
    done = run(dataset, version, out, kind=kind, policy=policy, templates=templates)
    written = [path.as_posix() for path in done.written]
    if as_json:
        print_json({"findings": done.findings, "notes": list(done.notes), "valid": done.valid, "written": written})
    else:
        for found in done.findings:
            click.echo(visible(f"{written[0]}: {found}"))
        for note in done.notes:
            print_note(f"note: {note}")
        print_note(f"export: wrote {', '.join(written)}")
    raise click.exceptions.Exit(0 if done.valid else 1)
