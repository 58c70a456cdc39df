"""A file with the predictions of somebody's own model, for a label version whose manifest does not name it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from labelcards.dataset.contract.order import contract_frame, ordered
from labelcards.dataset.files.table_file import FileTable
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.reading import read_returned
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import TableFile
from labelcards.documents.yaml_document import did_you_mean
from labelcards.errors import InputError, Problem

__all__ = ["GivenPredictions", "given_predictions"]


@dataclass(frozen=True, slots=True, eq=False)
class GivenPredictions:
    """What a predictions file says about a version.

    Attributes:
        table: ``item_id, question, label, probability``, one row per prediction for an item of the version.
        unmatched: how many item ids of the file the version does not have.
    """

    table: pd.DataFrame
    unmatched: int


def given_predictions(
    file: FileTable,
    version: LabelVersion,
    *,
    question: str | None = None,
    item: str | None = None,
    known_as: Callable[[pd.Series[str]], pd.Series[str]] | None = None,
) -> GivenPredictions:
    """Predictions in any of three layouts, told apart by the column names.

    - ``label``, with ``probability`` when the model gives some, and ``question`` when there are several: one row per
      item (and label);
    - a column per question, named like it: the predicted labels (or numbers);
    - a column per label, named ``<label>`` or ``<question>.<label>``: the probabilities.

    Args:
        file: what was read from CSV, TSV, JSON Lines, JSON or Parquet.
        version: whose items, questions and labels count; aliases of labels are understood.
        question: the question answered, when the file does not say; the headline question when None.
        item: the column with the item; ``item_id`` when None.
        known_as: what the version calls the items of the file, where it hides their ids.

    Raises:
        InputError: all problems of the file at once, or no item of it is in the version.
    """
    spec = _layout(file, version.manifest, question, item)
    read, problems = read_returned("predictions", file, version.manifest, version.version, spec)
    if problems:
        raise InputError(problems)
    frame = read.frame
    known = frame["item_id"].isin(version.items["item_id"])
    if known_as is not None:
        renamed = known_as(frame["item_id"])
        other = ~known & renamed.isin(version.items["item_id"])
        frame, known = frame.assign(item_id=frame["item_id"].mask(other, renamed)), known | other
    if not known.any():
        message = "No row predicts an item of the version." if len(frame) else "The file has no predictions."
        remedy = "Use the item ids of the version's clean tables, or name the column that holds them with --item."
        raise InputError([Problem(file.file, "no-known-item", message, remedy, column=item or "item_id")])
    unmatched = int(frame.loc[~known, "item_id"].nunique())
    table = contract_frame("predictions", frame[known].reset_index(drop=True), version.manifest)
    return GivenPredictions(ordered("predictions", table), unmatched)


def _layout(file: FileTable, manifest: DatasetManifest, question: str | None, item: str | None) -> TableFile:
    """How the file's columns map to the contract's.

    Raises:
        InputError: the question is unknown, or the columns fit no layout.
    """
    if question is not None and question not in manifest.questions:
        remedy = did_you_mean(question, manifest.questions) or f"Known: {', '.join(manifest.questions)}."
        message = "The data set does not have this question."
        raise InputError([Problem("--question", "unknown-question", message, remedy)])
    header = list(file.frame.columns)
    columns = {} if item is None else {"item_id": item}
    plain = TableFile(file=(Path(file.file).name,), columns=columns, question=question)
    if "label" in header or any(name in header for name in manifest.questions):
        if question is not None and "label" not in header and question in header:
            return plain.model_copy(update={"columns": {**columns, question: question}, "question": None})
        return plain.model_copy(update={"question": None if "question" in header else question})
    pattern = _pattern(manifest)
    if any(re.fullmatch(pattern, name) for name in header):
        return plain.model_copy(update={"layout": "wide", "pattern": pattern})
    message = "No column holds predictions."
    remedy = (
        f"Name it `label` or like a question ({', '.join(manifest.questions)}); probabilities go to columns named "
        "`<question>.<label>`."
    )
    raise InputError([Problem(file.file, "no-predictions", message, remedy)])


def _pattern(manifest: DatasetManifest) -> str:
    """Column names of probabilities: ``<question>.<label>``, or ``<label>`` alone for the question asked."""
    labelled = {name: declared for name, declared in manifest.questions.items() if declared.labels}
    asked = "|".join(re.escape(name) for name in labelled)
    labels = "|".join(sorted({re.escape(label) for each in labelled.values() for label in each.label_ids}))
    return f"(?:(?P<question>{asked})\\.)?(?P<label>{labels})"
