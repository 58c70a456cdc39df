"""A labelling tool's export where a table is expected: read as `labelcards import` reads it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labelcards.actions.one_file.table import as_file
from labelcards.dataset.files.encodings import reading_as
from labelcards.exchange.tool_export import ExportQuestion, ToolExport
from labelcards.exchange.tools import detect, read_export
from labelcards.inspection.arrangement import Note
from labelcards.inspection.options import ReadingOptions
from labelcards.inspection.table_reading import TableReading, read_meaning

__all__ = ["export_readings", "says_columns"]

_NAMELESS = "unknown"


def says_columns(options: ReadingOptions) -> bool:
    """Whether the person said how the file is to be read as a table, so that it is one."""
    return bool(options.columns or options.pattern or options.layout)


def export_readings(path: Path, options: ReadingOptions, encoding: str | None = None) -> tuple[TableReading, ...]:
    """One reading per question of a tool's export; none when the file is a plain table, or said to be one.

    Raises:
        InputError: the export cannot be read.
    """
    if says_columns(options):
        return ()
    with reading_as(encoding):
        tool = detect(path)
        if tool is None:
            return ()
        export = read_export([path], tool)
    return tuple(_reading(export, name, question) for name, question in export.questions.items())


def _reading(export: ToolExport, name: str, question: ExportQuestion) -> TableReading:
    rows = [row for row in export.annotations if row["question"] == name]
    frame = pd.DataFrame(
        {
            "item": [row["item_id"] for row in rows],
            "annotator": [row.get("annotator_id", _NAMELESS) for row in rows],
            name: [row["label"] for row in rows],
        }
    )
    told = ReadingOptions(
        item="item",
        annotator="annotator",
        label=(name,),
        level=question.kind,
        labels=question.labels if question.label_kind.exclusive else None,
        usual_missing=False,
    )
    reading = read_meaning(as_file(frame), told)
    lost = tuple(f"Not kept: {count:,} {what}." for what, count in export.lost.items())
    said = (f"The file is read as an export of {export.tool}.", *export.said, *lost)
    return reading.with_notes(tuple(Note(text) for text in said))
