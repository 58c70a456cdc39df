"""What the target of a change has: read once, from Git alone."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from labelcards.actions.pipeline_file import labelcards_stages
from labelcards.compare.sides.revision import Revision, find_revision
from labelcards.compare.sides.state import VersionState, locked_outputs, version_states
from labelcards.documents.files import sha256_file
from labelcards.documents.gates import GatesDocument
from labelcards.documents.manifest import DatasetManifest, stated
from labelcards.documents.params import Params
from labelcards.documents.yaml_document import fit_document, read_yaml_document
from labelcards.documents.yaml_file import parse_yaml
from labelcards.errors import InputError, Problem

__all__ = ["ReviewTarget", "TargetDataSet", "written_files"]

_WRITTEN = ("dataset.yaml", "datasheet.yaml", "modelcard.yaml")


@dataclass(frozen=True)
class TargetDataSet:
    """A data set at the target.

    Attributes:
        manifest: its description.
        gates: its bars; None without.
        states: version → state.
        written: hand-written file → digest.
    """

    manifest: DatasetManifest
    gates: GatesDocument | None
    states: Mapping[str, VersionState]
    written: Mapping[str, str]

    @property
    def owners(self) -> tuple[str, ...]:
        """Who may allow a loosened bar; nobody while the manifest is not filled in."""
        return tuple(party.name for party in self.manifest.owners if stated(party.name))


@dataclass(frozen=True)
class ReviewTarget:
    """The commit that a change goes to.

    Attributes:
        name: as it was given, a branch mostly.
        revision: the commit, seen from the folder with ``dvc.yaml``.
    """

    name: str
    revision: Revision

    @classmethod
    def named(cls, name: str) -> ReviewTarget:
        """The commit that ``name`` means.

        Raises:
            InputError: it means none.
        """
        revision = find_revision(Path(), name)
        if revision is None:
            message, remedy = "That is no Git revision.", "Fetch it, or name another: a branch, a tag or a commit."
            raise InputError([Problem(".git", "unknown-revision", message, remedy, column=name)])
        return cls(name, revision)

    def file(self, name: str) -> bytes | None:
        """A file beside ``dvc.yaml``; None when the commit does not have it."""
        return self.revision.file(f"{self.revision.prefix}{name}")

    @cached_property
    def data_sets(self) -> tuple[str, ...]:
        """Names of the data sets that it has."""
        return self.revision.folders_with("dataset.yaml", below="datasets")

    @cached_property
    def params(self) -> Params:
        """Its parameters; the defaults without a file.

        Raises:
            InputError: they do not fit.
        """
        text = (self.file("params.yaml") or b"").decode("utf-8")
        return fit_document(parse_yaml(text, f"{self.name}:params.yaml"), Params) if text.strip() else Params()

    @cached_property
    def stages(self) -> dict[str, Any]:
        """Its stages that run labelcards."""
        return labelcards_stages(self.file("dvc.yaml"))

    @cached_property
    def locked(self) -> dict[str, str]:
        """Output → digest in its ``dvc.lock``."""
        return locked_outputs(self.file("dvc.lock"))

    def inside(self, folder: Path) -> Revision:
        """The same commit, seen from a data set that the workspace has."""
        return Revision(folder, self.revision.commit, self.revision.root, f"{self.revision.prefix}{folder.as_posix()}/")

    def data_set(self, folder: Path) -> TargetDataSet | None:
        """What it has of a data set of the workspace; None when it lacks it.

        Raises:
            InputError: a file of it does not fit.
        """
        if folder.name not in self.data_sets:
            return None
        with tempfile.TemporaryDirectory(prefix="labelcards-") as scratch:
            held = self.inside(folder).extract(Path(scratch))
            gates = held / "gates.yaml"
            return TargetDataSet(
                manifest=read_yaml_document(held / "dataset.yaml", DatasetManifest),
                gates=read_yaml_document(gates, GatesDocument) if gates.is_file() else None,
                states=version_states(held, self.locked),
                written=written_files(held),
            )


def written_files(folder: Path) -> dict[str, str]:
    """Hand-written file of a data set, versions aside → digest."""
    return {name: sha256_file(folder / name) for name in _WRITTEN if (folder / name).is_file()}
