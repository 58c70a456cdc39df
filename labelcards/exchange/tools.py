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
    coco,
    conll,
    cvat,
    doccano,
    hugging_face,
    label_studio,
    label_studio_files,
    label_studio_tasks,
    labelbox,
    lighttag,
    pascal_voc,
    prodigy,
    sagemaker,
    scale_ai,
    table,
    uima,
    webanno,
)
from labelcards.exchange.export_folder import exports_in
from labelcards.exchange.labeling_task import LabelingTask, Outgoing
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.resemblance import resemblance, unknown_folder
from labelcards.exchange.tool_export import ToolExport

__all__ = ["TOOLS", "WRITERS", "Tool", "Writer", "check_no_export", "detect", "read_export"]

Writer = Callable[[Sequence[LabelingTask], Mapping[str, Question]], Outgoing]
"""Turns tasks into the files a tool imports."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A labelling tool whose exports can be read.

    Attributes:
        title: its name.
        read: reads one or several export files (folders for brat).
        fits: whether a record is one of its exports'; None if its exports have no records.
        opens: whether a file that begins so, or a folder, is one of its exports; None if only records say so.
        parts: what a record of its exports has, by which other files can be said to resemble them.
        write: writes tasks with suggested answers; None if it takes none.
    """

    title: str
    read: Callable[[list[Path]], ToolExport]
    fits: Callable[[dict[str, Any]], bool] | None = None
    write: Writer | None = None
    opens: Callable[[FileOpening], bool] | None = None
    parts: tuple[str, ...] = ()


TOOLS: dict[str, Tool] = {
    "label-studio": Tool(
        label_studio.TOOL,
        label_studio.read,
        label_studio.fits,
        label_studio_tasks.write,
        opens=lambda opening: label_studio_files.opens(opening.path),
        parts=("data", "annotations"),
    ),
    "prodigy": Tool(prodigy.TOOL, prodigy.read, prodigy.fits, prodigy.write, parts=("_input_hash", "answer")),
    "argilla": Tool(argilla.TOOL, argilla.read, argilla.fits, argilla.write, parts=("fields", "responses")),
    "labelbox": Tool(labelbox.TOOL, labelbox.read, labelbox.fits, parts=("data_row", "projects")),
    "sagemaker": Tool(
        sagemaker.TOOL, sagemaker.read, sagemaker.fits, opens=sagemaker.opens, parts=("source", "<job>-metadata")
    ),
    "lighttag": Tool(lighttag.TOOL, lighttag.read, lighttag.fits, parts=("example_id", "content", "annotations")),
    "scale": Tool(scale_ai.TOOL, scale_ai.read, scale_ai.fits, parts=("task_id", "params", "response")),
    "coco": Tool(coco.TOOL, coco.read, coco.fits, parts=("images", "annotations", "categories")),
    "doccano": Tool(doccano.TOOL, doccano.read, doccano.fits, doccano.write, parts=("id", "text", "label as a list")),
    "brat": Tool(brat.TOOL, brat.read, opens=lambda opening: opening.folder and brat.fits_folder(opening.path)),
    "webanno": Tool(webanno.TOOL, webanno.read, opens=webanno.opens),
    "cvat": Tool(cvat.TOOL, cvat.read, opens=cvat.opens),
    "pascal-voc": Tool(pascal_voc.TOOL, pascal_voc.read, opens=pascal_voc.opens),
    "uima": Tool(uima.TOOL, uima.read, uima.fits, opens=uima.opens),
    "conll": Tool(conll.TOOL, conll.read, opens=conll.opens),
    "hugging-face": Tool(hugging_face.TOOL, hugging_face.read, opens=hugging_face.opens),
}
"""Tool key → tool, in the order in which `detect` asks them."""

WRITERS: dict[str, Writer] = {key: tool.write for key, tool in TOOLS.items() if tool.write} | {"csv": table.write}
"""Format → what writes it: every tool that takes tasks, and ``csv`` for spreadsheets."""

_JSON = (".json", ".jsonl", ".ndjson", ".manifest")
_FIRST = 20
_MISPLACED = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError)


def detect(path: Path) -> str | None:
    """The key of the tool that wrote ``path``, by how it begins and by its first records; None for a plain table.

    Raises:
        InputError: the file does not exist, is named JSON but is not, or is a folder of no known kind.
    """
    opening = FileOpening.of(path)
    for key, tool in TOOLS.items():
        if tool.opens and tool.opens(opening):
            return key
    if opening.folder:
        found = next(filter(None, map(detect, exports_in(path))), None)
        if found is None:
            raise InputError([unknown_folder(path)])
        return found
    if opening.ending not in _JSON:
        return None
    records = [record for _, record in read_objects(path, shown(path))[:_FIRST]]
    return next((key for key, tool in TOOLS.items() if tool.fits and any(map(tool.fits, records))), None)


def _files(paths: list[Path], tool: str) -> list[Path]:
    """The exports among ``paths``, folders of them opened; a folder that is one export stays."""
    opens = TOOLS[tool].opens
    whole = [not path.is_dir() or (opens is not None and opens(FileOpening.of(path))) for path in paths]
    opened = ([path] if one else exports_in(path) or [path] for path, one in zip(paths, whole, strict=True))
    return [file for files in opened for file in files]


def read_export(paths: list[Path], tool: str) -> ToolExport:
    """One or several export files of one tool.

    Raises:
        InputError: a file cannot be read, or none holds an answer that labelcards can keep.
    """
    try:
        export = TOOLS[tool].read(_files(paths, tool))
    except _MISPLACED:
        message = f"The file resembles an export of {TOOLS[tool].title}, but its parts do not lie where they should."
        raise InputError([Problem(shown(paths[0]), "damaged-export", message, "Export it again.")]) from None
    if not export.annotations:
        lost = ", ".join(f"{count:,} {what}" for what, count in export.lost.items())
        message = f"The export holds no labels that can be kept{f' (only {lost})' if lost else ''}."
        remedy = f"Check that it is an export of {TOOLS[tool].title} with annotations."
        raise InputError([Problem(shown(paths[0]), "no-labels", message, remedy)])
    return export


def check_no_export(path: Path) -> None:
    """Refuse a file that is no export, and yet has parts that only exports have: it is no table either.

    Raises:
        InputError: it says which exports the file resembles and what it lacks.
    """
    problem = resemblance(path, {tool.title: tool.parts for tool in TOOLS.values() if tool.parts})
    if problem is not None:
        raise InputError([problem])
