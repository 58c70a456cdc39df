"""Somebody's own scikit-learn model, read from a file that cannot run programs, and what it says about the texts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import pandas as pd

from labelcards.dataset.files.table_file import FileTable
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem, ToolError

__all__ = ["MOST_BYTES", "load_model", "predictions_of"]

MOST_BYTES = 4 << 30
"""A file that unpacks to more is refused."""

_PICKLES = (".pkl", ".pickle", ".joblib", ".sav", ".p")
_DIGITS = 6
_NAME = re.compile(r"[A-Za-z_][\w.]{0,200}")


def load_model(path: Path, trust: Sequence[str] = ()) -> Any:
    """The estimator in a ``.skops`` file.

    Only types that skops knows to be harmless are loaded, and those in ``trust``. Nothing is unpickled, ever.

    Args:
        path: written with ``skops.io.dump``.
        trust: full names of further types that may be loaded.

    Raises:
        InputError: the file is a pickle, damaged, too large, no model, or holds types that are not trusted.
        ToolError: skops is not installed.
    """
    _check_file(path)
    try:
        from skops.io import get_untrusted_types, load  # noqa: PLC0415 - optional and slow
    except ImportError:
        hint = "Install it with `pip install 'labelcards[skops]'`."
        raise ToolError("Reading a model file needs the package skops.", hint=hint) from None
    try:
        found = sorted(set(get_untrusted_types(file=path)) - set(trust))
    except Exception:  # noqa: BLE001 - whatever is wrong inside a hostile file; its message could quote it
        raise _refused(path, "bad-model", "The file is damaged, or not from skops.", _SAVE) from None
    if found:
        raise InputError(_untrusted(path, name) for name in found)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = load(path, trusted=list(trust))
    except Exception:  # noqa: BLE001 - as above
        message = "The model cannot be loaded with the installed version of scikit-learn."
        raise _refused(path, "bad-model", message, "Save it again with this version.") from None
    if not hasattr(model, "predict"):
        raise _refused(path, "no-model", "The file holds no model: nothing in it predicts.", _SAVE)
    return model


_SAVE = "Save the fitted pipeline with `skops.io.dump(pipeline, 'model.skops')`."


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise _refused(path, "missing-file", "The model file does not exist.", "Correct the path.")
    with path.open("rb") as stream:
        start = stream.read(4)
    if path.suffix.lower() in _PICKLES or start[:1] == b"\x80":
        message = "The file is a pickle, and loading a pickle can run any program on this machine."
        raise _refused(path, "pickle", message, f"{_SAVE} Do that where you trust the pickle.")
    try:
        with ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError):
        raise _refused(path, "bad-model", "The file is damaged, or not from skops.", _SAVE) from None
    if size > MOST_BYTES:
        message = f"The file unpacks to more than {MOST_BYTES >> 30} GiB."
        raise _refused(path, "too-large", message, "Save a smaller model.")


def _untrusted(path: Path, name: str) -> Problem:
    if not _NAME.fullmatch(name):
        message = "The model holds a type with a malformed name."
        return Problem(shown(path), "untrusted-type", message, "Do not trust this file.")
    message = f"The model holds the type {name}, which skops does not know to be harmless."
    remedy = f"If you know where the file comes from, give --trust {name} (or `trust` in the version's manifest)."
    return Problem(shown(path), "untrusted-type", message, remedy)


def _refused(path: Path, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(shown(path), code, message, remedy)])


def predictions_of(model: Any, path: Path, items: Sequence[str], texts: Sequence[str], question: str) -> FileTable:
    """What the model says about every text, as a table of predictions.

    Args:
        model: takes a list of texts; with ``predict_proba`` and ``classes_`` it also gives probabilities.
        path: its file, for messages.
        items, texts: (N,) ids and texts.
        question: what it answers.

    Returns:
        ``item_id, question, label`` and, with probabilities (rounded to 6 decimals), ``probability``, as text; rows are
        numbered by item.

    Raises:
        InputError: the model fails on the texts, or its answers have the wrong shape.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (part of sklearn)

    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            classes = getattr(model, "classes_", None)
            sure = model.predict_proba(list(texts)) if classes is not None and hasattr(model, "predict_proba") else None
            answers = model.predict(list(texts)) if sure is None else np.asarray(classes)
        except Exception as error:  # noqa: BLE001 - a message could quote a text
            message = f"The model fails on a list of texts ({type(error).__name__})."
            remedy = "Save a pipeline that takes texts and predicts labels, vectorizer included."
            raise _refused(path, "model-fails", message, remedy) from None
    N = len(items)
    answers = np.asarray(answers)
    table = None if sure is None else np.asarray(sure, dtype=np.float64)
    if (
        answers.ndim != 1
        or (table is None and len(answers) != N)
        or (table is not None and table.shape != (N, len(answers)))
    ):
        message = "The model does not give one answer, or one probability per class, for each text."
        raise _refused(path, "model-shape", message, "Save a classifier of one question.")
    names = np.array([str(value) for value in answers.tolist()], dtype=object)
    frame = pd.DataFrame({"item_id": np.asarray(items, dtype=object), "question": question})
    rows = np.arange(1, N + 1, dtype=np.int64)
    if table is None:
        return FileTable(shown(path), frame.assign(label=names).astype("str"), rows, 0, 0)
    K = len(names)
    frame = frame.loc[np.repeat(np.arange(N), K)].reset_index(drop=True)
    written = [repr(value) for value in np.round(table, _DIGITS).ravel().tolist()]
    frame = frame.assign(label=np.tile(names, N), probability=written)
    return FileTable(shown(path), frame.astype("str"), np.repeat(rows, K), 0, 0)
