"""The command that says what a version could have detected."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import click

from labelcards.cli.options import JSON, KNOWN_DATASET
from labelcards.cli.output import print_json

__all__ = ["power"]


def _margins(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, float]:
    """``.02`` or ``alpha=.02``, any number of them; ``""`` stands for every metric."""
    found = {}
    for text in given:
        metric, _, number = text.rpartition("=")
        try:
            margin = float(number)
        except ValueError:
            margin = 0.0
        if not (isfinite(margin) and margin > 0):
            raise click.BadParameter("A margin is a positive number, or METRIC=NUMBER: alpha=.02.", context, option)
        found[metric.strip()] = margin
    return found


@click.command(
    epilog="""\b
Examples:
  labelcards power datasets/support-tickets
  labelcards power datasets/support-tickets 1.1.0 --margin accuracy=.02 --margin alpha=.05
  labelcards power datasets/support-tickets 1.1.0 --against 1.0.0 --power .9 --json

\b
Exit codes:
  0   printed, whatever could have been detected
  2   bad input or usage
"""
)
@KNOWN_DATASET
@click.argument("version", required=False)
@click.option("--against", metavar="PARENT", help="What changes are measured against.  [default: the parent]")
@click.option(
    "--margin",
    "margins",
    metavar="[METRIC=]X",
    multiple=True,
    callback=_margins,
    help="The difference that matters: .02 is 2 percentage points.  [default: as the verdicts go by]",
)
@click.option(
    "--power",
    "aimed",
    type=click.FloatRange(0.5, 0.999),
    default=0.8,
    show_default=True,
    help="How often a difference is to be found when it is there.",
)
@click.option("--all", "everything", is_flag=True, help="Every headline figure, not the first of each aspect.")
@JSON
def power(
    *,
    dataset: Path,
    version: str | None,
    against: str | None,
    margins: dict[str, float],
    aimed: float,
    everything: bool,
    as_json: bool,
) -> None:
    """What VERSION of DATASET, by default its newest, could have detected, and how many items would do.

    Against a parent, by the standard errors of the measured differences and the level that the correction of p-values
    leaves; for a first version, against another version of as many other items. A change smaller than what is printed
    would have gone unnoticed more often than one time in five. Also where each gate decides.
    """
    from labelcards.actions.review.power import run
    from labelcards.cli.power_view import render_power

    report = run(dataset, version, against=against, margins=margins, power=aimed, everything=everything)
    if as_json:
        print_json(report.model_dump(mode="json", exclude_none=True))
    else:
        render_power(report)
