"""Plain tables for people who label in a spreadsheet.

Written is a CSV file (UTF-8 with a byte order mark, which spreadsheets want) with ``item_id``, the item's columns and
one column per question, filled with the suggested answer. A cell that a spreadsheet would run as a formula gets an
apostrophe in front. Plain tables are read by `labelcards.dataset.files.table_file` as the version's manifest says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from labelcards.documents.label_scheme import Question
from labelcards.exchange.labeling_task import LabelingTask, Outgoing

__all__ = ["harmless_cell", "write"]

_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless_cell(text: str) -> str:
    """``text`` with an apostrophe in front if a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def write(tasks: Sequence[LabelingTask], questions: Mapping[str, Question]) -> Outgoing:
    """``tasks.csv`` with one row per task."""
    columns = list(dict.fromkeys(name for task in tasks for name in task.columns))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([harmless_cell(name) for name in ("item_id", *columns, *questions)])
    for task in tasks:
        cells = [task.item_id, *(task.columns.get(name, "") for name in columns)]
        cells += [task.suggested.get(name, "") for name in questions]
        writer.writerow([harmless_cell(cell) for cell in cells])
    return {"tasks.csv": f"\ufeff{stream.getvalue()}"}
