"""A folder of exports, such as the unpacked archive of one file per member."""

from __future__ import annotations

from pathlib import Path

__all__ = ["exports_in"]

_JSON = (".json", ".jsonl", ".ndjson")


def exports_in(folder: Path) -> list[Path]:
    """The JSON files of a folder, sorted; none that a link leads out of it."""
    own = folder.resolve()
    files = (path for path in folder.iterdir() if path.is_file() and path.resolve().is_relative_to(own))
    return sorted(path for path in files if path.suffix.lower() in _JSON)
