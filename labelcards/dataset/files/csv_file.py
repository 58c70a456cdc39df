"""CSV and TSV files as text, with the row number a spreadsheet shows for every record.

A quoted line break is part of its cell, so a record spanning several lines is one row; a blank line is a row of its
own. The delimiter (comma, semicolon, tab or bar) is the one that splits the first records most consistently, or the one
that a first line ``sep=;`` names, which spreadsheets write and read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from labelcards.dataset.files.table_width import check_width
from labelcards.errors import LISTED, InputError, Problem

__all__ = ["read_csv", "sniff_delimiter"]

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_BYTES = 1 << 18
_HEADER_BYTES = 1 << 24
_SAMPLE_RECORDS = 100
_BLOCK_BYTES = 1 << 26
_DECLARED = re.compile(rb'"?sep=([^\w\s"]|\t)"?[ ,;\t]*\r?\n', re.IGNORECASE)


def read_csv(
    content: bytes, file: str, delimiter: str | None = None, *, header: bool = True
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The records of a CSV file.

    Args:
        content: the file, in UTF-8 without a mark.
        file: what problems call it.
        delimiter: what separates cells; seen from the first records when None.
        header: whether the first record names the columns; they are called ``1``, ``2`` … when not.

    Returns:
        A table of string columns named by the header, untrimmed and possibly with repeated or empty names, and the
        row of each record (the header is row 1, or 2 below a line ``sep=;``).

    Raises:
        InputError: the file is empty, has no header, has rows that are longer or shorter than the header, or a quote
            that is never closed.
    """
    declared = _DECLARED.match(content)
    above = 0
    if declared is not None:
        content, delimiter, above = content[declared.end() :], declared[1].decode(), 1
    delimiter = delimiter or sniff_delimiter(_sample(content))
    names = _header(content[:_HEADER_BYTES].decode(errors="ignore"), delimiter, file)
    check_width(len(names), file)
    table, ragged = _parsed(content, delimiter, len(names))
    _check_quotes(content, delimiter, file, above)
    if table is None or table.num_columns != len(names):
        message = "The file is not a table of delimited records."
        raise InputError([Problem(file, "not-csv", message, "Save it again as CSV.")])
    if ragged:
        raise InputError(_ragged(file, [(row and row + above, width) for row, width in ragged], len(names)))
    rows = np.arange(1, table.num_rows + 1, dtype=np.int64) + above
    if not header:
        return table.rename_columns([str(place) for place in range(1, len(names) + 1)]), rows
    return table.slice(1).rename_columns(names), rows[1:]


def _parsed(content: bytes, delimiter: str, width: int) -> tuple[pa.Table | None, list[tuple[int | None, int]]]:
    """All records of the header's width, the header first, and the (row, width) of the others; None if unreadable."""
    ragged: list[tuple[int | None, int]] = []

    def skip(row: Any) -> str:
        ragged.append((row.number, row.actual_columns))
        return "skip"

    text = {f"f{index}": pa.string() for index in range(width)}
    try:
        table = pacsv.read_csv(
            io.BytesIO(content),
            read_options=pacsv.ReadOptions(use_threads=False, autogenerate_column_names=True, block_size=_BLOCK_BYTES),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pacsv.ConvertOptions(column_types=text, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None, ragged
    return table, ragged


def sniff_delimiter(sample: str) -> str:
    """The delimiter of which the most records have as many fields as the first one, which has more than one field.

    With equal consistency, the one that gives more fields wins, then the order comma, semicolon, tab, bar. A comma
    when nothing splits the header.
    """
    best, score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = [len(record) for record, _ in zip(_records(sample, delimiter), range(_SAMPLE_RECORDS), strict=False)]
        if not widths or widths[0] < 2:
            continue
        filled = [width for width in widths if width] or widths
        found = (filled.count(widths[0]) / len(filled), widths[0])
        if found > score:
            best, score = delimiter, found
    return best


def _sample(content: bytes) -> str:
    """The first lines as text; a line that the sample would cut off is left out."""
    sample = content[:_SAMPLE_BYTES]
    if len(content) > _SAMPLE_BYTES and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n")]
    return sample.decode(errors="ignore")


def _records(sample: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a sample, up to the first cell that is too long for the csv module."""
    try:
        yield from csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _header(sample: str, delimiter: str, file: str) -> list[str]:
    try:
        header = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    except csv.Error:
        header = []
    if not sample.strip():
        raise InputError([Problem(file, "empty-file", "The file is empty.", "Export it again, with a header row.")])
    if not any(name.strip() for name in header):
        message = "The first row is blank; it must hold the column names."
        raise InputError([Problem(file, "no-header", message, "Remove the blank row.", row=1)])
    return header


def _check_quotes(content: bytes, delimiter: str, file: str, above: int) -> None:
    """A quote that is never closed swallows the rest of the file; an odd number of quotes gives it away."""
    if content.count(b'"') % 2 == 0:
        return
    limit = csv.field_size_limit(len(content) + 1)
    row = 1 + above
    try:
        for _ in csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter, strict=True):
            row += 1
    except csv.Error:
        message = "A quote opens here and is not closed where the cell ends."
        remedy = "Close the quote, and write a quote inside a quoted cell twice."
        raise InputError([Problem(file, "open-quote", message, remedy, row=row)]) from None
    finally:
        csv.field_size_limit(limit)


def _ragged(file: str, ragged: list[tuple[int | None, int]], expected: int) -> list[Problem]:
    remedy = "Quote cells that contain the delimiter or a line break, and write empty cells too."
    problems = [
        Problem(file, "ragged-row", f"The row has {_cells(found)}; the header has {expected:,}.", remedy, row=row)
        for row, found in ragged[:LISTED]
    ]
    if len(ragged) > LISTED:
        message = f"… and {len(ragged) - LISTED:,} more rows of another length than the header."
        problems.append(Problem(file, "ragged-row", message, remedy, row=ragged[LISTED][0]))
    return problems


def _cells(count: int) -> str:
    return f"{count:,} cell" if count == 1 else f"{count:,} cells"
