"""The log of a data set: nothing in it can be changed, moved or taken out without a trace."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from labelcards.documents.log import Log, next_entry, read_log

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def chain(count: int, base: Log | None = None, by: str = "Ada") -> list[str]:
    """Lines of a log that goes on from ``base``."""
    log, lines = base or Log(), []
    for number in range(count):
        at = START + timedelta(days=len(log.entries))
        entry = next_entry(log, at=at, by=by, act="note", version="1.0.0", why=f"w{number}", what={"items": number})
        log = Log((*log.entries, entry))
        lines.append(entry.line() + "\n")
    return lines


def test_a_log_reads_back(tmp_path: Path) -> None:
    """Entries name the one before; the last one is the end."""
    path = tmp_path / "log.jsonl"
    path.write_text("".join(chain(4)))
    log = read_log(path)
    assert log.broken is None
    assert [entry.previous for entry in log.entries[1:]] == [(entry.hash,) for entry in log.entries[:-1]]
    assert log.ends == (log.entries[-1].hash,)
    assert log.entries[0].at == "2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("damage", "row"),
    [
        (lambda lines: [lines[0], lines[1].replace("Ada", "Eve"), *lines[2:]], 2),
        (lambda lines: [lines[0], *lines[2:]], 2),
        (lambda lines: [lines[1], lines[0], *lines[2:]], 1),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3),
        (lambda lines: [*lines[:3], lines[3].replace('"items":3', '"items": 3')], 4),
        (lambda lines: [*lines[:3], "\n"], 4),
        (lambda lines: [*lines[:3], lines[3][:-1]], 4),
        (lambda lines: [*lines, chain(1)[0].replace("Ada", "Bo")], 5),
    ],
)
def test_the_first_broken_entry_is_named(damage: object, row: int, tmp_path: Path) -> None:
    """Changed, left out, moved, doubled, rewritten, empty, cut off, or forged: the line is named."""
    path = tmp_path / "log.jsonl"
    path.write_text("".join(damage(chain(4))))  # type: ignore[operator]
    log = read_log(path)
    assert log.broken is not None
    assert log.broken.row == row
    assert len(log.entries) == row - 1


def test_an_entry_forged_with_its_own_hash_breaks_the_next(tmp_path: Path) -> None:
    """Whoever recomputes the hash of one entry leaves the entries after it without the one they follow."""
    lines = chain(4)
    entry = read_entry(lines[1])
    forged = entry.model_copy(update={"by": "Eve"})
    forged = forged.model_copy(update={"hash": forged.computed_hash()})
    path = tmp_path / "log.jsonl"
    path.write_text("".join([lines[0], forged.line() + "\n", *lines[2:]]))
    broken = read_log(path).broken
    assert broken is not None
    assert broken.row == 3


def read_entry(line: str):  # type: ignore[no-untyped-def]
    """The entry of a line."""
    from labelcards.documents.log import LogEntry

    return LogEntry.model_validate(json.loads(line))


def test_two_branches_can_be_merged(tmp_path: Path) -> None:
    """Both branches' lines below each other are a whole log with two ends, and the next entry names both."""
    path = tmp_path / "log.jsonl"
    shared = chain(2)
    path.write_text("".join(shared))
    base = read_log(path)
    path.write_text("".join([*shared, *chain(2, base, "Bo"), *chain(1, base, "Cy")]))
    merged = read_log(path)
    assert merged.broken is None
    assert len(merged.ends) == 2
    path.write_text(path.read_text() + chain(1, merged)[0])
    after = read_log(path)
    assert after.entries[-1].previous == merged.ends
    assert len(after.ends) == 1
