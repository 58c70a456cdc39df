"""UIMA CAS, as XMI or JSON: recognized, and not read; the tools that write it write WebAnno TSV 3 as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ToolExport

__all__ = ["fits", "opens", "read"]

TOOL = "UIMA CAS"


def fits(record: dict[str, Any]) -> bool:
    """Whether an object is a CAS as JSON, of today (``%TYPES``) or of before (``_context``)."""
    return "%FEATURE_STRUCTURES" in record or ("_context" in record and "_views" in record)


def opens(opening: FileOpening) -> bool:
    """Whether a file is a CAS as XMI."""
    return opening.root.endswith(":XMI") or (opening.ending == ".xmi" and bool(opening.root))


def read(paths: list[Path]) -> ToolExport:
    """Nothing.

    Raises:
        InputError: always; it says what to export instead.
    """
    message = "The file is a UIMA CAS (XMI or JSON), which labelcards does not read."
    remedy = "Export the project from INCEpTION or WebAnno as 'WebAnno TSV v3.x', and import its folder `annotation`."
    raise InputError(Problem(shown(path), "unknown-format", message, remedy) for path in paths)
