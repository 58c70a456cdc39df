"""Argilla 1.x: records of text and token classification, and of feedback data sets.

A classification record holds one ``annotation`` by one ``annotation_agent`` and a ``prediction`` by a
``prediction_agent``. Kept are annotations that were validated: a label, the labels of ``multi_label`` records (none is
the empty set), the set of the labels of token spans. An annotation beside a prediction is compared with it; one by the
agent of the prediction is the model's.

Feedback records hold ``responses: [{user_id, status, values: {question: {value}}}]``, or on the Hugging Face hub
``<question>: [{user_id, value, status}]``; they become records as Argilla 2 writes them.

Dropped, and counted: annotations that were discarded or never validated. Lost, and counted: predictions and the
positions of spans.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from labelcards.dataset.contract.suggestions import MODEL, compared
from labelcards.exchange.tool_export import ExportBuilder
from labelcards.labels.kind import Form

__all__ = ["as_nested", "fits", "fits_feedback", "read_record"]

_PROBABLE = 0.5
_SUGGESTION = "-suggestion"


def fits(record: dict[str, Any]) -> bool:
    """Whether a record is a classification record."""
    return {"annotation", "annotation_agent"} <= record.keys() and bool({"inputs", "text"} & record.keys())


def fits_feedback(record: dict[str, Any]) -> bool:
    """Whether a record is one of a feedback data set."""
    responses = record.get("responses")
    nested = isinstance(responses, list) and all(isinstance(each, dict) and "values" in each for each in responses)
    return (nested and isinstance(record.get("fields"), dict)) or bool(_flat_questions(record))


def _flat_questions(record: dict[str, Any]) -> list[str]:
    asked = [name for name in record if f"{name}{_SUGGESTION}" in record]
    return [name for name in asked if isinstance(record[name], list | None)]


def read_record(builder: ExportBuilder, record: dict[str, Any], row: int) -> None:
    """Give the item and the annotation of one classification record to the builder."""
    item_id = str(record.get("id") or row)
    shown = record.get("inputs") or {"text": record.get("text")}
    columns = shown if isinstance(shown, dict) else {"text": shown}
    builder.item(item_id, {**columns, "metadata": record.get("metadata") or {}}, columns)
    builder.lose("predictions", bool(record.get("prediction")))
    if record.get("annotation") is None:
        return
    status = record.get("status") or "Validated"
    if status != "Validated":
        builder.lose(f"annotations with status {str(status).lower()}")
        return
    form, values = _labels(record["annotation"], several=record.get("multi_label") is True)
    spans = "tokens" in record
    builder.lose("positions of spans", len(values) if spans else 0)
    who = record.get("annotation_agent")
    row_of = {"item_id": item_id, "annotator_id": str(who) if who else "unknown", **_maker(record, values)}
    builder.answer("spans" if spans else "label", "set" if spans else form, values, row_of)


def _labels(annotation: Any, *, several: bool) -> tuple[Form, list[str]]:
    entries = annotation if isinstance(annotation, list) else [annotation]
    return ("set" if several else "choice"), [_name(entry) for entry in entries]


def _name(entry: Any) -> str:
    """The label of an entry: itself, the first of ``[label, start, end]`` or ``[label, score]``, or named so."""
    if isinstance(entry, list):
        return str(entry[0]) if entry else ""
    return str(entry.get("label", "")) if isinstance(entry, dict) else str(entry)


def _maker(record: dict[str, Any], values: list[str]) -> dict[str, str | None]:
    if not record.get("prediction"):
        return {}
    agent = record.get("prediction_agent")
    model = str(agent) if agent else None
    if model and model == record.get("annotation_agent"):
        return {"source": MODEL, "suggested_by": model}
    return {"source": compared(values, _predicted(record)), "suggested_by": model}


def _predicted(record: dict[str, Any]) -> list[str]:
    """The labels that the prediction suggests: all spans, the probable labels of a set, else the likeliest label."""
    entries = record["prediction"] if isinstance(record["prediction"], list) else [record["prediction"]]
    if "tokens" in record:
        return [_name(entry) for entry in entries]
    scored = list(_scores(entries))
    if record.get("multi_label") is True:
        return [name for name, score in scored if score >= _PROBABLE]
    return [max(scored, key=lambda each: each[1])[0]] if scored else []


def _scores(entries: list[Any]) -> Iterator[tuple[str, float]]:
    for entry in entries:
        score = entry[1] if isinstance(entry, list) and len(entry) > 1 else None
        score = entry.get("score") if isinstance(entry, dict) else score
        try:
            yield _name(entry), float(score or 0)
        except (TypeError, ValueError):
            yield _name(entry), 0.0


def as_nested(record: dict[str, Any]) -> dict[str, Any]:
    """A feedback record as Argilla 2 writes it."""
    return _of_responses(record) if isinstance(record.get("responses"), list) else _of_hub(record)


def _of_responses(record: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, list[dict[str, Any]]] = {}
    for each in record["responses"]:
        values = each["values"] if isinstance(each["values"], dict) else {}
        for question, value in values.items():
            given = value.get("value") if isinstance(value, dict) else value
            responses.setdefault(question, []).append(
                {"value": given, "user_id": each.get("user_id"), "status": each.get("status")}
            )
    suggested = record.get("suggestions")
    suggestions = {
        str(each.get("question_name")): {"value": each.get("value"), "agent": each.get("agent")}
        for each in (suggested if isinstance(suggested, list) else [])
        if isinstance(each, dict)
    }
    return {
        "id": record.get("external_id") or record.get("id"),
        "fields": record["fields"],
        "metadata": record.get("metadata") or {},
        "responses": responses,
        "suggestions": suggestions,
    }


def _of_hub(record: dict[str, Any]) -> dict[str, Any]:
    questions = _flat_questions(record)
    skipped = {"external_id", "metadata", "vectors", *questions}
    fields = {name: value for name, value in record.items() if name not in skipped and _SUGGESTION not in name}
    about = {question: record.get(f"{question}{_SUGGESTION}-metadata") for question in questions}
    return {
        "id": record.get("external_id"),
        "fields": fields,
        "metadata": _metadata(record.get("metadata")),
        "responses": {question: record[question] or [] for question in questions},
        "suggestions": {
            question: {"value": record[f"{question}{_SUGGESTION}"], "agent": (about[question] or {}).get("agent")}
            for question in questions
            if record[f"{question}{_SUGGESTION}"] is not None and isinstance(about[question] or {}, dict)
        },
    }


def _metadata(value: Any) -> Any:
    """The hub's export writes metadata as JSON text."""
    if not isinstance(value, str):
        return value or {}
    try:
        return json.loads(value, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return {}
