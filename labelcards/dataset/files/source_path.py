"""Finding the files a manifest names, without ever leaving the dataset folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelcards.documents.yaml_document import problem_at
from labelcards.documents.yaml_file import Step, YamlFile, shown
from labelcards.errors import Problem

__all__ = ["SourceFile", "locate"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file a manifest names, or why it cannot be used.

    Attributes:
        path: the file, below the dataset folder as the manifest writes it.
        problems: empty when the file is there and inside.
    """

    path: Path
    problems: tuple[Problem, ...] = ()


def locate(folder: Path, relative: str, source: YamlFile, at: tuple[Step, ...]) -> SourceFile:
    """The file ``relative`` of the dataset folder, named at ``at`` in the manifest ``source``.

    A symbolic link must stay inside the dataset folder, or lead into the repository's own DVC cache (where DVC puts
    the files of a repository with ``cache.type symlink``).
    """
    path = folder / relative.replace("\\", "/")
    real, root = path.resolve(), folder.resolve()
    if not real.is_relative_to(root) and not _in_dvc_cache(real, root):
        message = "The path leads outside the dataset folder through a symbolic link."
        return SourceFile(path, (problem_at(source, at, "outside-folder", message, "Copy the file into the folder."),))
    if real.is_file():
        return SourceFile(path)
    what = "is a folder" if real.is_dir() else "does not exist"
    remedy = "Run `dvc pull` or `dvc repro` if DVC tracks it, or correct the path."
    problem = problem_at(source, at, "missing-file", f"The file {shown(path)} {what}.", remedy)
    return SourceFile(path, (problem,))


def _in_dvc_cache(real: Path, root: Path) -> bool:
    return any(real.is_relative_to(parent / ".dvc" / "cache") for parent in root.parents)
