"""Prodigy: the JSON Lines of ``prodigy db-out`` (versions 1.10 and later).

Tasks with ``options`` give the chosen ones (``accept``); binary tasks give ``accept`` or ``reject`` for a question
named like their ``label``; other tasks of an export with ``spans`` give the set of span labels. The item is the
``_input_hash``, the annotator the ``_annotator_id`` or ``_session_id`` (else the file's name), the time of submission
the ``_timestamp``.

Dropped, and counted: tasks answered with ``ignore``, and rejected tasks other than binary ones (their labels are said
to be wrong). Lost, and counted: positions of spans, relations; free text is not read.

Written is one file of ``choice`` tasks per question, with suggested answers accepted beforehand. Each task carries
``item_id`` and ``question``, which are used again when the export comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.exchange.forms import asked_for
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, json_lines, prelabels, shown_text
from labelcards.exchange.tool_export import NO_REGION, ExportBuilder, ToolExport

__all__ = ["fits", "read", "write"]

TOOL = "Prodigy"
_COLUMNS = ("text", "image", "html", "audio", "video", "meta")


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is a Prodigy task."""
    return "_input_hash" in record and "answer" in record


def read(paths: list[Path]) -> ToolExport:
    """The tasks of one or several exports.

    Raises:
        InputError: a file is not JSON records.
    """
    tasks = [(path, task) for path in paths for _, task in read_objects(path, shown(path)) if fits(task)]
    builder = ExportBuilder(TOOL)
    marked = any(task.get("spans") for _, task in tasks)
    for path, task in tasks:
        _task(builder, task, path.stem, marked=marked)
    return builder.finish()


def _task(builder: ExportBuilder, task: dict[str, Any], file: str, *, marked: bool) -> None:
    item_id = str(task.get("item_id") or task["_input_hash"])
    builder.item(item_id, {name: task[name] for name in _COLUMNS if name in task})
    builder.lose("relations", len(task.get("relations") or []))
    binary = isinstance(task.get("label"), str) and not task.get("spans")
    if task["answer"] == "ignore" or (task["answer"] == "reject" and not binary):
        builder.lose(f"tasks answered with {'ignore' if task['answer'] == 'ignore' else 'reject'}")
        return
    who = task.get("_annotator_id") or task.get("_session_id") or file
    row = {"item_id": item_id, "annotator_id": str(who), "submitted_at": task.get("_timestamp")}
    if isinstance(task.get("options"), list):
        question = str(task.get("question") or "choice")
        builder.answer(question, "choice", [str(option) for option in task.get("accept") or []], row)
    elif binary:
        builder.answer(task["label"], "choice", [task["answer"]], row)
    elif marked:
        spans = task.get("spans") or []
        labels = [str(span["label"]) for span in spans if "label" in span]
        builder.lose("positions of spans", len(spans))
        builder.answer("spans", "set", labels or [NO_REGION], row)


def write(tasks: Sequence[LabelingTask], questions: Mapping[str, Question]) -> Outgoing:
    """``<question>.jsonl`` per question with labels, for a recipe with the ``choice`` interface."""
    return {
        f"{name}.jsonl": json_lines(_choice_task(task, name, question) for task in tasks)
        for name, question in questions.items()
        if question.labels
    }


def _choice_task(task: LabelingTask, name: str, question: Question) -> dict[str, Any]:
    return {
        "text": shown_text(task),
        "options": [{"id": label.id, "text": label.title or label.id} for label in question.labels],
        "accept": prelabels(task, name, question),
        "config": {"choice_style": asked_for(question.label_kind).choice},
        "item_id": task.item_id,
        "question": name,
    }
