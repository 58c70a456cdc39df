"""A labelling round: who gets which ticket, in which batch, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from labelcards.demo.annotators import Annotator
from labelcards.demo.judgement import Guideline, Judge
from labelcards.demo.records import Annotation
from labelcards.demo.schedule import Assignment, timetable, working_day
from labelcards.demo.streams import stream
from labelcards.demo.tickets import Ticket

__all__ = ["Round", "batch_count", "label_round"]

_BATCH_SIZE = 50
_REPEAT_CHANCE = 0.03


@dataclass(frozen=True, slots=True)
class Round:
    """What is to be labelled, by whom, and when.

    Attributes:
        name: names the random stream.
        needed: position of a ticket → how many annotations it needs, in labelling order.
        seen: position of a ticket → people who may not get it (again).
        checks: gold tickets whose answer is known beforehand.
        team: everybody, by position.
        active: the people who work in this round.
        guideline: the guidelines in force.
        first_day: when the first batch opens.
        first_batch: number of the first batch.
        letter: first letter of batch names; ``r`` marks relabelling.
    """

    name: str
    needed: Mapping[int, int]
    seen: Mapping[int, frozenset[int]]
    checks: frozenset[int]
    team: tuple[Annotator, ...]
    active: tuple[int, ...]
    guideline: Guideline
    first_day: datetime
    first_batch: int = 1
    letter: str = "b"


def batch_count(tickets: int) -> int:
    """How many batches a round over ``tickets`` tickets has."""
    return -(-tickets // _BATCH_SIZE)


def _choose(rng: np.random.Generator, plan: Round, load: dict[int, int], ticket: int, count: int) -> list[int]:
    """``count`` people with little on their desks; three people never all come from one region."""
    free = [person for person in plan.active if person not in plan.seen.get(ticket, frozenset())]
    ranked = sorted(free, key=lambda person: load[person] + float(rng.uniform(0, 4)))
    chosen = ranked[:count]
    if count > 2 and len({plan.team[person].region for person in chosen}) == 1:
        home = plan.team[chosen[0]].region
        chosen[-1] = next((person for person in ranked[count:] if plan.team[person].region != home), chosen[-1])
    for person in chosen:
        load[person] += 1
    return chosen


def _assign(rng: np.random.Generator, plan: Round, tickets: Sequence[Ticket]) -> list[Assignment]:
    """One assignment per person and ticket, and a few gold checks that come twice, one batch later."""
    load = dict.fromkeys(plan.active, 0)
    order = list(plan.needed)
    batches = batch_count(len(order))
    work: list[Assignment] = []
    for number in range(batches):
        name = f"{plan.letter}{plan.first_batch + number:02d}"
        opens = working_day(plan.first_day, 2 * number)
        later = f"{plan.letter}{plan.first_batch + number + 1:02d}"
        for ticket in order[number * _BATCH_SIZE : (number + 1) * _BATCH_SIZE]:
            check = ticket in plan.checks and plan.letter == "b"
            source = "gold_check" if check else ("relabel" if plan.letter == "r" else "annotation")
            words = len(tickets[ticket].body.text.split())
            for person in _choose(rng, plan, load, ticket, plan.needed[ticket]):
                work.append(Assignment(ticket, person, name, opens, source, words))
                if check and number + 1 < batches and rng.random() < _REPEAT_CHANCE:
                    work.append(replace(work[-1], batch=later, opens=working_day(plan.first_day, 2 * number + 2)))
    return work


def label_round(seed: int, plan: Round, tickets: Sequence[Ticket]) -> list[Annotation]:
    """The annotations of a round, in order of submission."""
    rng = stream(seed, f"round {plan.name}")
    judge = Judge(seed, plan.name)
    annotations: list[Annotation] = []
    for slot in timetable(rng, plan.team, _assign(rng, plan, tickets)):
        place = slot.assignment
        topic, urgency = judge.answer(plan.team[place.person], tickets[place.ticket], plan.guideline)
        annotations.append(
            Annotation(
                ticket=place.ticket,
                person=place.person,
                topic=topic,
                urgency=urgency,
                started_at=slot.started_at,
                submitted_at=slot.submitted_at,
                batch=place.batch,
                source=place.source,
            )
        )
    return annotations
