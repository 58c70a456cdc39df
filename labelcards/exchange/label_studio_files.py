"""Label Studio: the tasks in the files of its exports, whatever their format.

JSON holds tasks with their annotations. Target storage has one file per annotation with its task inside. JSON_MIN, CSV
and TSV have one flat record per annotation; see `labelcards.exchange.label_studio_table`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.item_register import source_names
from labelcards.exchange.json_parts import dicts
from labelcards.exchange.label_studio_table import FLAT, fits_header, flat_tasks, read_flat_table

__all__ = ["ProjectTask", "fits", "opens", "project_tasks"]

_TABLES = (".csv", ".tsv", ".tab", ".txt")
_LARGEST = 64 << 20
_START = 1 << 10

Records = list[tuple[int, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class ProjectTask:
    """One task of one file.

    Attributes:
        source: its project, or else its file.
        part: its file.
        item_id: the task's id.
        known_by: where that comes from: ``item_id``, ``id``, ``inner_id`` or ``row``.
        record: the task as exported, with ``data`` and ``annotations``.
    """

    source: str
    part: str
    item_id: str
    known_by: str
    record: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """What the annotators saw, and what came with it."""
        data: dict[str, Any] = self.record["data"]
        return data

    @property
    def annotations(self) -> list[dict[str, Any]]:
        """What annotators did; those of versions before 1.0 are completions."""
        return list(dicts(self.record.get("annotations", self.record.get("completions"))))


def fits(record: dict[str, Any]) -> bool:
    """Whether a record of an export is a Label Studio task, annotation or flat annotation."""
    return _is_task(record) or _is_stored(record) or record.keys() >= FLAT


def _is_task(record: dict[str, Any]) -> bool:
    annotations = record.get("annotations", record.get("completions"))
    return isinstance(record.get("data"), dict) and isinstance(annotations, list)


def _is_stored(record: dict[str, Any]) -> bool:
    task = record.get("task")
    return isinstance(task, dict) and isinstance(task.get("data"), dict) and isinstance(record.get("result"), list)


def opens(path: Path) -> bool:
    """Whether a file or folder whose records do not say it is an export.

    A table with the columns of a flat export, one annotation with its task over any number of lines, or a folder of
    such annotations.
    """
    if path.is_dir():
        first = next(iter(_stored_files(path)), None)
        return first is not None and _is_stored_file(first)
    ending = path.suffix.lower()
    return fits_header(path) if ending in _TABLES else ending == ".json" and _is_stored_file(path)


def _is_stored_file(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            if stream.read(_START).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
                return False
        return _is_stored(_one_object(path))
    except (InputError, OSError):
        return False


def project_tasks(paths: list[Path], say: Callable[[str], None]) -> Iterator[ProjectTask]:
    """The tasks of all files, in order.

    Args:
        paths: files, and folders of target storages.
        say: tells a sentence about how a file was read.

    Raises:
        InputError: a file is not an export.
    """
    names = source_names(paths)
    for path in paths:
        for row, record in _records(path, say):
            if _is_task(record):
                project = record.get("project")
                source = f"project-{project}" if isinstance(project, str) and project else names[path]
                item_id, known_by = _identity(record, row)
                yield ProjectTask(source, names[path], item_id, known_by, record)


def _identity(record: dict[str, Any], row: int) -> tuple[str, str]:
    for known_by, value in (
        ("item_id", record["data"].get("item_id")),
        ("id", record.get("id")),
        ("inner_id", record.get("inner_id")),
    ):
        if isinstance(value, str) and value.strip():
            return value.strip(), known_by
    return str(row), "row"


def _records(path: Path, say: Callable[[str], None]) -> Records:
    if path.is_dir():
        return _tasks_of([_one_object(file) for file in _stored_files(path)])
    if path.suffix.lower() in _TABLES:
        columns, flat = read_flat_table(path)
        return list(enumerate(flat_tasks(columns, flat, shown(path), say, ordered=False), start=2))
    try:
        found = read_objects(path, shown(path))
    except InputError:
        record = _one_object(path)
        return _tasks_of([record]) if _is_stored(record) else [(1, record)]
    records = [record for _, record in found]
    if any(_is_stored(record) for record in records):
        return _tasks_of([record for record in records if _is_stored(record)])
    if records[0].keys() >= FLAT and not _is_task(records[0]):
        columns = list(dict.fromkeys(name for record in records for name in record))
        return list(enumerate(flat_tasks(columns, records, shown(path), say, ordered=True), start=1))
    return found


def _tasks_of(annotations: list[dict[str, Any]]) -> Records:
    """Stored annotations as tasks that have one annotation each."""
    records = []
    for row, annotation in enumerate(annotations, start=1):
        if _is_stored(annotation):
            given = {name: value for name, value in annotation.items() if name != "task"}
            records.append((row, {**annotation["task"], "annotations": [given], "predictions": []}))
    return records


def _stored_files(folder: Path) -> list[Path]:
    named = (path for path in folder.iterdir() if path.suffix.lower() in ("", ".json") and path.name[:1] != ".")
    return sorted(path for path in named if path.is_file() and path.resolve().is_relative_to(folder.resolve()))


def _one_object(path: Path) -> dict[str, Any]:
    """A file that is one JSON object over any number of lines; numbers are text as written."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        found = json.loads(path.read_bytes().decode("utf-8-sig"), parse_int=str, parse_float=str)
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        remedy = "Export it again."
        raise InputError([Problem(shown(path), "not-json", "The file is not one JSON object.", remedy)])
    return found
