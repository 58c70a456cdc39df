"""One card, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.cards.context import CardContext, card_context
from labelcards.cards.write import write_cards
from tests.cards import sample


@pytest.fixture(scope="session")
def context(tmp_path_factory: pytest.TempPathFactory) -> CardContext:
    """The context of the newest sample version."""
    return card_context(sample.sources("1.1.0", tmp_path_factory.mktemp("guidelines")))


@pytest.fixture(scope="session")
def cards(context: CardContext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with its pages."""
    folder = tmp_path_factory.mktemp("cards") / "1.1.0"
    write_cards(context, folder)
    return folder
