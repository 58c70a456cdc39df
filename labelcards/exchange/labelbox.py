"""Labelbox: exports of today (one data row per line, or an array of them) and of version 1 (an array of labels).

Kept: radio and checklist answers, with nested questions as questions of their own; of objects the set of names. The
item is the ``global_key`` or ``external_id`` (else Labelbox's own id), the annotator ``created_by``, the time of
submission ``created_at``, its start that less the seconds the label took.

Dropped, and counted: skipped labels. Lost, and counted: positions of objects and answers about them, free text,
relations, answers about frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.exchange.marked_items import NOTHING, UNNAMED, told
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "read"]

TOOL = "Labelbox"
OBJECTS = "objects"

Record = dict[str, Any]
Answer = tuple[str, Form, list[str]]
"""Question, form, labels."""


def fits(record: Record) -> bool:
    """Whether a record of an export is a data row or, in version 1, a label."""
    today = isinstance(record.get("data_row"), dict) and isinstance(record.get("projects"), dict)
    return today or ("Label" in record and ("DataRow ID" in record or "Labeled Data" in record))


def read(paths: list[Path]) -> ToolExport:
    """The labels of one or several exports.

    Raises:
        InputError: a file is not JSON records.
    """
    records = [record for path in paths for _, record in read_objects(path, shown(path)) if fits(record)]
    labels = [label for record in records for label in _labels(record)]
    marked = any(label["objects"] for label in labels)
    projects = len({label["project"] for label in labels})
    builder = ExportBuilder(TOOL)
    for label in labels:
        builder.item(label["item_id"], label["columns"])
        if label["skipped"]:
            builder.lose("skipped labels")
        else:
            _label(builder, label, f"{label['project']} / " if projects > 1 else "", marked=marked)
    for record in records:
        if "data_row" in record and not any(True for _ in _labels(record)):
            builder.item(_item_id(record["data_row"]), _data_columns(record))
    return builder.finish()


def _labels(record: Record) -> Iterator[Record]:
    """The labels of a record in one form: item, columns, project, who, when, seconds, objects, classifications."""
    if "data_row" not in record:
        yield from _first_version(record)
        return
    for project in record["projects"].values():
        for label in project.get("labels") or []:
            details, work = label.get("label_details") or {}, label.get("performance_details") or {}
            content = label.get("annotations") or {}
            yield {
                "item_id": _item_id(record["data_row"]),
                "columns": _data_columns(record),
                "project": str(project.get("name")),
                "who": details.get("created_by"),
                "when": details.get("created_at"),
                "seconds": work.get("seconds_to_create"),
                "skipped": work.get("skipped") is True,
                "objects": content.get("objects") or [],
                "classifications": content.get("classifications") or [],
                "relations": len(content.get("relationships") or []),
                "frames": len(content.get("frames") or {}),
            }


def _first_version(record: Record) -> Iterator[Record]:
    content = record["Label"] if isinstance(record["Label"], dict) else {}
    data = {
        name: record[key] for name, key in (("data", "Labeled Data"), ("external_id", "External ID")) if key in record
    }
    yield {
        "item_id": told(record.get("Global Key") or record.get("External ID") or record.get("DataRow ID")),
        "columns": {name: value for name, value in data.items() if value},
        "project": str(record.get("Project Name")),
        "who": record.get("Created By"),
        "when": record.get("Created At"),
        "seconds": record.get("Seconds to Label"),
        "skipped": record["Label"] == "Skip" or record.get("Skipped") is True,
        "objects": content.get("objects") or [],
        "classifications": content.get("classifications") or [],
        "relations": len(content.get("relationships") or []),
        "frames": 0,
    }


def _item_id(row: Record) -> str:
    return told(row.get("global_key") or row.get("external_id") or row["id"])


def _data_columns(record: Record) -> Record:
    row = record["data_row"]
    columns = {"data": row["row_data"]} if row.get("row_data") else {}
    metadata = {
        str(entry.get("schema_name")): entry.get("value")
        for entry in record.get("metadata_fields") or []
        if isinstance(entry, dict)
    }
    return {**columns, **({"metadata": metadata} if metadata else {})}


def _label(builder: ExportBuilder, label: Record, prefix: str, *, marked: bool) -> None:
    builder.lose("relations", label["relations"])
    builder.lose("answers about frames", label["frames"])
    when = label["when"] if isinstance(label["when"], str) else None
    row = {
        "item_id": label["item_id"],
        "annotator_id": str(label["who"] or UNNAMED),
        "started_at": _earlier(when, label["seconds"]),
        "submitted_at": when,
    }
    for question, form, labels in _answers(builder, label["classifications"]):
        builder.answer(f"{prefix}{question}", form, labels, row)
    if marked:
        names = [_name(each) for each in label["objects"]]
        builder.lose("positions of regions", len(names))
        builder.lose("answers about regions", sum(len(each.get("classifications") or []) for each in label["objects"]))
        builder.answer(f"{prefix}{OBJECTS}", "set", names or NOTHING, row)


def _earlier(submitted: str | None, seconds: Any) -> str | None:
    try:
        return (datetime.fromisoformat(submitted or "") - timedelta(seconds=float(seconds))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None


def _answers(builder: ExportBuilder, classifications: list[Record], above: str = "") -> Iterator[Answer]:
    """The answers of a list of classifications, and of those nested below a chosen answer."""
    for each in classifications:
        question = f"{above}{_name(each)}"
        several = each.get("checklist_answers", each.get("checklist_answer", each.get("answers")))
        chosen = each.get("radio_answer", each.get("answer"))
        if isinstance(several, list):
            yield question, "set", [_name(option) for option in several if isinstance(option, dict)]
        elif isinstance(chosen, dict) and not chosen.get("content"):
            yield question, "choice", [_name(chosen)]
        else:
            builder.lose("free text answers")
        options = several if isinstance(several, list) else [chosen]
        for option in options:
            if isinstance(option, dict) and option.get("classifications"):
                yield from _answers(builder, option["classifications"], f"{question} / {_name(option)} / ")


def _name(option: Record) -> str:
    return told(option.get("name") or option.get("title") or option.get("value"))
