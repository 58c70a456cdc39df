"""The last check before publishing knows who put their name on a card."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.actions.journal import Act, record
from labelcards.actions.publishing.scan import run
from tests.actions.answer_folder import answer_folder


def test_addresses_under_answers_and_log_entries_are_no_hits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of author, signer and whoever is in the log may be read; any other one is still found."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772712000")
    folder = answer_folder(tmp_path / "datasets")
    sheet = folder / "datasheet.yaml"
    signed = "\n  signed:\n    - {by: grace@larkfield-goods.com, date: 2026-03-01, version: 1.0.0}\n"
    sheet.write_text(sheet.read_text().replace("author: Ada", "author: ada@larkfield-goods.com").rstrip("\n") + signed)
    record(folder, Act("note", by="mary@larkfield-goods.com", why="x"))
    page = tmp_path / "page.md"
    names = ("ada", "grace", "mary")
    page.write_text("".join(f"Signed by {name}@larkfield-goods.com.\n" for name in names))
    params = tmp_path / "params.yaml"
    assert run([page], tmp_path / "datasets", params).hits == ()
    page.write_text(page.read_text() + "Signed by peter@larkfield-goods.com.\n")
    assert [hit.line for hit in run([page], tmp_path / "datasets", params).hits] == [4]
