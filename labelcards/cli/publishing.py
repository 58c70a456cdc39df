"""Commands around publishing: the last check, a local server, the pseudonym key."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from labelcards.cli.options import FILE, JSON, folder_option, params_option
from labelcards.cli.output import print_json, print_note, visible

__all__ = ["key", "scan", "serve"]

MOST_HITS = 100
"""How many hits a person is shown."""


@click.command(epilog="\b\nExamples:\n  labelcards scan\n  labelcards scan site --json")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@folder_option("--datasets", default="datasets", about="Folder with the data sets whose raw values must not be found.")
@params_option("File with the allow-list (section scan).")
@JSON
def scan(paths: tuple[Path, ...], datasets: Path, params: Path, as_json: bool) -> None:
    """Look for raw values and personal data in everything that would be published.

    Without PATHS: the site, the card pages, the documents and clean tables of every data set, and dvc.lock. Exit code 1
    on a hit; a hit names file, line and kind, never the value.
    """
    from labelcards.actions.publishing.scan import run

    report = run(paths, datasets, params)
    if as_json:
        print_json(report)
    else:
        for hit in report.hits[:MOST_HITS]:
            click.echo(visible(f"{hit.file}:{hit.line}: {hit.kind}"))
        if len(report.hits) > MOST_HITS:
            click.echo(f"… and {len(report.hits) - MOST_HITS:,} more; --json lists all of them")
        print_note(report.summary())
    raise click.exceptions.Exit(1 if report.hits else 0)


@click.command(epilog="\b\nExample:\n  labelcards serve --port 8001")
@folder_option("--site", "folder", default="site", about="Folder of the built site.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 picks a free one.")
def serve(folder: Path, port: int) -> None:
    """Serve the built site on this machine only, until Ctrl-C."""
    from labelcards.site.server import serve_folder

    serve_folder(folder, port, announce=print_note)


@click.group(epilog="\b\nExample:\n  labelcards key new")
def key() -> None:
    """The key behind the pseudonyms."""


@key.command("new", epilog="\b\nExamples:\n  labelcards key new\n  export LABELCARDS_KEY=$(labelcards key new --print)")
@click.option(
    "--file",
    "path",
    type=FILE,
    default=Path(".labelcards/key"),
    show_default=True,
    help="Where to write it; must be ignored by Git.",
)
@click.option("--print", "show", is_flag=True, help="Print it instead of writing a file.")
def key_new(path: Path, show: bool) -> None:
    """Make a random key, in a file that only you can read.

    An existing file is never overwritten: another key means other pseudonyms.
    """
    if show:
        click.echo(secrets.token_hex(32))
        return
    from labelcards.dataset.files.git_ignored import seen_by_git
    from labelcards.errors import InputError, Problem
    from labelcards.privacy.key import new_key

    if path.parent.exists() and seen_by_git([path]):  # a folder made for the key hides itself
        message, remedy = "Git does not ignore this file.", "Run `labelcards init`, or add /.labelcards/ to .gitignore."
        raise InputError([Problem(path.as_posix(), "key-not-ignored", message, remedy)])
    key_id = new_key(path)
    print_note(f"key: wrote {path} (key id {key_id}). Keep it: the same key gives the same pseudonyms.")
