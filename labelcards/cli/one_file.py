"""Commands for anyone with just a file: no manifest, no pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from labelcards.cli.options import ENCODING, JSON, KNOWN_FILE
from labelcards.cli.output import print_json, print_note, visible
from labelcards.cli.reading_options import reading_options
from labelcards.errors import one_line

__all__ = ["agreement", "detect", "inspect"]


KEYS: Any = {"metrics": {"__all__": {"metric"}}, "per_label": {"__all__": {"__all__": {"metric"}}}}
"""What stands in front of each figure already."""


@click.command(
    epilog="""\b
Examples:
  labelcards agreement labels.csv --item id --annotator who --label answer
  labelcards agreement ratings.csv --level ordinal --weights quadratic --json
  labelcards agreement two_raters.csv --layout contingency
"""
)
@click.argument("table", type=KNOWN_FILE)
@reading_options
@click.option(
    "--weights",
    type=click.Choice(["identity", "linear", "quadratic", "ordinal"]),
    help="Weights of the kappas and of Gwet's AC2.  [default: identity, or quadratic for ordered labels]",
)
@click.option(
    "--interval",
    type=click.Choice(["jackknife", "percentile", "bca"]),
    default="jackknife",
    show_default=True,
    help="How intervals are made: jackknife, or a percentile or BCa bootstrap, over items.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of a bootstrap.")
@ENCODING
@JSON
def agreement(
    table: Path, options: Any, weights: Any, interval: Any, seed: int, encoding: str | None, as_json: bool
) -> None:
    """How far the annotators in TABLE (CSV, TSV, JSON, JSONL or Parquet) agree, overall and per label.

    Every coefficient comes with a 95% interval and n, or with the reason why it is undefined. What is guessed about the
    table is said first; `labelcards inspect` shows more of it.
    """
    from labelcards.actions.one_file.agreement import file_agreements
    from labelcards.metrics.intervals.uncertainty import IntervalPlan

    plan = IntervalPlan(interval, seed=seed)
    results = file_agreements(table, options, encoding=encoding, weights=weights, plan=plan)
    if as_json:
        plain = [result.model_dump(mode="json", exclude_none=True, exclude=KEYS) for result in results]
        print_json(plain[0] if len(plain) == 1 else {"questions": {each["question"]: each for each in plain}})
        return
    from labelcards.cli.agreement_table import render

    for note in results[0].reading:
        print_note(one_line(f"note: {note}"))
    for result in results:
        render(result, titled=len(results) > 1)


@click.command(
    epilog="""\b
Examples:
  labelcards inspect labels.csv
  labelcards inspect ratings.csv --level ordinal --labels low,medium,high --json
"""
)
@click.argument("table", type=KNOWN_FILE)
@reading_options
@ENCODING
@JSON
def inspect(table: Path, options: Any, encoding: str | None, as_json: bool) -> None:
    """How TABLE would be read: its layout, the roles of its columns, labels with counts, what stands for no answer.

    Texts are masked. The same options as for `agreement` and `import` say otherwise.
    """
    from labelcards.actions.one_file.inspect import inspect_file as inspected
    from labelcards.cli.inspect_view import render_inspection

    reports = inspected(table, options, encoding)
    if as_json:
        print_json(reports[0] if len(reports) == 1 else {"questions": reports})
        return
    for report in reports:
        render_inspection(report)


@click.command(
    epilog="""\b
Examples:
  labelcards detect notes.txt
  labelcards detect tickets.csv --column body --json
"""
)
@click.argument("file", type=KNOWN_FILE)
@click.option("--column", help="Column with the texts, in a table.")
@click.option("--engine", default="builtin", show_default=True, help="builtin, spacy:NAME, transformers:NAME, …")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.4, show_default=True, help="Lowest score shown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line per text.")
@click.option("--show-text", is_flag=True, help="Include what was found. It is personal data: mind where it goes.")
@ENCODING
def detect(
    file: Path,
    column: str | None,
    engine: str,
    threshold: float,
    as_json: bool,
    show_text: bool,
    encoding: str | None,
) -> None:
    """Find personal data in the texts of FILE: one per line, or one per row of a table.

    Prints where something was found and what kind of thing it is, not the thing itself.
    """
    from labelcards.privacy.detect.detector import open_detector
    from labelcards.privacy.detect.file import detect_file

    detector = open_detector(engine, threshold=threshold)
    for result in detect_file(file, detector, column=column, show_text=show_text, encoding=encoding):
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False, sort_keys=True))
            continue
        for finding in result["findings"]:
            text = f"  {finding['text']}" if show_text else ""
            place = f"{file}:{result['row']}:{finding['start']}-{finding['end']}"
            click.echo(visible(f"{place}  {finding['entity_type']}  {finding['score']:.2f}{text}"))
