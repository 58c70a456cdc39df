"""Kinds of values: what fits, and how a problem words the expectation."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from labelcards.standards.vocabulary import languages, spdx_licenses

__all__ = [
    "BOOLEAN",
    "COUNT",
    "DATE",
    "FORMAT",
    "IRI",
    "LANGUAGE",
    "LOCATION",
    "MD5",
    "NUMBER",
    "PERIOD",
    "SHA256",
    "SIZE",
    "TEXT",
    "URL",
    "Kind",
    "is_semantic_version",
    "is_text",
    "known_license_address",
    "one_of",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value.

    Attributes:
        expected: completes "Expected …".
        fits: whether a JSON value is of this kind.
    """

    expected: str
    fits: Callable[[Any], bool]


_FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_HOST = re.compile(r"[^\s/?#@]+\Z")
_MIME = re.compile(r"[A-Za-z0-9][\w.+-]*/[A-Za-z0-9*][\w.+-]*(\s*;.*)?\Z")
_TAG = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[0-9A-Za-z]+)*\Z")
_SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?\Z")
_SIZE = re.compile(r"\d+(\.\d+)?\s*([kKMGTP]i?)?(B|bytes)?\Z")
_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?\Z")
_SPDX_ADDRESS = re.compile(r"https?://spdx\.org/licenses/([^/?#]+?)(\.html|\.json)?/?\Z")


def is_text(value: Any) -> bool:
    """Text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def _is_iri(value: Any) -> bool:
    if not isinstance(value, str) or _FORBIDDEN.search(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(_HOST.match(parts.netloc.rpartition("@")[2]))
    return bool(parts.scheme) and bool(parts.netloc or parts.path)


def _is_url(value: Any) -> bool:
    return _is_iri(value) and urlsplit(value).scheme in ("http", "https", "ftp", "s3", "gs", "git", "data", "file")


def _is_location(value: Any) -> bool:
    """A web address, or a path beside the file that cannot leave its folder."""
    if _is_url(value):
        return True
    if not isinstance(value, str) or not value or _FORBIDDEN.search(value.replace(" ", "")):
        return False
    return not value.startswith(("/", "~")) and ".." not in value.split("/") and ":" not in value.split("/")[0]


def _is_date(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if _PARTIAL_DATE.match(value):
        return True
    try:
        if len(value) == 10:
            date.fromisoformat(value)
        else:
            datetime.fromisoformat(value)
    except ValueError:
        return False
    return value[4:5] == "-"


def _is_period(value: Any) -> bool:
    return isinstance(value, str) and all(_is_date(part) for part in value.split("/")) and value.count("/") <= 1


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_language(value: Any) -> bool:
    """A BCP 47 tag whose first part is an ISO 639 code."""
    found = _TAG.match(value) if isinstance(value, str) else None
    return bool(found) and str(value).split("-")[0].lower() in languages()


def _is_size(value: Any) -> bool:
    return _is_count(value) or (isinstance(value, str) and bool(_SIZE.match(value)))


def _hexadecimal(length: int) -> Callable[[Any], bool]:
    pattern = re.compile(rf"[0-9a-fA-F]{{{length}}}\Z")
    return lambda value: isinstance(value, str) and bool(pattern.match(value))


def is_semantic_version(value: Any) -> bool:
    """MAJOR.MINOR.PATCH as of Semantic Versioning 2.0.0."""
    return isinstance(value, str) and bool(_SEMVER.match(value))


def known_license_address(value: str) -> bool:
    """False for an address on spdx.org that names no license of the SPDX list; True for any other address."""
    found = _SPDX_ADDRESS.match(value)
    return found is None or found.group(1) in spdx_licenses()


def one_of(*choices: str) -> Kind:
    """The kind of a closed list."""
    return Kind(f"one of {', '.join(choices)}", lambda value: isinstance(value, str) and value in choices)


TEXT = Kind("text", is_text)
URL = Kind("a whole web address", _is_url)
IRI = Kind("an IRI", _is_iri)
LOCATION = Kind("a web address, or a path below the file's own folder", _is_location)
DATE = Kind("a date as of ISO 8601, such as 2026-03-05", _is_date)
PERIOD = Kind("a date or a period as of ISO 8601, such as 2026-03-05 or 2026-01/2026-03", _is_period)
NUMBER = Kind("a number", _is_number)
COUNT = Kind("a whole number, not negative", _is_count)
BOOLEAN = Kind("true or false", lambda value: isinstance(value, bool))
LANGUAGE = Kind("a language code: an ISO 639 code such as en, or a BCP 47 tag that starts with one", _is_language)
FORMAT = Kind("a media type such as text/csv, or a web address", lambda v: _is_url(v) or bool(_MIME.match(str(v))))
SIZE = Kind("a size such as 25585843 B", _is_size)
SHA256 = Kind("a SHA-256: 64 hexadecimal digits", _hexadecimal(64))
MD5 = Kind("an MD5: 32 hexadecimal digits", _hexadecimal(32))
