"""Kinds of text that manifests hold: names, version numbers, paths inside the folder."""

from __future__ import annotations

import codecs
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from labelcards.documents.party import Line

__all__ = ["Day", "Encoding", "InsidePath", "Slug", "TimeFormat", "VersionNumber", "codec_name"]

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


_UNFIT = {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}


def codec_name(encoding: str) -> str | None:
    """Python's name of an encoding of text files; None where there is none of this name."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(encoding)  # refuses codecs that turn bytes into bytes
    except (LookupError, ValueError):
        return None
    return None if name.replace("_", "-") in _UNFIT else name


def _encoding(name: str) -> str:
    if codec_name(name) is None:
        raise ValueError("is not the name of an encoding, such as cp1252 or utf-16-le")
    return name


Encoding = Annotated[Line, AfterValidator(_encoding)]
"""How a text file's bytes stand for letters."""


def _time_format(text: str) -> str:
    moment = datetime(2033, 11, 24, 13, 47, 58)  # no two of its parts are equal
    try:
        read = datetime.strptime(moment.strftime(text), text)
    except ValueError:
        read = None
    if read is None or read.date() != moment.date() or read.hour not in (0, moment.hour):
        raise ValueError("needs year, month and day (and %p beside %I), such as %d/%m/%Y %H:%M")
    return text


TimeFormat = Annotated[Line, AfterValidator(_time_format)]
"""How times are written, in the letters of Python's ``strptime``."""
