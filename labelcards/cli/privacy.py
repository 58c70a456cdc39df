"""``labelcards privacy``: how well personal data is found."""

from __future__ import annotations

from pathlib import Path

import click

from labelcards.cli.options import JSON, KNOWN_FILE
from labelcards.cli.output import print_json

__all__ = ["privacy"]


@click.group(epilog="\b\nExample:\n  labelcards privacy evaluate sample.jsonl")
def privacy() -> None:
    """Measure the anonymization on texts of your own."""


@privacy.command(
    epilog="""\b
Examples:
  labelcards privacy evaluate sample.jsonl
  labelcards privacy evaluate sample.jsonl --engine spacy:en_core_web_lg --json
"""
)
@click.argument("sample", type=KNOWN_FILE)
@click.option("--engine", default="builtin", show_default=True, help="builtin, spacy:NAME, transformers:NAME, …")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.4, show_default=True, help="Lowest score that counts."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the bootstrap.")
@JSON
def evaluate(sample: Path, engine: str, threshold: float, seed: int, as_json: bool) -> None:
    """How much of the personal data marked in SAMPLE the engine finds, and what it finds wrongly.

    SAMPLE is JSON lines: {"text": "…", "spans": [{"start": 0, "end": 4, "entity_type": "PERSON"}]}; a JSON list and
    Presidio's own layout are read too. Every share comes with a 95% interval.
    """
    from labelcards.actions.one_file.privacy_evaluate import run

    result = run(sample, engine=engine, threshold=threshold, seed=seed)
    if as_json:
        print_json(result)
        return
    from labelcards.cli.privacy_view import render

    render(result)
