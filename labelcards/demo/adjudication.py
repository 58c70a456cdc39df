"""Seniors decide what votes could not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from labelcards.demo.annotators import Annotator
from labelcards.demo.grammar import Filled, expand, fill
from labelcards.demo.phrases import REASONS
from labelcards.demo.records import Adjudication, Annotation
from labelcards.demo.review import CHOICES
from labelcards.demo.schedule import next_working_day
from labelcards.demo.streams import pick, stream
from labelcards.demo.tickets import Ticket

__all__ = ["adjudicate", "undecided"]

_RIGHT = {"topic": 0.93, "urgency": 0.93}


def undecided(rows: Sequence[Annotation], question: str) -> bool:
    """Whether no label has more than half of the votes; somebody who voted twice counts with the last vote."""
    last = {row.person: row.answer(question) for row in rows}
    votes = list(last.values())
    return max(votes.count(label) for label in set(votes)) * 2 <= len(votes)


def _decision(rng: np.random.Generator, ticket: Ticket, question: str) -> int:
    """The truth nearly always; otherwise the rival topic or the neighboring urgency."""
    right = ticket.topic if question == "topic" else ticket.urgency
    if rng.random() < _RIGHT[question]:
        return right
    if question == "topic":
        return ticket.rival if ticket.rival is not None else (right + 1) % CHOICES[question]
    return right + 1 if right == 0 else right - 1


def _reason(rng: np.random.Generator, ticket: Ticket, colleague: Annotator) -> Filled:
    values = {"annotator": ("PERSON", colleague.name), "name": ("PERSON", ticket.customer.name)}
    return fill(expand(rng, pick(rng, REASONS), {}), values)


def adjudicate(
    cases: Sequence[tuple[int, str]],
    *,
    seed: int,
    name: str,
    tickets: Sequence[Ticket],
    team: Sequence[Annotator],
    judges: Sequence[int],
    after: datetime,
) -> list[Adjudication]:
    """A decision for each (ticket, question), made one after the other by seniors from the next working day on.

    Args:
        cases: positions of tickets and names of questions, in the order they are decided.
        seed, name: choose the random stream.
        tickets, team: what the positions mean.
        judges: positions of the seniors who decide.
        after: the round that left these cases open ended then.
    """
    rng = stream(seed, f"adjudication {name}")
    clock = next_working_day(after) + timedelta(minutes=30)
    decisions: list[Adjudication] = []
    for ticket, question in cases:
        person = pick(rng, judges)
        colleague = pick(rng, [other for other in range(len(team)) if other != person])
        clock += timedelta(minutes=float(rng.uniform(2, 9)))
        if clock.hour >= 16:
            clock = next_working_day(clock) + timedelta(minutes=20)
        decisions.append(
            Adjudication(
                ticket=ticket,
                question=question,
                label=_decision(rng, tickets[ticket], question),
                person=person,
                at=clock.replace(microsecond=0),
                reason=_reason(rng, tickets[ticket], team[colleague]),
            )
        )
    return decisions
