"""JSON Lines and JSON arrays of objects as text columns.

Numbers keep the digits that were written, NaN is null, booleans become ``true`` and ``false``, nested objects become
dotted columns (``meta.source``), lists of scalars are joined with ``|`` (an empty list is ``[]``), and anything deeper
stays JSON text. A file named JSON Lines that holds an array is read as one, and the other way round.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from labelcards.errors import LISTED, InputError, Problem
from labelcards.labels.kind import SEPARATOR

__all__ = ["flat_record", "read_json", "read_objects"]

_HALF = re.compile(r"[\ud800-\udfff]")


class _RepeatedKeyError(ValueError):
    """An object has a key twice."""


def read_json(path: Path, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The records of a JSON Lines file or JSON array.

    Returns:
        A table of string columns in order of first appearance; absent and null values are null. And the row of each
        record: its line in JSON Lines, its 1-based position in an array.

    Raises:
        InputError: the file is empty, not UTF-8, not JSON, or holds something else than objects.
    """
    columns: dict[str, list[str | None]] = {}
    rows: list[int] = []
    for count, (row, record) in enumerate(read_objects(path, file)):
        rows.append(row)
        for name, value in flat_record(record):
            column = columns.get(name)
            if column is None:
                column = columns[name] = []
            column.extend([None] * (count - len(column)))
            if len(column) == count:
                column.append(value)
    for column in columns.values():
        column.extend([None] * (len(rows) - len(column)))
    _check_surrogates(columns, rows, file)
    arrays = [pa.array(column, type=pa.string()) for column in columns.values()]
    return pa.table(arrays, names=list(columns)), np.array(rows, dtype=np.int64)


def _check_surrogates(columns: dict[str, list[str | None]], rows: list[int], file: str) -> None:
    """JSON can escape half a character; such text cannot be written anywhere."""
    for name, column in columns.items():
        try:
            "".join(value or "" for value in [name, *column]).encode()
        except UnicodeEncodeError:
            halves = [row for row, value in zip(rows, column, strict=True) if _HALF.search(value or "")]
            message = "The record holds an escape for half a character (a lone surrogate)."
            problems = [Problem(file, "half-character", message, "Export the file again.", row=row) for row in halves]
            raise InputError(
                _shortened(problems or [Problem(file, "half-character", message, "Rename the key.")])
            ) from None


def read_objects(path: Path, file: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file or JSON array with their rows; numbers are text as written.

    Raises:
        InputError: as for `read_json`.
    """
    try:
        content = path.read_bytes()
    except OSError:
        problem = Problem(file, "missing-file", "The file does not exist or cannot be read.", "Check the path.")
        raise InputError([problem]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"The file is not UTF-8: the first other byte is in line {line}."
        problem = Problem(file, "unreadable-encoding", message, "Save it as UTF-8.")
        raise InputError([problem]) from None
    if not text.strip():
        raise InputError([Problem(file, "empty-file", "The file is empty.", "Export it again.")])
    objects, problems = _array(text, file) if text.lstrip().startswith("[") else _lines(text, file)
    if problems:
        raise InputError(_shortened(problems))
    return objects


def _array(text: str, file: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    try:
        entries = _decode(text)
    except (ValueError, RecursionError) as error:
        return [], [_not_json(file, error, getattr(error, "lineno", None))]
    wrong = [row for row, entry in enumerate(entries, start=1) if not isinstance(entry, dict)]
    if wrong:
        return [], [_not_object(file, row) for row in wrong]
    if not entries:
        return [], [Problem(file, "empty-file", "The array is empty.", "Export it again.")]
    return list(enumerate(entries, start=1)), []


def _lines(text: str, file: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    objects: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = _decode(line)
        except (ValueError, RecursionError) as error:
            problems.append(_not_json(file, error, row))
            continue
        if isinstance(entry, dict):
            objects.append((row, entry))
        else:
            problems.append(_not_object(file, row))
    if problems and not objects and _is_one_object(text):
        message = "The file is one JSON object, not a list of records."
        problems = [Problem(file, "not-records", message, "Export an array of objects, or one object per line.")]
    return objects, problems


def _is_one_object(text: str) -> bool:
    try:
        return isinstance(_decode(text), dict)
    except (ValueError, RecursionError):
        return False


def _constant(name: str) -> Any:
    """Python and pandas write NaN for a missing value; an infinite number is nothing a table of labels holds."""
    if name != "NaN":
        raise ValueError(f"{name} is not JSON")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise _RepeatedKeyError
    return built


_decode = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_unique_keys
).decode


def _not_json(file: str, error: Exception, row: int | None) -> Problem:
    if isinstance(error, _RepeatedKeyError):
        return Problem(file, "duplicate-key", "An object has a key twice.", "Keep one of them.", row=row)
    return Problem(file, "not-json", "This is not JSON.", "Export the file again.", row=row)


def _not_object(file: str, row: int) -> Problem:
    message = "The record is not an object with named values."
    return Problem(file, "not-records", message, "Export an array of objects, or one object per line.", row=row)


def _shortened(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= LISTED:
        return problems
    first = problems[LISTED]
    message = f"… and {len(problems) - LISTED:,} more records that cannot be read."
    return [*problems[:LISTED], Problem(file=first.file, code=first.code, message=message, remedy=first.remedy)]


def flat_record(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """The values of a record as (dotted name, text) pairs; see the module docstring."""
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value:
            yield from flat_record(value, f"{name}.")
        else:
            yield name, _text(value)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if (
        isinstance(value, list)
        and value
        and not any(isinstance(entry, dict | list) or entry is None for entry in value)
    ):
        return SEPARATOR.join(_text(entry) or "" for entry in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
