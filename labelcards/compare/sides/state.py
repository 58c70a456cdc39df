"""What a label version is made of, as digests: enough to say that one was edited, without reading any table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from labelcards.dataset.version.ancestor import read_alone
from labelcards.dataset.version.layout import DatasetPaths, VersionPaths
from labelcards.dataset.version.manifests import list_versions
from labelcards.documents.files import sha256_file
from labelcards.documents.json_text import json_text
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["VersionState", "locked_outputs", "version_states"]

_MEASURED = ("anonymization", "quality", "bias", "model", "changes", "answers")

_NO_EDIT = {"amended", "withdrawn"}
"""What a version's manifest may say later: that an edit is allowed, and that the version must not be used."""


@dataclass(frozen=True)
class VersionState:
    """One version on one side.

    Attributes:
        version: its number.
        manifest: its description.
        tables: digest of the clean tables; empty when there are none and ``dvc.lock`` knows none.
        guidelines: digest of the guidelines; empty without.
        figures: what was measured → digest.
        tables_here: whether the tables can be read where this was found.
    """

    version: str
    manifest: VersionManifest
    tables: str
    guidelines: str
    figures: Mapping[str, str]
    tables_here: bool

    @property
    def description(self) -> dict[str, Any]:
        """The manifest without what may be added to it later."""
        return self.manifest.model_dump(mode="json", exclude=_NO_EDIT)

    @property
    def content(self) -> str:
        """Digest of everything that people wrote or judged: description, tables and guidelines."""
        text = json_text({"manifest": self.description, "tables": self.tables, "guidelines": self.guidelines})
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def edits(self, new: VersionState) -> tuple[str, ...]:
        """What people wrote or judged that ``new``, the same version, has otherwise; in words, without values."""
        before, after = self.description, new.description
        keys = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
        found = [f"its manifest ({', '.join(keys)})"] if keys else []
        if self.manifest.withdrawn is not None and new.manifest.withdrawn != self.manifest.withdrawn:
            found.append("its withdrawal")
        found += ["its tables"] if self.tables and self.tables != new.tables else []
        return (*found, *(["its guidelines"] if self.guidelines != new.guidelines else []))

    def remeasured(self, new: VersionState) -> tuple[str, ...]:
        """Documents and tables of figures that ``new`` has otherwise."""
        return tuple(
            sorted(name for name in {*self.figures, *new.figures} if self.figures.get(name) != new.figures.get(name))
        )


def locked_outputs(lock: bytes | None) -> dict[str, str]:
    """Output, relative to the folder of ``dvc.lock`` → digest that DVC holds it to; none where it cannot be read."""
    try:
        content = YAML(typ="safe", pure=True).load((lock or b"").decode("utf-8"))
    except (YAMLError, UnicodeDecodeError):
        return {}
    stages = content.get("stages") if isinstance(content, dict) else None
    found: dict[str, str] = {}
    for stage in stages.values() if isinstance(stages, dict) else ():
        for out in stage.get("outs") or () if isinstance(stage, dict) else ():
            if isinstance(out, dict) and isinstance(out.get("path"), str) and out.get("md5"):
                found[out["path"]] = str(out["md5"])
    return found


def version_states(folder: Path, locked: Mapping[str, str]) -> dict[str, VersionState]:
    """Version → state, oldest number first.

    Args:
        folder: the data set's folder, or a copy of what a commit has in it.
        locked: what ``dvc.lock`` says there.

    Raises:
        InputError: a version's manifest is wrong.
    """
    paths = DatasetPaths(folder)
    return {version: _state(paths.version(version), locked) for version in list_versions(folder)}


def _state(paths: VersionPaths, locked: Mapping[str, str]) -> VersionState:
    manifest = read_alone(paths.manifest)
    guidelines = paths.dataset.folder / manifest.guidelines if manifest.guidelines else None
    figures = {name: sha256_file(path) for name in _MEASURED if (path := paths.document(name)).is_file()}
    consensus = _digest(paths, paths.consensus, locked)
    return VersionState(
        version=paths.version,
        manifest=manifest,
        tables=_digest(paths, paths.tables, locked),
        guidelines=sha256_file(guidelines) if guidelines is not None and guidelines.is_file() else "",
        figures={**figures, **({"consensus": consensus} if consensus else {})},
        tables_here=paths.tables.is_dir(),
    )


def _digest(paths: VersionPaths, place: Path, locked: Mapping[str, str]) -> str:
    """As DVC has it, else of the files themselves; empty when there are none."""
    known = locked.get(f"datasets/{paths.dataset.folder.name}/{place.relative_to(paths.dataset.folder).as_posix()}")
    if known is not None:
        return known
    files = sorted(file for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file())
    if not files:
        return ""
    told = "".join(f"{file.relative_to(place.parent).as_posix()} {sha256_file(file)}\n" for file in files)
    return hashlib.sha256(told.encode()).hexdigest()
