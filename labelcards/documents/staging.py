"""Temporary siblings of what is being written, and sweeping up those of a process that was killed.

Who writes holds a lock on its sibling, which ends with the process however that ends. So a sibling that nobody holds is
left over, and the next process that writes into the same folder takes it away; one that is held is somebody's work.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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

_TRIES, _PAUSE = 10, 0.002

_SIBLING = re.compile(rf"\..+\.[a-z0-9_]{{8}}(?:{re.escape(STAGED)}|{re.escape(RETIRED)})")


@contextmanager
def staged_sibling(place: Path, *, folder: bool) -> Iterator[Path]:
    """A new file or folder beside ``place``, held while the block runs; what to do with it is the block's business.

    What killed processes left beside ``place`` is taken away, once for every folder and process.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place.parent.resolve())
    with ExitStack() as held:
        with _holding(place.parent):  # nobody sweeps between making the sibling and holding it
            staged = _new(place, folder=folder)
            held.enter_context(_holding(staged))
        yield staged


def _new(place: Path, *, folder: bool) -> Path:
    prefix = f".{place.name}."
    if folder:
        return Path(tempfile.mkdtemp(prefix=prefix, suffix=STAGED, dir=place.parent))
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=STAGED, dir=place.parent)
    os.close(handle)
    return Path(name)


@cache
def _sweep(folder: Path) -> None:
    """Take away what killed processes left in a folder, unless somebody is making a sibling in it right now."""
    with _alone(folder) as alone:
        for entry in sorted(folder.iterdir()) if alone else ():
            if _SIBLING.fullmatch(entry.name) and not entry.is_symlink():
                _remove_abandoned(entry)


def _remove_abandoned(entry: Path) -> None:
    with _alone(entry) as alone:
        if alone and entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        elif alone:
            entry.unlink(missing_ok=True)


@contextmanager
def _holding(path: Path) -> Iterator[None]:
    """With a shared lock, which any number may have, this process twice.

    It is without one where nothing can be locked, and where somebody has the folder for himself for longer than a sweep
    takes: a log that is written to, say, in this very process. Nobody sweeps there then, and nobody must wait for it.
    """
    with _opened(path) as handle:
        if handle is not None:
            _share(handle)
        yield


def _share(handle: int) -> None:
    for _ in range(_TRIES if fcntl is not None else 0):
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        except OSError:
            return
        else:
            return


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether nobody holds it, and nobody can while the block runs; no where that cannot be asked."""
    with _opened(path) as handle:
        alone = False
        if handle is not None and fcntl is not None:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alone = True
        yield alone


@contextmanager
def _opened(path: Path) -> Iterator[int | None]:
    handle = None
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)
