"""Getting data in."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import click

from labelcards.cli.options import ENCODING, JSON, folder_option, params_option
from labelcards.cli.output import print_json, print_note
from labelcards.cli.reading_options import reading_options

__all__ = ["import_"]


class _ToolKey(click.Choice[str]):
    """The tools whose exports can be read; looked up when shown or checked, to keep ``--help`` fast."""

    def __init__(self) -> None:
        super().__init__(())

    @property
    def choices(self) -> tuple[str, ...]:
        """Their keys."""
        from labelcards.exchange.tools import TOOLS

        return tuple(TOOLS)

    @choices.setter
    def choices(self, value: tuple[str, ...]) -> None:
        """Nothing to keep: the keys are the table's."""


@click.command(
    "import",
    epilog="""\b
Examples:
  labelcards import ~/Downloads/export.csv --name reviews
  labelcards import export.csv --name reviews --label sentiment --annotator coder
  labelcards import ratings.xlsx --name ratings --dry-run
  labelcards import project-7.json --name reviews --version 1.1.0 --parent 1.0.0
""",
)
@click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--name", required=True, help="The data set; its folder and address.")
@click.option("--version", default="1.0.0", show_default=True, help="Number of the label version.")
@click.option("--parent", help="The version it came from.")
@click.option("--date", "day", default=lambda: date.today().isoformat(), help="Date of the version.  [default: today]")
@click.option(
    "--tool",
    type=_ToolKey(),
    help="Where the export comes from.  [default: seen from the file]",
)
@reading_options
@ENCODING
@folder_option("--datasets", default="datasets", about="Folder with the data sets.")
@params_option("File in which the version is entered, if it exists.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say how the files are read and what would be written.")
@click.option("--by", default="", help="Who imports, for the log.  [default: LABELCARDS_USER, or Git's user.name]")
@JSON
def import_(
    exports: tuple[Path, ...],
    name: str,
    version: str,
    parent: str | None,
    day: str,
    tool: str | None,
    options: Any,
    encoding: str | None,
    datasets: Path,
    params: Path,
    dry_run: bool,
    by: str,
    as_json: bool,
) -> None:
    """Make a data set, or the next version of one, from EXPORTS: a plain table or a labelling tool's export.

    Writes manifests to read through: free text is proposed for cleaning, every other column for dropping, since what is
    kept should be a decision. The export itself is copied to raw/, which Git ignores.
    """
    from labelcards.actions.labelling.import_export import run
    from labelcards.exchange.manifest_text import NewVersion

    imported = run(
        exports,
        NewVersion(name, version, day, parent),
        datasets=datasets,
        tool=tool,
        options=options,
        encoding=encoding,
        params=params,
        by=by,
        dry=dry_run,
    )
    if as_json:
        print_json(imported)
        return
    for path in imported.written:
        print_note(f"{'would write' if dry_run else 'wrote'} {path}")
    for note in imported.notes:
        print_note(f"note: {note}")
    if dry_run:
        return
    print_note("\n".join(_next_steps(datasets / name / "dataset.yaml")))


def _next_steps(manifest: Path) -> list[str]:
    """What is left to do before the first card, without what this project has already."""
    from labelcards.actions.pipeline_file import stage_names

    steps = [f"read {manifest} and fill in what it asks for"]
    if not stage_names(Path("dvc.yaml")):
        steps.append("`labelcards init`, which writes the pipeline, or adds it to the one that is there")
    above = (Path.cwd(), *Path.cwd().parents)
    if not any((folder / ".dvc").exists() for folder in above):
        in_git = any((folder / ".git").exists() for folder in above)
        steps.append("`dvc init`" if in_git else "`git init` and `dvc init`")
    if not Path(".labelcards/key").exists() and not os.environ.get("LABELCARDS_KEY"):
        steps.append("`labelcards key new`, once: the key behind the pseudonyms")
    return [
        "Next:",
        *(f"  {number}. {step}" for number, step in enumerate([*steps, "`dvc repro`, then `labelcards serve`"], 1)),
    ]
