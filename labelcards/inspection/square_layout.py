"""A square table of counts: the first annotator's labels down, the second one's across."""

from __future__ import annotations

import numpy as np

from labelcards.errors import LISTED, InputError, Problem
from labelcards.inspection.arrangement import Arrangement, LayoutEvidence, Note, TableLayout, annotation_rows, texts
from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.sheet import TOTALS, Sheet, refuse

__all__ = ["CONTINGENCY"]

_MOST_CASES = 50_000_000


def _parts(sheet: Sheet) -> tuple[list[str] | None, list[ColumnContent]]:
    """The row labels and the columns with counts, without totals; None where the table is not square."""
    columns = [c for c in sheet.columns if c.name.casefold() not in TOTALS]
    head = columns[0] if columns else None
    if head is None or not head.unique:
        return None, []
    down = list(texts(head))
    if down[-1].casefold() in TOTALS:
        down = down[:-1]
    return (down, columns[1:]) if len(down) == len(columns) - 1 else (None, [])


def _evidence(sheet: Sheet) -> LayoutEvidence | None:
    if sheet.told or sheet.options.pattern:
        return None
    down, columns = _parts(sheet)
    if down is None or set(down) != {column.name for column in columns}:
        return None
    return LayoutEvidence(2, flag="--layout contingency")


def _arrange(sheet: Sheet) -> Arrangement:
    down, columns = _parts(sheet)
    labels = [column.name for column in columns]
    if down is None:
        message = "A contingency table has one row and one column per label, row labels in the first column."
        raise refuse(sheet, "not-square", message, "Give --layout wide or --layout long.")
    if set(down) != set(labels):
        raise refuse(sheet, "not-square", "The row labels are not the column names.", "Use the same labels.")
    K = len(labels)
    first = np.array([labels.index(label) for label in down], dtype=np.intp)
    cells = np.column_stack([np.where(c.codes < 0, 0.0, c.number_of_rows()) for c in columns])[:K]
    wrong = np.isnan(cells) | (cells < 0) | (cells % 1 != 0)
    if wrong.any():
        raise InputError(
            Problem(
                sheet.file,
                "bad-count",
                "The cell is not a count.",
                "Write a whole number.",
                int(sheet.rows[i]),
                labels[j],
            )
            for i, j in np.argwhere(wrong)[:LISTED]
        )
    if cells.sum() > _MOST_CASES:
        raise refuse(sheet, "too-many", f"The table counts more than {_MOST_CASES:,} items.", "Use a long table.")
    counts = cells.astype(np.int64)
    names = np.array(labels, dtype=object)
    rows = np.repeat(np.repeat(first, K), counts.ravel())
    across = np.repeat(np.tile(np.arange(K), K), counts.ravel())
    item = np.tile(np.arange(1, len(rows) + 1).astype(str).astype(object), 2)
    who = np.repeat(np.array(["rows", "columns"], dtype=object), len(rows))
    cell = np.repeat(np.repeat(sheet.rows[:K], K), counts.ravel())
    answers = annotation_rows(item, who, np.concatenate([names[rows], names[across]]), np.tile(cell, 2))
    notes = (Note("The table is read as counts of two annotators' labels, one down and one across.", "--layout wide"),)
    return Arrangement("contingency", {"label": answers}, {"labels": tuple(labels)}, {}, notes, labels=tuple(labels))


CONTINGENCY = TableLayout("contingency", "counts of two annotators' labels", _evidence, _arrange)
