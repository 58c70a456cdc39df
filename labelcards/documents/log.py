"""The log of a data set: what people did to it, when and why. One JSON object per line, only ever added to.

Each entry holds its own SHA-256 and those of the entries before it that no other entry names yet. So an entry cannot be
changed, reordered or taken out from between others without a trace, and yet two branches that both added entries can be
merged by keeping the lines of both: the next entry names both ends. Entries cut off at the end leave no trace in the
file itself; Git, and the copy on the site, have them.

Schema 1. Written by every command that records an act, read by ``labelcards log``, ``verify`` and the site.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError

from labelcards.documents.document import Part
from labelcards.documents.field_types import VersionNumber
from labelcards.documents.party import Line

__all__ = ["ACTS", "ActName", "Log", "LogBreak", "LogEntry", "next_entry", "read_log"]

ActName = Literal[
    "import", "adjudication", "relabel", "audit-sample", "audit-record", "answer", "sign", "review", "waiver",
    "publish", "note",
]  # fmt: skip
ACTS: tuple[str, ...] = get_args(ActName)
"""Everything an entry can be about."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Detail = str | int | float | bool | list[str]


class LogEntry(Part):
    """One act.

    Attributes:
        at: when, in UTC.
        by: who.
        act: what kind of act.
        version: the label version it was about, if about one.
        why: the reason, in that person's words; may be empty.
        what: details such as counts, digests and names of questions; never a value from a table.
        previous: SHA-256 of the entries that had no successor when this one was added; empty for the first.
        hash: SHA-256 of all of the above as compact JSON with sorted keys.
    """

    schema_version: Literal[1] = 1
    at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    by: Line
    act: ActName
    version: VersionNumber | None = None
    why: str = ""
    what: dict[str, Detail] = Field(default_factory=dict)
    previous: tuple[Digest, ...] = ()
    hash: Digest

    @property
    def day(self) -> str:
        """The date in ISO form."""
        return self.at[:10]

    def line(self) -> str:
        """The entry as a line of the file, without line end."""
        return _compact(self.model_dump(mode="json", exclude_none=True))

    def computed_hash(self) -> str:
        """What ``hash`` has to be."""
        return _hash(self.model_dump(mode="json", exclude_none=True, exclude={"hash"}))


def _compact(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _hash(content: Any) -> str:
    return hashlib.sha256(_compact(content).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class LogBreak:
    """The first line where the log is not what was written.

    Attributes:
        row: the line, from 1.
        why: what is wrong with it.
    """

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Log:
    """The entries up to the first broken one, and that one if there is one."""

    entries: tuple[LogEntry, ...] = ()
    broken: LogBreak | None = None

    @property
    def ends(self) -> tuple[str, ...]:
        """Hashes of the entries that no other entry names, sorted."""
        named = {digest for entry in self.entries for digest in entry.previous}
        return tuple(sorted(entry.hash for entry in self.entries if entry.hash not in named))


def read_log(path: Path) -> Log:
    """Read and check the chain; a file that does not exist is an empty log."""
    if not path.is_file():
        return Log()
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        whole = content.count(b"\n")
        return Log(_checked(content.split(b"\n")[:whole]).entries, LogBreak(whole + 1, "the line is cut off"))
    return _checked(content.split(b"\n")[:-1])


def _checked(lines: Iterable[bytes]) -> Log:
    entries: list[LogEntry] = []
    known: set[str] = set()
    for row, line in enumerate(lines, start=1):
        entry, why = _entry(line)
        why = why or (entry and _misfit(entry, known)) or ""
        if entry is None or why:
            return Log(tuple(entries), LogBreak(row, why))
        entries.append(entry)
        known.add(entry.hash)
    return Log(tuple(entries))


def _entry(line: bytes) -> tuple[LogEntry | None, str]:
    try:
        entry = LogEntry.model_validate(json.loads(line.decode("utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError):
        return None, "it is not JSON"
    except ValidationError:
        return None, "it does not fit the schema"
    return entry, "" if entry.line().encode("utf-8") == line else "it is not written as labelcards writes it"


def _misfit(entry: LogEntry, known: set[str]) -> str:
    if entry.hash != entry.computed_hash():
        return "its content is not what its hash says"
    if entry.hash in known:
        return "it stands twice"
    if not entry.previous and known:
        return "it does not say which entry it follows"
    if not set(entry.previous) <= known:
        return "an entry that it follows is not above it"
    return ""


def next_entry(
    log: Log, *, at: datetime, by: str, act: str, version: str | None, why: str, what: dict[str, Detail]
) -> LogEntry:
    """The entry to add to ``log``.

    Raises:
        ValidationError: a part does not fit.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    bare = {
        "at": stamp, "by": by, "act": act, "version": version, "why": why.strip(), "what": what,
        "previous": log.ends, "hash": "0" * 64,
    }  # fmt: skip
    entry = LogEntry.model_validate(bare)
    return entry.model_copy(update={"hash": entry.computed_hash()})
