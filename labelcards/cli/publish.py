"""``labelcards publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelcards.cli.options import FOLDER, JSON, params_option
from labelcards.cli.output import print_json, print_note

if TYPE_CHECKING:
    from labelcards.actions.publishing.publish import PublishReport
    from labelcards.documents.params import Params

__all__ = ["publish"]

_EXAMPLES = """\b
Examples:
  labelcards publish public
  labelcards publish internal --audience internal
  labelcards publish public datasets/support-tickets --dry-run
  labelcards publish public --check

\b
Exit codes: 0 done, or nothing to do; 1 --check found something to do; 2 bad input, or the folder was
published for another audience; 3 a public page would have named an annotator.
"""


@click.command(epilog=_EXAMPLES)
@click.argument("dest", type=FOLDER)
@click.argument(
    "datasets", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="[DATASET...]"
)
@click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    help="Whom the site is for. [default: what params.yaml says, or public]",
)
@params_option("File with the section publish and the versions.")
@click.option(
    "--docs",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with Markdown pages to publish beside the front page. [default: none]",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder whose templates win over the built-in ones.",
)
@click.option("--rebuild", is_flag=True, help="Build every version again, e.g. with a newer labelcards.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--check", is_flag=True, help="Like --dry-run, compare published files too; exit code 1 if not current.")
@JSON
def publish(
    dest: Path,
    datasets: tuple[Path, ...],
    audience: str | None,
    params: Path,
    docs: Path | None,
    templates: Path | None,
    rebuild: bool,
    dry_run: bool,
    check: bool,
    as_json: bool,
) -> None:
    """Bring the folder DEST, which a web server or Pages serves, up to date for an audience.

    Builds the site of every version of each DATASET (all data sets of the pipeline when none is named) from the stored
    documents, the list of versions with the aliases latest and stable, and the front page. A version whose inputs did
    not change keeps its folder untouched; a new one appears as a whole or not at all.

    For the public, figures on single annotators, items and small groups are left out of every file. What is in DEST was
    built for one audience: a folder of the other one is refused.
    """
    from labelcards.actions.publishing.publish import run
    from labelcards.actions.publishing.version import Edition
    from labelcards.stages.inputs import read_params

    settings = read_params(params)
    told = {"audience": audience} if audience else {}
    edition = Edition(settings.publish.model_copy(update=told), templates)
    done = run(
        dest,
        _versions(datasets, settings),
        edition,
        docs=docs,
        build=not (dry_run or check),
        check_files=check,
        rebuild=rebuild,
        say=lambda line: print_note(f"publish: {line}"),
    )
    _report(done, dest, edition.audience, built=not (dry_run or check), as_json=as_json)
    raise click.exceptions.Exit(1 if check and not done.current else 0)


def _versions(datasets: tuple[Path, ...], settings: Params) -> dict[Path, tuple[str, ...]]:
    """The versions of the pipeline; of a data set that the pipeline does not name, all that it has."""
    from labelcards.dataset.version.manifests import list_versions

    folders = datasets or tuple(Path("datasets") / name for name in settings.datasets)
    return {folder: settings.versions_of(folder.resolve().name) or list_versions(folder) for folder in folders}


def _report(done: PublishReport, dest: Path, audience: str, *, built: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "aliases": done.aliases,
                "audience": audience,
                "bytes": done.bytes,
                "current": done.current,
                "dest": dest.as_posix(),
                "files": done.files,
                "front_page": "built" if built and done.front else "to build" if done.front else "kept",
                "versions": [
                    {"action": change.action, "dataset": change.dataset, "version": change.version}
                    for change in done.changes
                ],
                "written": built,
            }
        )
        return
    waiting = [change for change in done.changes if change.action != "kept"]
    if not built:
        for change in waiting:
            click.echo(f"{change.dataset} {change.version}: {change.action}")
    verb = "built" if built else "to build"
    kept = len(done.changes) - len(waiting)
    print_note(
        f"publish: {dest.as_posix()} for {'the public' if audience == 'public' else 'internal readers'}: "
        f"{len(waiting)} {verb}, {kept} kept; {done.files:,} files, {done.bytes / 1e6:,.1f} MB in versions"
    )
