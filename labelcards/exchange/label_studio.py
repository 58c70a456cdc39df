"""Label Studio: the JSON export (Community and Enterprise, as of 1.x).

Kept: ``choices``, ``pairwise``, ``taxonomy`` (paths joined with `` > ``), ``rating``, ``number``; of regions the set of
labels. An annotation's time of submission is its ``created_at``, its start that less ``lead_time``. The annotator is
the id in ``completed_by``, never the e-mail address or name.

Dropped: skipped annotations (``was_cancelled``). Annotations marked as ground truth are gold, and stay among the
annotations with source ``ground_truth`` so that nobody scores them against themselves.

Lost, and counted: positions of regions, free text, relations, rankings, predictions, drafts and reviews.

Written are tasks with predictions as pre-labels, and the labelling configuration for the questions. The item's id is
the task's ``item_id``, which wins over Label Studio's own task id when the export comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.exchange.forms import asked_for
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, prelabels
from labelcards.exchange.tool_export import NO_REGION, ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "read", "write"]

TOOL = "Label Studio"

Answers = dict[str, tuple[Form, list[str]]]


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is a Label Studio task."""
    return isinstance(record.get("data"), dict) and isinstance(record.get("annotations"), list)


def read(paths: list[Path]) -> ToolExport:
    """The tasks of one or several exports; a task id that occurs again adds annotations to the same item.

    Raises:
        InputError: a file is not JSON records.
    """
    tasks = [task for path in paths for _, task in read_objects(path, shown(path)) if fits(task)]
    regions = {name for task in tasks for result in _results(task) if (name := _region_question(result))}
    builder = ExportBuilder(TOOL)
    for task in tasks:
        _task(builder, task, sorted(regions))
    return builder.finish()


def _results(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for annotation in task["annotations"]:
        yield from annotation.get("result") or []


def _task(builder: ExportBuilder, task: dict[str, Any], regions: list[str]) -> None:
    item_id = str(task["data"].get("item_id") or task.get("id"))
    builder.item(item_id, {name: value for name, value in task["data"].items() if name != "item_id"})
    for what in ("predictions", "drafts"):
        builder.lose(what, len(task.get(what) or []))
    for annotation in task["annotations"]:
        builder.lose("reviews", len(annotation.get("reviews") or []))
        if annotation.get("was_cancelled"):
            builder.lose("skipped annotations")
            continue
        truth = bool(annotation.get("ground_truth"))
        row = {"item_id": item_id, "source": "ground_truth" if truth else None, **_provenance(annotation)}
        for question, (shape, values) in _answers(builder, annotation, regions).items():
            builder.answer(question, shape, values, row)
            if truth:
                builder.gold(item_id, question, shape, values)


def _provenance(annotation: dict[str, Any]) -> dict[str, str | None]:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("id")
    submitted = annotation.get("created_at")
    return {
        "annotator_id": "unknown" if who is None else str(who),
        "started_at": _earlier(submitted, annotation.get("lead_time")),
        "submitted_at": submitted if isinstance(submitted, str) else None,
    }


def _earlier(submitted: Any, seconds: Any) -> str | None:
    try:
        return (datetime.fromisoformat(submitted) - timedelta(seconds=float(seconds))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None


def _answers(builder: ExportBuilder, annotation: dict[str, Any], regions: list[str]) -> Answers:
    answers: Answers = {}
    for result in annotation.get("result") or []:
        kind, question = str(result.get("type")), str(result.get("from_name"))
        found = _values(kind, result.get("value") or {})
        if found is None:
            builder.lose(kind)
            continue
        if _region_question(result):
            builder.lose("positions of regions")
        shape, values = answers.setdefault(question, (found[0], []))
        answers[question] = (shape, values + found[1])
    for question in regions:
        answers.setdefault(question, ("set", [NO_REGION]))
    return answers


def _values(kind: str, value: dict[str, Any]) -> tuple[Form, list[str]] | None:
    """What one result answers; None for what the contract has no place for."""
    if kind == "choices":
        return "choice", [str(choice) for choice in value.get("choices", [])]
    if kind == "pairwise":
        return "choice", [str(value["selected"])] if "selected" in value else []
    if kind == "taxonomy":
        return "set", [" > ".join(map(str, path)) for path in value.get("taxonomy", [])]
    if kind in ("rating", "number"):
        return ("scale" if kind == "rating" else "number"), [str(value[kind])] if kind in value else []
    labels = _region_labels(kind, value)
    return None if labels is None else ("set", labels)


def _region_labels(kind: str, value: dict[str, Any]) -> list[str] | None:
    labels = value.get(kind, value.get("labels")) if kind.endswith("labels") else None
    return [str(label) for label in labels] if isinstance(labels, list) else None


def _region_question(result: dict[str, Any]) -> str | None:
    if _region_labels(str(result.get("type")), result.get("value") or {}) is None:
        return None
    return str(result.get("from_name"))


def write(tasks: Sequence[LabelingTask], questions: Mapping[str, Question]) -> Outgoing:
    """``tasks.json`` to import and ``label_config.xml`` to paste into the project's settings."""
    columns = list(dict.fromkeys(name for task in tasks for name in task.columns))
    shown_column = columns[0] if columns else "text"
    content = [_outgoing(task, questions, shown_column) for task in tasks]
    return {
        "tasks.json": json.dumps(content, ensure_ascii=False, indent=2) + "\n",
        "label_config.xml": _config(columns or ["text"], questions),
    }


def _outgoing(task: LabelingTask, questions: Mapping[str, Question], column: str) -> dict[str, Any]:
    data: dict[str, str] = {"item_id": task.item_id}
    data.update(task.columns)
    return {"data": data, "predictions": _predictions(task, questions, column)}


def _asked(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The questions that a control can ask: numbers, and choices where there are labels to choose from."""
    return {
        name: question
        for name, question in questions.items()
        if question.labels or asked_for(question.label_kind).control == "number"
    }


def _predictions(task: LabelingTask, questions: Mapping[str, Question], column: str) -> list[dict[str, Any]]:
    results = []
    for name, question in _asked(questions).items():
        if labels := prelabels(task, name, question):
            control = asked_for(question.label_kind).control
            value: dict[str, Any] = {control: float(labels[0]) if control == "number" else labels}
            results.append({"from_name": name, "to_name": column, "type": control, "value": value})
    return [{"model_version": "labelcards", "result": results}] if results else []


def _config(columns: list[str], questions: Mapping[str, Question]) -> str:
    lines = ["<View>"]
    lines += [f"  <Text name={quoteattr(name)} value={quoteattr(f'${name}')}/>" for name in columns]
    target = quoteattr(columns[0])
    for name, question in _asked(questions).items():
        lines.append(f"  <Header value={quoteattr(question.title)}/>")
        asked = asked_for(question.label_kind)
        if asked.control == "number":
            bounds = {"min": question.minimum, "max": question.maximum}
            limits = "".join(f' {key}="{value:g}"' for key, value in bounds.items() if value is not None)
            lines.append(f"  <Number name={quoteattr(name)} toName={target}{limits}/>")
            continue
        lines.append(f'  <Choices name={quoteattr(name)} toName={target} choice="{asked.choice}">')
        lines += [f"    <Choice value={quoteattr(label)}/>" for label in question.label_ids]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])
