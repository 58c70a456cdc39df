"""doccano: the JSON Lines export, of version 1.0 and of today's.

Read are ``label`` and ``labels`` (names, or spans ``[start, end, name]``), ``entities``, and version 1.0's
``annotations`` (label numbers with their ``user``). Today's exports have one file per member: the file's name is then
the annotator's id (``all.jsonl`` counts as one annotator, ``unknown.jsonl`` as nobody). Of spans the set of labels is
kept, which may be empty.

Written is one file per question for a text-classification project, with suggested labels, ``item_id`` and ``question``
as metadata; both are used again when the export comes back.

Lost, and counted: positions of spans, relations and comments; version 1.0 writes numbers in place of label names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.exchange.item_register import source_names
from labelcards.exchange.json_parts import dicts, listed
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, json_lines, prelabels, shown_text
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["fits", "read", "write"]

TOOL = "doccano"
_ANSWERS = ("label", "labels", "entities", "cats", "annotations")
_OTHER = {*_ANSWERS, "id", "item_id", "question", "relations", "Comments", "annotation_approver"}

_NOBODY = "unknown"
"""doccano's file for examples that no member has worked on."""

Answer = tuple[str, list[str]]
"""``categories`` or ``spans``, and the labels."""


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is a doccano example."""
    return "id" in record and "text" in record and any(isinstance(record.get(key), list) for key in _ANSWERS)


def read(paths: list[Path]) -> ToolExport:
    """The examples of one or several exports, one per member.

    Raises:
        InputError: a file is not JSON records.
    """
    names = source_names(paths)
    examples = [(path, record) for path in paths for _, record in read_objects(path, shown(path)) if fits(record)]
    answers = [_answers(record, path.stem) for path, record in examples]
    marked = any(question == "spans" for found in answers for _, (question, _) in found)
    builder = ExportBuilder(TOOL)
    for (path, record), found in zip(examples, answers, strict=True):
        builder.begin(names[path])
        _example(builder, record, found, marked=marked)
    if empty := sum(not labels and who != _NOBODY for found in answers for who, (_, labels) in found):
        builder.say(
            f"{empty:,} examples have no label from the member; doccano says that they were looked at only if the "
            "export was restricted to approved documents."
        )
    return builder.finish()


def _example(builder: ExportBuilder, record: dict[str, Any], found: list[tuple[str, Answer]], *, marked: bool) -> None:
    item_id = str(record.get("item_id") or record["id"])
    builder.item(item_id, {name: value for name, value in record.items() if name not in _OTHER}, record["text"])
    builder.lose("relations", len(listed(record.get("relations"))))
    builder.lose("comments", len(listed(record.get("Comments"))))
    for annotator, (question, labels) in found:
        row = {"item_id": item_id, "annotator_id": annotator}
        if annotator == _NOBODY:
            builder.lose("answers of nobody (unknown)", bool(labels))
        elif question == "spans" or (marked and not labels):
            builder.lose("positions of spans", len(labels))
            builder.answer("spans", "set", labels, row)
        else:
            builder.answer(str(record.get("question") or question), "choice", labels, row)


def _answers(record: dict[str, Any], member: str) -> list[tuple[str, Answer]]:
    if isinstance(record.get("annotations"), list):
        return _by_user(record["annotations"], member)
    found = [(key, record[key]) for key in _ANSWERS if isinstance(record.get(key), list)]
    return [(member, _answer(key, values)) for key, values in found]


def _by_user(annotations: list[dict[str, Any]], member: str) -> list[tuple[str, Answer]]:
    """Version 1.0: one list for all users."""
    answers: dict[tuple[str, str], list[str]] = {}
    for annotation in dicts(annotations):
        question = "spans" if "start_offset" in annotation else "categories"
        key = (str(annotation.get("user", annotation.get("annotator", member))), question)
        answers.setdefault(key, []).append(str(annotation.get("label", annotation.get("text", ""))))
    return [(user, (question, labels)) for (user, question), labels in answers.items()]


def _answer(key: str, values: list[Any]) -> Answer:
    spans = key == "entities" or any(isinstance(value, list | dict) for value in values)
    return ("spans" if spans else "categories"), [_label(value) for value in values]


def _label(value: Any) -> str:
    if isinstance(value, list):
        return str(value[-1]) if value else ""
    return str(value.get("label", "")) if isinstance(value, dict) else str(value)


def write(tasks: Sequence[LabelingTask], questions: Mapping[str, Question]) -> Outgoing:
    """``<question>.jsonl`` per question with labels, and ``<question>.labels.json`` with the labels to import."""
    files: Outgoing = {}
    for name, question in questions.items():
        if question.labels:
            files[f"{name}.jsonl"] = json_lines(
                {"text": shown_text(task), "label": prelabels(task, name, question), "item_id": task.item_id}
                | {"question": name}
                for task in tasks
            )
            labels = [{"text": label} for label in question.label_ids]
            files[f"{name}.labels.json"] = json.dumps(labels, ensure_ascii=False, indent=2) + "\n"
    return files
