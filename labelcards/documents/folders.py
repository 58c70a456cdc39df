"""Writing whole folders: a reader sees the old folder or the new one, never a mixture."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labelcards.documents.staging import RETIRED, staged_sibling

__all__ = ["staged_folder"]


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """A temporary sibling of ``folder`` that takes its place if the block succeeds and is removed if it fails.

    All files are fsynced first. An existing folder is replaced as a whole; between its two renames a crash leaves no
    folder at all, which DVC takes for "not run yet", and never a half-written one. What a process that was killed left
    beside it is swept up, see `labelcards.documents.staging`.
    """
    with staged_sibling(folder, folder=True) as staged:
        retired = staged.with_suffix(RETIRED)
        try:
            yield staged
            staged.chmod(0o755)
            for path in sorted(staged.rglob("*")):
                _sync(path)
            _sync(staged)
            if folder.exists():
                folder.rename(retired)
            staged.rename(folder)
            _sync(folder.parent)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
            shutil.rmtree(retired, ignore_errors=True)


def _sync(path: Path) -> None:
    """Flush a file or folder; file systems that cannot flush folders are left alone."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)
