"""``labelcards init``."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.options import FOLDER, JSON_WRITTEN
from labelcards.cli.output import print_json, print_note

__all__ = ["init"]


@click.command(
    epilog="""\b
Examples:
  labelcards init
  labelcards init --ci gitlab --ci pre-commit
  labelcards init labels
  labelcards init --upgrade
"""
)
@click.argument("root", type=FOLDER, default=Path(), metavar="[FOLDER]")
@click.option(
    "--ci",
    "systems",
    type=click.Choice(["github", "gitlab", "pre-commit"]),
    multiple=True,
    default=("github",),
    show_default=True,
    help="What is to run the checks; may be given several times.",
)
@click.option(
    "--upgrade",
    is_flag=True,
    help="Let this release of labelcards make the figures from now on: every stage runs anew.",
)
@JSON_WRITTEN
def init(root: Path, systems: tuple[str, ...], upgrade: bool, as_json: bool) -> None:
    """Give the repository in FOLDER the pipeline and the checks that review a change of labels.

    Writes dvc.yaml, params.yaml, .gitignore, plot templates, CI workflows, which run `labelcards ci` as you can by
    hand, and gates.yaml for data sets without one. To a dvc.yaml, params.yaml or .gitignore that is there already its
    part is added, and nothing else in it is touched; any other file stays as it is. Where names clash, FOLDER gives
    labelcards a folder of its own in the repository.
    """
    from labelcards.actions.labelling.init import run

    done = run(root, systems, upgrade=upgrade)
    lists = {"written": done.written, "merged": done.merged, "kept": done.kept}
    told = {name: [path.as_posix() for path in paths] for name, paths in lists.items()}
    if as_json:
        print_json({**told, "notes": done.notes})
        return
    print_note(f"init: wrote {', '.join(told['written'])}" if done.written else "init: nothing new to write")
    if done.merged:
        print_note(f"init: added its part to {', '.join(told['merged'])}")
    if done.kept:
        print_note(f"init: kept {', '.join(told['kept'])} as they are")
    for note in done.notes:
        print_note(f"init: note: {note}")
