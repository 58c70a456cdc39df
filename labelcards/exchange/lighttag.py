"""LightTag: the JSON export of a dataset, with its ``examples``.

Kept: per annotator the classes that were given to an example, and the set of tags of its spans. Who is in ``seen_by``
and gave none looked and found none. The item is the ``example_id``, the annotator the ``annotator_id`` (else
``annotator``).

Lost, and counted: positions of spans, relations, reviews.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.exchange.marked_items import NOTHING, UNNAMED, told
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["fits", "read"]

TOOL = "LightTag"

Record = dict[str, Any]


def fits(record: Record) -> bool:
    """Whether an object is an export, or one example of one."""
    examples = record.get("examples")
    if isinstance(examples, list):
        return any(isinstance(example, dict) and _is_example(example) for example in examples)
    return _is_example(record)


def _is_example(record: Record) -> bool:
    given = isinstance(record.get("annotations"), list) or isinstance(record.get("classifications"), list)
    return "example_id" in record and "content" in record and given


def read(paths: list[Path]) -> ToolExport:
    """The examples of one or several exports.

    Raises:
        InputError: a file is not JSON.
    """
    records = [record for path in paths for _, record in read_objects(path, shown(path)) if fits(record)]
    examples = [each for record in records for each in record.get("examples", [record]) if _is_example(each)]
    builder = ExportBuilder(TOOL)
    asked = {
        question
        for question, part in (("classes", "classifications"), ("spans", "annotations"))
        if any(example.get(part) for example in examples)
    }
    for record in records:
        builder.lose("relations", len(record.get("relations") or []))
    for example in examples:
        _example(builder, example, asked)
    return builder.finish()


def _example(builder: ExportBuilder, example: Record, asked: set[str]) -> None:
    item = told(example["example_id"])
    builder.item(item, {"text": example["content"], "metadata": example.get("metadata") or {}})
    given: dict[str, dict[str, list[str]]] = {question: {} for question in sorted(asked)}
    for who in example.get("seen_by") or []:
        for answers in given.values():
            answers.setdefault(_name(who), [])
    times: dict[str, str] = {}
    for question, part, key in (("classes", "classifications", "classname"), ("spans", "annotations", "tag")):
        for mark in example.get(part) or []:
            builder.lose("reviews", len(mark.get("reviewed_by") or []))
            builder.lose("positions of spans", int(question == "spans"))
            for who in mark.get("annotated_by") or [{}]:
                given[question].setdefault(_name(who), []).append(told(mark.get(key)))
                times[_name(who)] = max(str(who.get("timestamp") or ""), times.get(_name(who), ""))
    for question, answers in given.items():
        for annotator, labels in answers.items():
            row = {"item_id": item, "annotator_id": annotator, "submitted_at": times.get(annotator)}
            if question == "spans":
                builder.answer(question, "set", labels or NOTHING, row)
            else:
                builder.answer(question, "choice", labels, row)


def _name(who: Record) -> str:
    return str(who.get("annotator_id") or who.get("annotator") or UNNAMED)
