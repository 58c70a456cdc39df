"""What a file that nothing can read resembles, and what it lacks for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.files.json_file import read_objects
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.opening import FileOpening

__all__ = ["resemblance", "unknown_folder"]

_NAMED = 3
_XML = "Read are CVAT's and Pascal VOC's XML."
_JSON = (".json", ".jsonl", ".ndjson", ".manifest")


def resemblance(path: Path, parts: Mapping[str, Sequence[str]]) -> Problem | None:
    """Which of the formats a file resembles.

    Args:
        path: a file that no reader of exports took.
        parts: title of a format → what its records have.

    Returns:
        the problem that says so; None where it resembles none, or is no file of records.
    """
    try:
        opening = FileOpening.of(path)
        if opening.root:
            name = opening.root if opening.root.isprintable() else "?"
            return _problem(path, f"The file is XML with the root <{name}>, which is no known export.", _XML)
        if opening.ending == ".xml":
            return Problem(shown(path), "not-xml", "This is not XML in UTF-8.", "Export the file again.")
        if opening.ending not in _JSON:
            return None
        record = read_objects(path, shown(path))[0][1]
    except InputError:
        return None
    found = sorted(_shared(record, parts), key=lambda entry: (-len(entry[1]), len(entry[2])))
    if not found:
        return None
    said = "; ".join(f"{title}: has {_listed(has)}, lacks {_listed(lacks)}" for title, has, lacks in found[:_NAMED])
    remedy = "Export it again in full, or name the columns of a plain table (--item, --annotator, --label)."
    return _problem(path, f"The file is no table of labels. It looks like {said}.", remedy)


def _shared(record: Mapping[str, Any], parts: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str], list[str]]]:
    """(title, what the record has, what it lacks) of the formats of which it has a nested part."""
    found = []
    for title, wanted in parts.items():
        has = [part for part in wanted if part in record]
        lacks = [part for part in wanted if part not in record]
        if lacks and any(_is_nested(part, record[part]) for part in has):
            found.append((title, has, lacks))
    return found


def _is_nested(part: str, value: Any) -> bool:
    """Whether a part is of an export's own: no table of plain columns has it."""
    if isinstance(value, list):
        return all(isinstance(entry, dict) for entry in value)
    return isinstance(value, dict) or part.startswith("_")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _problem(path: Path, message: str, remedy: str) -> Problem:
    return Problem(shown(path), "unknown-format", message, remedy)


def unknown_folder(path: Path) -> Problem:
    """What to say of a folder that no tool wrote."""
    message = "The folder is no export that is known."
    known = "brat, Pascal VOC, WebAnno, SageMaker's workers and Hugging Face data sets"
    remedy = f"Known are folders of {known}; or name a file."
    return _problem(path, message, remedy)
