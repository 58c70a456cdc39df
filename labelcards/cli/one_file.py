"""Commands for anyone with just a file: no manifest, no pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from labelcards.cli.options import JSON, KNOWN_FILE
from labelcards.cli.output import print_json, visible

__all__ = ["agreement", "detect"]


class _Level(click.Choice[str]):
    """The kinds of label that a plain table can hold; looked up when shown or checked, to keep ``--help`` fast."""

    def __init__(self) -> None:
        super().__init__(())

    @property
    def choices(self) -> tuple[str, ...]:
        """Their names."""
        from labelcards.labels.registry import levels

        return levels()

    @choices.setter
    def choices(self, value: tuple[str, ...]) -> None:
        """Nothing to keep: the names are the registry's."""


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
@click.option("--item", help="Column with the item.  [default: the first column of a wide table]")
@click.option("--annotator", help="Column with the annotator (long layout).")
@click.option("--label", help="Column with the label (long layout).")
@click.option(
    "--level",
    type=_Level(),
    default="nominal",
    show_default=True,
    help="What the labels are.",
)
@click.option(
    "--layout",
    type=click.Choice(["auto", "long", "wide", "contingency"]),
    default="auto",
    show_default=True,
    help="One row per annotation, one column per annotator, or a square table of counts for two annotators.",
)
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
@JSON
def agreement(table: Path, as_json: bool, **options: Any) -> None:
    """How far the annotators in TABLE (CSV, TSV, JSONL or Parquet) agree, overall and per label.

    Every coefficient comes with a 95% interval and n, or with the reason why it is undefined.
    """
    from labelcards.actions.one_file.agreement import agreement as measured

    result = measured(table, **options)
    if as_json:
        print_json(result.model_dump(mode="json", exclude_none=True, exclude=KEYS))
        return
    from labelcards.cli.agreement_table import render

    render(result)


@click.command(
    epilog="""\b
Examples:
  labelcards detect notes.txt
  labelcards detect tickets.csv --column body --json
"""
)
@click.argument("file", type=KNOWN_FILE)
@click.option("--column", help="Column with the texts (CSV, TSV, JSONL, Parquet).")
@click.option("--engine", default="builtin", show_default=True, help="builtin, spacy:NAME, transformers:NAME, …")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.4, show_default=True, help="Lowest score shown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line per text.")
@click.option("--show-text", is_flag=True, help="Include what was found. It is personal data: mind where it goes.")
def detect(file: Path, column: str | None, engine: str, threshold: float, as_json: bool, show_text: bool) -> None:
    """Find personal data in the texts of FILE: one per line, or one per row of a table.

    Prints where something was found and what kind of thing it is, not the thing itself.
    """
    from labelcards.privacy.detect.detector import open_detector
    from labelcards.privacy.detect.file import detect_file

    detector = open_detector(engine, threshold=threshold)
    for result in detect_file(file, detector, column=column, show_text=show_text):
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False, sort_keys=True))
            continue
        for finding in result["findings"]:
            text = f"  {finding['text']}" if show_text else ""
            place = f"{file}:{result['row']}:{finding['start']}-{finding['end']}"
            click.echo(visible(f"{place}  {finding['entity_type']}  {finding['score']:.2f}{text}"))
