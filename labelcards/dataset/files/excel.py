"""The one sheet of an Excel workbook (``.xlsx``) that holds a table, as text.

Values are what Excel last showed: a formula's stored result, never computed here. Numbers have the digits they need,
dates and times are ISO 8601.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from labelcards.dataset.files.packed import check_archive
from labelcards.dataset.files.table_width import check_width
from labelcards.errors import LISTED, InputError, Problem

__all__ = ["read_excel"]

_CSV = "Save the sheet as 'CSV UTF-8'."
_UNREADABLE = "The file is no Excel workbook, damaged, or locked with a password."
_SHEETS = 12

Cells = list[tuple[Any, ...]]


def read_excel(content: bytes, file: str) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The records of a workbook with one sheet that is not empty.

    Returns:
        A table of string columns named by the first row, and the row of each record as Excel counts (the header is
        row 1).

    Raises:
        InputError: the file is no workbook or damaged, no sheet or several have data, the first row is blank, cells are
            merged, or a cell holds an error or a formula without a result.
    """
    check_archive(content, file)
    _check_parts(content, file)
    cells, formulas = _sheet(content, file)
    problems = [
        Problem(file, "no-value", "The cell has an error, or a formula without a result.", f"Correct it. {_CSV}", row)
        for row, (values, written) in enumerate(zip(cells, formulas, strict=True), start=1)
        if any(_is_broken(value, formula) for value, formula in zip_longest(values, written))
    ]
    if problems:
        raise InputError(problems[:LISTED])
    header = [_text(value) or "" for value in cells[0]]
    if not any(header):
        message = "The first row is blank; it must hold the column names."
        raise InputError([Problem(file, "no-header", message, "Remove the blank row.", row=1)])
    width = max(map(len, [header, *cells]))
    check_width(width, file)
    header += [""] * (width - len(header))
    columns = [
        pa.array([_text(row[index]) if index < len(row) else None for row in cells[1:]], pa.string())
        for index in range(width)
    ]
    filled = [index for index, column in enumerate(columns) if column.null_count < len(column)]
    if any(index and not header[index].strip() for index in filled):
        message = "A column beside the first holds values and has no name in the first row."
        raise InputError([Problem(file, "no-header", message, "Name it, or clear it.", row=1)])
    return pa.Table.from_arrays(columns, names=header), np.arange(2, len(cells) + 1, dtype=np.int64)


def _sheet(content: bytes, file: str) -> tuple[Cells, Cells]:
    """The values and the formulas of the only sheet with data."""
    import openpyxl  # noqa: PLC0415 - only a workbook needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which no value depends on
            books = [
                openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=stored, keep_links=False)
                for stored in (True, False)
            ]
            values, formulas = [{sheet.title: _cells(sheet) for sheet in book.worksheets} for book in books]
    except Exception:  # noqa: BLE001 - whatever openpyxl trips over, the workbook is not readable
        raise InputError([Problem(file, "not-excel", _UNREADABLE, _CSV)]) from None
    filled = [name for name, cells in formulas.items() if cells]
    if not filled:
        raise InputError([Problem(file, "empty-file", "The workbook has no data.", "Save it again.")])
    if len(filled) > 1:
        listed = ", ".join(f"'{name}'" for name in filled[:_SHEETS]) + (" …" if len(filled) > _SHEETS else "")
        message = f"The workbook has {len(filled)} sheets with data: {listed}."
        raise InputError([Problem(file, "several-sheets", message, "Save the one you mean as its own file.")])
    stored, written = values[filled[0]], formulas[filled[0]]
    return stored + [()] * (len(written) - len(stored)), written


def _cells(sheet: Any) -> Cells:
    """The rows of a sheet up to the last one with a value; the size that the file claims is not believed."""
    sheet.reset_dimensions()
    rows: Cells = []
    last = 0
    for row in sheet.iter_rows(values_only=True):
        rows.append(row if any(value is not None for value in row) else ())
        if rows[-1]:
            last = len(rows)
    return rows[:last]


def _is_broken(value: Any, written: Any) -> bool:
    """Excel's errors (``#REF!``; ``#N/A`` says that there is no value), and formulas that nobody computed."""
    if isinstance(value, str) and value.startswith("#"):
        return value in ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
    return value is None and written is not None


def _text(value: Any) -> str | None:
    if value is None or value == "#N/A":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _check_parts(content: bytes, file: str) -> None:
    """No part declares entities; and no cells are merged, since all but one of them would count as blank."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
            parts = {"": b"<!DOCTYPE"}
    if any(part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in part for part in parts.values()):
        raise InputError([Problem(file, "not-excel", _UNREADABLE, _CSV)])
    if any(name.startswith("xl/worksheets/") and b"<mergeCell " in part for name, part in parts.items()):
        message = "Cells of the workbook are merged, so that most of them have no value of their own."
        raise InputError([Problem(file, "merged-cells", message, "Unmerge them, and fill each one in.")])
