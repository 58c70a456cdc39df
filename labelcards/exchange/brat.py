"""brat: a folder of standoff files (``.ann`` beside ``.txt``, version 1.3), one sub-folder per annotator.

Kept: per document and annotator the set of entity types. The annotator is the sub-folder's name, the item the
document's path inside it. A document whose ``.ann`` file is empty was looked at and has no entity: the empty set.

Lost, and counted: positions of spans, relations, events, attributes, normalizations and notes.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.item_register import source_names
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["fits_folder", "read"]

TOOL = "brat"
_LOST = {"R": "relations", "*": "relations", "E": "events", "A": "attributes", "M": "attributes"}
_LOST |= {"N": "normalizations", "#": "notes"}


def fits_folder(folder: Path) -> bool:
    """Whether a folder holds brat documents."""
    return next(folder.rglob("*.ann"), None) is not None


def read(paths: list[Path]) -> ToolExport:
    """The documents below one or several folders.

    Raises:
        InputError: a file is not UTF-8 or not in brat's format; all of them at once.
    """
    builder = ExportBuilder(TOOL)
    problems: list[Problem] = []
    names = source_names(paths)
    for folder in paths:
        for path in sorted(folder.rglob("*.ann")):
            *above, name = path.relative_to(folder).with_suffix("").parts
            annotator = above[0] if above else folder.name
            builder.begin(names[folder], f"{names[folder]}/{annotator}")
            try:
                _document(builder, path, "/".join([*above[1:], name]), annotator)
            except (UnicodeDecodeError, IndexError):
                message = "The document is not UTF-8 text in brat's standoff format."
                problems.append(Problem(shown(path), "not-brat", message, "Export it again."))
    if problems:
        raise InputError(problems)
    return builder.finish()


def _document(builder: ExportBuilder, path: Path, item_id: str, annotator: str) -> None:
    text = path.with_suffix(".txt")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    content = {"text": text.read_text(encoding="utf-8")} if text.is_file() else {}
    types = [line.split("\t")[1].split()[0] for line in lines if line.startswith("T")]
    builder.item(item_id, content, content or None)
    builder.lose("positions of spans", len(types))
    for line in lines:
        if line[0] in _LOST:
            builder.lose(_LOST[line[0]])
    builder.answer("spans", "set", types, {"item_id": item_id, "annotator_id": annotator})
