"""The tagger's weights: which feature speaks for which tag, and which tag follows which."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.errors import ToolError

__all__ = ["TaggerModel", "builtin_model"]

Floats = npt.NDArray[np.float32]

_STEP = 1 / 64
_STAMP = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class TaggerModel:
    """A linear-chain CRF: score of a tag sequence = Σ feature weights + Σ transition weights.

    Weights are multiples of 1/64, so that sums are exact in 32 bits and do not depend on the order of addition.

    Attributes:
        tags: the T tag names.
        features: feature string → row of ``weights``.
        weights: (F, T) state weights.
        transitions: (T, T) weight of tag j after tag i.
    """

    tags: tuple[str, ...]
    features: dict[str, int]
    weights: Floats = field(repr=False)
    transitions: Floats = field(repr=False)

    @classmethod
    def from_crfsuite(cls, path: str, step: float = _STEP) -> TaggerModel:
        """Read a trained CRFsuite model; weights are rounded to multiples of ``step``, those below half a step
        vanish.
        """
        import pycrfsuite  # noqa: PLC0415 - imported when needed: slow or optional

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
        return cls(tags, features, weights, transitions)

    def write(self, path: Path) -> None:
        """Write as a compressed ``.npz`` whose bytes depend on the weights only."""
        rows, columns = np.nonzero(self.weights)
        arrays: dict[str, npt.NDArray[Any]] = {
            "tags": np.frombuffer("\n".join(self.tags).encode(), dtype=np.uint8),
            "features": np.frombuffer("\x00".join(self.features).encode(), dtype=np.uint8),
            "counts": np.bincount(rows, minlength=len(self.features)).astype(np.uint8),
            "columns": columns.astype(np.uint8),
            "values": np.rint(self.weights[rows, columns] / _STEP).astype(np.int16),
            "transitions": np.rint(self.transitions / _STEP).astype(np.int16),
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, array in arrays.items():
                buffer = io.BytesIO()
                np.lib.format.write_array(buffer, array, allow_pickle=False)
                archive.writestr(zipfile.ZipInfo(f"{name}.npy", _STAMP), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)

    @classmethod
    def read(cls, content: bytes) -> TaggerModel:
        """The model in the bytes of a file that `write` made."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            tags = tuple(arrays["tags"].tobytes().decode().split("\n"))
            names = arrays["features"].tobytes().decode().split("\x00")
            rows = np.repeat(np.arange(len(names)), arrays["counts"])
            weights = np.zeros((len(names), len(tags)), dtype=np.float32)
            weights[rows, arrays["columns"]] = arrays["values"] * _STEP
            transitions = (arrays["transitions"] * _STEP).astype(np.float32)
        return cls(tags, {name: row for row, name in enumerate(names)}, weights, transitions)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the weights and names."""
        digest = hashlib.sha256("\x00".join((*self.tags, *self.features)).encode())
        digest.update(self.weights.tobytes())
        digest.update(self.transitions.tobytes())
        return digest.hexdigest()

    def score(self, features: tuple[str, ...]) -> Floats:
        """(T,) the summed weights of the features that the model knows."""
        rows = [row for feature in features if (row := self.features.get(feature)) is not None]
        total: Floats = self.weights[rows].sum(axis=0)
        return total


@lru_cache(maxsize=1)
def builtin_model() -> TaggerModel:
    """The model shipped with labelcards, read once per process.

    Raises:
        ToolError: the installation lacks the file.
    """
    try:
        content = (files("labelcards.privacy") / "data" / "tagger.npz").read_bytes()
    except FileNotFoundError:
        raise ToolError(
            "The built-in name tagger is missing from the installation.", hint="Install labelcards again."
        ) from None
    return TaggerModel.read(content)
