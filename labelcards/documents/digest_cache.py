"""Digests of files that are read again and again, kept so that an unchanged file is not read at all."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from labelcards.documents.files import sha256_file, write_text

__all__ = ["DigestCache"]

_SETTLED = 2_000_000_000
"""Nanoseconds: a file younger than this may change again within the clock's resolution, so it is read again."""


class DigestCache:
    """SHA-256 of files by size and modification time, as Git's index does it.

    The cache only saves time: a missing, broken or stale file of it gives the same digests.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held = _read(file)
        self._used: dict[str, list[Any]] = {}

    def sha256(self, path: Path) -> str:
        """The digest of ``path``, which must exist; read only when it changed since it was last asked for."""
        key, state = str(path.absolute()), path.stat()
        stamp = [state.st_size, state.st_mtime_ns]
        held = self._held.get(key)
        digest = held[2] if held and held[:2] == stamp else sha256_file(path)
        if time.time_ns() - state.st_mtime_ns > _SETTLED:
            self._used[key] = [*stamp, digest]
        return str(digest)

    def save(self) -> None:
        """Keep what was asked for; files that are gone are forgotten."""
        others = {key: row for key, row in self._held.items() if key not in self._used and Path(key).exists()}
        merged = {**others, **self._used}
        if merged != self._held or not self.file.is_file():
            write_text(self.file, json.dumps(merged, sort_keys=True, indent=0) + "\n")


def _read(file: Path) -> dict[str, list[Any]]:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    rows = held.items() if isinstance(held, dict) else ()
    return {key: row for key, row in rows if isinstance(row, list) and len(row) == 3}
