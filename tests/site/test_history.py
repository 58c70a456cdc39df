"""The log on the list of versions: text stays text, and the public sees no name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from labelcards.cards.context import card_context
from labelcards.cards.history import Audience
from labelcards.documents.log import Log, next_entry
from labelcards.site.index import build_index
from tests.cards import sample

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} & \u202e \"quoted\""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The summary of one version."""
    folder = tmp_path_factory.mktemp("history")
    (folder / "1.1.0").mkdir()
    card_context(sample.sources("1.1.0", folder)).summary.write(folder / "1.1.0" / "summary.json")
    return folder


def page(cards: Path, out: Path, audience: Audience) -> str:
    """The list of versions with one hostile entry in its log."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    entry = next_entry(Log(), at=at, by=HOSTILE, act="sign", version="1.1.0", why=HOSTILE, what={"n": HOSTILE})
    build_index(cards, ["1.1.0"], out, log=Log((entry,)), audience=audience)
    return (out / "index.html").read_text(encoding="utf-8")


def test_names_and_reasons_are_text(cards: Path, tmp_path: Path) -> None:
    """Neither markup nor template syntax in a log is run."""
    text = page(cards, tmp_path, "internal")
    assert "<script>" not in text
    assert text.count("alert(1)") >= 3
    assert "49" not in text.partition('id="history"')[2]


def test_the_public_page_has_counts_and_dates(cards: Path, tmp_path: Path) -> None:
    """How often and when, not who or why."""
    text = page(cards, tmp_path, "public").partition('id="history"')[2]
    assert "Signed" in text
    assert "2026-03-01" in text
    assert "script" not in text
