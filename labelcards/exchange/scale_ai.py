"""Scale AI: finished tasks as the API lists them, in JSON or one per line.

Kept: categories, answers to the fields of a form and to global attributes, and the set of labels of regions. The item
is the ``unique_id``, else the ``task_id``. A task has one answer, by nobody who is named.

Dropped, and counted: tasks that are not completed. Lost, and counted: positions and attributes of regions, free text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.exchange.marked_items import NOTHING, UNNAMED, told
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "read"]

TOOL = "Scale AI"

Record = dict[str, Any]
Answer = tuple[str, Form, Sequence[str]]


def fits(record: Record) -> bool:
    """Whether an object is a task, or a page of them (``docs``)."""
    pages = record.get("docs")
    if isinstance(pages, list) and pages and isinstance(pages[0], dict):
        return fits(pages[0])
    return (
        "task_id" in record
        and isinstance(record.get("params"), dict)
        and {"status", "response"} & record.keys() != set()
    )


def read(paths: list[Path]) -> ToolExport:
    """The tasks of one or several files.

    Raises:
        InputError: a file is not JSON.
    """
    records = [record for path in paths for _, record in read_objects(path, shown(path)) if fits(record)]
    tasks = [task for record in records for task in record.get("docs", [record]) if fits(task)]
    builder = ExportBuilder(TOOL)
    for task in tasks:
        item = told(task.get("unique_id") or task["task_id"])
        builder.item(item, _columns(task))
        if task.get("status", "completed") != "completed" or not isinstance(task.get("response"), dict):
            builder.lose("unfinished tasks")
            continue
        when = task.get("completed_at")
        row = {"item_id": item, "annotator_id": UNNAMED, "submitted_at": when if isinstance(when, str) else None}
        for question, form, labels in _answers(builder, task["response"]):
            builder.answer(question, form, labels, row)
    return builder.finish()


def _columns(task: Record) -> Record:
    params = task["params"]
    held = {name: params[name] for name in ("attachment", "text") if isinstance(params.get(name), str)}
    attached = params.get("attachments")
    for attachment in attached if isinstance(attached, list) else []:
        if isinstance(attachment, dict) and isinstance(attachment.get("content"), str):
            held.setdefault(str(attachment.get("type", "attachment")), attachment["content"])
    return {**held, **({"metadata": task["metadata"]} if isinstance(task.get("metadata"), dict) else {})}


def _answers(builder: ExportBuilder, response: Record) -> Iterator[Answer]:
    if "category" in response:
        yield "category", *_values(response["category"])
    regions = response.get("annotations")
    if isinstance(regions, list):
        labels = [told(region["label"]) for region in regions if "label" in region]
        builder.lose("positions of regions", len(regions))
        builder.lose(
            "attributes", sum(bool(region.get("attributes")) for region in regions if isinstance(region, dict))
        )
        yield "regions", "set", labels or NOTHING
    fields: Record = {}
    for part in (regions, response.get("fields"), response.get("global_attributes")):
        fields |= part if isinstance(part, dict) else {}
    for question, value in fields.items():
        if isinstance(value, dict) and value.get("type", "category") not in ("category", "select", "boolean", "radio"):
            builder.lose("free text answers")
            continue
        yield str(question), *_values(value.get("response") if isinstance(value, dict) else value)


def _values(value: Any) -> tuple[Form, Sequence[str]]:
    """An answer, which Scale wraps into lists when several are allowed."""
    if isinstance(value, dict):
        raise TypeError("an answer is an object")
    if isinstance(value, list):
        flat = [entry for each in value for entry in (each if isinstance(each, list) else [each])]
        return "set" if len(flat) != 1 else "choice", [told(entry) for entry in flat]
    return "choice", [] if value is None else [told(value)]
