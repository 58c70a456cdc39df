"""The predictions of somebody's own model, from wherever they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from labelcards.assess.baseline import item_texts
from labelcards.assess.model_file import load_model, predictions_of
from labelcards.dataset.layout import VersionPaths
from labelcards.dataset.predictions_file import given_predictions
from labelcards.dataset.source_path import locate
from labelcards.dataset.table_file import FileTable, read_table
from labelcards.dataset.version import LabelVersion
from labelcards.documents.files import sha256_file
from labelcards.documents.yaml_file import read_yaml, shown
from labelcards.errors import InputError, LabelcardsError, Problem
from labelcards.metrics.estimate import Undefined
from labelcards.privacy.clean import hides_items, item_pseudonyms
from labelcards.privacy.key import load_key

__all__ = ["Asked", "OwnModel", "own_model"]


@dataclass(frozen=True, slots=True)
class Asked:
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
        kind: what they come from, in words.
        parameters: what the figures depend on, for the document.
        sources: files of the dataset folder that were read besides the tables.
    """

    table: pd.DataFrame
    unmatched: int
    kind: str
    parameters: dict[str, str | int | float | bool]
    sources: tuple[Path, ...] = field(default=())


def own_model(paths: VersionPaths, labels: LabelVersion, asked: Asked) -> OwnModel | None:
    """The predictions asked for, else those that the version's manifest names; None when there are none.

    Raises:
        InputError: the file does not fit, the model is not trusted, or its digest is not the manifest's.
    """
    if asked.predictions is not None:
        return _from_file(paths, labels, asked, asked.predictions)
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
        return OwnModel(own.table, own.unmatched, own.kind, own.parameters, (located.path,))
    if labels.predictions.empty:
        return None
    return OwnModel(labels.predictions, 0, "table of predictions", {"predictions": "the version's table predictions"})


def _from_file(paths: VersionPaths, labels: LabelVersion, asked: Asked, file: Path) -> OwnModel:
    given = given_predictions(
        read_table(file), labels, question=asked.question, item=asked.item, known_as=_known_as(paths, labels)
    )
    return OwnModel(given.table, given.unmatched, "file of predictions", _parameters(file))


def _parameters(file: Path) -> dict[str, str | int | float | bool]:
    return {"predictions": f"file {file.name}", "predictions.sha256": sha256_file(file)}


def _known_as(paths: VersionPaths, labels: LabelVersion) -> Callable[[pd.Series[str]], pd.Series[str]] | None:
    """From raw item ids to the version's, where it hides them and the key is at hand."""
    if not hides_items(labels.manifest):
        return None
    try:
        key = load_key(labels.manifest.key, paths.dataset.folder)
    except LabelcardsError:
        return None
    return lambda items: items.map({raw: clean for clean, raw in item_pseudonyms(items, key).items()})


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
    if trust:
        parameters["predictions.trusted"] = ", ".join(sorted(trust))
    return OwnModel(given.table, given.unmatched, "model file", parameters)
