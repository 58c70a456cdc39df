"""Pascal VOC: a folder of XML files, one per picture; as many tools write it.

Kept: per picture the set of names of its objects; a picture without objects has none. The item is the picture's file
name. VOC names no annotators: several folders with the same pictures are one annotator each.

Lost, and counted: positions of objects, their parts and flags.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.marked_items import NOTHING, MarkedFile, MarkedItem, add_marked, told
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.exchange.xml_file import read_xml, text_of

__all__ = ["opens", "read"]

TOOL = "Pascal VOC"
_USUAL = "Annotations"


def opens(opening: FileOpening) -> bool:
    """Whether a file begins like VOC's, or a folder holds such files."""
    if opening.folder:
        first = next(iter(_files(opening.path)), None)
        return first is not None and opens(FileOpening.of(first))
    return opening.root == "annotation" and any(part in opening.text for part in ("<filename>", "<object>", "<size>"))


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.xml")) if path.is_dir() else [path]


def read(paths: list[Path]) -> ToolExport:
    """The pictures of one or several folders or files.

    Raises:
        InputError: a file is not XML, or has another root; all of them at once.
    """
    builder = ExportBuilder(TOOL)
    problems: list[Problem] = []
    folders = []
    for path in paths:
        items = []
        for file in _files(path):
            try:
                items.append(_picture(builder, read_xml(file, shown(file)), file))
            except InputError as error:
                problems += error.problems
        folders.append(MarkedFile(path.parent if path.name == _USUAL else path, items))
    if problems:
        raise InputError(problems)
    if folders and all(path.is_file() for path in paths):
        folders = [MarkedFile(paths[0], [item for folder in folders for item in folder.items])]
    add_marked(builder, folders)
    return builder.finish()


def _picture(builder: ExportBuilder, root: Element, file: Path) -> MarkedItem:
    if root.tag != "annotation":
        message = "The file is no Pascal VOC annotation."
        raise InputError([Problem(shown(file), "not-voc", message, "Remove it from the folder.")])
    objects = root.findall("object")
    builder.lose("positions of regions", len(objects))
    builder.lose("parts of objects", sum(len(each.findall("part")) for each in objects))
    name = text_of(root, "filename") or file.stem
    size = {part: text_of(root, f"size/{part}") for part in ("width", "height")}
    labels: Sequence[str] = [told(text_of(each, "name")) for each in objects] or NOTHING
    return MarkedItem(
        name, {"filename": name, **{key: value for key, value in size.items() if value}}, {"objects": ("set", labels)}
    )
