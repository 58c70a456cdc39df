"""A small dataset folder for tests, written from dictionaries."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

__all__ = ["DATASET", "VERSION", "make_folder"]

DATASET: dict[str, Any] = {
    "name": "tickets",
    "title": "Tickets",
    "description": "Tickets.",
    "license": "CC0-1.0",
    "creators": [{"name": "Support"}],
    "owners": [{"name": "Data lead"}],
    "questions": {
        "topic": {"title": "Topic?", "labels": {"billing": {"aliases": ["invoice"]}, "delivery": {}, "other": {}}},
        "urgency": {"title": "Urgent?", "kind": "ordinal", "labels": ["low", "high"]},
        "tags": {"title": "Tags?", "kind": "multilabel", "labels": ["angry", "polite", "repeat"]},
        "effort": {"title": "Minutes?", "kind": "ratio", "minimum": 0, "maximum": 60},
    },
    "items": {"columns": {"text": {"action": "clean"}}},
}

VERSION: dict[str, Any] = {
    "version": "1.0.0",
    "date": "2026-02-01",
    "note": "First.",
    "tables": {"items": {"file": "raw/items.csv"}, "annotations": {"file": "raw/annotations.csv"}},
}

ITEMS = "item_id,text\nt1,one\nt2,two\nt3,three\n"


def make_folder(
    parent: Path,
    files: dict[str, str],
    tables: dict[str, Any] | None = None,
    **dataset: Any,
) -> Path:
    """Write the folder ``tickets``: ``files`` below ``raw``, ``tables`` and ``dataset`` over the defaults above."""
    folder = parent / "tickets"
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    (folder / "raw").mkdir(exist_ok=True)
    version = copy.deepcopy(VERSION)
    version["tables"].update(tables or {})
    (folder / "dataset.yaml").write_text(yaml.safe_dump({**DATASET, **dataset}, sort_keys=False), encoding="utf-8")
    (folder / "versions/1.0.0.yaml").write_text(yaml.safe_dump(version, sort_keys=False), encoding="utf-8")
    for name, content in {"items.csv": ITEMS, **files}.items():
        (folder / "raw" / name).write_text(content, encoding="utf-8")
    return folder
