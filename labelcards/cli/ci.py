"""``labelcards ci``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from labelcards.cli.options import JSON, TODAY, folder_option
from labelcards.cli.output import print_note, visible
from labelcards.documents.ci_report import CiStep

__all__ = ["ci"]

SIGNS = {"passed": "✓", "failed": "✗", "skipped": "-", "not run": "·"}


@click.command(
    epilog="""\b
Examples:
  labelcards ci
  labelcards ci origin/main
  labelcards ci --gates
  labelcards ci main --json
"""
)
@click.argument("target", required=False)
@click.option("--gates", "gates_only", is_flag=True, help="Only evaluate the gates, on what is there.")
@folder_option("--out", default="build/review", about="Folder for the comments, one per data set that changed.")
@TODAY
@JSON
def ci(*, target: str | None, gates_only: bool, out: Path, today: datetime | None, as_json: bool) -> None:
    """Do what CI does for a change of labels, before you push it.

    Pull the clean tables, bring the pipeline and the site up to date, compare every changed data set with TARGET (the
    branch that the change goes to), evaluate all gates, look for raw values. Run it in the repository's root. Exit code
    1 if a step failed.
    """
    from labelcards.actions.review.ci import run

    def observe(step: CiStep) -> None:
        if not as_json:
            _print(step)

    day = (today or datetime.now()).date()
    report = run(target, gates_only=gates_only, out=out, today=day, observe=observe)
    if as_json:
        click.echo(report.dump(), nl=False)
    for path in report.comments:
        print_note(f"ci: wrote {path}")
    if report.failed:
        print_note(f"ci: FAILED: {', '.join(report.failed)}")
    raise click.exceptions.Exit(1 if report.failed else 0)


def _print(step: CiStep) -> None:
    click.echo(f"{SIGNS[step.status]} {step.status:8} {step.name:9} {visible(step.command)}")
    for line in step.note.splitlines():
        click.echo(f"    {visible(line)}")
