"""SageMaker Ground Truth: output manifests, and what single workers answered.

A line of an output manifest has ``source`` or ``source-ref`` and, per labelling job, ``<job>`` and ``<job>-metadata``:
its consolidated label, kept by its class name. Of boxes and spans the set of class names is kept. The item is the
``source-ref``, else a digest of the ``source``. The consolidated label has no annotator; one that no person made
(``human-annotated: no``) has the source ``model``.

Workers' answers are the files below ``annotations/worker-response/`` (a folder of them, or some: the item is the
folder's number, else the file) and the requests for consolidation: the annotator is the ``workerId``.

Lost, and counted: positions of regions, masks, failed tasks, free text.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.exchange.marked_items import NOTHING, UNNAMED, told
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import Form

__all__ = ["fits", "opens", "read"]

TOOL = "SageMaker Ground Truth"
_METADATA = "-metadata"
_REGIONS = ("annotations", "boundingBoxes", "polygons", "polylines", "keypoints", "entities", "cuboids")

Record = dict[str, Any]
Answer = tuple[Form, Sequence[str]]


def fits(record: Record) -> bool:
    """Whether a record is a line of an output manifest, or holds workers' answers."""
    return _is_worker(record) or bool({"source", "source-ref"} & record.keys() and _jobs(record))


def opens(opening: FileOpening) -> bool:
    """Whether a folder holds workers' answers."""
    return opening.folder and next(opening.path.glob("**/iteration-*/**/*.json"), None) is not None


def _is_worker(record: Record) -> bool:
    answers, requested = record.get("answers"), record.get("annotations")
    if isinstance(answers, list) and answers:
        return isinstance(answers[0], dict) and "answerContent" in answers[0]
    return "datasetObjectId" in record and isinstance(requested, list)


def _jobs(record: Record) -> list[str]:
    names = [name.removesuffix(_METADATA) for name in record if name.endswith(_METADATA)]
    return [name for name in names if isinstance(record[name + _METADATA], dict)]


def read(paths: list[Path]) -> ToolExport:
    """The lines of manifests, or the answers in files and folders of workers' responses.

    Raises:
        InputError: a file is not JSON records.
    """
    files = [file for path in paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    records = [(file, record) for file in files for _, record in read_objects(file, shown(file)) if fits(record)]
    builder = ExportBuilder(TOOL)
    radios = _radios([content for _, record in records for _, content in _contents(record)])
    seen: Counter[str] = Counter()
    for file, record in records:
        if _is_worker(record):
            _worker(builder, record, file, radios)
        else:
            _line(builder, record, seen)
    return builder.finish()


def _line(builder: ExportBuilder, record: Record, seen: Counter[str]) -> None:
    source = record.get("source-ref", record.get("source"))
    item = (
        str(record["source-ref"]) if "source-ref" in record else hashlib.sha256(str(source).encode()).hexdigest()[:16]
    )
    seen[item] += 1
    item += f"-{seen[item]}" if seen[item] > 1 and "source-ref" not in record else ""
    own = {name for job in _jobs(record) for name in (job, job + _METADATA)}
    named = {"source-ref": "image"} if "source-ref" in record else {"source": "text"}
    builder.item(item, {named.get(name, name): value for name, value in record.items() if name not in own})
    for job in _jobs(record):
        about = record[job + _METADATA]
        if "failure-reason" in about:
            builder.lose("failed tasks")
            continue
        answer = _consolidated(builder, record.get(job), about)
        if answer is None:
            builder.lose("masks and answers of other kinds")
            continue
        by_model = str(about.get("human-annotated", "yes")).lower() == "no"
        when = about.get("creation-date")
        row = {"item_id": item, "annotator_id": "model" if by_model else UNNAMED}
        row |= {"source": "model" if by_model else "", "submitted_at": when if isinstance(when, str) else ""}
        builder.answer(job, *answer, row)


def _consolidated(builder: ExportBuilder, value: Any, about: Record) -> Answer | None:
    stated = about.get("class-map")
    names: Record = stated if isinstance(stated, dict) else {}
    if isinstance(about.get("class-name"), str):
        return "choice", [about["class-name"]]
    if isinstance(value, list) and not any(isinstance(entry, dict | list) for entry in value):
        return "set", [told(names.get(str(entry), entry)) for entry in value]
    if isinstance(value, dict):
        regions = _regions(value)
        if regions is not None:
            builder.lose("positions of regions", len(regions))
            chosen = [region.get("label", names.get(str(region.get("class_id")))) for region in regions]
            return "set", [told(label) for label in chosen] or NOTHING
    return None


def _regions(value: Record) -> list[Record] | None:
    for name in _REGIONS:
        held = value.get(name)
        if isinstance(held, dict):
            return _regions(held)
        if isinstance(held, list):
            return [region for region in held if isinstance(region, dict)]
    return None


def _contents(record: Record) -> Iterator[tuple[Record, Record]]:
    """(who and when, the answer by the form's fields) of a file of workers' answers."""
    for answer in record.get("answers") or [] if _is_worker(record) else []:
        content = answer.get("answerContent")
        yield answer, content if isinstance(content, dict) else {}
    for answer in record.get("annotations") or [] if "datasetObjectId" in record else []:
        data = answer.get("annotationData") or {}
        try:
            content = json.loads(str(data.get("content")), parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            content = {}
        yield answer, content if isinstance(content, dict) else {}


def _radios(contents: list[Record]) -> set[str]:
    """The fields of yes-or-no values of which exactly one is true in every answer."""
    counts: dict[str, set[int]] = {}
    for content in contents:
        for field, value in content.items():
            if _is_flags(value):
                counts.setdefault(field, set()).add(sum(value.values()))
    return {field for field, found in counts.items() if found == {1}}


def _is_flags(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(entry, bool) for entry in value.values())


def _worker(builder: ExportBuilder, record: Record, file: Path, radios: set[str]) -> None:
    item = told(record.get("datasetObjectId", file.parent.name if file.parent.name.isdecimal() else file.stem))
    data = record.get("dataObject") or {}
    content = data.get("content")
    columns = {"text": content} if content else {"image": data["s3Uri"]} if data.get("s3Uri") else {}
    builder.item(item, columns)
    for answer, fields in _contents(record):
        row = {
            "item_id": item,
            "annotator_id": str(answer.get("workerId") or UNNAMED),
            "started_at": str(answer.get("acceptanceTime") or ""),
            "submitted_at": str(answer.get("submissionTime") or ""),
        }
        for field, value in fields.items():
            found = _field(builder, value, radio=field in radios)
            if found is None:
                builder.lose("answers of other kinds")
            else:
                builder.answer("label" if field.startswith("crowd-") else field, *found, row)


def _field(builder: ExportBuilder, value: Any, *, radio: bool) -> Answer | None:
    if isinstance(value, str):
        return "choice", [value]
    if _is_flags(value):
        return "choice" if radio else "set", [name for name, chosen in value.items() if chosen]
    if isinstance(value, dict) and isinstance(value.get("label"), str):
        return "choice", [value["label"]]
    several = value.get("labels") if isinstance(value, dict) else None
    if isinstance(several, list) and not any(isinstance(each, dict) for each in several):
        return "set", [told(label) for label in several]
    regions = _regions(value) if isinstance(value, dict) else None
    if regions is None:
        return None
    builder.lose("positions of regions", len(regions))
    return "set", [told(region.get("label")) for region in regions] or NOTHING
