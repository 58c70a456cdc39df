"""Label Studio: whether a question without an answer was shown.

Exports hold no result for a question where nothing was chosen, and none where the question was hidden because of
another answer (``visibleWhen``).
"""

from __future__ import annotations

from collections.abc import Sequence

from labelcards.exchange.label_studio_results import Answers

__all__ = ["may_be_hidden", "several"]

_REPEATS = 2


def several(annotations: Sequence[Answers]) -> set[str]:
    """The questions to which somebody gave several labels at once."""
    return {
        question
        for answers in annotations
        for question, (form, values) in answers.items()
        if form in ("choice", "set") and len(values) > 1
    }


def may_be_hidden(question: str, annotations: Sequence[Answers]) -> bool:
    """Whether the annotations without the question might not have been shown it, and did not choose nothing.

    They may not have been shown it when another answer tells all annotations without it from all with it, and does so
    more often than by chance: each such answer twice on average, or no answer at all.
    """
    without = [answers for answers in annotations if question not in answers]
    answered = [answers for answers in annotations if question in answers]
    others = {name for answers in annotations for name, (form, _) in answers.items() if form != "set"}
    others -= several(annotations)
    for other in sorted(others) if without else ():
        absent = {_label(answers, other) for answers in without}
        present = {_label(answers, other) for answers in answered}
        if absent.isdisjoint(present) and (absent == {None} or len(without) >= _REPEATS * len(absent)):
            return True
    return False


def _label(answers: Answers, question: str) -> tuple[str, ...] | None:
    return tuple(sorted(answers[question][1])) if question in answers else None
