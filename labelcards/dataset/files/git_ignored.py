"""What Git would see: private files must lie where it looks away, before they are written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem, ToolError

__all__ = ["in_git", "seen_by_git", "within_git"]

_HOOK_VARIABLES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")
"""Set by Git while it runs a hook; they would point at another repository than the file's."""


def in_git(path: Path) -> bool:
    """Whether a folder above ``path``, or it itself, is a Git repository; links are followed."""
    return _root(path.resolve()) is not None


def within_git(folder: Path) -> str:
    """Where ``folder`` lies in its Git repository: ``"a/b/"``; empty for its root, or outside of any."""
    root = _root(folder.resolve())
    inside = "" if root is None else folder.resolve().relative_to(root).as_posix()
    return "" if inside in ("", ".") else f"{inside}/"


def seen_by_git(paths: Sequence[Path]) -> list[Path]:
    """Those of ``paths`` that Git tracks or would offer to add; none outside of a repository. They need not exist.

    Raises:
        InputError: Git does not tell.
        ToolError: there is a repository, and no Git.
    """
    inside = [path for path in paths if in_git(path)]
    if not inside:
        return []
    places = {os.fsencode(path.resolve()): path for path in inside}
    told = _git(_existing(inside[0].resolve()), "check-ignore", "-z", "--stdin", given=b"\0".join(places) + b"\0")
    ignored = set(told.split(b"\0"))
    return [path for place, path in places.items() if place not in ignored]


def _root(place: Path) -> Path | None:
    return next((parent for parent in (place, *place.parents) if (parent / ".git").exists()), None)


def _existing(path: Path) -> Path:
    """The nearest folder on the way to ``path`` that is there."""
    return next(parent for parent in path.parents if parent.is_dir())


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    program = shutil.which("git")
    if program is None:
        raise ToolError("Git is not installed, and this is a Git repository.", hint="Install it.")
    inherited = {key: value for key, value in os.environ.items() if key not in _HOOK_VARIABLES}
    environment = {**inherited, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - no shell
        [program, "-C", str(folder), *arguments], input=given, capture_output=True, check=False, env=environment
    )
    if done.returncode not in (0, 1):  # 1: nothing is ignored
        message = f"Git does not tell what it ignores (its exit code is {done.returncode})."
        remedy = "Run `git status` there, and mend what it says."
        raise InputError([Problem(shown(folder), "git-unknown", message, remedy)])
    return done.stdout
