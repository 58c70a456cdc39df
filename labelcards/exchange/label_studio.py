"""Label Studio: its JSON, JSON_MIN, CSV and TSV exports and its target storage (Community and Enterprise, as of 1.x).

Kept: ``choices`` (nested ones and ``taxonomy`` as paths joined with `` > ``), ``pairwise``, ``rating``, ``number``; of
regions the set of labels. An annotation's time of submission is its ``created_at``, its start that less ``lead_time``.
The annotator is the id in ``completed_by``, never the e-mail address or name where there is an id.

An item is known by its project, or else its file, and the task's ``item_id``, ``id`` or ``inner_id``. In a question
where somebody chose several labels, an annotation without any chose nothing, unless the question seems not to have
been shown to it. An annotation that a prediction began is compared with it; see
`labelcards.dataset.contract.suggestions`.

Dropped: skipped annotations (``was_cancelled``). Annotations marked as ground truth are gold, and stay among the
annotations with source ``ground_truth`` so that nobody scores them against themselves.

Lost, and counted: positions of regions, answers about single regions or images, free text, relations, rankings,
predictions, drafts and reviews.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from labelcards.dataset.contract.suggestions import ACCEPTED, EDITED, SUGGESTED, compared
from labelcards.exchange.json_parts import dicts, listed
from labelcards.exchange.label_studio_files import ProjectTask, fits, project_tasks
from labelcards.exchange.label_studio_results import Answers, ResultReading, region_question
from labelcards.exchange.label_studio_shown import may_be_hidden, several
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["TOOL", "fits", "read"]

TOOL = "Label Studio"


@dataclass(frozen=True, slots=True)
class _TaskAnnotation:
    """One annotation of a task, read."""

    task: ProjectTask
    given: dict[str, Any]
    answers: Answers = field(default_factory=dict)


def read(paths: list[Path]) -> ToolExport:
    """The tasks of one or several exports; a task that occurs again adds annotations to the same item.

    Raises:
        InputError: a file is not an export, or has one id for different items.
    """
    builder = ExportBuilder(TOOL)
    tasks = list(project_tasks(paths, builder.say))
    _items(builder, tasks)
    regions = {
        name
        for task in tasks
        for annotation in task.annotations
        for result in dicts(annotation.get("result"))
        if (name := region_question(result))
    }
    annotations = list(_annotations(builder, tasks))
    _fill(builder, annotations, regions)
    for annotation in annotations:
        builder.lose("annotations without any answer", not annotation.answers)
        _give(builder, annotation)
    return builder.finish()


def _items(builder: ExportBuilder, tasks: Iterable[ProjectTask]) -> None:
    counted: set[tuple[str, str]] = set()
    unnamed: Counter[str] = Counter()
    for task in tasks:
        builder.begin(task.source, task.part)
        data = {name: value for name, value in task.data.items() if name != "item_id"}
        builder.item(task.item_id, data, None if task.known_by == "item_id" else data)
        unnamed[task.known_by] += 1
        if (task.source, task.item_id) not in counted:
            counted.add((task.source, task.item_id))
            for what in ("predictions", "drafts"):
                builder.lose(what, len(listed(task.record.get(what))))
    if count := unnamed["inner_id"]:
        builder.say(f"{count:,} tasks have no id: their inner_id, unique in a project, stands for it.")
    if count := unnamed["row"]:
        builder.say(f"{count:,} tasks have no id: their position in the file stands for it.")


def _annotations(builder: ExportBuilder, tasks: Iterable[ProjectTask]) -> Iterator[_TaskAnnotation]:
    """The annotations that count, each with what it answers; the newest state of one that several files hold."""
    found = [_TaskAnnotation(task, annotation) for task in tasks for annotation in task.annotations]
    for each in _newest(builder, found):
        builder.lose("reviews", len(listed(each.given.get("reviews"))))
        if each.given.get("was_cancelled"):
            builder.lose("skipped annotations")
            continue
        reading = ResultReading.of(each.given.get("result"))
        for what, count in reading.lost.items():
            builder.lose(what, count)
        each.answers.update(reading.answers)
        yield each


def _newest(builder: ExportBuilder, found: list[_TaskAnnotation]) -> list[_TaskAnnotation]:
    kept: dict[tuple[str, ...], _TaskAnnotation] = {}
    again = changed = 0
    for position, each in enumerate(found):
        given, task = each.given, each.task
        known = [given.get(name) for name in ("id", "completed_by", "created_at")]
        key = tuple(_text(value) for value in (task.item_id, task.data, *known))
        key = key if known[0] is not None else (str(position),)
        other = kept.setdefault(key, each)
        if other is each:
            continue
        if other.task.part == task.part:
            kept[*key, str(position)] = each
            continue
        again += 1
        if _text(given.get("result")) != _text(other.given.get("result")):
            changed += 1
            if str(given.get("updated_at") or "") >= str(other.given.get("updated_at") or ""):
                kept[key] = each
    if again:
        what = f"; {changed:,} of them were changed in between, and the latest state counts" if changed else ""
        builder.say(f"{again:,} annotations stand in several files and are counted once{what}.")
    return list(kept.values())


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _fill(builder: ExportBuilder, annotations: list[_TaskAnnotation], regions: set[str]) -> None:
    """Choosing nothing is an answer, where several labels could be chosen or regions marked."""
    given = [annotation.answers for annotation in annotations]
    for question in sorted(several(given) - regions):
        if may_be_hidden(question, given):
            hidden = sum(bool(answers) and question not in answers for answers in given)
            builder.lose(f"annotations to which '{question}' may not have been shown", hidden)
            continue
        for answers in given:
            answers.setdefault(question, ("set", []))
    for question in sorted(regions):
        for answers in given:
            answers.setdefault(question, ("set", []))


def _give(builder: ExportBuilder, annotation: _TaskAnnotation) -> None:
    task, given = annotation.task, annotation.given
    builder.begin(task.source, task.part)
    truth = bool(given.get("ground_truth"))
    row = {"item_id": task.item_id, **_provenance(given)}
    for question, (form, values) in annotation.answers.items():
        source, model = ("ground_truth", None) if truth else _maker(annotation, question)
        builder.answer(question, form, values, {**row, "source": source, "suggested_by": model})
        if truth:
            builder.gold(task.item_id, question, form, values)


def _provenance(annotation: dict[str, Any]) -> dict[str, str | None]:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("id", who.get("email"))
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


def _maker(annotation: _TaskAnnotation, question: str) -> tuple[str | None, str | None]:
    """``source`` and ``suggested_by`` of an answer; nothing for an answer that no prediction began."""
    given = annotation.given
    origins = {
        str(result.get("origin")) for result in dicts(given.get("result")) if str(result.get("from_name")) == question
    }
    marked = bool(origins & {"prediction", "prediction-changed"})
    shown = _predictions(annotation) if marked or given.get("parent_prediction") or given.get("prediction") else []
    values = annotation.answers[question][1]
    answered = [(body, ResultReading.of(body.get("result")).answers.get(question)) for body in shown]
    found = [(compared(values, answer[1]), body.get("model_version")) for body, answer in answered if answer]
    if found:
        source, model = min(found, key=lambda each: each[0] != ACCEPTED)
        return source, str(model) if model else None
    if marked:
        return (EDITED if "prediction-changed" in origins else SUGGESTED), None
    return (SUGGESTED, None) if given.get("parent_prediction") and not shown else (None, None)


def _predictions(annotation: _TaskAnnotation) -> list[dict[str, Any]]:
    """The prediction that began an annotation; all of the task's where the export does not say which."""
    given = annotation.given
    body = given.get("prediction")
    if isinstance(body, dict) and body.get("result"):
        return [body]
    all_of_them = list(dicts(annotation.task.record.get("predictions")))
    parent = given.get("parent_prediction")
    return [each for each in all_of_them if parent is not None and each.get("id") == parent] or all_of_them
