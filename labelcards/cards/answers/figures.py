"""How complete and how fresh people's answers are, as figures that gates can judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labelcards.cards.answers.answer import AnswerView
from labelcards.cards.pages.datasheet import DatasheetPage
from labelcards.documents.figures import Figure, FigureTree

__all__ = ["answer_figures"]


def answer_figures(sheet: DatasheetPage, card: Mapping[str, AnswerView]) -> FigureTree:
    """``datasheet`` and ``modelcard`` → counts and shares over all questions, per ``sections`` and per ``questions``.

    A question's own figures are 1 or 0, undefined where the question does not apply.
    """
    datasheet = _counts(tuple(sheet.by_key.values()))
    datasheet["sections"] = {section.key: _counts(section.answers) for section in sheet.sections}
    datasheet["questions"] = {key: _question(view) for key, view in sheet.by_key.items()}
    modelcard = _counts(tuple(card.values()))
    modelcard["questions"] = {key: _question(view) for key, view in card.items()}
    return {"datasheet": datasheet, "modelcard": modelcard}


def _counts(views: Sequence[AnswerView]) -> FigureTree:
    applicable = [view for view in views if view.status != "skipped"]
    human = [view for view in applicable if view.text]
    answered = [view for view in applicable if view.status != "unanswered"]
    reviewed = sum(view.reviewed for view in human)
    asked = len(applicable)
    return {
        "applicable": _count("answers_applicable", asked, len(views)),
        "answered": _count("answers_answered", len(answered), asked),
        "answered_share": _share("answers_answered_share", len(answered), asked, "no question applies"),
        "human": _count("answers_human", len(human), asked),
        "computed": _count("answers_computed", sum(view.status == "computed" for view in applicable), asked),
        "unanswered": _count("answers_unanswered", asked - len(answered), asked),
        "stale": _count("answers_stale", sum(view.status == "stale" for view in human), len(human)),
        "older": _count("answers_older", sum(view.older for view in human), len(human)),
        "reviewed": _count("answers_reviewed", reviewed, len(human)),
        "reviewed_share": _share("answers_reviewed_share", reviewed, len(human), "no person has answered"),
    }


def _question(view: AnswerView) -> FigureTree:
    if view.status == "skipped":
        return {"answered": Figure(metric="answers_answered", why="the question does not apply")}
    human = int(bool(view.text))
    figures: FigureTree = {
        "answered": _count("answers_answered", int(view.status != "unanswered"), 1),
        "human": _count("answers_human", human, 1),
    }
    if human:
        figures["stale"] = _count("answers_stale", int(view.status == "stale"), 1)
        figures["older"] = _count("answers_older", int(view.older), 1)
        figures["reviewed"] = _count("answers_reviewed", int(view.reviewed), 1)
    return figures


def _count(metric: str, value: int, n: int) -> Figure:
    return Figure(metric=metric, value=float(value), n=n, why="a count of all questions")


def _share(metric: str, part: int, whole: int, why: str) -> Figure:
    if not whole:
        return Figure(metric=metric, n=0, why=why)
    return Figure(metric=metric, value=round(part / whole, 6), n=whole, why="a count of all questions")
