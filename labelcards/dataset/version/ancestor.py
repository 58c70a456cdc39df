"""A version's manifest by itself, for looking along a line of parents that may be hundreds of versions long."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import fit_document
from labelcards.documents.yaml_file import parse_yaml, shown, yaml_text

__all__ = ["read_alone"]


def read_alone(path: Path) -> VersionManifest:
    """The manifest, checked against its schema only; the same text is parsed once in a process.

    Raises:
        InputError: the file is missing or wrong.
    """
    return _parsed(yaml_text(path), shown(path))


@lru_cache(maxsize=2048)
def _parsed(text: str, file: str) -> VersionManifest:
    return fit_document(parse_yaml(text, file), VersionManifest)
