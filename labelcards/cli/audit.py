"""``labelcards audit``: the true error rate of the labels, from a sample that people check."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.options import DATASET, FILE, KNOWN_FILE, VERSION, json_option
from labelcards.cli.output import print_json, print_note

__all__ = ["audit"]

JSON = json_option(" about what was done")


@click.group(
    epilog="""\b
Example:
  labelcards audit sample datasets/tickets 1.0.0 --size 200 --out review.csv
  labelcards audit record datasets/tickets 1.0.0 review.csv --by "Ada"
  dvc repro
"""
)
def audit() -> None:
    """Draw a random sample of labels for review, and take the judgments back.

    The quality page then says how many of all labels are wrong, with an interval.
    """


@audit.command(
    epilog="""\b
Example:
  labelcards audit sample datasets/tickets 1.0.0 --question topic --size 200 --out review.csv
"""
)
@DATASET
@VERSION
@click.option("--question", help="The question whose labels are checked.  [default: the first one]")
@click.option("--size", type=click.IntRange(2), default=200, show_default=True, help="How many items to check.")
@click.option(
    "--out",
    type=FILE,
    required=True,
    help="CSV file to write; it must not exist.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draw.")
@click.option("--show-label", is_flag=True, help="Show reviewers the current label. They will tend to agree with it.")
@JSON
def sample(
    *,
    dataset: Path,
    version: str,
    question: str | None,
    size: int,
    out: Path,
    seed: int,
    show_label: bool,
    as_json: bool,
) -> None:
    """Draw items of VERSION at random, more where errors are likely, and write a CSV file to fill in.

    Run the stage `quality` first: the sample is drawn from its final labels and flags.
    """
    from labelcards.actions.labelling.audit import sample as run

    result = run(dataset, version, out, question=question, size=size, seed=seed, show_label=show_label)
    written = [path.as_posix() for path in result.written]
    if as_json:
        print_json({"answers": list(result.answers), "items": result.items, "written": written})
        return
    print_note(f"audit sample: wrote {result.items} items to {written[0]}, and how they were drawn to {written[1]}")
    if result.answers:
        print_note(f"Fill in the column `label` with one of: {', '.join(result.answers)}")


@audit.command(
    epilog="""\b
Example:
  labelcards audit record datasets/tickets 1.0.0 review.csv --by "Ada" --at 2026-03-01
"""
)
@DATASET
@VERSION
@click.argument("file", type=KNOWN_FILE)
@click.option("--by", help="Who judged, for rows that do not say it. Cards show a pseudonym.")
@click.option("--at", help="When, for rows that do not say it, e.g. 2026-03-01.")
@JSON
def record(*, dataset: Path, version: str, file: Path, by: str | None, at: str | None, as_json: bool) -> None:
    """Check the judgments in FILE and store them as the table `audit` of VERSION.

    All problems of the file are listed at once. Rows without a label count as not judged.
    """
    from labelcards.actions.labelling.audit import record as run

    result = run(dataset, version, file, by=by, at=at)
    written = [path.as_posix() for path in result.written]
    if as_json:
        print_json({"judged": result.judged, "unanswered": result.unanswered, "written": written})
        return
    print_note(f"audit record: {result.judged} judged, {result.unanswered} not; wrote {', '.join(written)}")
    print_note("Run `dvc repro` to see the error rate on the quality page.")
