"""How complete and how fresh people's answers to the sheets' questions are."""

from __future__ import annotations

from labelcards.catalog.row import Direction, FigureRow, count, share

__all__ = ["ANSWERS"]

_GEBRU = "Gebru et al. 2021, doi:10.1145/3458723; Mitchell et al. 2019, doi:10.1145/3287560.3287596"


def _count(title: str, definition: str, direction: Direction) -> FigureRow:
    return count(title, definition, direction, _GEBRU)


ANSWERS: dict[str, FigureRow] = {
    "answers_answered": _count("Answered", "Questions answered by a person or by a figure.", "higher"),
    "answers_answered_share": share(
        "Share answered",
        "Share of the questions that apply and are answered by a person or by a figure.",
        "higher",
        _GEBRU,
    ),
    "answers_applicable": _count("Questions that apply", "Questions that are not skipped.", "neither"),
    "answers_computed": _count("Computed answers", "Questions answered by figures alone.", "neither"),
    "answers_human": _count("Human answers", "Questions that a person answered.", "neither"),
    "answers_older": _count(
        "Answers from earlier versions",
        "Human answers whose author and signers last spoke about an earlier label version.",
        "lower",
    ),
    "answers_reviewed": _count(
        "Reviewed answers", "Human answers that a second person has checked as they stand.", "higher"
    ),
    "answers_reviewed_share": share(
        "Share reviewed", "Share of the human answers that a second person has checked.", "higher", _GEBRU
    ),
    "answers_stale": _count(
        "Stale answers",
        "Human answers whose evidence, or whose words, have changed since somebody last signed them.",
        "lower",
    ),
    "answers_unanswered": _count(
        "Unanswered questions", "Questions that apply and that neither a person nor a figure answers.", "lower"
    ),
    "datasheet_answered": share(
        "Datasheet answered",
        "Share of the datasheet's questions that apply and are answered by a person or by a figure.",
        "higher",
        "Gebru et al. 2021, doi:10.1145/3458723",
    ),
}
