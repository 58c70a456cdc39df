"""Temporary siblings of what is being written, and sweeping up those of a process that was killed.

Who writes holds a lock on its sibling, which ends with the process however that ends. So a sibling that nobody holds is
left over, and the next process that writes into the same folder takes it away; one that is held is somebody's work.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows: nothing is locked there, and nothing swept
    fcntl = None  # type: ignore[assignment]

__all__ = ["RETIRED", "staged_sibling"]

STAGED = ".labelcards-part"
RETIRED = ".labelcards-old"
"""How siblings end: what is being written, and the folder whose place it takes."""

_SIBLING = re.compile(rf"\..+\.[a-z0-9_]{{8}}(?:{re.escape(STAGED)}|{re.escape(RETIRED)})")


@contextmanager
def staged_sibling(place: Path, *, folder: bool) -> Iterator[Path]:
    """A new file or folder beside ``place``, locked while the block runs; what to do with it is the block's business.

    What killed processes left beside ``place`` is taken away, once for every folder and process.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place.parent.resolve())
    handle = -1
    try:
        with _locked(place.parent):  # nobody sweeps between making the sibling and locking it
            staged = _new(place, folder=folder)
            handle = os.open(staged, os.O_RDONLY)
            _lock(handle)
        yield staged
    finally:
        if handle >= 0:
            os.close(handle)


def _new(place: Path, *, folder: bool) -> Path:
    prefix = f".{place.name}."
    if folder:
        return Path(tempfile.mkdtemp(prefix=prefix, suffix=STAGED, dir=place.parent))
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=STAGED, dir=place.parent)
    os.close(handle)
    return Path(name)


@cache
def _sweep(folder: Path) -> None:
    """Take away what killed processes left in a folder."""
    if fcntl is None:
        return
    with _locked(folder):
        for entry in sorted(folder.iterdir()):
            if _SIBLING.fullmatch(entry.name) and not entry.is_symlink() and _abandoned(entry):
                _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def _abandoned(entry: Path) -> bool:
    """Whether no process holds it; one that cannot be asked about is left alone."""
    try:
        handle = os.open(entry, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _lock(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone in a folder, as far as processes of ours are concerned; without effect where folders cannot be locked."""
    handle = -1
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
    try:
        if handle >= 0 and fcntl is not None:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _lock(handle: int) -> bool:
    """Whether the lock could be had at once."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
