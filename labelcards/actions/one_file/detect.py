"""``labelcards detect``: one file of texts in, findings out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labelcards.errors import InputError, Problem
from labelcards.privacy.detect.detector import open_detector
from labelcards.privacy.detect.file import detect_file

__all__ = ["run"]


def run(file: Path, *, column: str | None, engine: str, threshold: float, show_text: bool) -> Iterator[dict[str, Any]]:
    """Find personal data in each text; see `labelcards.privacy.detect.file`.

    Raises:
        InputError: a column was named for a file that has none, or does not exist.
    """
    if column and file.suffix.lower() == ".txt":
        message = "A text file has one text per line and no columns."
        raise InputError([Problem(str(file), "no-columns", message, "Leave out --column.")])
    return detect_file(file, open_detector(engine, threshold=threshold), column=column, show_text=show_text)
