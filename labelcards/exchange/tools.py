"""Which labelling tools can be read, and which one wrote a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.label_scheme import Question
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange import (
    argilla,
    brat,
    doccano,
    label_studio,
    label_studio_files,
    label_studio_table,
    label_studio_tasks,
    prodigy,
    table,
)
from labelcards.exchange.labeling_task import LabelingTask, Outgoing
from labelcards.exchange.tool_export import ToolExport

__all__ = ["TOOLS", "WRITERS", "Tool", "Writer", "detect", "read_export"]

Writer = Callable[[Sequence[LabelingTask], Mapping[str, Question]], Outgoing]
"""Turns tasks into the files a tool imports."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A labelling tool whose exports can be read.

    Attributes:
        title: its name.
        read: reads one or several export files (folders for brat).
        fits: whether a record is one of its exports'; None if its exports have no records.
        write: writes tasks with suggested answers; None if it takes none.
    """

    title: str
    read: Callable[[list[Path]], ToolExport]
    fits: Callable[[dict[str, Any]], bool] | None = None
    write: Writer | None = None


TOOLS: dict[str, Tool] = {
    "label-studio": Tool(label_studio.TOOL, label_studio.read, label_studio.fits, label_studio_tasks.write),
    "prodigy": Tool(prodigy.TOOL, prodigy.read, prodigy.fits, prodigy.write),
    "argilla": Tool(argilla.TOOL, argilla.read, argilla.fits, argilla.write),
    "doccano": Tool(doccano.TOOL, doccano.read, doccano.fits, doccano.write),
    "brat": Tool(brat.TOOL, brat.read),
}
"""Tool key → tool, in the order in which `detect` asks them."""

WRITERS: dict[str, Writer] = {key: tool.write for key, tool in TOOLS.items() if tool.write} | {"csv": table.write}
"""Format → what writes it: every tool that takes tasks, and ``csv`` for spreadsheets."""

_JSON = (".json", ".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv", ".tab", ".txt")


def detect(path: Path) -> str | None:
    """The key of the tool that wrote ``path``, by its first record or its header; None for a plain table.

    Raises:
        InputError: the file does not exist, or is named JSON but is not.
    """
    if path.is_dir() and brat.fits_folder(path):
        return "brat"
    if path.is_dir():
        return _of_folder(path)
    if path.suffix.lower() in _TABLES and label_studio_table.fits_header(path):
        return "label-studio"
    if path.suffix.lower() not in _JSON:
        return None
    try:
        _, record = read_objects(path, shown(path))[0]
    except InputError:
        if label_studio_files.fits_file(path):
            return "label-studio"
        raise
    return next((key for key, tool in TOOLS.items() if tool.fits and tool.fits(record)), None)


def _of_folder(folder: Path) -> str | None:
    """The tool that wrote a folder's files: annotations stored one by one, or exports."""
    if label_studio_files.fits_folder(folder):
        return "label-studio"
    files = _exports(folder)
    return detect(files[0]) if files else None


def _exports(folder: Path) -> list[Path]:
    own = folder.resolve()
    files = (path for path in folder.iterdir() if path.is_file() and path.resolve().is_relative_to(own))
    return sorted(path for path in files if path.suffix.lower() in _JSON)


def _files(paths: list[Path], tool: str) -> list[Path]:
    """The exports among ``paths``, folders of them opened; a folder that is an export stays."""
    kept = {"brat": brat.fits_folder, "label-studio": label_studio_files.fits_folder}.get(tool)
    opened = ([path] if not path.is_dir() or (kept and kept(path)) else _exports(path) or [path] for path in paths)
    return [file for files in opened for file in files]


def read_export(paths: list[Path], tool: str) -> ToolExport:
    """One or several export files of one tool.

    Raises:
        InputError: a file cannot be read, or none holds an answer that labelcards can keep.
    """
    export = TOOLS[tool].read(_files(paths, tool))
    if not export.annotations:
        lost = ", ".join(f"{count:,} {what}" for what, count in export.lost.items())
        message = f"The export holds no labels that can be kept{f' (only {lost})' if lost else ''}."
        remedy = f"Check that it is an export of {TOOLS[tool].title} with annotations."
        raise InputError([Problem(shown(paths[0]), "no-labels", message, remedy)])
    return export
