"""JSON Lines and JSON arrays of objects as text columns.

Numbers keep the digits that were written, NaN is null, booleans become ``true`` and ``false``, nested objects become
dotted columns (``meta.source``), lists of scalars are joined with ``|`` (an empty list is ``[]``), and anything deeper
stays JSON text. A file named JSON Lines that holds an array is read as one, and the other way round. A file that is one
object is a table by columns (see `labelcards.dataset.files.json_columns`), or one record.
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

from labelcards.dataset.files.encodings import as_utf8
from labelcards.dataset.files.json_columns import records_of
from labelcards.dataset.files.packed import read_content
from labelcards.dataset.files.table_width import check_width
from labelcards.errors import LISTED, InputError, Problem
from labelcards.labels.kind import SEPARATOR

__all__ = ["LINES", "flat_record", "read_json", "read_objects"]

LINES = (".jsonl", ".ndjson", ".manifest")
"""Endings of JSON Lines."""

MAX_DEPTH = 100
"""How deep objects and lists may be nested; exports of labelling tools stay below twenty."""

Decoded = tuple[list[tuple[int, dict[str, Any]]], list[Problem]]
"""The objects of a file with their rows, and what is wrong."""

_HALF = re.compile(r"[\ud800-\udfff]")


class _RepeatedKeyError(ValueError):
    """An object has a key twice."""


class _DeepError(ValueError):
    """Objects or lists are nested deeper than `MAX_DEPTH`."""


def read_json(content: bytes, file: str, *, lines: bool = False) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The records of a JSON Lines file, a JSON array, or a table that is one JSON object.

    Args:
        content: the file, in UTF-8 without a mark.
        file: what problems call it.
        lines: whether the file is named JSON Lines, so that one line is one record.

    Returns:
        A table of string columns in order of first appearance; absent and null values are null. And the row of each
        record: its line in JSON Lines, its 1-based position otherwise.

    Raises:
        InputError: the file is empty, not JSON, nested too deeply, or holds something else than objects.
    """
    records = _objects(content, file, lines=lines)
    if len(records) == 1 and (held := _list_inside(records[0][1])):
        message = f"The file is one JSON object, not a list of records; a list is under `{held}`."
        remedy = "Export an array of objects, or one object per line."
        raise InputError([Problem(file, "not-records", message, remedy)])
    columns: dict[str, list[str | None]] = {}
    rows: list[int] = []
    for count, (row, record) in enumerate(records):
        rows.append(row)
        for name, value in flat_record(record):
            column = columns.get(name)
            if column is None:
                column = columns[name] = []
                check_width(len(columns), file)
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
    """The objects of a JSON file with their rows, unpacked where it is packed; numbers are text as written.

    Raises:
        InputError: the file cannot be read, and as for `read_json`.
    """
    content = read_content(path, file)
    return _objects(as_utf8(content.data, file), file, lines=content.ending in LINES)


def _objects(content: bytes, file: str, *, lines: bool) -> list[tuple[int, dict[str, Any]]]:
    text = content.decode("utf-8-sig")
    if not text.strip():
        raise InputError([Problem(file, "empty-file", "The file is empty.", "Export it again.")])
    objects, problems = _array(text, file) if text.lstrip().startswith("[") else _lines(text, file)
    if problems:
        raise InputError(_shortened(problems))
    if len(objects) == 1 and not text.lstrip().startswith("[") and not (lines and "\n" not in text.strip()):
        table = records_of(objects[0][1], file)
        return objects if table is None else list(enumerate(table, start=1))
    return objects


def _list_inside(record: dict[str, Any]) -> str | None:
    """The name under which an object holds a list of objects: of several, or as the only thing."""
    return next(
        (
            name
            for name, value in record.items()
            if isinstance(value, list)
            and len(value) + (len(record) == 1) > 1
            and all(isinstance(entry, dict) for entry in value)
        ),
        None,
    )


def _array(text: str, file: str) -> Decoded:
    try:
        entries = _read(text)
    except ValueError as error:
        return [], [_not_json(file, error, getattr(error, "lineno", None))]
    wrong = [row for row, entry in enumerate(entries, start=1) if not isinstance(entry, dict)]
    if wrong:
        return [], [_not_object(file, row) for row in wrong]
    if not entries:
        return [], [Problem(file, "empty-file", "The array is empty.", "Export it again.")]
    return list(enumerate(entries, start=1)), []


def _lines(text: str, file: str) -> Decoded:
    objects: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = _read(line)
        except ValueError as error:
            problems.append(_not_json(file, error, row))
            continue
        if isinstance(entry, dict):
            objects.append((row, entry))
        else:
            problems.append(_not_object(file, row))
    if problems and not objects and text.lstrip().startswith("{"):
        return _one_object(text, file, problems)
    return objects, problems


def _one_object(text: str, file: str, problems: list[Problem]) -> Decoded:
    """An object that is written over several lines."""
    try:
        entry = _read(text)
    except _DeepError as error:
        return [], [_not_json(file, error, None)]
    except ValueError:
        return [], problems
    return [(1, entry)], []


def _constant(name: str) -> Any:
    """Python writes ``NaN`` for a missing value; infinity is no answer to anything."""
    if name == "NaN":
        return None
    raise ValueError(f"{name} is not JSON")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise _RepeatedKeyError
    return built


_decode = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_unique_keys
).decode


def _read(text: str) -> Any:
    """The content; what is nested too deep for those who read it is refused here.

    Raises:
        ValueError: it is not JSON, has a key twice, or is nested too deep.
    """
    try:
        content = _decode(text)
    except RecursionError:
        raise _DeepError from None
    level = [content]
    for _ in range(MAX_DEPTH + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return content
    raise _DeepError


def _inside(outer: Any) -> Iterator[Any]:
    """The objects and lists that an entry holds."""
    held = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return (inner for inner in held if isinstance(inner, dict | list))


def _not_json(file: str, error: Exception, row: int | None) -> Problem:
    if isinstance(error, _DeepError):
        message = f"Objects and lists are nested more than {MAX_DEPTH} deep."
        return Problem(file, "json-depth", message, "Export the records without what is nested so deep.", row=row)
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
