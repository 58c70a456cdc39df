"""From a model that CRFsuite trained to the file that labelcards ships."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pycrfsuite

from labelcards.privacy.tagger.model import STEP, TaggerModel

__all__ = ["from_crfsuite", "write_model"]

_STAMP = (2020, 1, 1, 0, 0, 0)


def from_crfsuite(path: str, step: float = STEP) -> TaggerModel:
    """Read a trained CRFsuite model; weights are rounded to multiples of ``step``, those below half a step vanish."""
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    info: Any = tagger.info()
    tags = tuple(sorted(tagger.labels()))
    place = {tag: number for number, tag in enumerate(tags)}
    kept = sorted({feature for (feature, _), weight in info.state_features.items() if round(weight / step)})
    features = {feature: row for row, feature in enumerate(kept)}
    weights = np.zeros((len(features), len(tags)), dtype=np.float32)
    for (feature, tag), weight in info.state_features.items():
        if feature in features:
            weights[features[feature], place[tag]] = round(weight / step) * step
    transitions = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for (first, second), weight in info.transitions.items():
        transitions[place[first], place[second]] = round(weight / step) * step
    return TaggerModel(tags, features, weights, transitions)


def write_model(model: TaggerModel, path: Path) -> None:
    """Write what `TaggerModel.read` reads: a compressed ``.npz`` whose bytes depend on the weights only."""
    rows, columns = np.nonzero(model.weights)
    arrays: dict[str, npt.NDArray[Any]] = {
        "tags": np.frombuffer("\n".join(model.tags).encode(), dtype=np.uint8),
        "features": np.frombuffer("\x00".join(model.features).encode(), dtype=np.uint8),
        "counts": np.bincount(rows, minlength=len(model.features)).astype(np.uint8),
        "columns": columns.astype(np.uint8),
        "values": np.rint(model.weights[rows, columns] / STEP).astype(np.int16),
        "transitions": np.rint(model.transitions / STEP).astype(np.int16),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _STAMP), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)
