"""Adding a version to ``params.yaml`` without disturbing what a person wrote there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from labelcards.documents.files import write_bytes
from labelcards.documents.yaml_edit import with_entry, with_item
from labelcards.documents.yaml_file import shown

__all__ = ["register_version", "with_version"]


def register_version(path: Path, *, dataset: str, version: str, parent: str | None) -> None:
    """Add the data set, the version and its parent to the pipeline; every other line stays as it is.

    Raises:
        InputError: the file is not YAML, repeats a key, or has something else in a section's place; it is left as it
            was.
    """
    text = path.read_bytes().decode("utf-8")
    write_bytes(path, with_version(text, path, dataset=dataset, version=version, parent=parent).encode())


def with_version(text: str, path: Path, *, dataset: str, version: str, parent: str | None) -> str:
    """The content ``text`` of ``path`` with a version that the pipeline runs for; see `register_version`."""
    file = shown(path)
    entry = {"dataset": dataset, "version": version}
    rows = {"versions": entry, **({"parents": {**entry, "parent": parent}} if parent else {})}
    if dataset not in (_held(text).get("datasets") or ()):
        text = with_item(text, ["datasets"], dataset, file=file)
    for section, row in rows.items():
        key = f"{dataset}-{version}"
        if key not in (_held(text).get(section) or ()):
            text = with_entry(text, [section], key, _in_braces(row), file=file)
    return text


def _held(text: str) -> dict[str, Any]:
    """The sections; what is wrong with them, `with_entry` and `with_item` say."""
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True
    held = yaml.load(text)
    return held if isinstance(held, dict) else {}


def _in_braces(row: dict[str, str]) -> CommentedMap:
    made = CommentedMap(row)
    made.fa.set_flow_style()
    return made
