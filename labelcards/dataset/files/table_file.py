"""One table file of any supported format as trimmed text columns, with the row of every record.

Formats: CSV and TSV, JSON Lines, JSON arrays of objects and tables as JSON, Parquet and Arrow, Excel; chosen by the
file's ending, and by its first bytes where endings lie. Each may be packed (``.gz``, ``.zip``).
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

from labelcards.dataset.files.arrow_file import read_arrow, read_parquet
from labelcards.dataset.files.csv_file import read_csv
from labelcards.dataset.files.encodings import as_utf8, reading_as
from labelcards.dataset.files.excel import read_excel
from labelcards.dataset.files.json_file import LINES, read_json
from labelcards.dataset.files.packed import read_content
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.labels.kind import EMPTY_SET, SEPARATOR

__all__ = ["FileTable", "read_table", "text_column"]

_CSV = (".csv", ".tsv", ".tab", ".txt")
_TABS = (".tsv", ".tab")
_JSON = (".json", ".jsonl", ".ndjson", ".manifest")
_PARQUET = (".parquet", ".pq")
_ARROW = (".arrow", ".feather")
_EXCEL = (".xlsx", ".xlsm")
_TWICE = (
    "Rename or remove one. Where the first row is data, add a row"
    " of names, or give --no-header to a command that has it."
)
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet, or one with a password", "Export the sheet as 'CSV UTF-8'."),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "Unpack it with zstd."),
    (b"BZh", "compressed with bzip2", "Unpack it with bunzip2."),
    (b"\xfd7zXZ", "compressed with xz", "Unpack it with xz."),
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


def read_table(path: Path, encoding: str | None = None, *, header: bool = True) -> FileTable:
    """Read a table file.

    Args:
        path: the file.
        encoding: of a text file that is not UTF-8 and does not say so itself.
        header: whether the first record of a CSV file names the columns; they are called ``1``, ``2`` … when not.

    Raises:
        InputError: the file is missing, empty, in no supported format or encoding, or malformed; see the readers of the
            formats. Also when two columns have the same name.
    """
    file = shown(path)
    with reading_as(encoding):
        table, rows = _read(path, file, header=header)
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


def _read(path: Path, file: str, *, header: bool) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    content = read_content(path, file)
    data, ending = content.data, content.ending
    if data.startswith(b"PAR1") or ending in _PARQUET:
        return read_parquet(data, file)
    if data.startswith(b"ARROW1") or ending in _ARROW:
        return read_arrow(data, file)
    if data.startswith(b"PK\x03\x04"):  # what is packed otherwise is unpacked by now
        return read_excel(data, file)
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise InputError([Problem(file, "unknown-format", f"The file is {what}, not a table.", remedy)])
    if ending in _JSON:
        return read_json(as_utf8(data, file), file, lines=ending in LINES)
    if ending in _CSV:
        return read_csv(as_utf8(data, file), file, "\t" if ending in _TABS else None, header=header)
    known = ", ".join([*_CSV, *_JSON, *_PARQUET, *_ARROW, *_EXCEL])
    message = f"The ending is none of the known ones: {known}."
    raise InputError([Problem(file, "unknown-format", message, "Rename or convert the file.")])


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
            Problem(file, "duplicate-column", "Two columns have this name.", _TWICE, 1, name) for name in repeated
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
