"""One table file of any supported format as trimmed text columns, with the row of every record.

Formats: CSV and TSV, JSON Lines, JSON arrays of objects, Parquet; chosen by the file's ending, and by its first bytes
where endings lie.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labelcards.dataset.files.csv_file import read_csv
from labelcards.dataset.files.json_file import read_json
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.labels.kind import EMPTY_SET, SEPARATOR

__all__ = ["FileTable", "read_table", "text_column"]

_CSV = (".csv", ".tsv", ".tab", ".txt")
_JSON = (".json", ".jsonl", ".ndjson")
_PARQUET = (".parquet", ".pq")
_SIGNATURES = (
    (b"PK\x03\x04", "a spreadsheet or ZIP archive", "Export the sheet as 'CSV UTF-8', or unpack the archive."),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet", "Export the sheet as 'CSV UTF-8'."),
    (b"\x1f\x8b", "compressed", "Unpack it with gunzip."),
    (b"\x28\xb5\x2f\xfd", "compressed", "Unpack it with zstd."),
)


@dataclass(frozen=True, slots=True, eq=False)
class FileTable:
    """The records of one file.

    Attributes:
        file: the path as problems show it.
        frame: (R, C) text columns; a missing or blank value is NA; text is trimmed and in Unicode NFC. Columns without
            a name are left out.
        rows: (R,) the row of each record: as a spreadsheet shows it (header = 1) for CSV, the line for JSON Lines, the
            1-based position otherwise.
        blank: how many wholly blank records were left out.
        unnamed: how many columns without a name were left out.
        index: (R,) the only column without a name, where there is just one: row labels, as programs write them.
    """

    file: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    blank: int
    unnamed: int
    index: pd.Series[str] | None = None


def read_table(path: Path) -> FileTable:
    """Read a table file.

    Raises:
        InputError: the file is missing, empty, in no supported format or encoding, or malformed; see the readers of the
            formats. Also when two columns have the same name.
    """
    file = shown(path)
    table, rows = _read(path, file)
    names = [_clean_name(name) for name in table.column_names]
    _check_names(names, file)
    kept = [index for index, name in enumerate(names) if name]
    columns = {names[index]: text_column(table.column(index)) for index in kept}
    nameless = [place for place, name in enumerate(names) if not name]
    index = _series(text_column(table.column(nameless[0]))) if len(nameless) == 1 else None
    filled = _filled(columns, table.num_rows)
    frame = pd.DataFrame({name: _series(column) for name, column in columns.items()})
    blank = int(len(filled) - filled.sum())
    if blank:
        frame = frame[filled].reset_index(drop=True)
        index = None if index is None else index[filled].reset_index(drop=True)
    return FileTable(file, frame, rows[filled], blank, len(nameless), index)


def _read(path: Path, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except OSError:
        problem = Problem(file, "missing-file", "The file does not exist or cannot be read.", "Check the path.")
        raise InputError([problem]) from None
    ending = path.suffix.lower()
    if start.startswith(b"PAR1") or ending in _PARQUET:
        return _read_parquet(path, file)
    for signature, what, remedy in _SIGNATURES:
        if start.startswith(signature):
            raise InputError([Problem(file, "unknown-format", f"The file is {what}, not a table.", remedy)])
    if ending in _JSON:
        return read_json(path, file)
    if ending in _CSV:
        return read_csv(path, file)
    known = ", ".join([*_CSV, *_JSON, *_PARQUET])
    message = f"The ending is none of the known ones: {known}."
    raise InputError([Problem(file, "unknown-format", message, "Rename or convert the file.")])


def _read_parquet(path: Path, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    try:
        table = pq.read_table(path, partitioning=None).flatten()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        problem = Problem(file, "not-parquet", "The file is not Parquet, or damaged.", "Export it again.")
        raise InputError([problem]) from None
    return table, np.arange(1, table.num_rows + 1, dtype=np.int64)


def text_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Any Arrow column as trimmed text in Unicode NFC; blank text is null.

    Whole floating-point numbers lose their ``.0`` (Parquet writers turn integers with gaps into them), times become
    ISO 8601, lists are joined with ``|``.
    """
    text = pc.utf8_trim_whitespace(_as_text(column))
    text = pc.utf8_normalize(text, form="NFC")
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.cast(kind.value_type))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column.cast(pa.large_string())
    if pa.types.is_floating(kind):
        values = [None if value is None or value != value else _number(value) for value in column.to_pylist()]  # noqa: PLR0124
        return pa.chunked_array([pa.array(values, type=pa.large_string())])
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        values = [
            None if value is None else SEPARATOR.join(map(str, value)) or EMPTY_SET for value in column.to_pylist()
        ]
        return pa.chunked_array([pa.array(values, type=pa.large_string())])
    try:
        return column.cast(pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(values, type=pa.large_string())])


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(float(value))


def _clean_name(name: str) -> str:
    return str(pc.utf8_normalize(pa.scalar(name.strip()), form="NFC"))


def _check_names(names: list[str], file: str) -> None:
    repeated = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if repeated:
        raise InputError(
            Problem(file, "duplicate-column", "Two columns have this name.", "Rename or remove one.", 1, name)
            for name in repeated
        )


def _filled(columns: dict[str, pa.ChunkedArray], count: int) -> npt.NDArray[np.bool_]:
    filled = np.zeros(count, dtype=np.bool_)
    for column in columns.values():
        filled |= np.asarray(column.is_valid().combine_chunks().to_numpy(zero_copy_only=False), dtype=np.bool_)
        if filled.all():
            break
    return filled


def _series(column: pa.ChunkedArray) -> pd.Series[str]:
    return pd.Series(pd.array(column, dtype="str")) if len(column) else pd.Series([], dtype="str")
