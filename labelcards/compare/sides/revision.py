"""A data set as a Git commit has it: its hand-written files and documents, and what ``dvc.lock`` says of its tables."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem, ToolError

__all__ = ["Revision", "find_revision"]


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, seen from a data set.

    Attributes:
        dataset: the folder of the data set in the workspace.
        commit: the full name of the commit.
        root: the repository's root.
        prefix: the data set's folder relative to it, with a slash at the end.
    """

    dataset: Path
    commit: str
    root: Path
    prefix: str

    def extract(self, target: Path) -> Path:
        """Put the data set's committed files below ``target`` and return its folder there; ``raw/`` is left out.

        Raises:
            InputError: the commit does not have the data set, or a link in it leads out of it.
        """
        done = _git(self.dataset, "archive", "--format=tar", self.commit)  # of this folder, relative to it
        if done.returncode:
            remedy = "Name a commit that has it."
            message = f"Commit {self.commit[:10]} does not have the data set."
            raise InputError([Problem(shown(self.dataset), "not-in-revision", message, remedy)])
        folder = target / self.dataset.resolve().name
        try:
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
                for entry in archive:
                    if entry.name.split("/")[0] != "raw":
                        _place(archive, entry, folder)
        except tarfile.TarError:
            message = f"Commit {self.commit[:10]} holds a link or a special file in the data set."
            remedy = "Commit plain files."
            raise InputError([Problem(shown(self.dataset), "link-in-revision", message, remedy)]) from None
        return folder

    def file(self, path: str) -> bytes | None:
        """The content of a file of the commit, given relative to the repository's root; None if it is not there."""
        done = _git(self.dataset, "cat-file", "blob", f"{self.commit}:{path}")
        return None if done.returncode else done.stdout

    def folders_with(self, name: str, *, below: str) -> tuple[str, ...]:
        """The folders, directly below a folder of this one, in which the commit has a file of this name; sorted."""
        done = _git(self.dataset, "ls-tree", "-r", "--name-only", "-z", self.commit, "--", f"{below}/")
        held = (path.split("/") for path in os.fsdecode(done.stdout).split("\0"))
        return tuple(sorted(steps[1] for steps in held if len(steps) == 3 and steps[2] == name))

    def differs(self) -> bool:
        """Whether anything in the data set's folder differs from the commit, committed or not; ignored files aside."""
        if _git(self.dataset, "diff", "--quiet", self.commit, "--", ".").returncode:
            return True
        return bool(_git(self.dataset, "ls-files", "--others", "--exclude-standard", "--", ".").stdout.strip())


def _place(archive: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    """Write one entry below ``folder``. The extraction filters of `tarfile` are missing before Python 3.11.4.

    Raises:
        tarfile.ExtractError: it is no plain file, folder or link inside of ``folder``, or would stand elsewhere.
    """
    place = folder / entry.name
    if not _inside(place, folder):
        raise tarfile.ExtractError
    content = archive.extractfile(entry) if entry.isfile() else None
    if entry.isdir():
        place.mkdir(parents=True, exist_ok=True)
    elif content is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.read())
    elif entry.issym() and _inside(place.parent / entry.linkname, folder):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(entry.linkname)
    else:
        raise tarfile.ExtractError


def _inside(path: Path, folder: Path) -> bool:
    """Whether a path, with every link on its way followed, lies in the folder."""
    return path.resolve().is_relative_to(folder.resolve())


def find_revision(dataset: Path, name: str) -> Revision | None:
    """The commit that ``name`` (branch, tag, hash, ``HEAD~1``) means; None when it means none.

    Raises:
        ToolError: Git is not installed.
    """
    done = _git(dataset, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    places = _git(dataset, "rev-parse", "--show-toplevel", "--show-prefix")
    if done.returncode or places.returncode:
        return None
    root, prefix = os.fsdecode(places.stdout).split("\n")[:2]
    return Revision(dataset, done.stdout.decode().strip(), Path(root), prefix)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git")
    if program is None:
        raise ToolError("Git is not installed.", hint="Install it, or compare versions of the workspace.")
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603 - no shell; revisions come after --end-of-options
        [program, "-C", str(folder), *arguments], capture_output=True, check=False, env=environment
    )
