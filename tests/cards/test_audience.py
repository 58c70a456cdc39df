"""A public card holds no figure about one annotator or a small group, anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.cards.audience import MINIMUM, for_the_public
from labelcards.cards.context import card_context
from labelcards.cards.write import PAGES, write_cards
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.site.version import build_version
from tests.cards import sample


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cards of a public build."""
    folder = tmp_path_factory.mktemp("public")
    write_cards(card_context(for_the_public(sample.sources("1.1.0", folder))), folder / "cards")
    return folder / "cards"


def test_no_annotator_is_named(public: Path, tmp_path: Path) -> None:
    """No pseudonym is in any byte of the cards or of the site built from them."""
    build_version(public, tmp_path / "site")
    for path in [*public.rglob("*"), *(tmp_path / "site").rglob("*")]:
        content = path.read_bytes() if path.is_file() else b""
        assert not any(name.encode() in content for name in sample.ANNOTATORS), path
    assert "figures on single annotators are left out" in (public / "annotators.md").read_text(encoding="utf-8")


def test_the_internal_card_names_them(cards: Path) -> None:
    """The check above would find a pseudonym if there were one."""
    assert sample.ANNOTATORS[0] in (cards / "annotators.md").read_text(encoding="utf-8")


def test_small_groups_are_left_out_with_a_reason(tmp_path: Path) -> None:
    """No figure of a group branch rests on fewer units than the minimum."""
    reduced = for_the_public(sample.sources("1.1.0", tmp_path)).documents["bias"]
    for path, figure in leaves(reduced.branch("representation")):
        assert figure.value is None or figure.metric == "share" or figure.value >= MINIMUM, path
        assert figure.value is not None or "left out" in str(figure.why), path
    assert reduced.find("representation", "annotators", "age", "20-29", "share") is not None
    share = reduced.find("representation", "annotators", "age", "20-29", "share")
    assert share is not None
    assert (share.value, share.n) == (None, None)


def test_one_small_group_hides_a_second(tmp_path: Path) -> None:
    """Where one group of a column is small, the smallest other one is left out too, or the total would tell."""
    sources = sample.sources("1.1.0", tmp_path)
    tree = {
        value: {"count": Figure(metric="count", value=size, n=100, why="counted")}
        for value, size in (("a", 4.0), ("b", 30.0), ("c", 66.0))
    }
    held = MetricsDocument(
        document="bias", dataset="d", version="1.0.0", figures={"representation": {"items": {"x": tree}}}
    )
    sources.documents["bias"] = held
    column = for_the_public(sources).documents["bias"].branch("representation", "items", "x")
    assert {value: node["count"].value for value, node in column.items()} == {"a": None, "b": None, "c": 66.0}


def test_a_public_card_is_complete(public: Path) -> None:
    """Every page is there, and the documents published are the reduced ones with their own digests."""
    assert {path.stem for path in public.glob("*.md")} == set(PAGES)
    quality = MetricsDocument.read(public / "documents" / "quality.json")
    assert quality.branch("questions", "topic", "agreement", "per_pair") == {}
    assert quality.find("questions", "topic", "agreement", "overall", "alpha") is not None


def test_the_sources_given_are_not_changed(tmp_path: Path) -> None:
    """Reducing makes a copy."""
    sources = sample.sources("1.1.0", tmp_path)
    before = sources.documents["quality"].dump()
    for_the_public(sources)
    assert sources.documents["quality"].dump() == before
    assert sources.audience == "internal"
