"""The changed items of a difference as a table, for whoever may see ids: the artifact of a job, never a comment.

Reads: nothing.
Writes: nothing.
Params: none.
Deterministic: because the difference is.
Privacy: ids of items and pseudonyms of annotators; no texts.
"""

from __future__ import annotations

import csv
import io

from labelcards.documents.difference import DifferenceDocument
from labelcards.exchange.table import harmless_cell

__all__ = ["item_table"]

_COLUMNS = ("question", "item_id", "what", "old", "new", "reason", "annotators")


def item_table(document: DifferenceDocument) -> str:
    """CSV for spreadsheets, one row per changed final label, gold label or answer; only its head where none changed.

    A question has at most a thousand rows; `QuestionChange.items_in_all` says how many there are. Cells that a
    spreadsheet would take for a formula have an apostrophe in front.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for question in document.questions:
        for one in question.items:
            cells = (question.question, one.item, one.of, one.old, one.new, one.reason or "", " ".join(one.by))
            writer.writerow([harmless_cell(cell) for cell in cells])
    return "\ufeff" + stream.getvalue()
