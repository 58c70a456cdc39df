"""Commands for whoever reviews a change of labels."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelcards.cli.options import FILE, JSON, KNOWN_FOLDER, TEMPLATES, TODAY
from labelcards.cli.output import print_json, print_note

if TYPE_CHECKING:
    from labelcards.documents.difference import DifferenceDocument
    from labelcards.documents.gates import CheckReport
    from labelcards.documents.site_publication import Audience

__all__ = ["check", "diff"]

DATASET = click.option(
    "--dataset",
    type=KNOWN_FOLDER,
    help="Folder of the data set.  [default: the only one below datasets/]",
)


@click.command(
    epilog="""\b
Examples:
  labelcards diff 1.0.0 1.1.0
  labelcards diff main HEAD --format markdown
  labelcards diff main HEAD --format markdown --audience internal
  labelcards diff v1.0:1.0.0 1.1.0 --dataset datasets/support-tickets --format json
"""
)
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", required=False)
@DATASET
@click.option(
    "--format",
    "layout",
    type=click.Choice(["terminal", "markdown", "html", "json"]),
    default="terminal",
    show_default=True,
    help="markdown: a pull-request comment below 60 kB; html: one page; json: everything.",
)
@click.option("--all", "everything", is_flag=True, help="In the terminal: every figure, group and guideline line.")
@click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    help="public: counts only; internal: ids of changed items, and who changed what.  "
    "[default: public for markdown and html, which end up where everybody reads; internal for terminal and json]",
)
@TEMPLATES
def diff(
    *,
    old: str,
    new: str | None,
    dataset: Path | None,
    layout: str,
    everything: bool,
    audience: str | None,
    templates: Path | None,
) -> None:
    """What differs from A to B, and whether it is better, worse, or noise.

    A and B are versions of the workspace (1.0.0), Git revisions (main, HEAD~1; at their newest version),
    REVISION:VERSION, or folders of clean tables. B is the newest version when absent. Tables of a revision come from
    Git or DVC's cache; without them only documents are compared, and the output says so.
    """
    from labelcards.actions.review.diff import diff as compared
    from labelcards.cards.difference.audience import for_public
    from labelcards.cards.difference.page import comment, page

    document = compared(old, new, dataset=dataset)
    seen: Audience = "internal" if audience == "internal" else "public"
    if layout == "markdown":
        click.echo(comment(document, templates, seen), nl=False)
    elif layout == "html":
        click.echo(page(document, templates, audience=seen), nl=False)
    else:
        document = for_public(document) if audience == "public" else document
        if layout == "json":
            click.echo(document.dump(), nl=False)
        else:
            _render(document, templates, everything=everything)


def _render(document: DifferenceDocument, templates: Path | None, *, everything: bool) -> None:
    from labelcards.cards.difference.view import difference_view
    from labelcards.cli.diff_view import render_difference

    view = difference_view(document, 1_000 if everything else 10, templates)
    render_difference(view, everything=everything)


@click.command(
    epilog="""\b
Examples:
  labelcards check
  labelcards check datasets/support-tickets
  labelcards check datasets/support-tickets 1.1.0 --against main --json
  labelcards check datasets/support-tickets 1.1.0 --explain topic-agreement
"""
)
@click.argument("dataset", type=KNOWN_FOLDER, required=False)
@click.argument("version", required=False)
@click.option("--against", metavar="PARENT", help="What changes are measured against.  [default: the parent]")
@click.option("--gates", type=FILE, help="[default: gates.yaml of the data set]")
@click.option("--explain", metavar="GATE", help="Everything about one gate.")
@TODAY
@JSON
def check(
    *,
    dataset: Path | None,
    version: str | None,
    against: str | None,
    gates: Path | None,
    explain: str | None,
    today: datetime | None,
    as_json: bool,
) -> None:
    """Whether VERSION of DATASET, by default its newest, meets the gates; exit code 1 when it does not.

    Without DATASET, the newest versions of all data sets below datasets/; one without gates fails. All gates are
    evaluated and printed. A gate on a figure that is missing fails and says what to do.
    """
    from labelcards.actions.review.check import result_named, run, with_gates
    from labelcards.cli.check_view import render_explanation, render_report

    day = (today or datetime.now()).date()
    if dataset is None:
        if against or gates or explain:
            raise click.UsageError("--against, --gates and --explain are about one DATASET; name it.")
        raise click.exceptions.Exit(1 if _check_all(*with_gates(Path("datasets")), day, as_json=as_json) else 0)
    report = run(dataset, version, against=against, gates=gates, today=day)
    if explain is not None:
        render_explanation(result_named(report, explain), as_json=as_json)
    elif as_json:
        print_json(report.model_dump(mode="json", exclude_none=True))
    else:
        render_report(report)
        _count([report])
    raise click.exceptions.Exit(1 if report.failed else 0)


def _check_all(folders: list[Path], without: list[Path], day: date, *, as_json: bool) -> bool:
    """Whether a data set fails."""
    from labelcards.actions.review.check import run
    from labelcards.cli.check_view import render_report

    reports = []
    for folder in folders:
        reports.append(run(folder, None, against=None, gates=None, today=day))
        if not as_json:
            render_report(reports[-1])
    failed = bool(without) or any(report.failed for report in reports)
    bare = [folder.name for folder in without]
    if as_json:
        told = [report.model_dump(mode="json", exclude_none=True) for report in reports]
        print_json({"failed": failed, "data_sets": told, "without_gates": bare})
        return failed
    _count(reports)
    if bare:
        told_of = f"no gates.yaml, so nothing holds {', '.join(bare)} to anything"
        print_note(f"check: FAILED: {told_of}; `labelcards init` writes them")
    return failed


def _count(reports: list[CheckReport]) -> None:
    bars = sum(
        len(report.results) + (report.integrity is not None) + (report.version_step is not None) for report in reports
    )
    print_note(f"check: {sum(len(report.failed) for report in reports)} of {bars} gates failed")
