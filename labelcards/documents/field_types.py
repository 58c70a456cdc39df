"""Kinds of text that manifests hold: names, version numbers, paths inside the folder."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from labelcards.documents.party import Line

__all__ = ["Day", "InsidePath", "Slug", "VersionNumber"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""A name that becomes a folder and an address: lower case, no slash, no leading dot."""

Day = date
"""The type, where a field named ``date`` hides it."""

VersionNumber = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]


def _inside(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\", "~")) or ":" in parts[0] or ".." in parts:
        raise ValueError("must be a path inside the dataset folder: no '..', no leading '/'")
    return path


InsidePath = Annotated[Line, AfterValidator(_inside)]
"""A path relative to the dataset folder that cannot leave it."""
