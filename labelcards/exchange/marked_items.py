"""Items of formats that do not say who marked them: pictures with boxes, sentences with entities.

Where several files hold the same items, each file is one annotator, named like it; otherwise all of them are one
annotator whose name nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelcards.documents.yaml_file import shown
from labelcards.errors import LISTED, InputError, Problem
from labelcards.exchange.tool_export import ExportBuilder
from labelcards.labels.kind import Form

__all__ = ["NOTHING", "UNNAMED", "MarkedFile", "MarkedItem", "add_marked", "told"]

NOTHING: tuple[str, ...] = ()
"""The answer of somebody who looked at an item and marked nothing."""

UNNAMED = "unknown"
"""The annotator of a format that names none."""

_PACKED = {".gz", ".zip", ".json", ".jsonl", ".xml", ".tsv", ".txt", ".conll", ".conllu", ".csv"}


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """An item and what one annotator answered.

    Attributes:
        item_id: the same in every file that has the item.
        columns: what the format says of the item.
        answers: question → its form and the labels.
        source: who made the labels, where it was no person.
    """

    item_id: str
    columns: Mapping[str, Any]
    answers: Mapping[str, tuple[Form, Sequence[str]]]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """The items of one file or folder.

    Attributes:
        path: where it is.
        items: what it holds.
        annotator: who made it, if the layout says so.
    """

    path: Path
    items: Sequence[MarkedItem]
    annotator: str | None = None


def add_marked(builder: ExportBuilder, files: Sequence[MarkedFile]) -> None:
    """Add all items and answers.

    Raises:
        InputError: an item has another content in another file, or stands twice in one.
    """
    _check_same(files)
    held = Counter(item_id for file in files for item_id in {item.item_id for item in file.items})
    shared = any(count > 1 for count in held.values())
    names = _names([file.path for file in files])
    if shared and not all(file.annotator for file in files):
        builder.say("Several files hold the same items: each is read as one annotator, named like the file.")
    for file, name in zip(files, names, strict=True):
        annotator = file.annotator or (name if shared else UNNAMED)
        for item in file.items:
            builder.item(item.item_id, item.columns)
            row = {"item_id": item.item_id, "annotator_id": annotator, "source": item.source}
            for question, (form, labels) in item.answers.items():
                builder.answer(question, form, labels, row)


def told(value: Any) -> str:
    """An id or a label of a JSON export as text.

    Raises:
        TypeError: there is none, or something else stands in its place.
    """
    if value is None or value == "" or isinstance(value, dict | list):
        raise TypeError("no id or label")
    return str(value)


def _names(paths: Sequence[Path]) -> list[str]:
    """The files' names without endings; where they are equal, with the folders that tell them apart."""
    bare = [_bare(path) for path in paths]
    for depth in range(1, 1 + max((len(path.parts) for path in bare), default=1)):
        names = ["/".join(path.parts[-depth:]) for path in bare]
        if len(set(names)) == len(names):
            return names
    return [f"{path.name}-{number}" for number, path in enumerate(bare, start=1)]


def _bare(path: Path) -> Path:
    while path.suffix.lower() in _PACKED:
        path = path.with_suffix("")
    return path


def _check_same(files: Sequence[MarkedFile]) -> None:
    """One id is one item: the same content everywhere, and once in each file."""
    first: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for file in files:
        here: set[str] = set()
        for row, item in enumerate(file.items, start=1):
            if item.item_id in here:
                message, code = "Two items of the file have one id or name.", "duplicate-item"
                problems.append(Problem(shown(file.path), code, message, "Name them differently.", row))
            here.add(item.item_id)
            if first.setdefault(item.item_id, item.columns) != item.columns:
                message = "An item of this id or name has another content in another of the files."
                remedy = "Import files about the same items, one per annotator, or files whose items differ in name."
                problems.append(Problem(shown(file.path), "other-item", message, remedy, row))
    if problems:
        raise InputError(problems[:LISTED])
