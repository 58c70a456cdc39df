"""Which release of labelcards makes a repository's figures, in its parameters, its stages and what CI installs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from labelcards.actions.pipeline_file import labelcards_stages
from labelcards.documents.yaml_edit import with_item
from labelcards.documents.yaml_file import shown

__all__ = ["PARAMETER", "REQUIREMENTS", "bare_stages", "with_dependencies", "with_pin", "with_release"]

PARAMETER = "labelcards_version"
REQUIREMENTS = "requirements-labelcards"
"""``.in`` names the release; ``.txt`` is what CI installs, with hashes, and is made from it."""

_VALUE = re.compile(rf"^({PARAMETER}:)[ \t]*(?:'[^']*'|\"[^\"]*\"|[^\s#]*)", re.MULTILINE)
_PIN = re.compile(r"^labelcards==\S+", re.MULTILINE)


def with_release(text: str, release: str) -> str:
    """A ``params.yaml`` that has the parameter, with another release."""
    return _VALUE.sub(rf"\g<1> '{release}'", text, count=1)


def with_pin(text: str, release: str) -> str:
    """A file of requirements with another release."""
    return _PIN.sub(f"labelcards=={release}", text, count=1)


def bare_stages(text: bytes) -> Iterator[tuple[str, ...]]:
    """Where in a ``dvc.yaml`` the parameters of those stages are that do not depend on the release."""
    for name, stage in labelcards_stages(text).items():
        body = stage.get("do", stage)
        if PARAMETER not in (body.get("params") or ()):
            yield ("stages", name, *(("do",) if "do" in stage else ()), "params")


def with_dependencies(text: str, path: Path) -> str:
    """A ``dvc.yaml`` all of whose stages that run labelcards depend on its release.

    Raises:
        InputError: an entry cannot be added without touching others.
    """
    for place in list(bare_stages(text.encode())):
        text = with_item(text, place, PARAMETER, file=shown(path))
    return text
