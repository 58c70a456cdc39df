"""A site with three label versions, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.cards.context import card_context
from labelcards.cards.write import write_cards
from labelcards.site.index import build_index, read_summaries
from labelcards.site.overview import build_overview
from labelcards.site.version import build_version
from tests.cards import sample

VERSIONS = tuple(row[0] for row in sample.VERSIONS)
DATASET = "support-tickets"


def build_cards(folder: Path) -> Path:
    """Cards of all versions below ``folder``."""
    for number in VERSIONS:
        guidelines = folder.parent / "guidelines"
        guidelines.mkdir(exist_ok=True)
        write_cards(card_context(sample.sources(number, guidelines)), folder / number)
    return folder


@pytest.fixture(scope="session")
def site_cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``docs/cards/<dataset>``."""
    return build_cards(tmp_path_factory.mktemp("docs") / DATASET)


@pytest.fixture(scope="session")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small documentation folder with a page that must not appear."""
    folder = tmp_path_factory.mktemp("product")
    (folder / "how-to").mkdir()
    (folder / "cards").mkdir()
    (folder / "index.md").write_text("# About\n\nSee [how](how-to/add.md).\n", encoding="utf-8")
    (folder / "how-to" / "add.md").write_text("# Add a version\n\nBack [home](../index.md).\n", encoding="utf-8")
    (folder / "cards" / "secret.md").write_text("# Not here\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site(site_cards: Path, docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site."""
    out = tmp_path_factory.mktemp("site")
    for number in VERSIONS:
        build_version(site_cards / number, out / DATASET / number)
    build_index(site_cards, VERSIONS, out / DATASET)
    build_overview(docs, {DATASET: read_summaries(site_cards, VERSIONS)}, out)
    return out
