"""Writing files so that a reader sees the old content or the new, never a part, and digesting them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labelcards.documents.staging import staged_sibling

__all__ = ["sha256_file", "staged_path", "write_bytes", "write_text"]


@contextmanager
def staged_path(path: Path) -> Iterator[Path]:
    """A temporary sibling of ``path``, fsynced and renamed onto it if the block succeeds, removed if it fails.

    What a process that was killed left beside it is swept up, see `labelcards.documents.staging`.
    """
    with staged_sibling(path, folder=False) as staged:
        try:
            yield staged
            with staged.open("rb+") as stream:
                os.fsync(stream.fileno())
            staged.chmod(0o644)
            staged.replace(path)
            _sync_folder(path.parent)
        finally:
            staged.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the rename durable; some file systems cannot sync a folder, which is fine."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` atomically."""
    with staged_path(path) as staged:
        staged.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write ``content`` to ``path`` atomically as UTF-8, line ends as they are."""
    write_bytes(path, content.encode("utf-8"))


def sha256_file(path: Path) -> str:
    """Hex SHA-256 of a file's bytes, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
