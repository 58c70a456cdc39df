"""Adding to a data set's log: who did what, when and why.

Reads and writes: ``log.jsonl``.
Privacy: names of people and their reasons stay internal; public pages show counts and dates only.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from labelcards.actions.clock import now
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.files import write_bytes
from labelcards.documents.log import Log, LogEntry, next_entry, read_log
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem

__all__ = ["Act", "broken_log", "record", "whoami"]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did.

    Attributes:
        act: one of `labelcards.documents.log.ACTS`.
        by: who; `whoami` when empty.
        version: the label version it was about.
        why: the reason.
        what: counts, digests and names; never a value from a table.
    """

    act: str
    by: str = ""
    version: str | None = None
    why: str = ""
    what: Mapping[str, str | int | float | bool | list[str]] = field(default_factory=dict)


def record(folder: Path, act: Act, *, at: datetime | None = None) -> LogEntry:
    """Add ``act`` to the log of the data set in ``folder``, safely beside other processes that do the same.

    Raises:
        InputError: the log is broken; nothing was added, since what follows a break proves nothing.
    """
    path = DatasetPaths(folder).log
    with _alone(folder):
        log = read_log(path)
        if log.broken is not None:
            raise InputError([broken_log(path, log)])
        by = " ".join((act.by or whoami(folder)).split())
        entry = next_entry(
            log, at=at or now(), by=by, act=act.act, version=act.version, why=act.why, what=dict(act.what)
        )
        before = path.read_bytes() if path.is_file() else b""
        write_bytes(path, before + entry.line().encode("utf-8") + b"\n")
    return entry


def broken_log(path: Path, log: Log) -> Problem:
    """The first broken entry as a problem."""
    row, why = (log.broken.row, log.broken.why) if log.broken else (None, "")
    return Problem(
        shown(path),
        "broken-log",
        f"The entry is not as it was written: {why}.",
        f"Restore the file from Git: `git log -p -- {shown(path)}` shows who changed it.",
        row=row,
    )


def whoami(folder: Path) -> str:
    """Who acts, when the command does not say: ``LABELCARDS_USER``, Git's ``user.name``, or the login name."""
    told = os.environ.get("LABELCARDS_USER", "").strip()
    git = shutil.which("git")
    if not told and git:
        command = [git, "-C", str(folder if folder.is_dir() else Path.cwd()), "config", "user.name"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
        told = done.stdout.strip()
    if told:
        return told
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time; systems without file locks go without."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
