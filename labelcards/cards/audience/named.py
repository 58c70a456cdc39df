"""What people's answers name as evidence, without what a public card leaves out."""

from __future__ import annotations

from typing import TypeVar

from labelcards.cards.answers.answer import current_value
from labelcards.cards.figures.book import Book
from labelcards.documents.answer import FILE, Answer, Answers, EvidenceValue

__all__ = ["without_hidden_evidence"]

Sheet = TypeVar("Sheet", bound=Answers)


def without_hidden_evidence(sheet: Sheet, book: Book) -> Sheet:
    """The answers without evidence that is left out of the documents: its name or noted value would give it away.

    Whether an answer is stale is told by the document ``answers``, which knows all evidence.
    """

    def shown(evidence: dict[str, EvidenceValue]) -> dict[str, EvidenceValue]:
        return {
            path: seen
            for path, seen in evidence.items()
            if path.startswith(FILE) or current_value(path, book) is not None
        }

    def without(answer: Answer) -> Answer:
        signed = tuple(one.model_copy(update={"evidence": shown(one.evidence)}) for one in answer.signed)
        return answer.model_copy(update={"evidence": shown(answer.evidence), "signed": signed})

    answers = {key: without(answer) for key, answer in sheet.answers.items()}
    return sheet.model_copy(update={"answers": answers})
