"""Prodigy: the JSON Lines of ``prodigy db-out`` (versions 1.10 and later).

Tasks with ``options`` give the chosen ones (``accept``); binary tasks give ``accept`` or ``reject`` for a question
named like their ``label``; other tasks of an export with ``spans`` give the set of span labels. Where several options
may be chosen, choosing none is the empty set. The item is the
``_input_hash``, the annotator the ``_annotator_id`` or ``_session_id`` (else the file's name), the time of submission
the ``_timestamp``.

Tasks of the ``review`` recipe hold the ``versions`` that its sessions gave: these are the annotations, and what the
reviewer chose is an adjudication.

Dropped, and counted: tasks answered with ``ignore``, and rejected tasks other than binary ones (their labels are said
to be wrong). Lost, and counted: positions of spans, relations; free text is not read.

Written is one file of ``choice`` tasks per question, with suggested answers accepted beforehand. Each task carries
``item_id``, ``question`` and what was ``suggested``, which are used again when the export comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.contract.suggestions import EDITED, SUGGESTED, compared
from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.exchange.forms import asked_for
from labelcards.exchange.item_register import source_names
from labelcards.exchange.json_parts import dicts, listed
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, json_lines, prelabels, shown_text
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "read", "write"]

TOOL = "Prodigy"
_COLUMNS = ("text", "image", "html", "audio", "video", "meta")
_OWN = ("versions", "sessions", "accept", "spans", "relations", "answer", "_timestamp")
"""What a reviewed task says of the reviewer's own answer."""


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is a Prodigy task."""
    return "_input_hash" in record and "answer" in record


def read(paths: list[Path]) -> ToolExport:
    """The tasks of one or several exports.

    Raises:
        InputError: a file is not JSON records, or has one id for different items.
    """
    names = source_names(paths)
    tasks = [(path, task) for path in paths for _, task in read_objects(path, shown(path)) if fits(task)]
    builder = ExportBuilder(TOOL)
    marked = any(task.get("spans") for _, given in tasks for task in (given, *_versions(given)))
    for path, task in tasks:
        builder.begin(names[path])
        _task(builder, task, path.stem, marked=marked)
    return builder.finish()


def _task(builder: ExportBuilder, task: dict[str, Any], file: str, *, marked: bool) -> None:
    item_id = _item_id(task)
    content = task.get("text") if task.get("item_id") else None
    builder.item(item_id, {name: task[name] for name in _COLUMNS if name in task}, content)
    builder.lose("relations", len(listed(task.get("relations"))))
    who = str(task.get("_annotator_id") or task.get("_session_id") or file)
    if "versions" not in task:
        row = {"item_id": item_id, "annotator_id": who, "submitted_at": task.get("_timestamp")}
        _give(builder, task, row, marked=marked)
        return
    for version in _versions(task):
        sessions = [str(session) for session in listed(version.get("sessions"))]
        if not sessions:
            builder.lose("versions without a session")
        for session in sessions:
            _give(builder, version, {"item_id": item_id, "annotator_id": session}, marked=marked)
    if (decided := _answer(builder, task, marked=marked)) is not None:
        builder.decision(item_id, *decided, {"by": who, "at": task.get("_timestamp")})


def _item_id(task: dict[str, Any]) -> str:
    return str(task.get("item_id") or task["_input_hash"])


def _versions(task: dict[str, Any]) -> list[dict[str, Any]]:
    """What the sessions answered that a reviewer was shown, each as a task; empty for tasks that are no review."""
    shared = {name: value for name, value in task.items() if name not in _OWN}
    return [{"answer": "accept", **shared, **each} for each in dicts(task.get("versions"))]


def _give(builder: ExportBuilder, task: dict[str, Any], row: dict[str, str | None], *, marked: bool) -> None:
    if (found := _answer(builder, task, marked=marked)) is not None:
        builder.answer(*found, {**row, **_maker(task)})


def _answer(builder: ExportBuilder, task: dict[str, Any], *, marked: bool) -> tuple[str, Form, list[str]] | None:
    """Question, form and labels of a task; None, with the loss counted, where there is no answer."""
    binary = isinstance(task.get("label"), str) and not task.get("spans")
    if task["answer"] == "ignore" or (task["answer"] == "reject" and not binary):
        builder.lose(f"tasks answered with {'ignore' if task['answer'] == 'ignore' else 'reject'}")
        return None
    if isinstance(task.get("options"), list):
        config = task.get("config")
        several = isinstance(config, dict) and config.get("choice_style") == "multiple"
        chosen = [str(option) for option in listed(task.get("accept"))]
        return str(task.get("question") or "choice"), "set" if several else "choice", chosen
    if binary:
        return str(task["label"]), "choice", [str(task["answer"])]
    if not marked:
        return None
    spans = dicts(task.get("spans"))
    builder.lose("positions of spans", len(spans))
    return "spans", "set", [str(span["label"]) for span in spans if "label" in span]


def _maker(task: dict[str, Any]) -> dict[str, str | None]:
    """``source`` and ``suggested_by`` of an answer: spans name the model that found them; or ``llm`` is there.

    Spans that were removed leave no trace, so that nothing is said to be accepted.
    """
    if suggested := [str(label) for label in listed(task.get("suggested"))]:
        return {"source": compared([str(option) for option in listed(task.get("accept"))], suggested)}
    found = [span.get("source") for span in dicts(task.get("spans"))]
    models = sorted({str(model) for model in found if model})
    if models:
        return {"source": SUGGESTED if all(found) else EDITED, "suggested_by": ", ".join(models)}
    return {"source": SUGGESTED if "llm" in task else None}


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
        "suggested": prelabels(task, name, question),
        "config": {"choice_style": asked_for(question.label_kind).choice},
        "item_id": task.item_id,
        "question": name,
    }
