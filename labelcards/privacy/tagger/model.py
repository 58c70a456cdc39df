"""The tagger's weights: which feature speaks for which tag, and which tag follows which."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from labelcards.errors import ToolError

__all__ = ["STEP", "TaggerModel", "builtin_model"]

Floats = npt.NDArray[np.float32]

STEP = 1 / 64
"""Weights are multiples of this, so that sums are exact."""


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
    def read(cls, content: bytes) -> TaggerModel:
        """The model in the bytes of a file that training made (``tools/name_tagger/model_file.py``)."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            tags = tuple(arrays["tags"].tobytes().decode().split("\n"))
            names = arrays["features"].tobytes().decode().split("\x00")
            rows = np.repeat(np.arange(len(names)), arrays["counts"])
            weights = np.zeros((len(names), len(tags)), dtype=np.float32)
            weights[rows, arrays["columns"]] = arrays["values"] * STEP
            transitions = (arrays["transitions"] * STEP).astype(np.float32)
        return cls(tags, {name: row for row, name in enumerate(names)}, weights, transitions)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the weights and names."""
        digest = hashlib.sha256("\x00".join((*self.tags, *self.features)).encode())
        digest.update(self.weights.tobytes())
        digest.update(self.transitions.tobytes())
        return digest.hexdigest()


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
