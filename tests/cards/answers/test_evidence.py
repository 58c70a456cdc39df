"""Public cards keep their word about evidence that they do not show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from labelcards.cards.answers.figures import answer_figures
from labelcards.cards.audience import for_the_public
from labelcards.cards.context import card_context
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.datasheet import datasheet_page
from labelcards.cards.pages.model import model_page
from labelcards.cards.sources import CardSources, evidence_file
from labelcards.catalog.answers import ANSWERS
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.answer import text_digest
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.figures import MetricsDocument, leaves
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.params import PublishParams
from tests.cards import sample

PRIVATE = "quality.questions.topic.annotators.ann-01.accuracy_gold"


def judged(tmp_path: Path, seen: float) -> CardSources:
    """Sources with one answer that rests on a figure about a single annotator, as the stage `answers` judged it."""
    given: dict[str, Any] = {**sample.answers()["uses-5"], "version": "1.1.0"}
    signed = {"by": "Ada", "date": "2026-07-01", "version": "1.1.0", "text": text_digest(given["answer"])}
    answer = {**given, "evidence": [PRIVATE], "signed": [{**signed, "evidence": {PRIVATE: seen}}]}
    sources = replace(sample.sources("1.1.0", tmp_path), datasheet=Datasheet.model_validate({"uses-5": answer}))
    measured = {name: held for name, held in sources.documents.items() if name != "answers"}
    book, names = Book(measured), Names(sources.manifest)
    page = datasheet_page(book, names, sources.datasheet, "1.1.0")
    figures = answer_figures(page, model_page(book, names, ModelCard(), "1.1.0").answers)
    document = MetricsDocument(
        document="answers",
        dataset="support-tickets",
        version="1.1.0",
        catalog=catalog_for(figures),
        figures=figures,
    )
    return replace(sources, documents={**sources.documents, "answers": document})


def test_a_public_card_tells_the_same_status_without_the_evidence(tmp_path: Path) -> None:
    """Fresh stays fresh and stale stays stale, and neither the figure's name nor its value is on the card."""
    value = sample.documents("1.1.0")["quality"].find(*PRIVATE.split(".")[1:])
    assert value is not None
    assert value.value is not None
    for seen, status in ((value.value, "human"), (0.123, "stale")):
        inside = judged(tmp_path, seen)
        for sources in (inside, for_the_public(inside, PublishParams())):
            assert card_context(sources).datasheet.by_key["uses-5"].status == status
        view = card_context(for_the_public(inside, PublishParams())).datasheet.by_key["uses-5"]
        assert view.evidence == ()
        assert "ann-01" not in repr(view)
        assert "0.123" not in repr(view)


def test_stale_answers_are_named_on_the_first_page(tmp_path: Path) -> None:
    """As a caution that leads to the datasheet."""
    codes = {finding.code: finding for finding in card_context(judged(tmp_path, 0.123)).overview.findings}
    assert (codes["stale"].level, codes["stale"].page) == ("warning", "datasheet")


def test_every_figure_about_answers_is_in_the_catalog(tmp_path: Path) -> None:
    """And every entry of the catalog is used."""
    figures = judged(tmp_path, 0.5).documents["answers"].figures
    assert {figure.metric for _, figure in leaves(figures)} == set(ANSWERS) - {"datasheet_answered"}


def test_evidence_stays_inside_the_folder_and_out_of_raw(tmp_path: Path) -> None:
    """No path out, no private file, no link out; a file inside is found."""
    folder = tmp_path / "data"
    (folder / "raw").mkdir(parents=True)
    for name in ("data/a.md", "data/raw/secret.csv", "outside.md"):
        (tmp_path / name).write_text("x")
    (folder / "link.md").symlink_to(tmp_path / "outside.md")
    found = {name: evidence_file(folder, name) for name in ("a.md", "raw/secret.csv", "../outside.md", "link.md", "b")}
    assert [name for name, path in found.items() if path] == ["a.md"]
    assert evidence_file(folder, str(tmp_path / "outside.md")) is None
