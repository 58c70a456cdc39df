"""``labelcards init``."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.options import JSON_WRITTEN, KNOWN_FOLDER
from labelcards.cli.output import print_json, print_note

__all__ = ["init"]


@click.command(epilog="\b\nExamples:\n  labelcards init\n  labelcards init --ci gitlab --ci pre-commit")
@click.argument("root", type=KNOWN_FOLDER, default=Path(), metavar="[FOLDER]")
@click.option(
    "--ci",
    "systems",
    type=click.Choice(["github", "gitlab", "pre-commit"]),
    multiple=True,
    default=("github",),
    show_default=True,
    help="What is to run the checks; may be given several times.",
)
@JSON_WRITTEN
def init(root: Path, systems: tuple[str, ...], as_json: bool) -> None:
    """Give the repository in FOLDER the pipeline and the checks that review a change of labels.

    Writes dvc.yaml, params.yaml, .gitignore, plot templates, CI workflows, which run `labelcards ci` as you can by
    hand, and gates.yaml for data sets without one. A file that is there already stays as it is.
    """
    from labelcards.actions.labelling.init import run

    done = run(root, systems)
    written, kept = ([path.as_posix() for path in paths] for paths in (done.written, done.kept))
    if as_json:
        print_json({"kept": kept, "written": written})
        return
    print_note(f"init: wrote {', '.join(written)}" if written else "init: nothing to write")
    if kept:
        print_note(f"init: kept {', '.join(kept)} as they are")
        if ".gitignore" in {Path(path).name for path in kept}:
            print_note("init: make sure that Git ignores datasets/*/raw/, .labelcards/, site/ and docs/cards/")
