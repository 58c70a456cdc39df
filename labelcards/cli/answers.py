"""``labelcards answers``: what people have said on the cards, what is open, what no longer holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from labelcards.cli.default_group import DefaultGroup
from labelcards.cli.options import JSON, KNOWN_DATASET, KNOWN_FILE, VERSION
from labelcards.cli.output import print_json, report_written

__all__ = ["answers"]

WHY = click.option("--why", default="", help="The reason, for the log.")
DAY = click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to note.  [default: SOURCE_DATE_EPOCH, or today in UTC]",
)


@click.group(
    cls=DefaultGroup,
    epilog="""\b
Examples:
  labelcards answers datasets/support-tickets
  labelcards answers datasets/support-tickets 2.0.0 --missing
  labelcards answers edit datasets/support-tickets uses-2 --by "Ada"
  labelcards answers sign datasets/support-tickets uses-4 --by "Ada" --version 2.0.0
""",
)
def answers() -> None:
    """The 57 questions of the Datasheet and the nine sections of the Model Card: who or what answers each.

    Without a command: `show`.
    """


@answers.command(
    epilog="""\b
Examples:
  labelcards answers datasets/support-tickets
  labelcards answers show datasets/support-tickets 1.0.0 --stale --json
"""
)
@KNOWN_DATASET
@click.argument("version", required=False)
@click.option("--missing", is_flag=True, help="Only what nobody has answered, and from whom an answer is needed.")
@click.option("--stale", is_flag=True, help="Only answers whose evidence or words have changed since they were signed.")
@JSON
def show(*, dataset: Path, version: str | None, missing: bool, stale: bool, as_json: bool) -> None:
    """How each question is answered for VERSION, by default the newest.

    Judged by the documents as they are now, without running the pipeline. For an exit code, put a gate on
    `answers.datasheet.stale` and run `labelcards check`.
    """
    from labelcards.actions.answering.status import status
    from labelcards.cli.answers_view import render_status

    found = status(dataset, version)
    wanted = [name for name, asked in (("unanswered", missing), ("stale", stale)) if asked]
    chosen = found.select(*wanted) if wanted else found
    if as_json:
        print_json(chosen)
        return
    render_status(chosen, totals=found)


@answers.command(
    epilog="""\b
Examples:
  labelcards answers edit datasets/support-tickets                     everything open or stale
  labelcards answers edit datasets/support-tickets uses-2 intended-use
  labelcards answers edit datasets/support-tickets uses-2 --template > open.yaml
  labelcards answers edit datasets/support-tickets --from open.yaml --by "Ada"
"""
)
@KNOWN_DATASET
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option("--version", help="The label version the answers are for.  [default: the newest]")
@click.option("--by", help="Who answers.  [default: LABELCARDS_USER, or Git's user.name]")
@DAY
@WHY
@click.option("--template", "print_template", is_flag=True, help="Print the template instead of opening an editor.")
@click.option(
    "--from",
    "filled",
    type=KNOWN_FILE,
    help="Take the answers from a filled-in template.",
)
@JSON
def edit(
    *,
    dataset: Path,
    questions: tuple[str, ...],
    version: str | None,
    by: str | None,
    day: datetime | None,
    why: str,
    print_template: bool,
    filled: Path | None,
    as_json: bool,
) -> None:
    """Open a template for QUESTIONs in $VISUAL or $EDITOR, check what comes back, and write the answers.

    The template says what is asked, what is needed from whom, and which figures may serve as evidence. An answer for an
    earlier version is kept below `earlier`, so that older cards go on saying what they said.
    """
    from labelcards.actions.answering.record import Word, give
    from labelcards.actions.answering.template import check_keys, open_keys, read_template, template
    from labelcards.actions.clock import today
    from labelcards.actions.journal import whoami
    from labelcards.cli.editor import edited
    from labelcards.dataset.version.manifests import newest_version
    from labelcards.stages.answers import judge
    from labelcards.stages.inputs import version_paths

    number = version or newest_version(dataset)
    word = Word(by or whoami(dataset), day.date() if day else today(), number, why=why)
    if filled is not None:
        report_written("answers", give(dataset, read_template(filled), word), as_json=as_json)
        return
    check_keys(questions, "QUESTION")
    judged = judge(version_paths(dataset, number))
    text = template(judged, questions or open_keys(judged))
    if print_template:
        click.echo(text, nl=False)
        return
    without = f"`labelcards answers edit {dataset} --template > open.yaml`, fill it in, then `--from open.yaml`."
    written = edited(text, lambda draft: give(dataset, read_template(draft), word), without=without)
    report_written("answers", written, as_json=as_json)


@answers.command(
    epilog="""\b
Examples:
  labelcards answers sign datasets/support-tickets uses-4 --by "Ada" --version 2.0.0
  labelcards answers sign datasets/support-tickets uses-4 uses-5 --by "Grace" --version 2.0.0 --reviewed
"""
)
@KNOWN_DATASET
@click.argument("questions", nargs=-1, required=True, metavar="QUESTION...")
@click.option("--by", required=True, help="Who signs.")
@click.option("--version", required=True, help="The label version for which the answers hold.")
@click.option("--reviewed", is_flag=True, help="This is a second person's check, not the author's own word.")
@click.option("--evidence", multiple=True, metavar="PATH", help="Note this figure or file:… as well; repeatable.")
@DAY
@WHY
@JSON
def sign(
    *,
    dataset: Path,
    questions: tuple[str, ...],
    by: str,
    version: str,
    reviewed: bool,
    evidence: tuple[str, ...],
    day: datetime | None,
    why: str,
    as_json: bool,
) -> None:
    """Say that the answers to QUESTIONs hold for VERSION, on the evidence as it is now.

    Notes the signer, the day, a digest of the words, and the value of every figure and the digest of every file that
    the answer names. When one of them changes, the answer is stale.
    """
    from labelcards.actions.answering.record import Word
    from labelcards.actions.answering.record import sign as run
    from labelcards.actions.clock import today

    word = Word(by, day.date() if day else today(), version, reviewed, why)
    report_written("answers", run(dataset, questions, word, evidence=evidence), as_json=as_json)


@answers.command(epilog="\b\nExample:\n  labelcards answers measure datasets/support-tickets 1.0.0")
@KNOWN_DATASET
@VERSION
@JSON
def measure(dataset: Path, version: str, as_json: bool) -> None:
    """The stage `answers` of the pipeline: completeness and freshness of VERSION as figures, for gates and pages."""
    from labelcards.stages.answers import run
    from labelcards.stages.inputs import check_release

    check_release(Path("params.yaml"))
    report_written("answers", run(dataset, version), as_json=as_json)
