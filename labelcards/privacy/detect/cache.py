"""Remember what was found in a text, without remembering the text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from labelcards.errors import ToolError
from labelcards.privacy.detect.finding import EntityFinding, TextFindings
from labelcards.privacy.key import PseudonymKey

__all__ = ["FindingCache"]

_CHUNK = 500


class FindingCache:
    """A local SQLite file: keyed digest of (configuration, text) → spans, types and scores.

    The digest is an HMAC under the pseudonym key, so that nobody without the key can test whether a text is in the
    cache. Only successes are remembered. A damaged file is replaced by an empty one: the cache saves time and decides
    nothing.

    Args:
        folder: where the file lies; it must be private (the demo and ``init`` put it under the dataset's Git-ignored
            ``raw``).
        key: the pseudonym key.
        configuration: the detector's digest; another configuration never sees these entries.
    """

    def __init__(self, folder: Path, key: PseudonymKey, configuration: str) -> None:
        self._key = key
        self._configuration = configuration
        self._path = folder / "findings.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except OSError:
            raise ToolError(f"The cache folder {folder} cannot be used.", hint="Choose a writable folder.") from None

    def _prepare(self) -> None:
        try:
            self._create()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._create()
        self._path.chmod(0o600)

    def _create(self) -> None:
        with closing(self._open()) as base, base:
            base.execute(
                "CREATE TABLE IF NOT EXISTS findings (digest BLOB PRIMARY KEY, found TEXT NOT NULL) WITHOUT ROWID"
            )

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60)

    def _digest(self, text: str) -> bytes:
        return self._key.digest(f"labelcards findings {self._configuration}", text)

    def get(self, texts: Sequence[str]) -> dict[str, TextFindings]:
        """The remembered findings of those texts that are remembered."""
        digests = {self._digest(text): text for text in texts}
        known: dict[str, TextFindings] = {}
        asked = list(digests)
        with closing(self._open()) as base:
            for start in range(0, len(asked), _CHUNK):
                chunk = asked[start : start + _CHUNK]
                marks = ",".join("?" * len(chunk))
                rows = base.execute(f"SELECT digest, found FROM findings WHERE digest IN ({marks})", chunk)  # noqa: S608 - marks only
                known |= {digests[digest]: _unpacked(found) for digest, found in rows}
        return known

    def put(self, entries: Iterable[tuple[str, TextFindings]]) -> None:
        """Remember findings; failures are left out."""
        rows = [(self._digest(text), _packed(found)) for text, found in entries if not found.failure]
        with closing(self._open()) as base, base:
            base.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?)", rows)


def _packed(detected: TextFindings) -> str:
    return json.dumps([list(finding) for finding in detected.findings], separators=(",", ":"))


def _unpacked(found: str) -> TextFindings:
    return TextFindings(tuple(EntityFinding(start, end, kind, score) for start, end, kind, score in json.loads(found)))
