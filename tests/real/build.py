"""Dataset folders of real data: the manifests beside this file, the raw files copied from the shared data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

__all__ = ["SOURCES", "build_dataset"]

HERE = Path(__file__).resolve().parent

SOURCES = {"annotation-paradigms": "annotation_paradigms", "rte": "snow2008_rte"}
"""Data set → its folder in the shared data."""


def build_dataset(name: str, shared_data: Path, parent: Path) -> Path:
    """Put the dataset folder ``name`` together below ``parent`` and return it.

    Every raw file that a version's manifest names is copied from the shared folder of the data set.
    """
    folder = parent / name
    shutil.copytree(HERE / name, folder)
    for manifest in sorted((folder / "versions").glob("*.yaml")):
        for relative in set(_files(yaml.safe_load(manifest.read_text(encoding="utf-8"))["tables"])):
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shared_data / SOURCES[name] / target.name, target)
    return folder


def _files(tables: dict[str, dict[str, object]]) -> Iterator[str]:
    for table in tables.values():
        named = table["file"]
        yield from [named] if isinstance(named, str) else [str(entry) for entry in named]  # type: ignore[attr-defined]
