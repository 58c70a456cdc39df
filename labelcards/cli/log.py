"""``labelcards log``: who did what to a data set, when and why."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.default_group import DefaultGroup
from labelcards.cli.options import JSON, KNOWN_DATASET
from labelcards.cli.output import print_json, print_note, visible
from labelcards.documents.log import ACTS

__all__ = ["log"]


@click.group(
    cls=DefaultGroup,
    epilog="""\b
Examples:
  labelcards log datasets/support-tickets
  labelcards log datasets/support-tickets --verify
  labelcards log add datasets/support-tickets --act waiver --version 2.0.0 --why "Gold is being redone"
""",
)
def log() -> None:
    """Who did what to DATASET, when and why: an append-only, hash-chained log.

    Without a command: `show`.
    """


@log.command(epilog="\b\nExamples:\n  labelcards log datasets/support-tickets 2.0.0\n  labelcards log DATASET --json")
@KNOWN_DATASET
@click.argument("version", required=False)
@click.option("--verify", is_flag=True, help="Only check the chain; exit code 1 when it is broken.")
@JSON
def show(dataset: Path, version: str | None, verify: bool, as_json: bool) -> None:
    """The entries, oldest first, of all versions or of VERSION."""
    from labelcards.actions.journal import broken_log
    from labelcards.dataset.version.layout import DatasetPaths
    from labelcards.documents.log import read_log

    path = DatasetPaths(dataset).log
    found = read_log(path)
    entries = [one for one in found.entries if version is None or one.version == version]
    problem = broken_log(path, found) if found.broken else None
    if as_json:
        listed = [] if verify else [one.model_dump(mode="json", exclude_none=True) for one in entries]
        broken = {"row": problem.row, "why": problem.message} if problem else None
        print_json({"entries": listed, "count": len(found.entries), "broken": broken, "ends": list(found.ends)})
    else:
        for one in () if verify else entries:
            about = f" {one.version}" if one.version else ""
            details = "; ".join(
                f"{key}: {', '.join(value) if isinstance(value, list) else value}" for key, value in one.what.items()
            )
            click.echo(visible(f"{one.at}  {one.act}{about}  by {one.by}{f' - {one.why}' if one.why else ''}"))
            if details:
                click.echo(visible(f"    {details}"))
        verdict = str(problem) if problem else f"log: {len(found.entries)} entries, the chain is whole"
        print_note(verdict)
    raise click.exceptions.Exit(1 if problem else 0)


@log.command(
    epilog="""\b
Example:
  labelcards log add datasets/support-tickets --act adjudication --version 1.1.0 --why "Ties" --what items=120
"""
)
@KNOWN_DATASET
@click.option("--act", type=click.Choice(ACTS), required=True, help="What was done.")
@click.option("--version", help="The label version it was about.")
@click.option("--by", default="", help="Who.  [default: LABELCARDS_USER, or Git's user.name]")
@click.option("--why", required=True, help="The reason. It goes to Git: no values from the data.")
@click.option("--what", multiple=True, metavar="NAME=VALUE", help="A detail such as a count; repeatable.")
@JSON
def add(
    *, dataset: Path, act: str, version: str | None, by: str, why: str, what: tuple[str, ...], as_json: bool
) -> None:
    """Note what was done outside labelcards: an adjudication, a waiver, a publication.

    `import`, `audit` and `answers` add their own entries. The time is the clock's, in UTC, or SOURCE_DATE_EPOCH.
    """
    from labelcards.actions.journal import Act, record

    details = dict(_detail(one) for one in what)
    entry = record(dataset, Act(act, by=by, version=version, why=why, what=details))
    if as_json:
        print_json(entry.model_dump(mode="json", exclude_none=True))
    else:
        print_note(f"log: added {entry.act} by {entry.by}")


def _detail(text: str) -> tuple[str, str | int]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter("Write NAME=VALUE.", param_hint="--what")
    return name.strip(), int(value) if value.strip().isdecimal() else value.strip()
