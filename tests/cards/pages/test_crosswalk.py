"""The crosswalk to law points at what exists and promises nothing."""

from __future__ import annotations

from pathlib import Path

from labelcards.cards.context import CardContext, card_context
from labelcards.cards.environment import template_folder
from labelcards.cards.pages.crosswalk import CROSSWALK
from labelcards.cards.pages.table import PAGES
from labelcards.cards.sources import CardSources
from labelcards.documents.datasheet import QUESTIONS
from tests.cards import sample


def test_every_item_of_the_laws_is_there() -> None:
    """Art. 10(2)(a) to (h), 10(3), 10(5), Annex IV 2(d); Art. 30(1)(a) to (g), 35(7)(a) to (d)."""
    keys = [rule.key for rule in CROSSWALK]
    assert keys == [
        *(f"10(2)({letter})" for letter in "abcdefgh"),
        "10(3)",
        "10(5)",
        "IV 2(d)",
        *(f"30(1)({letter})" for letter in "abcdefg"),
        *(f"35(7)({letter})" for letter in "abcd"),
    ]


def test_items_point_at_pages_and_questions_that_exist() -> None:
    """A page is one of the card's, an answer one of the 57 questions."""
    for rule in CROSSWALK:
        assert {page for page, _ in rule.pages} <= {page.name for page in PAGES}
        assert set(rule.answers) <= set(QUESTIONS)


def test_what_is_missing_is_named(context: CardContext) -> None:
    """Support follows from documents and answers: bias is measured, contacts are answered, recipients are not."""
    lines = {line.key: line for line in context.crosswalk}
    assert lines["10(2)(f)"].support == "supported"
    assert lines["30(1)(a)"].support == "supported"
    assert (lines["30(1)(d)"].support, lines["30(1)(d)"].answers) == ("missing", ("distribution-1",))
    assert (lines["10(2)(h)"].support, lines["10(2)(h)"].answers) == ("partly", ("composition-9",))


def test_without_documents_nothing_measured_is_supported() -> None:
    """An examination for bias that was not made is missing, with the stage that would make it."""
    context = card_context(CardSources(sample.manifest(), sample.version("0.1.0")))
    lines = {line.key: line for line in context.crosswalk}
    assert (lines["10(2)(f)"].support, lines["10(2)(f)"].documents) == ("missing", ("bias",))


def test_no_template_claims_compliance() -> None:
    """The word is 'supports documentation of'; nothing is called compliant."""
    for path in sorted(Path(template_folder()).rglob("*.jinja")):
        text = path.read_text(encoding="utf-8").lower()
        assert "compliant" not in text, path.name
        assert "compliance" not in text, path.name
