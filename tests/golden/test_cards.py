"""The pages of one sample version, line by line: a change of wording or layout shows up as a diff to review.

After a wanted change: ``LABELCARDS_UPDATE_GOLDEN=1 pytest tests/golden`` rewrites the files.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from labelcards.cards.context import card_context
from labelcards.cards.write import write_cards
from tests.cards import sample

GOLDEN = Path(__file__).with_name("cards")
FILES = (
    "index.md",
    "changes.md",
    "datasheet.md",
    "guidelines.md",
    "privacy.md",
    "summary.json",
    "files/croissant.json",
    "files/huggingface/README.md",
    "files/huggingface-model/README.md",
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cards of the newest sample version."""
    folder = tmp_path_factory.mktemp("golden")
    (folder / "guidelines").mkdir()
    write_cards(card_context(sample.sources("1.1.0", folder / "guidelines")), folder / "cards")
    return folder / "cards"


@pytest.mark.parametrize("name", FILES)
def test_the_page_is_as_reviewed(name: str, written: Path) -> None:
    """The page equals the reviewed one."""
    made = (written / name).read_text(encoding="utf-8")
    if os.environ.get("LABELCARDS_UPDATE_GOLDEN"):
        (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")
