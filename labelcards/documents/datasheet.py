"""People's answers to the 57 questions of Datasheets for Datasets.

Written by the data set's owners (``datasheet.yaml``), read by the stage ``cards``. The questions follow Gebru et al.,
CACM 64(12) 2021, arXiv:1803.09010v8; their wording is in ``templates/datasheet/``, here is only their order.
Schema 1: a mapping from ``<section>-<number>`` to an `Answer`.
"""

from __future__ import annotations

from typing import ClassVar

from labelcards.documents.answer import Answers

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


class Datasheet(Answers):
    """``datasheet.yaml``: question key → answer."""

    KEYS: ClassVar[tuple[str, ...]] = QUESTIONS
