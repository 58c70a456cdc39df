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
    label_studio_tasks,
    prodigy,
    table,
)
from labelcards.exchange.export_folder import exports_in
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


def detect(path: Path) -> str | None:
    """The key of the tool that wrote ``path``, by its first record or its header; None for a plain table.

    Raises:
        InputError: the file does not exist, or is named JSON but is not.
    """
    if path.is_dir() and brat.fits_folder(path):
        return "brat"
    if label_studio_files.opens(path):
        return "label-studio"
    if path.is_dir():
        return next((detect(file) for file in exports_in(path)), None)
    if path.suffix.lower() not in _JSON:
        return None
    _, record = read_objects(path, shown(path))[0]
    return next((key for key, tool in TOOLS.items() if tool.fits and tool.fits(record)), None)


def _files(paths: list[Path], tool: str) -> list[Path]:
    """The exports among ``paths``, folders of them opened; a folder that is one export stays."""
    whole = {"brat": brat.fits_folder, "label-studio": label_studio_files.opens}.get(tool)
    opened = ([path] if not path.is_dir() or (whole and whole(path)) else exports_in(path) or [path] for path in paths)
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
