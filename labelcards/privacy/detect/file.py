"""What is found in each text of a file, for the command ``labelcards detect``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from labelcards.errors import InputError, Problem
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.finding import TextFindings
from labelcards.privacy.detect.prepare import prepared

__all__ = ["detect_file", "read_texts"]

_BATCH = 1024


def read_texts(path: Path, column: str | None = None) -> list[tuple[int, str]]:
    """(row, text) of a file: every line of ``.txt``, one column of ``.csv``, ``.jsonl`` or ``.parquet``.

    The row is 1-based as a spreadsheet shows it: line 1 is the first line of a text file and the header of a CSV file.
    Missing texts are left out.

    Args:
        path: the file.
        column: the column; needed unless the table has a column ``text`` or only one.

    Raises:
        InputError: the file is missing, of another kind or not UTF-8, or has no such column; a text file has none.
    """
    readers: dict[str, Callable[[Path], list[tuple[int, str]] | pd.DataFrame]] = {
        ".txt": _lines,
        ".csv": _csv,
        ".jsonl": _jsonl,
        ".parquet": _parquet,
    }
    if column and path.suffix == ".txt":
        raise _problem(path, "no-columns", "A text file has one text per line and no columns.", "Leave out --column.")
    if path.suffix not in readers:
        raise _problem(
            path, "unknown-format", "The file is not .txt, .csv, .jsonl or .parquet.", "Convert it to one of these."
        )
    try:
        content = readers[path.suffix](path)
    except FileNotFoundError:
        raise _problem(path, "missing-file", "The file does not exist.", "Check the path.") from None
    except (UnicodeDecodeError, ValueError, OSError):
        raise _problem(
            path, "unreadable", "The file cannot be read.", "Save it as UTF-8 in the format of its ending."
        ) from None
    if isinstance(content, list):
        return content
    name = _column(path, content, column)
    offset = 2 if path.suffix == ".csv" else 1
    return [(row + offset, str(text)) for row, text in enumerate(content[name].tolist()) if not pd.isna(text)]


def detect_file(
    path: Path, detector: Detector, *, column: str | None = None, show_text: bool = False
) -> Iterator[dict[str, Any]]:
    """One result per text: ``{"row": 2, "findings": [{"start", "end", "entity_type", "score"}]}``.

    Offsets count in the prepared text (see `labelcards.privacy.detect.prepare`). A text that cannot be searched has
    ``failure`` and no findings.

    Args:
        path, column: as in `read_texts`.
        detector: finds.
        show_text: add each finding's ``text``; for a terminal, never for a log.
    """
    texts = [(row, prepared(text)) for row, text in read_texts(path, column)]
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


def _lines(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(number, line.removesuffix("\r")) for number, line in enumerate(lines, start=1) if line.strip()]


def _csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")


def _jsonl(path: Path) -> pd.DataFrame:
    lines = path.read_text(encoding="utf-8").split("\n")
    return pd.DataFrame([json.loads(line) for line in lines if line.strip()], dtype=object)


def _parquet(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path)


def _column(path: Path, table: pd.DataFrame, column: str | None) -> str:
    names = [str(name) for name in table.columns]
    if column is None:
        column = names[0] if len(names) == 1 else "text"
    if column not in names:
        remedy = f"Name one of the columns with --column: {', '.join(names)}." if names else "Give a file with columns."
        raise _problem(path, "unknown-column", f"The file has no column {column}.", remedy)
    return column


def _problem(path: Path, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(str(path), code, message, remedy)])
