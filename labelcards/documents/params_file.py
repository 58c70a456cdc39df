"""Adding a version to ``params.yaml`` without disturbing what a person wrote there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from labelcards.documents.files import write_text

__all__ = ["register_version"]


def register_version(path: Path, *, dataset: str, version: str, parent: str | None) -> None:
    """Add the data set, the version and its parent to the pipeline; comments, order and existing entries stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    content: Any = yaml.load(path.read_text(encoding="utf-8")) or CommentedMap()
    names = content.setdefault("datasets", [])
    if dataset not in names:
        _append(names, dataset)
    entry = {"dataset": dataset, "version": version}
    _add(content, "versions", f"{dataset}-{version}", entry)
    if parent:
        _add(content, "parents", f"{dataset}-{version}", {**entry, "parent": parent})
    stream = io.StringIO()
    yaml.dump(content, stream)
    write_text(path, stream.getvalue())


def _append(names: Any, name: str) -> None:
    """Append to a list; the blank line or comment that followed its last entry goes on following the last."""
    last = len(names) - 1
    names.append(name)
    if hasattr(names, "ca") and last in names.ca.items:
        names.ca.items[last + 1] = names.ca.items.pop(last)


def _add(content: Any, section: str, key: str, entry: dict[str, str]) -> None:
    rows = content.get(section)
    if rows is None:
        rows = content[section] = CommentedMap()
    if key not in rows:
        row = CommentedMap(entry)
        row.fa.set_flow_style()
        rows[key] = row
