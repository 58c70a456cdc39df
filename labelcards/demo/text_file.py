"""The demo's texts and word lists: TOML files in ``data/``, each read into its own model.

A sentence is one string in a list of a file. What is wrong in a file (an unknown key, a slot that nobody fills, an
urgency left out) is said when it is read, with its place; `tests/demo/test_text_files.py` reads them all.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

from labelcards.documents.document import Part

__all__ = ["names", "read"]

Model = TypeVar("Model", bound=Part)

_FOLDER = files("labelcards.demo") / "data"


def names(folder: str) -> list[str]:
    """The files of a folder below ``data/``, in order of the number that their names begin with."""
    found = [each.name for each in (_FOLDER / folder).iterdir() if each.name.endswith(".toml")]
    return [f"{folder}/{name}" for name in sorted(found, key=lambda name: int(name.partition("-")[0]))]


def read(name: str, model: type[Model]) -> Model:
    """The content of one file below ``data/``.

    Raises:
        pydantic.ValidationError: it does not fit the model.
        tomllib.TOMLDecodeError: it is not TOML.
    """
    return model.model_validate(tomllib.loads((_FOLDER / name).read_text(encoding="utf-8")))
