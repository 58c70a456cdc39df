"""What is found in each text of a file, for the command ``labelcards detect``."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from labelcards.dataset.files.csv_file import sniff_delimiter
from labelcards.dataset.files.encodings import as_utf8, reading_as
from labelcards.dataset.files.packed import read_content
from labelcards.dataset.files.table_file import read_table
from labelcards.documents.yaml_file import shown
from labelcards.errors import LISTED, InputError, Problem
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.finding import TextFindings
from labelcards.privacy.detect.prepare import prepared

__all__ = ["detect_file", "read_texts"]

_BATCH = 1024
_SAMPLE = 1 << 16


def read_texts(path: Path, column: str | None = None, encoding: str | None = None) -> list[tuple[int, str]]:
    """(row, text) of a file: every line of ``.txt``, one column of a table; packed (``.gz``, ``.zip``) or not.

    The row is 1-based as a spreadsheet shows it: line 1 is the first line of a text file and the header of a CSV file.
    Missing texts are left out.

    Args:
        path: the file.
        column: the column; needed unless the table has a column ``text`` or only one.
        encoding: of a text file that is not UTF-8.

    Raises:
        InputError: the file is missing, of another kind or not UTF-8, or has no such column; a text file has none.
    """
    file = shown(path)
    content = read_content(path, file)
    if column and content.ending == ".txt":
        raise _problem(path, "no-columns", "A text file has one text per line and no columns.", "Leave out --column.")
    if content.ending not in _READERS:
        table = read_table(path, encoding)
        name = _column(path, table.frame, column)
        rows = zip(table.rows.tolist(), table.frame[name].tolist(), strict=True)
        return [(row, text) for row, text in rows if not pd.isna(text)]
    try:
        with reading_as(encoding):
            found = _READERS[content.ending](as_utf8(content.data, file))
    except (ValueError, RecursionError):
        raise _problem(
            path, "unreadable", "The file cannot be read.", "Save it as UTF-8 in the format of its ending."
        ) from None
    if isinstance(found, list):
        return found
    name = _column(path, found, column)
    offset = 2 if content.ending == ".csv" else 1
    return [(row + offset, str(text)) for row, text in enumerate(found[name].tolist()) if not pd.isna(text)]


def detect_file(
    path: Path,
    detector: Detector,
    *,
    column: str | None = None,
    show_text: bool = False,
    encoding: str | None = None,
) -> Iterator[dict[str, Any]]:
    """One result per text: ``{"row": 2, "findings": [{"start", "end", "entity_type", "score"}]}``.

    Offsets count in the prepared text (see `labelcards.privacy.detect.prepare`). A text that cannot be searched has
    ``failure`` and no findings.

    Args:
        path, column, encoding: as in `read_texts`.
        detector: finds.
        show_text: add each finding's ``text``; for a terminal, never for a log.
    """
    texts = [(row, prepared(text)) for row, text in read_texts(path, column, encoding)]
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        for (row, text), detected in zip(batch, detector.find([text for _, text in batch]), strict=True):
            yield _result(row, text, detected, show_text)


def _result(row: int, text: str, detected: TextFindings, show_text: bool) -> dict[str, Any]:
    findings = [
        {
            **found._asdict(),
            "score": round(found.score, 4),
            **({"text": text[found.start : found.end]} if show_text else {}),
        }
        for found in detected.findings
    ]
    result: dict[str, Any] = {"row": row, "findings": findings}
    return result | ({"failure": detected.failure} if detected.failure else {})


def _lines(content: bytes) -> list[tuple[int, str]]:
    lines = content.decode().split("\n")
    return [(number, line.removesuffix("\r")) for number, line in enumerate(lines, start=1) if line.strip()]


def _csv(content: bytes) -> pd.DataFrame:
    delimiter = sniff_delimiter(content[:_SAMPLE].decode(errors="ignore"))
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""], sep=delimiter)


def _jsonl(content: bytes) -> pd.DataFrame:
    lines = content.decode().split("\n")
    return pd.DataFrame([json.loads(line) for line in lines if line.strip()], dtype=object)


_READERS: dict[str, Callable[[bytes], list[tuple[int, str]] | pd.DataFrame]] = {
    ".txt": _lines,
    ".csv": _csv,
    ".jsonl": _jsonl,
}
"""The files whose texts are taken as they are; of other tables they are trimmed."""


def _column(path: Path, table: pd.DataFrame, column: str | None) -> str:
    names = [str(name) for name in table.columns]
    if column is None:
        column = names[0] if len(names) == 1 else "text"
    if column not in names:
        listed = ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED:,} more" if len(names) > LISTED else "")
        remedy = f"Name one of the columns with --column: {listed}." if names else "Give a file with columns."
        raise _problem(path, "unknown-column", f"The file has no column {column}.", remedy)
    return column


def _problem(path: Path, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(str(path), code, message, remedy)])
