"""What ends up in the tables: annotations, adjudications, and a chapter that holds one version's share of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labelcards.demo.annotators import Annotator
from labelcards.demo.grammar import FilledText
from labelcards.demo.tickets import Ticket

__all__ = ["Adjudication", "Annotation", "Chapter", "Story"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One person's answers about one ticket. ``ticket`` and ``person`` are positions in the story's lists."""

    ticket: int
    person: int
    topic: int
    urgency: int
    started_at: datetime
    submitted_at: datetime
    batch: str
    source: str

    def answer(self, question: str) -> int:
        """The answer to ``question``, as a position among its labels."""
        return self.topic if question == "topic" else self.urgency


@dataclass(frozen=True, slots=True)
class Adjudication:
    """A senior's final word on one question of one ticket."""

    ticket: int
    question: str
    label: int
    person: int
    at: datetime
    reason: FilledText


@dataclass(frozen=True, slots=True)
class Chapter:
    """One label version.

    Attributes:
        version: its number.
        tickets: positions of its tickets, ascending.
        gold: positions of its gold tickets, ascending.
        team: the annotators that appear in it, as positions, ascending.
        annotations, adjudications: in the order they were made.
    """

    version: str
    tickets: tuple[int, ...]
    gold: tuple[int, ...]
    team: tuple[int, ...]
    annotations: tuple[Annotation, ...]
    adjudications: tuple[Adjudication, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that was simulated.

    Attributes:
        tickets: all tickets.
        annotators: the whole team.
        chapters: one per version, oldest first.
    """

    tickets: tuple[Ticket, ...]
    annotators: tuple[Annotator, ...]
    chapters: tuple[Chapter, ...]
