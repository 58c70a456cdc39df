"""The predictions of somebody's own model, from wherever they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import pandas as pd

from labelcards.assess.model.baseline import item_texts
from labelcards.assess.model.file import load_model, predictions_of
from labelcards.dataset.files.predictions_file import given_predictions
from labelcards.dataset.files.source_path import locate
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.layout import VersionPaths
from labelcards.documents.files import sha256_file
from labelcards.documents.yaml_file import read_yaml, shown
from labelcards.errors import InputError, Problem
from labelcards.metrics.estimate import Undefined

__all__ = ["ItemNames", "OwnModel", "OwnModelRequest", "own_model"]


@dataclass(frozen=True, slots=True)
class OwnModelRequest:
    """What the command line says about a model of one's own.

    Attributes:
        predictions: a file of predictions.
        model: a model file, for skops.
        trust: types in the model file to trust.
        question: what is answered, when the file does not say.
        item: the column of the predictions with the item.
    """

    predictions: Path | None = None
    model: Path | None = None
    trust: tuple[str, ...] = ()
    question: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OwnModel:
    """Predictions for items of the version.

    Attributes:
        table: ``item_id, question, label, probability``.
        unmatched: item ids that the version does not have.
        source: what they come from.
        parameters: what the figures depend on, for the document.
        sources: files of the dataset folder that were read besides the tables.
    """

    table: pd.DataFrame
    unmatched: int
    source: Literal["table", "file", "model"]
    parameters: dict[str, str | int | float | bool]
    sources: tuple[Path, ...] = field(default=())


ItemNames = Callable[["pd.Series[str]"], "pd.Series[str]"]
"""From item ids as a file has them to the version's; NA for those that it does not have."""


def own_model(
    paths: VersionPaths, labels: LabelVersion, asked: OwnModelRequest, *, known_as: ItemNames | None = None
) -> OwnModel | None:
    """The predictions asked for, else those that the version's manifest names; None when there are none.

    Args:
        paths: where the version is.
        labels: the version.
        asked: what the command line says.
        known_as: from raw item ids to the version's, where it hides them.

    Raises:
        InputError: the file does not fit, the model is not trusted, or its digest is not the manifest's.
    """
    if asked.predictions is not None:
        return _from_file(labels, asked, asked.predictions, known_as)
    if asked.model is not None:
        return _from_model(labels, asked.model, asked.trust, asked.question)
    declared = labels.version.model
    if declared is not None:
        located = locate(paths.dataset.folder, declared.file, read_yaml(paths.manifest), ("model", "file"))
        if located.problems:
            raise InputError(located.problems)
        if sha256_file(located.path) != declared.sha256:
            message = "The model file is not the one whose digest the manifest names."
            remedy = "Restore it; if the new model is meant, write its SHA-256 (`sha256sum`) into the manifest."
            raise InputError([Problem(shown(paths.manifest), "other-model", message, remedy, column="model.sha256")])
        own = _from_model(labels, located.path, declared.trust, declared.question)
        return OwnModel(own.table, own.unmatched, own.source, own.parameters, (located.path,))
    if labels.predictions.empty:
        return None
    return OwnModel(labels.predictions, 0, "table", {"predictions": "the version's table predictions"})


def _from_file(labels: LabelVersion, asked: OwnModelRequest, file: Path, known_as: ItemNames | None) -> OwnModel:
    given = given_predictions(read_table(file), labels, question=asked.question, item=asked.item, known_as=known_as)
    return OwnModel(given.table, given.unmatched, "file", _parameters(file))


def _parameters(file: Path) -> dict[str, str | int | float | bool]:
    return {"predictions": f"file {file.name}", "predictions.sha256": sha256_file(file)}


def _from_model(labels: LabelVersion, file: Path, trust: tuple[str, ...], question: str | None) -> OwnModel:
    name = question or labels.manifest.headline
    texts = item_texts(labels)
    if isinstance(texts, Undefined):
        message = "The model predicts from texts, and the items have no text column."
        raise InputError([Problem(shown(file), "no-texts", message, "Give --predictions instead.")])
    model = load_model(file, trust)
    said: FileTable = predictions_of(model, file, list(labels.items["item_id"]), texts, name)
    given = given_predictions(said, labels, question=name)
    parameters = _parameters(file) | {"predictions": f"model {file.name} ({type(model).__name__})"}
    parameters["package.skops"] = version("skops")
    if trust:
        parameters["predictions.trusted"] = ", ".join(sorted(trust))
    return OwnModel(given.table, given.unmatched, "model", parameters)
