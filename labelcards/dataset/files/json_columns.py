"""Tables that are one JSON object, as pandas writes them: by columns, split, or with a schema.

``{"a": {"0": …}, "b": {…}}`` and ``{"a": […], "b": […]}`` hold columns, ``{"columns": […], "index": […], "data":
[[…]]}`` the three parts of a table, ``{"schema": {…}, "data": [{…}]}`` its records. The index becomes a column without
a name, as in CSV.
"""

from __future__ import annotations

from typing import Any

from labelcards.errors import InputError, Problem

__all__ = ["records_of"]

Record = dict[str, Any]

_WRITE = "Write the table with `to_json(path, orient='records', lines=True)`."


def records_of(document: Record, file: str) -> list[Record] | None:
    """The records of a table that is one object; None where the object is no table.

    Raises:
        InputError: the parts do not fit each other, or rows and columns cannot be told apart.
    """
    if {"columns", "data"} <= document.keys() <= {"columns", "index", "data", "name", "index_names", "column_names"}:
        return _split(document, file)
    if isinstance(document.get("schema"), dict) and isinstance(document.get("data"), list):
        return _with_schema(document)
    values = list(document.values())
    if len(values) > 1 and all(isinstance(value, list) for value in values):
        lengths = {len(value) for value in values}
        if len(lengths) == 1 and min(lengths) > 1 and not any(map(_holds_objects, values)):
            return [dict(zip(document, row, strict=True)) for row in zip(*values, strict=True)]
    if len(values) > 1 and all(isinstance(value, dict) and _is_flat(value) for value in values):
        return _by_name(document, file)
    return None


def _holds_objects(values: list[Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def _is_flat(value: Record) -> bool:
    return bool(value) and not any(isinstance(entry, dict) for entry in value.values())


def _split(document: Record, file: str) -> list[Record] | None:
    names, rows = document["columns"], document["data"]
    if not isinstance(names, list) or not isinstance(rows, list):
        return None
    labels = ["/".join(map(str, name)) if isinstance(name, list) else str(name) for name in names]
    index = document.get("index") or [None] * len(rows)
    fits = len(index) == len(rows) and all(isinstance(row, list) and len(row) == len(labels) for row in rows)
    if not fits or len(set(labels)) < len(labels):
        message = "The parts `columns`, `index` and `data` do not fit each other."
        raise InputError([Problem(file, "not-records", message, _WRITE)])
    return [{"": _name(key), **dict(zip(labels, row, strict=True))} for key, row in zip(index, rows, strict=True)]


def _name(key: Any) -> Any:
    return "/".join(map(str, key)) if isinstance(key, list) else key


def _with_schema(document: Record) -> list[Record] | None:
    rows = document["data"]
    if not rows or not all(isinstance(row, dict) for row in rows):
        return None
    if document["schema"].get("primaryKey") != ["index"]:
        return list(rows)
    return [{("" if name == "index" else name): value for name, value in row.items()} for row in rows]


def _by_name(document: Record, file: str) -> list[Record] | None:
    """``{column: {row: cell}}`` or ``{row: {column: cell}}``: the numbered names are those of the rows."""
    inner = list(dict.fromkeys(name for value in document.values() for name in value))
    outer_counts, inner_counts = all(map(str.isdecimal, document)), all(map(str.isdecimal, inner))
    if not any(len(value) > 1 for value in document.values()):
        return None
    if outer_counts and not inner_counts:
        return [{"": name, **row} for name, row in document.items()]
    if inner_counts and not outer_counts:
        return [{"": row, **{name: column.get(row) for name, column in document.items()}} for row in inner]
    if all(value.keys() == set(inner) for value in document.values()):
        message = "The file is one JSON object of objects; whether those are rows or columns cannot be told."
        raise InputError([Problem(file, "rows-or-columns", message, _WRITE)])
    return None
