"""The folder that the cards stage writes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from labelcards.cards.context import CardContext, card_context
from labelcards.cards.figures.summary import Summary
from labelcards.cards.pages.table import PAGES
from labelcards.cards.sources import CardSources, read_sources
from labelcards.cards.write import write_cards
from labelcards.documents.figures import MetricsDocument
from labelcards.errors import InputError
from tests.cards import sample


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_pages_charts_and_documents_are_there(cards: Path) -> None:
    """Thirteen pages, the charts, copies of the documents, and the summary."""
    names = set(_bytes(cards))
    assert {f"{page.name}.md" for page in PAGES} <= names
    assert {f"documents/{name}.json" for name in ("anonymization", "quality", "bias", "model", "changes")} <= names
    assert {"charts/annotators-topic.svg", "charts/flow-topic.svg", "charts/tree-topic.svg", "summary.json"} <= names


def test_the_same_sources_give_the_same_bytes(context: CardContext, cards: Path, tmp_path: Path) -> None:
    """Writing again, elsewhere, from sources read again changes nothing."""
    again = card_context(sample.sources("1.1.0", tmp_path))
    write_cards(again, tmp_path / "out")
    assert _bytes(tmp_path / "out") == _bytes(cards)


def test_a_failing_template_leaves_the_old_pages(context: CardContext, tmp_path: Path) -> None:
    """Either all pages are new or all are old."""
    write_cards(context, tmp_path / "out")
    before = _bytes(tmp_path / "out")
    (tmp_path / "mine" / "pages").mkdir(parents=True)
    (tmp_path / "mine" / "pages" / "glossary.md.jinja").write_text("{{ card.nothing }}", encoding="utf-8")
    with pytest.raises(InputError):
        write_cards(context, tmp_path / "out", templates=tmp_path / "mine")
    assert _bytes(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out"]


def test_hostile_names_are_text_everywhere(cards: Path) -> None:
    """No page or chart holds markup that came from a label, a title, a note or an answer."""
    for path in [*cards.glob("*.md"), *cards.glob("charts/*.svg")]:
        text = path.read_text(encoding="utf-8")
        for planted in ("<script", "<b>&", "<i>again", "<img", "](javascript", "alert('x')"):
            assert planted not in text, (path.name, planted)


@pytest.mark.parametrize("absent", ["anonymization", "quality", "bias", "model", "changes", "all"])
def test_missing_documents_are_said(absent: str, tmp_path: Path) -> None:
    """Whatever document is missing, all pages are written and say that it is."""
    sources = sample.sources("1.1.0", tmp_path)
    kept = {} if absent == "all" else {k: v for k, v in sources.documents.items() if k != absent}
    write_cards(card_context(replace(sources, documents=kept)), tmp_path / "out")
    assert {path.stem for path in (tmp_path / "out").glob("*.md")} == {page.name for page in PAGES}
    evidence = (tmp_path / "out" / "evidence.md").read_text(encoding="utf-8")
    name = "quality" if absent == "all" else absent
    assert f"the <code>{name}</code> stage has not run" in evidence


def test_a_first_version_has_no_changes(tmp_path: Path) -> None:
    """Without a parent the changes page says that it is a first version."""
    write_cards(card_context(sample.sources("0.1.0", tmp_path)), tmp_path / "out")
    assert "This is a first version" in (tmp_path / "out" / "changes.md").read_text(encoding="utf-8")


def test_a_bare_manifest_is_enough(tmp_path: Path) -> None:
    """No document, no answer, no guidelines: still a card that says so."""
    context = card_context(CardSources(sample.manifest(), sample.version("0.1.0")))
    write_cards(context, tmp_path / "out")
    index = (tmp_path / "out" / "index.md").read_text(encoding="utf-8")
    assert "is not measured" in index
    assert context.summary.kpis.keys() == {"datasheet"}


def test_the_summary_holds_the_headline_figures(cards: Path) -> None:
    """``summary.json`` can be read back, and every figure has its definition."""
    summary = Summary.read(cards / "summary.json")
    assert (summary.version, summary.parent) == ("1.1.0", "1.0.0")
    assert {"alpha", "gold_accuracy", "flagged_share", "items", "annotators", "k", "datasheet"} <= set(summary.kpis)
    assert all(figure.metric in summary.catalog for figure in summary.kpis.values())


def test_sources_are_read_from_a_folder(tmp_path: Path) -> None:
    """Documents are found by name with the digest of their bytes; absent files count as absent."""
    documents = tmp_path / "documents"
    for name, document in sample.documents("1.1.0").items():
        document.write(documents / f"{name}.json")
    sources = read_sources(sample.manifest(), sample.version("1.1.0"), documents=documents, datasheet=tmp_path / "no")
    assert set(sources.documents) == {"anonymization", "quality", "bias", "model", "changes"}
    assert all(len(digest) == 64 for digest in sources.digests.values())
    assert json.loads(sources.files["bias"])["document"] == "bias"
    assert (sources.datasheet.answers, sources.guidelines) == ({}, None)


def test_a_document_of_another_version_is_refused(tmp_path: Path) -> None:
    """Figures of one version never appear on the card of another; all such files are named."""
    for name in ("quality", "bias"):
        held: MetricsDocument = sample.documents("1.0.0")[name]
        held.write(tmp_path / f"{name}.json")
    with pytest.raises(InputError) as caught:
        read_sources(sample.manifest(), sample.version("1.1.0"), documents=tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["wrong-version", "wrong-version"]
