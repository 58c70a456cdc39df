"""Label Studio: what goes out to it.

Written are tasks with predictions as pre-labels, and the labelling configuration for the questions. The item's id is
the task's ``item_id``, which wins over Label Studio's own task id when the export comes back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from labelcards.documents.label_scheme import Question
from labelcards.exchange.forms import asked_for
from labelcards.exchange.labeling_task import LabelingTask, Outgoing, prelabels

__all__ = ["write"]


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
