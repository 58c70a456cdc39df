"""A data frame as the file it could have come from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.dataset.files.table_file import FileTable

__all__ = ["as_file"]


def as_file(frame: pd.DataFrame) -> FileTable:
    """The cells of a data frame as text; rows are counted as a spreadsheet does, with the header as row 1."""
    text = frame.astype(object).where(frame.notna(), None).map(_text)
    return FileTable("table", text.rename(columns=str), np.arange(2, len(frame) + 2, dtype=np.int64), 0, 0)


def _text(value: object) -> str | None:
    """A cell as a file would have it. Beside a missing cell pandas makes 1 into 1.0: it is 1 again."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value).strip() or None
