"""Who or what answers each question of the datasheet and the model card."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import nodes
from pydantic import ValidationError

from labelcards.cards.answers.wording import section_titles, wordings
from labelcards.cards.context import CardContext, card_context
from labelcards.cards.environment import environment, render, template_folder
from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.datasheet import COMPUTED, datasheet_page
from labelcards.documents.datasheet import PEOPLE_QUESTIONS, QUESTIONS, SECTIONS, Datasheet
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.modelcard import MODEL_SECTIONS, ModelCard
from tests.cards import sample


def test_the_sheet_has_57_questions_in_seven_sections() -> None:
    """The counts of Datasheets for Datasets v8: 4, 16, 12, 4, 6, 7 and 8."""
    assert list(SECTIONS.values()) == [4, 16, 12, 4, 6, 7, 8]
    assert len(QUESTIONS) == len(set(QUESTIONS)) == 57


def test_every_question_is_worded_once() -> None:
    """There is a wording for each question and each model-card section, and for nothing else."""
    asked = environment().get_template("parts/asked.html.jinja").module
    assert tuple(asked.questions) == QUESTIONS  # type: ignore[attr-defined]
    assert tuple(asked.model_sections) == MODEL_SECTIONS  # type: ignore[attr-defined]
    assert tuple(wordings()) == (*QUESTIONS, *MODEL_SECTIONS)
    assert all(len(wording) > 10 for wording in wordings().values())
    assert wordings()["caveats"].startswith("Caveats and recommendations. What is not covered above")
    assert section_titles()["preprocessing"] == "Preprocessing, cleaning, labeling"


def test_every_question_is_asked_once_in_order() -> None:
    """Each section's template asks exactly its questions."""
    for section, count in SECTIONS.items():
        text = (template_folder() / "datasheet" / f"{section}.md.jinja").read_text(encoding="utf-8")
        calls = environment().parse(text).find_all(nodes.Call)
        keys = [call.args[2].as_const() for call in calls if getattr(call.node, "name", "") == "question"]
        assert keys == [f"{section}-{number}" for number in range(1, count + 1)]


def test_a_template_of_ones_own_may_word_a_question(tmp_path: Path, context: CardContext) -> None:
    """A `call` block around the wording, as templates had it before, wins over the shipped words."""
    (tmp_path / "datasheet").mkdir()
    (tmp_path / "datasheet" / "motivation.md.jinja").write_text(
        '{% from "datasheet/question.html.jinja" import question with context %}\n'
        '{% call question(card, root, "motivation-1") %}Why all this?{% endcall %}\n'
        '{{ question(card, root, "motivation-2") }}\n',
        encoding="utf-8",
    )
    page = render(environment(tmp_path), "pages/datasheet.md.jinja", card=context, page="datasheet", root="../")
    assert "Why all this? <span" in page
    assert "For what purpose was the dataset created" not in page
    assert wordings()["motivation-2"] in page


def test_every_computed_answer_has_a_sentence() -> None:
    """The questions that figures answer are those with a template, no more and no less."""
    folder = template_folder() / "datasheet" / "computed"
    assert {path.name.removesuffix(".html.jinja") for path in folder.iterdir()} == set(COMPUTED)
    assert set(COMPUTED) <= set(QUESTIONS)


def test_human_answers_win_and_keep_the_figures_beside_them(context: CardContext) -> None:
    """A question a person answered is human, and what the figures say stands below."""
    answer = context.datasheet.by_key["composition-9"]
    assert answer.text
    assert answer.computed
    assert context.datasheet.by_key["composition-2"].status == "computed"
    assert context.datasheet.by_key["motivation-3"].status == "unanswered"


def test_an_answer_is_stale_when_its_evidence_changed(context: CardContext) -> None:
    """A figure that no longer equals what the author saw makes the answer stale and says what it was."""
    answer = context.datasheet.by_key["composition-9"]
    alpha, items = answer.evidence
    assert answer.status == "stale"
    assert (alpha.holds, alpha.seen) == (False, "0.31")
    assert items.holds


@pytest.mark.parametrize(("seen", "status"), [(0.79, "human"), (0.8, "human"), (0.7, "stale"), (None, "human")])
def test_evidence_is_compared_at_the_precision_of_the_note(seen: float | None, status: str) -> None:
    """An author who noted 0.8 saw 0.79 rounded; without a note only the figure's existence counts."""
    book = Book(sample.documents("1.1.0"))
    figure = book.find("quality", "questions", "topic", "agreement", "overall", "alpha")
    assert figure is not None
    assert figure.value is not None
    assert round(figure.value, 2) == 0.79
    path = "quality.questions.topic.agreement.overall.alpha"
    sheet = Datasheet.model_validate({"uses-1": {**sample.answers()["uses-5"], "evidence": {path: seen}}})
    assert datasheet_page(book, Names(sample.manifest()), sheet, "1.1.0").by_key["uses-1"].status == status


def test_evidence_that_no_longer_exists_makes_an_answer_stale() -> None:
    """A path that leads nowhere is not evidence."""
    sheet = Datasheet.model_validate({"uses-1": {**sample.answers()["uses-5"], "evidence": ["quality.nothing.here"]}})
    page = datasheet_page(Book(sample.documents("1.1.0")), Names(sample.manifest()), sheet, "1.1.0")
    assert page.by_key["uses-1"].status == "stale"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (r"quality.questions.a\.b.labels.x.share", "human"),
        ("quality.questions.a.b.labels.x.share", "stale"),
        (r"quality.questions.a.b\.labels\.x.share", "human"),
        ("quality.questions.help.topic.labels.x.share", "human"),
    ],
)
def test_evidence_is_a_figure_that_its_path_means(path: str, status: str) -> None:
    """A dot inside a name has a backslash; without it, evidence holds only where nothing else may be meant."""
    leaf = {"share": Figure(metric="share", value=0.5, low=0.4, high=0.6, n=50)}
    questions = {"a.b": {"labels": {"x": leaf}}, "a": {"b.labels.x": leaf}, "help.topic": {"labels": {"x": leaf}}}
    document = MetricsDocument(document="quality", dataset="d", version="1.1.0", figures={"questions": questions})
    sheet = Datasheet.model_validate({"uses-1": {**sample.answers()["uses-5"], "evidence": [path]}})
    page = datasheet_page(Book({"quality": document}), Names(sample.manifest()), sheet, "1.1.0")
    assert page.by_key["uses-1"].status == status


def test_questions_about_people_are_skipped_with_a_reason(tmp_path: Path) -> None:
    """When the data do not relate to people, exactly the people questions do not apply."""
    context = card_context(sample.sources("1.1.0", tmp_path, people=False))
    skipped = {key for key, view in context.datasheet.by_key.items() if view.status == "skipped"}
    assert skipped == PEOPLE_QUESTIONS
    assert context.datasheet.skipped == len(PEOPLE_QUESTIONS) == 9


def test_the_counts_add_up(context: CardContext) -> None:
    """Human, computed, skipped and open questions are 57 together."""
    sheet = context.datasheet
    assert sheet.human + sheet.computed + sheet.skipped + sheet.open == sheet.total == 57
    assert sheet.answered == sum(section.answered for section in sheet.sections)


def test_without_documents_computed_answers_wait_for_their_stage() -> None:
    """A computed question whose document is missing is open and names the document it waits for."""
    page = datasheet_page(Book({}), Names(sample.manifest()), Datasheet(), "1.0.0")
    assert page.by_key["composition-9"].status == "unanswered"
    assert page.by_key["composition-9"].needs == "quality"
    assert page.by_key["preprocessing-2"].status == "computed"


@pytest.mark.parametrize(
    ("model", "key"), [(Datasheet, "motivation-5"), (Datasheet, "Motivation-1"), (ModelCard, "summary")]
)
def test_unknown_questions_are_refused(model: type[Datasheet] | type[ModelCard], key: str) -> None:
    """An answer to a question that does not exist is an error that names the key."""
    with pytest.raises(ValidationError, match=key):
        model.model_validate({key: sample.answers()["uses-5"]})


def test_an_answer_needs_author_date_and_version() -> None:
    """Nobody answers anonymously."""
    for field in ("answer", "author", "date", "version"):
        held = {name: value for name, value in sample.answers()["uses-5"].items() if name != field}
        with pytest.raises(ValidationError):
            Datasheet.model_validate({"uses-5": held})


def test_the_model_card_has_nine_sections(context: CardContext) -> None:
    """The sections of Mitchell et al. 2019, each with a template."""
    assert len(MODEL_SECTIONS) == 9
    assert tuple(context.model.answers) == MODEL_SECTIONS
    assert {path.name for path in (template_folder() / "model-card").iterdir()} == {
        f"{section}.md.jinja" for section in MODEL_SECTIONS
    }
