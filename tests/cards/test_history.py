"""The log on a page: names and reasons inside, counts and dates outside."""

from __future__ import annotations

from datetime import UTC, datetime

from labelcards.cards.history import history_page
from labelcards.documents.log import Log, LogBreak, next_entry


def log() -> Log:
    """Two imports and a signature."""
    held = Log()
    for day, act, why in ((1, "import", "First export"), (3, "import", ""), (9, "sign", "Read again")):
        at = datetime(2026, 3, day, tzinfo=UTC)
        entry = next_entry(
            held, at=at, by="Ada Lovelace", act=act, version="1.0.0", why=why, what={"questions": ["uses-1", "uses-2"]}
        )
        held = Log((*held.entries, entry))
    return held


def test_inside_every_entry_is_shown_newest_first() -> None:
    """Who, when, why and what."""
    page = history_page(log(), "internal")
    assert [(row.day, row.act, row.by) for row in page.rows] == [
        ("2026-03-09", "sign", "Ada Lovelace"),
        ("2026-03-03", "import", "Ada Lovelace"),
        ("2026-03-01", "import", "Ada Lovelace"),
    ]
    assert page.rows[0].what == "questions: uses-1, uses-2"
    assert page.end == log().entries[-1].hash[:12]


def test_the_public_sees_counts_and_dates_only() -> None:
    """No name, no reason, no detail."""
    page = history_page(log(), "public")
    assert page.rows == ()
    assert [(one.act, one.count, one.first, one.last) for one in page.counts] == [
        ("import", 2, "2026-03-01", "2026-03-03"),
        ("sign", 1, "2026-03-09", "2026-03-09"),
    ]
    assert "Ada" not in repr(page)
    assert "Read" not in repr(page)


def test_a_break_is_shown() -> None:
    """The page says at which entry."""
    assert history_page(Log(log().entries, LogBreak(4, "x")), "public").broken == 4
