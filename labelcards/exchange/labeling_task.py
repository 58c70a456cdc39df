"""What goes out to a labelling tool: items with the questions to answer and, if wanted, suggested answers.

Every tool gets the item's id in a place that comes back with its export, so that the importer finds the item again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from labelcards.documents.label_scheme import Question

__all__ = ["LabelingTask", "Outgoing", "json_lines", "prelabels", "shown_text"]

Outgoing = dict[str, str]
"""File name → content."""


@dataclass(frozen=True, slots=True)
class LabelingTask:
    """One item to label.

    Attributes:
        item_id: the item.
        columns: what the annotator sees, in order; the first one is the text.
        suggested: question → answer as the tables have it (sets joined with ``|``).
    """

    item_id: str
    columns: Mapping[str, str]
    suggested: Mapping[str, str] = field(default_factory=dict)


def shown_text(task: LabelingTask) -> str:
    """The first column's text; empty when the task has no column."""
    return next(iter(task.columns.values()), "")


def prelabels(task: LabelingTask, name: str, question: Question) -> list[str]:
    """The suggested labels of one question; none when nothing is suggested."""
    answer = task.suggested.get(name)
    return [] if answer is None else list(question.label_kind.parts(answer))


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object per line, keys in the given order."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
