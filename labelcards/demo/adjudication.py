"""Seniors decide what votes could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from labelcards.demo.annotators import Annotator
from labelcards.demo.grammar import FilledText, expand, fill
from labelcards.demo.phrases import PHRASES
from labelcards.demo.questions import LABELS
from labelcards.demo.records import Adjudication, Annotation
from labelcards.demo.schedule import at_work
from labelcards.demo.streams import pick, stream
from labelcards.demo.tickets import Ticket

__all__ = ["adjudicate", "undecided"]

_RIGHT = {"topic": 0.94, "urgency": 0.94}


def undecided(rows: Sequence[Annotation], question: str) -> bool:
    """Whether no label has more than half of the votes; somebody who voted twice counts with the last vote."""
    last = {row.person: row.answer(question) for row in rows}
    votes = list(last.values())
    return max(votes.count(label) for label in set(votes)) * 2 <= len(votes)


def _decision(rng: np.random.Generator, ticket: Ticket, question: str) -> int:
    """The truth nearly always; otherwise the rival topic or the neighboring urgency."""
    right = ticket.truth(question)
    if rng.random() < _RIGHT[question]:
        return right
    if question == "topic":
        return ticket.rival if ticket.rival is not None else (right + 1) % len(LABELS[question])
    return right + 1 if right == 0 else right - 1


def _wait(rng: np.random.Generator) -> timedelta:
    """From the last annotation until somebody has time for the case."""
    return timedelta(hours=float(rng.gamma(2.2, 14)))


def _reason(rng: np.random.Generator, ticket: Ticket, colleague: Annotator) -> FilledText:
    values = {"annotator": ("PERSON", colleague.name), "name": ("PERSON", ticket.customer.name)}
    return fill(expand(rng, pick(rng, PHRASES.reasons), {}), values)


def adjudicate(
    cases: Sequence[tuple[int, str]],
    *,
    seed: int,
    name: str,
    tickets: Sequence[Ticket],
    team: Sequence[Annotator],
    judges: Sequence[int],
    ready: Mapping[int, datetime],
) -> list[Adjudication]:
    """A decision for each (ticket, question), made by seniors within hours or a few days of the last annotation.

    Args:
        cases: positions of tickets and names of questions.
        seed, name: choose the random stream.
        tickets, team: what the positions mean.
        judges: positions of the seniors who decide.
        ready: position of a ticket → its last annotation.

    Returns:
        in the order the decisions were made: one after the other, at work.
    """
    rng = stream(seed, f"adjudication {name}")
    due = {ticket: at_work(ready[ticket] + _wait(rng)) for ticket in sorted({ticket for ticket, _ in cases})}
    decisions: list[Adjudication] = []
    clock = min(due.values(), default=datetime.min)
    for ticket, question in sorted(cases, key=lambda case: (due[case[0]], case)):
        person = pick(rng, judges)
        colleague = pick(rng, [other for other in range(len(team)) if other != person])
        clock = at_work(max(clock, due[ticket]) + timedelta(minutes=float(rng.uniform(2, 9))))
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
