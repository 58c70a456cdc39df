"""Guidelines are read in their fixed shape, and what is missing is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from labelcards.cards.context import CardContext, card_context
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.guideline_changes import guideline_changes
from labelcards.cards.write import write_cards
from labelcards.documents.guidelines import DecisionStep, read_guidelines
from labelcards.errors import InputError
from tests.cards import sample


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "1.0.0.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shape_is_read(tmp_path: Path) -> None:
    """Front matter, introduction, questions, labels with their parts, and the tree."""
    held = read_guidelines(_write(tmp_path, sample.GUIDELINES))
    assert held.meta["authors"] == "Annotation lead"
    assert held.introduction.startswith("Read the whole message")
    topic, urgency = held.questions
    billing = topic.labels[0]
    assert billing.definition == "The customer asks about money: an invoice, a price, a payment."
    assert billing.examples[1] == '"Why is the price on the invoice higher than in the shop?"'
    assert len(billing.counterexamples) == 1
    assert topic.text == "One topic for each message. When two fit, take the one that would be solved first."
    assert isinstance(topic.tree, DecisionStep)
    assert (topic.tree.yes, urgency.text, urgency.tree) == ("billing", "How long it may wait.", None)


@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), ("Yes", "No"), ("'yes'", "'no'"), ("YES", "NO")])
def test_words_of_a_tree_and_of_the_front_matter_stay_words(tmp_path: Path, yes: str, no: str) -> None:
    """No key or value is taken for a truth value, a number or a date."""
    tree = f"```decision-tree\nquestion: Is it?\n{yes}: 007\n{no}: 1.10\n```"
    held = read_guidelines(_write(tmp_path, f"---\nversion: 1.10\ndate: 2026-01-31\nfinal: no\n---\n# topic\n{tree}\n"))
    assert held.meta == {"version": "1.10", "date": "2026-01-31", "final": "no"}
    assert held.questions[0].tree == DecisionStep("Is it?", "007", "1.10")


def test_text_after_the_definition_is_kept_apart(tmp_path: Path) -> None:
    """A paragraph after the definition is a note, not part of it; deeper headings are ordinary text."""
    text = "# q\n\n## a\n\n**Definition.** One.\nStill one.\n\nA note.\n\n### deeper\n"
    label = read_guidelines(_write(tmp_path, text)).questions[0].labels[0]
    assert label.definition == "One. Still one."
    assert label.notes == "A note.\n\n### deeper"


def test_headings_inside_fences_are_text(tmp_path: Path) -> None:
    """A comment in a code block opens no section."""
    held = read_guidelines(_write(tmp_path, "# q\n\n```\n# not a question\n```\n"))
    assert [question.name for question in held.questions] == ["q"]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("---\n- a\n---\n", "front-matter", 1),
        ("---\na: b\n", "front-matter", 1),
        ("# q\n\n```decision-tree\nquestion: a\n", "tree-open", 3),
        ("# q\n\n```decision-tree\nquestion: [\n```\n", "tree-yaml", 3),
        ("# q\n```decision-tree\nquestion: a\nyes: b\n```\n", "tree-shape", 2),
        ("# q\n```decision-tree\nquestion: a\nyes: b\nno: c\nmaybe: d\n```\n", "tree-shape", 2),
    ],
)
def test_problems_name_their_row(tmp_path: Path, text: str, code: str, row: int) -> None:
    """What cannot be read is a problem with a code and the row it is in."""
    with pytest.raises(InputError) as caught:
        read_guidelines(_write(tmp_path, text))
    assert [(problem.code, problem.row) for problem in caught.value.problems] == [(code, row)]


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """Two broken trees are two problems."""
    broken = "```decision-tree\nquestion: a\n```\n"
    with pytest.raises(InputError) as caught:
        read_guidelines(_write(tmp_path, f"# p\n{broken}# q\n{broken}"))
    assert len(caught.value.problems) == 2


def test_a_bottomless_tree_is_refused(tmp_path: Path) -> None:
    """Nesting has a limit, so that a drawing stays a drawing."""
    tree = "a"
    for _ in range(14):
        tree = f"{{question: q, yes: b, no: {tree}}}"
    with pytest.raises(InputError, match="deeper"):
        read_guidelines(_write(tmp_path, f"# q\n```decision-tree\n{tree}\n```\n"))


def test_the_lint_names_what_is_missing(context: CardContext) -> None:
    """Labels without guide, example or counterexample are listed."""
    found = {(lint.code, lint.label) for lint in context.guidelines.lint}
    assert ("no-counterexamples", "Delivery") in found
    assert ("label-absent", "Technical") in found
    assert ("label-absent", "high") in found
    assert not any(label in ("Billing", "Account") for _, label in found)


def test_every_declared_label_is_shown(context: CardContext) -> None:
    """The page lists all labels of all questions in declared order, with or without a guide."""
    titles = [[label.title for label in question.labels] for question in context.guidelines.questions]
    assert titles == [["Billing", "Delivery", "Account", "Technical", sample.HOSTILE], list(sample.URGENCY)]


def test_changes_between_versions_are_listed(tmp_path: Path) -> None:
    """Changed, added and removed parts appear once, in the order of the labels; equal guidelines change nothing."""
    names = Names(sample.manifest())
    new = read_guidelines(_write(tmp_path, sample.GUIDELINES))
    text = sample.GUIDELINES.replace("where a parcel is.", "about a parcel.").replace("yes: technical", "yes: account")
    old = read_guidelines(_write(tmp_path, text.replace("been in Hamburg", "been lost")))
    assert guideline_changes(new, new, names) == ()
    assert guideline_changes(None, new, names) == ()
    found = guideline_changes(old, new, names)
    assert [(change.label, change.part) for change in found] == [
        ("", "tree"),
        ("Delivery", "definition"),
        ("Delivery", "example"),
        ("Delivery", "example"),
    ]
    assert (found[1].old, found[1].new) == ("The customer asks about a parcel.", "The customer asks where a parcel is.")


def test_the_changes_page_shows_them_as_text(tmp_path: Path) -> None:
    """Old and new wording stand on the changes page, hostile parts escaped."""
    new = sample.sources("1.1.0", tmp_path)
    old = read_guidelines(_write(tmp_path, sample.GUIDELINES.replace("does not work", "<script>x</script> works")))
    write_cards(card_context(replace(new, parent_guidelines=old)), tmp_path / "out")
    page = (tmp_path / "out" / "changes.md").read_text(encoding="utf-8")
    assert "<del>" in page
    assert "<ins>" in page
    assert "<script" not in page
