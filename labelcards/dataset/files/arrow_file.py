"""Parquet and Arrow files, with what pandas and Hugging Face `datasets` wrote beside the columns.

An index that pandas stored comes first, under its name, or without a name as in CSV. Class labels, which `datasets`
stores as numbers, get their names; -1 is no label.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from labelcards.dataset.files.table_width import check_width
from labelcards.errors import InputError, Problem

__all__ = ["class_names", "read_arrow", "read_parquet", "stored_names"]

_LEVEL = "__index_level_"
_FAULTS = (pa.ArrowException, OSError, ValueError)


def read_parquet(content: bytes, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The records of a Parquet file, and their 1-based positions.

    Raises:
        InputError: the file is not Parquet, or damaged; or it has class labels without a name.
    """
    try:
        check_width(len(pq.read_schema(pa.BufferReader(content)).names), file)
        table = pq.read_table(pa.BufferReader(content), partitioning=None)
    except _FAULTS:
        problem = Problem(file, "not-parquet", "The file is not Parquet, or damaged.", "Export it again.")
        raise InputError([problem]) from None
    return _plain(table, file)


def read_arrow(content: bytes, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The records of an Arrow file or stream (Feather; the files of `datasets`), and their 1-based positions.

    Raises:
        InputError: the file is not Arrow, or damaged; or it has class labels without a name.
    """
    try:
        source = pa.BufferReader(content)
        opened = pa.ipc.open_file if content.startswith(b"ARROW1") else pa.ipc.open_stream
        table = opened(source).read_all()
        table.validate(full=True)
    except _FAULTS:
        problem = Problem(file, "not-arrow", "The file is not Arrow, or damaged.", "Export it again.")
        raise InputError([problem]) from None
    return _plain(table, file)


def _plain(table: pa.Table, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    index = _object((table.schema.metadata or {}).get(b"pandas")).get("index_columns")
    table = _index_first(_with_class_names(table, _stored(table.schema), file), index)
    return table.flatten(), np.arange(1, table.num_rows + 1, dtype=np.int64)


def _object(text: bytes | None) -> dict[str, Any]:
    try:
        value = json.loads(text or b"{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _index_first(table: pa.Table, index: Any) -> pa.Table:
    """The columns in which pandas stored its index in front; those without a name get an empty one."""
    if not isinstance(index, list):
        return table
    stored = [name for name in index if isinstance(name, str) and table.column_names.count(name) == 1]
    order = [*stored, *(name for name in table.column_names if name not in stored)]
    if len(set(order)) == len(order) == table.num_columns:
        table = table.select(order)
        table = table.rename_columns(["" if name.startswith(_LEVEL) else name for name in order])
    for entry in index:
        if isinstance(entry, dict) and entry.get("name") and entry["name"] not in table.column_names:
            start, step = entry.get("start"), entry.get("step")
            if isinstance(start, int) and isinstance(step, int):
                counted = pa.array(start + step * np.arange(table.num_rows, dtype=np.int64))
                table = table.add_column(0, str(entry["name"]), counted)
    return table


def class_names(features: Any) -> dict[str, Sequence[str]]:
    """Column → the names of its class labels, as a data set's ``features`` declare them (in lists, too)."""
    found: dict[str, Sequence[str]] = {}
    for column, feature in features.items() if isinstance(features, dict) else ():
        declared = feature
        while isinstance(declared, list | dict) and declared:
            if isinstance(declared, list):
                declared = declared[0]
            elif declared.get("_type") in ("Sequence", "LargeList", "List"):
                declared = declared.get("feature")
            else:
                break
        if isinstance(declared, dict) and declared.get("_type") == "ClassLabel":
            names = declared.get("names")
            if isinstance(names, list) and all(isinstance(name, str) for name in names):
                found[str(column)] = names
    return found


def _with_class_names(table: pa.Table, names: dict[str, Sequence[str]], file: str) -> pa.Table:
    """``table`` with the names of class labels in place of their numbers.

    Raises:
        InputError: a number has no name.
    """
    for position, column in enumerate(table.column_names):
        if column not in names or not _is_numbered(table.column(position).type):
            continue
        try:
            named = [_named(value, names[column]) for value in table.column(position).to_pylist()]
        except IndexError:
            message = "The column has a class label that its names do not include."
            raise InputError([Problem(file, "unnamed-class", message, "Export it again.", column=column)]) from None
        table = table.set_column(position, column, pa.chunked_array([pa.array(named)]))
    return table


def _is_numbered(kind: pa.DataType) -> bool:
    while pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        kind = kind.value_type
    return bool(pa.types.is_integer(kind))


def _named(value: Any, names: Sequence[str]) -> Any:
    if isinstance(value, list):
        return [_named(entry, names) for entry in value if entry not in (None, -1)]
    if value is None or value == -1:
        return None
    if not 0 <= value < len(names):
        raise IndexError
    return names[value]


def stored_names(path: Path) -> dict[str, Sequence[str]]:
    """Column → the names of its class labels that a Parquet or Arrow file itself declares; none of other files."""
    try:
        if path.suffix.lower() == ".parquet":
            return _stored(pq.read_schema(path))
        with pa.OSFile(path.as_posix()) as source:
            return _stored(pa.ipc.open_stream(source).schema) if path.suffix.lower() == ".arrow" else {}
    except _FAULTS:
        return {}


def _stored(schema: pa.Schema) -> dict[str, Sequence[str]]:
    info = _object((schema.metadata or {}).get(b"huggingface")).get("info", {})
    return class_names(info.get("features") if isinstance(info, dict) else None)
