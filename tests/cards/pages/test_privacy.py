"""The privacy page and the Datasheet about a marked sample."""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.context import card_context
from labelcards.cards.write import write_cards
from tests.cards import sample


def test_a_marked_sample_is_shown_with_intervals(cards: Path) -> None:
    """Recall, precision and the table by kind, most frequent first, without kinds that were never marked."""
    page = (cards / "privacy.md").read_text(encoding="utf-8")
    part = page[page.index("{ #detection }") : page.index("{ #residual }")]
    assert "21\u202f400" in part
    for title in ("Detection recall", "Detection precision", "Detection F2", "Entity recall", "False alarms"):
        assert title in part
    assert part.index(">PERSON<") < part.index(">LOCATION<") < part.index(">EMAIL&#95;ADDRESS<")
    assert "URL" not in part
    assert part.count("lc-ci") >= 5
    answer = (cards / "datasheet.md").read_text(encoding="utf-8")
    assert "texts whose personal data people had marked" in answer


def test_without_a_sample_the_page_says_so_and_what_to_do(tmp_path: Path) -> None:
    """No figure is made up; the remedy names the manifest's field."""
    (tmp_path / "guidelines").mkdir()
    write_cards(card_context(sample.sources("1.0.0", tmp_path / "guidelines")), tmp_path / "cards")
    page = (tmp_path / "cards" / "privacy.md").read_text(encoding="utf-8")
    part = page[page.index("{ #detection }") : page.index("{ #residual }")]
    assert "<code>privacy_sample</code>" in part
    assert "lc-fig" not in part
    assert "was not measured on texts of this data set" in (tmp_path / "cards" / "datasheet.md").read_text(
        encoding="utf-8"
    )
