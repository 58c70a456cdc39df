"""``labelcards model``: predictions against the truth, for a label version or for one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelcards.cli.options import FOLDER, JSON, KNOWN_FILE, params_option
from labelcards.cli.output import print_json, print_note

if TYPE_CHECKING:  # importing these for real would make --help slow
    from labelcards.assess.one_table.predictions import PredictionColumns

__all__ = ["model"]


@click.command(
    epilog="""\b
Examples:
  labelcards model datasets/support-tickets 2.0.0
  labelcards model datasets/support-tickets 2.0.0 --predictions mine.csv
  labelcards model datasets/support-tickets 2.0.0 --model mine.skops
  labelcards model --predictions mine.csv --truth gold --predicted label --group region
  labelcards model --predictions scores.csv --truth y --score p --threshold 0.5 --positive 1 --group sex --json

\b
Columns of --predictions FILE for a label version (CSV, TSV, JSON Lines, JSON, Parquet), one of:
  item_id, label                      the predicted label; `question` too when there are several
  item_id, label, probability         one row per item and label
  item_id, QUESTION …                 a column per question with the predicted label or number
  item_id, QUESTION.LABEL …           a column per label with its probability
"""
)
@click.argument("dataset", type=FOLDER, required=False)
@click.argument("version", required=False)
@click.option("--predictions", type=KNOWN_FILE, help="What your own model predicts.")
@click.option(
    "--model", "model_file", type=KNOWN_FILE, help="Your own scikit-learn pipeline over the texts, saved by skops."
)
@click.option("--trust", metavar="TYPE", multiple=True, help="A type in the model file to trust; may be repeated.")
@click.option("--question", help="What is predicted, when the file does not say.  [default: the first question]")
@click.option("--item", metavar="COLUMN", help="Column with the item.  [default: item_id]")
@click.option("--truth", metavar="COLUMN", help="One table: column with the true label.")
@click.option("--predicted", metavar="COLUMN", help="One table: column with the predicted label.")
@click.option("--score", metavar="COLUMN", help="One table: column with a score, in place of predicted labels.")
@click.option("--threshold", type=float, default=0.5, show_default=True, help="--score: predicted from here on.")
@click.option("--positive", metavar="LABEL", help="One table: the label whose rates are shown.")
@click.option("--group", metavar="COLUMN", multiple=True, help="One table: column with a group; may be repeated.")
@click.option("--count", metavar="COLUMN", help="One table: how many items a row stands for.")
@params_option()
@JSON
def model(
    dataset: Path | None,
    version: str | None,
    predictions: Path | None,
    model_file: Path | None,
    trust: tuple[str, ...],
    question: str | None,
    item: str | None,
    truth: str | None,
    predicted: str | None,
    score: str | None,
    threshold: float,
    positive: str | None,
    group: tuple[str, ...],
    count: str | None,
    params: Path,
    as_json: bool,
) -> None:
    """Score predictions against gold, overall and by group of items.

    With DATASET and VERSION: the baseline trained on the version's labels, and your own model beside it; the result
    goes on the Model Card. With --predictions, --truth and --group alone: one table, no data set needed.

    In the pipeline your model comes from the version's manifest, as the table `predictions` or as `model`. A pickle
    is never loaded.
    """
    table = {"--truth": truth, "--predicted": predicted, "--score": score, "--positive": positive, "--count": count}
    used = [name for name, value in table.items() if value is not None] + (["--group"] if group else [])
    if dataset is None:
        from labelcards.assess.one_table.predictions import PredictionColumns

        _check_table(predictions, truth, predicted, score, model_file)
        _print_table(
            predictions,
            PredictionColumns(truth or "", predicted, score, group, count, threshold, positive),
            params,
            as_json=as_json,
        )
        return
    if version is None:
        raise click.UsageError("DATASET needs a VERSION.")
    if used:
        raise click.UsageError(f"{', '.join(used)}: for one table, without DATASET and VERSION.")
    if predictions is not None and model_file is not None:
        raise click.UsageError("Give --predictions or --model, not both.")
    if trust and model_file is None:
        raise click.UsageError("--trust goes with --model.")
    from labelcards.assess.model.own import OwnModelRequest
    from labelcards.stages.inputs import check_release
    from labelcards.stages.model import run

    check_release(params)
    written = run(dataset, version, params, OwnModelRequest(predictions, model_file, trust, question, item))
    told = _own_model(written[0])
    if as_json:
        print_json({"stage": "model", "written": sorted(path.as_posix() for path in written), **told})
        return
    print_note(f"model: wrote {', '.join(path.as_posix() for path in written)}")
    for line in told.get("notes", []):
        print_note(line)
    if predictions is not None or model_file is not None:
        name = "tables.predictions" if predictions is not None else "model"
        print_note(f"For `dvc repro` to do the same, name the file under `{name}` in versions/{version}.yaml.")


def _own_model(path: Path) -> dict[str, Any]:
    """What the document says about somebody's own model: notes, and the overall scores of each question."""
    from labelcards.cards.warning_text import json_warnings
    from labelcards.documents.figures import MetricsDocument

    document = MetricsDocument.read(path)
    overall = {name: document.branch("predictions", name, "overall") for name in document.branch("predictions")}
    told = json_warnings(warned for warned in document.warnings if warned.about == ("predictions",))
    notes = [warned["text"] for warned in told]
    if not overall and not told:
        return {}
    scores = {
        name: {score: held.model_dump(exclude_none=True) for score, held in found.items()}
        for name, found in overall.items()
    }
    return {"predictions": scores, "notes": notes, "warnings": told}


def _check_table(
    predictions: Path | None, truth: str | None, predicted: str | None, score: str | None, model_file: Path | None
) -> None:
    if predictions is None or truth is None or (predicted is None) == (score is None) or model_file is not None:
        raise click.UsageError(
            "Give DATASET and VERSION; or, for one table, --predictions, --truth and one of --predicted and --score."
        )


def _print_table(predictions: Path | None, columns: PredictionColumns, params: Path, *, as_json: bool) -> None:
    from labelcards.actions.one_file.model import run

    assert predictions is not None  # noqa: S101 - _check_table refused it
    result = run(predictions, columns, params)
    if as_json:
        print_json(result)
        return
    from labelcards.cli.model_table import render

    render(result)
