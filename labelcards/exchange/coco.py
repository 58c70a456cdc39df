"""COCO: ``images``, ``annotations`` and ``categories`` in one JSON file (detection, keypoints, panoptic).

Kept: per image the set of categories that were marked in it; an image without annotations has none. The item is the
image's file name (its ``id`` where names are missing or repeated). COCO names no annotators: several files with the
same images are one annotator each.

Lost, and counted: positions of regions, and captions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.marked_items import NOTHING, MarkedFile, MarkedItem, add_marked, told
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["fits", "read"]

TOOL = "COCO"
_COLUMNS = ("file_name", "width", "height", "coco_url")
QUESTION = "categories"

Record = dict[str, Any]


def fits(record: Record) -> bool:
    """Whether an object is a COCO file."""
    return all(isinstance(record.get(part), list) for part in ("images", "annotations", "categories"))


def read(paths: list[Path]) -> ToolExport:
    """The images of one or several files.

    Raises:
        InputError: a file is not COCO, or names an image or a category that it does not have.
    """
    documents = [(path, record) for path in paths for _, record in read_objects(path, shown(path)) if fits(record)]
    builder = ExportBuilder(TOOL)
    for _, document in documents:
        builder.offer(QUESTION, [str(entry["name"]) for entry in _objects(document, "categories") if "name" in entry])
    named = all(_has_names(document) for _, document in documents)
    add_marked(builder, [MarkedFile(path, _items(builder, path, record, named=named)) for path, record in documents])
    return builder.finish()


def _objects(document: Record, part: str) -> list[Record]:
    entries: list[Record] = document[part]
    if not all(isinstance(entry, dict) for entry in entries):
        raise TypeError(f"{part} are not objects")
    return entries


def _has_names(document: Record) -> bool:
    names = [image.get("file_name") for image in _objects(document, "images")]
    return all(isinstance(name, str) and name for name in names) and len(set(names)) == len(names)


def _items(builder: ExportBuilder, path: Path, document: Record, *, named: bool) -> list[MarkedItem]:
    categories = {told(entry.get("id")): told(entry.get("name")) for entry in _objects(document, "categories")}
    marked: dict[str, list[str]] = {str(image.get("id")): [] for image in _objects(document, "images")}
    problems = []
    for row, annotation in enumerate(_objects(document, "annotations"), start=1):
        if "caption" in annotation:
            builder.lose("captions")
            continue
        segments = annotation.get("segments_info")
        regions = segments if isinstance(segments, list) else [annotation]
        chosen = [categories.get(str(region.get("category_id"))) for region in regions if isinstance(region, dict)]
        labels = marked.get(str(annotation.get("image_id")))
        if labels is None or None in chosen:
            message = "The annotation names an image or a category that the file does not have."
            problems.append(Problem(shown(path), "unknown-name", message, "Export the whole file again.", row))
            continue
        labels += [label for label in chosen if label is not None]
        builder.lose("positions of regions", len(regions) if {"bbox", "segmentation"} & annotation.keys() else 0)
    if problems:
        raise InputError(problems[:20])
    return [
        MarkedItem(
            told(image["file_name"] if named else image.get("id")),
            {name: image[name] for name in _COLUMNS if name in image},
            {QUESTION: ("set", marked[str(image.get("id"))] or NOTHING)},
        )
        for image in _objects(document, "images")
    ]
