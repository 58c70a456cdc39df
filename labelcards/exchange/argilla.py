"""Argilla 2: records as ``dataset.records.to_json`` writes them, and flat as on the Hugging Face hub.

Nested records hold ``responses: {question: [{value, user_id, status}]}``; flat ones the columns
``<question>.responses``, ``<question>.responses.users`` and ``<question>.responses.status``. Label, multi-label and
rating answers are kept.

Dropped, and counted: responses that were discarded or are drafts. Lost, and counted: suggestions, rankings, spans and
free text.
Argilla exports no time of submission per response.

Written are records with suggestions, for ``dataset.records.from_json``; the record's id is the item's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.exchange.forms import asked_for
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, prelabels
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "read", "write"]

TOOL = "Argilla"
_FLAT = ".responses"

Response = tuple[str, Any, Any, Any]
"""Question, value, user, status."""


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is an Argilla record."""
    nested = isinstance(record.get("responses"), dict) and isinstance(record.get("fields"), dict)
    return nested or any(name.endswith(_FLAT) for name in record)


def read(paths: list[Path]) -> ToolExport:
    """The records of one or several exports.

    Raises:
        InputError: a file is not JSON records.
    """
    builder = ExportBuilder(TOOL)
    for path in paths:
        for row, record in read_objects(path, shown(path)):
            if fits(record):
                _record(builder, record, str(record.get("id") or record.get("_server_id") or row))
    return builder.finish()


def _record(builder: ExportBuilder, record: dict[str, Any], item_id: str) -> None:
    nested = isinstance(record.get("fields"), dict)
    builder.item(item_id, _columns(record, nested=nested))
    builder.lose("suggestions", _suggestions(record))
    for question, value, user, status in _nested(record) if nested else _flat(record):
        if status in ("discarded", "draft"):
            builder.lose(f"responses with status {status}")
            continue
        answer = _answer(value)
        if answer is None:
            builder.lose("rankings and spans")
            continue
        shape, values = answer
        row = {"item_id": item_id, "annotator_id": "unknown" if user is None else str(user)}
        builder.answer(question, shape, values, row)


def _columns(record: dict[str, Any], *, nested: bool) -> dict[str, Any]:
    if nested:
        return {**record["fields"], "metadata": record.get("metadata") or {}}
    questions = tuple(name.removesuffix(_FLAT) for name in record if name.endswith(_FLAT))
    skipped = {"id", "status", "_server_id", "inserted_at", "updated_at", "vectors"}
    return {
        name: value
        for name, value in record.items()
        if name not in skipped
        and not any(name.startswith((f"{question}.r", f"{question}.s")) for question in questions)
    }


def _suggestions(record: dict[str, Any]) -> int:
    nested = record.get("suggestions")
    flat = sum(value is not None for name, value in record.items() if name.endswith(".suggestion"))
    return flat + (len(nested) if isinstance(nested, dict) else 0)


def _nested(record: dict[str, Any]) -> Iterator[Response]:
    for question, responses in record["responses"].items():
        for response in responses or []:
            yield question, response.get("value"), response.get("user_id"), response.get("status")


def _flat(record: dict[str, Any]) -> Iterator[Response]:
    for name, values in record.items():
        if name.endswith(_FLAT):
            users, statuses = record.get(f"{name}.users") or [], record.get(f"{name}.status") or []
            for value, user, status in zip_longest(values or [], users, statuses):
                yield name.removesuffix(_FLAT), value, user, status


def _answer(value: Any) -> tuple[Form, list[str]] | None:
    if isinstance(value, str):
        return ("scale" if value.isdecimal() else "choice"), [value]
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "set", value
    return None


def _several(question: Question) -> bool:
    return asked_for(question.label_kind).choice == "multiple"


def write(tasks: Sequence[LabelingTask], questions: Mapping[str, Question]) -> Outgoing:
    """``records.json``; the data set's settings (fields and questions) are made in Argilla."""
    records = [
        {
            "id": task.item_id,
            "fields": dict(task.columns),
            "metadata": {},
            "suggestions": {
                name: {"value": labels if _several(question) else labels[0], "agent": "labelcards"}
                for name, question in questions.items()
                if (labels := prelabels(task, name, question))
            },
            "responses": {},
        }
        for task in tasks
    ]
    return {"records.json": json.dumps(records, ensure_ascii=False, indent=2) + "\n"}
