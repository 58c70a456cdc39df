"""People's answers to the 57 questions of Datasheets for Datasets.

Written by the data set's owners (``datasheet.yaml``), read by the stage ``cards``. The questions follow Gebru et al.,
CACM 64(12) 2021, arXiv:1803.09010v8; their wording is in ``templates/datasheet/``, here is only their order.
Schema 1: a mapping from ``<section>-<number>`` to an `Answer`.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator, model_validator

from labelcards.documents.answer import Answer
from labelcards.documents.document import Part

__all__ = ["PEOPLE_QUESTIONS", "QUESTIONS", "SECTIONS", "Datasheet"]

SECTIONS: dict[str, int] = {
    "motivation": 4,
    "composition": 16,
    "collection": 12,
    "preprocessing": 4,
    "uses": 6,
    "distribution": 7,
    "maintenance": 8,
}
"""Section → how many questions it has; 57 in all."""

QUESTIONS: tuple[str, ...] = tuple(
    f"{section}-{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)
)
"""The keys of all questions in the paper's order."""

PEOPLE_QUESTIONS: frozenset[str] = frozenset(
    {
        *(f"composition-{number}" for number in (13, 14, 15)),
        *(f"collection-{number}" for number in (7, 8, 9, 10, 11)),
        "maintenance-5",
    }
)
"""The questions that are skipped when the data do not relate to people."""


class Datasheet(Part):
    """``datasheet.yaml``.

    Attributes:
        answers: question key → answer, in the paper's order.
    """

    answers: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _plain_mapping(cls, data: Any) -> Any:
        """The file is the mapping itself."""
        if isinstance(data, dict) and "answers" not in data:
            return {"answers": {key: value for key, value in data.items() if key != "schema_version"}}
        return data

    @field_validator("answers")
    @classmethod
    def _known(cls, answers: dict[str, Answer]) -> dict[str, Answer]:
        unknown = sorted(set(answers) - set(QUESTIONS))
        if unknown:
            raise ValueError(f"not questions of the datasheet: {', '.join(unknown)}")
        return {key: answers[key] for key in QUESTIONS if key in answers}
