"""Argilla 2: records as ``dataset.records.to_json`` writes them, and flat as on the Hugging Face hub; Argilla 1.x.

Nested records hold ``responses: {question: [{value, user_id, status}]}``; flat ones the columns
``<question>.responses``, ``<question>.responses.users`` and ``<question>.responses.status``. Label, multi-label and
rating answers are kept; no label at all is the empty set. A response to a question with a suggestion is compared with
it (`labelcards.dataset.contract.suggestions`). Records of version 1.x: `labelcards.exchange.argilla_classic`.

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

from labelcards.dataset.contract.suggestions import compared
from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.exchange import argilla_classic
from labelcards.exchange.forms import asked_for
from labelcards.exchange.item_register import source_names
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, prelabels
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "read", "write"]

TOOL = "Argilla"
_FLAT = ".responses"
_UNANSWERED = ("discarded", "draft")

Response = tuple[str, Any, Any, Any]
"""Question, value, user, status."""


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is an Argilla record."""
    if argilla_classic.fits(record) or argilla_classic.fits_feedback(record):
        return True
    nested = isinstance(record.get("responses"), dict) and isinstance(record.get("fields"), dict)
    return nested or any(name.endswith(_FLAT) for name in record)


def read(paths: list[Path]) -> ToolExport:
    """The records of one or several exports.

    Raises:
        InputError: a file is not JSON records, or has one id for different items.
    """
    builder = ExportBuilder(TOOL)
    names = source_names(paths)
    found: list[tuple[str, str, dict[str, Any]]] = []
    for path in paths:
        builder.begin(names[path])
        for row, record in read_objects(path, shown(path)):
            if argilla_classic.fits(record):
                argilla_classic.read_record(builder, record, row)
            elif fits(record):
                told = argilla_classic.as_nested(record) if argilla_classic.fits_feedback(record) else record
                found.append((names[path], str(told.get("id") or told.get("_server_id") or row), told))
    unkept = _unkept([response for _, _, record in found for response in _responses(record)])
    for source, item_id, record in found:
        builder.begin(source)
        _record(builder, record, item_id, unkept)
    return builder.finish()


def _unkept(responses: Sequence[Response]) -> dict[str, str]:
    """Questions that do not ask for labels of the record → what they ask for."""
    lists: dict[str, list[list[Any]]] = {}
    for question, value, _, status in responses:
        if isinstance(value, list) and status not in _UNANSWERED:
            lists.setdefault(question, []).append(value)
    found = {}
    for question, values in lists.items():
        if any(not isinstance(entry, str) for value in values for entry in value):
            found[question] = "rankings and spans"
        elif _are_rankings(values):
            found[question] = "rankings (each response orders the same values)"
    return found


def _are_rankings(values: list[list[str]]) -> bool:
    """Every response names the same values, two or more: it is their order that answers."""
    first = set(values[0])
    return len(values) > 1 and len(first) > 1 and all(set(value) == first for value in values)


def _record(builder: ExportBuilder, record: dict[str, Any], item_id: str, unkept: Mapping[str, str]) -> None:
    builder.item(item_id, *_columns(record))
    suggested = _suggestions(record)
    builder.lose("suggestions", len(suggested))
    for question, value, user, status in _responses(record):
        if status in _UNANSWERED:
            builder.lose(f"responses with status {status}")
            continue
        answer = None if question in unkept else _answer(value)
        if answer is None:
            builder.lose(unkept.get(question, "rankings and spans"))
            continue
        form, values = answer
        row = {"item_id": item_id, "annotator_id": "unknown" if user is None else str(user)}
        builder.answer(question, form, values, {**row, **_maker(values, suggested.get(question))})


def _maker(values: list[str], suggestion: tuple[Any, Any] | None) -> dict[str, str | None]:
    """``source`` and ``suggested_by`` of a response: Argilla fills every form with the suggestion that there is."""
    answer = _answer(suggestion[0]) if suggestion else None
    if suggestion is None or answer is None:
        return {}
    return {"source": compared(values, answer[1]), "suggested_by": str(suggestion[1]) if suggestion[1] else None}


def _is_nested(record: dict[str, Any]) -> bool:
    return isinstance(record.get("fields"), dict)


def _columns(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of the item, and those of them that annotators saw."""
    if _is_nested(record):
        return {**record["fields"], "metadata": record.get("metadata") or {}}, record["fields"]
    questions = tuple(name.removesuffix(_FLAT) for name in record if name.endswith(_FLAT))
    skipped = {"id", "status", "_server_id", "inserted_at", "updated_at", "vectors"}
    columns = {
        name: value
        for name, value in record.items()
        if name not in skipped
        and not any(name.startswith((f"{question}.r", f"{question}.s")) for question in questions)
    }
    return columns, {name: value for name, value in columns.items() if not name.startswith("metadata")}


def _suggestions(record: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Question → what was suggested and by which agent."""
    nested = record.get("suggestions")
    found = {name: (value, record.get(f"{name}.agent")) for name, value in record.items() if value is not None}
    ending = ".suggestion"
    flat = {name.removesuffix(ending): each for name, each in found.items() if name.endswith(ending)}
    given = {name: value for name, value in nested.items() if value} if isinstance(nested, dict) else {}
    return flat | {
        name: (value.get("value"), value.get("agent")) if isinstance(value, dict) else (value, None)
        for name, value in given.items()
    }


def _responses(record: dict[str, Any]) -> Iterator[Response]:
    if not _is_nested(record):
        yield from _flat(record)
        return
    for question, responses in record["responses"].items():
        for response in responses if isinstance(responses, list) else []:
            if isinstance(response, dict):
                yield question, response.get("value"), response.get("user_id"), response.get("status")


def _flat(record: dict[str, Any]) -> Iterator[Response]:
    for name, values in record.items():
        if name.endswith(_FLAT):
            listed = [values, record.get(f"{name}.users"), record.get(f"{name}.status")]
            for value, user, status in zip_longest(*(each if isinstance(each, list) else [] for each in listed)):
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
