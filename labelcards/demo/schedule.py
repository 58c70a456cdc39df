"""When the team works: batches open every other working day, people take them in order, with lunch and weekends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np

from labelcards.demo.annotators import Annotator

__all__ = ["Assignment", "WorkPeriod", "at_work", "next_working_day", "timetable", "working_day"]

_DAY_START = time(8, 0)
_LUNCH = (time(12, 15), time(13, 0))
_DAY_END = time(16, 45)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One ticket on one person's desk.

    Attributes:
        ticket: position of the ticket.
        person: position of the annotator.
        batch: its name, e.g. ``b07``.
        opens: when the batch opens.
        source: ``annotation``, ``gold_check`` or ``relabel``.
        words: how long the ticket is.
    """

    ticket: int
    person: int
    batch: str
    opens: datetime
    source: str
    words: int


@dataclass(frozen=True, slots=True)
class WorkPeriod:
    """When an assignment was worked on (UTC)."""

    assignment: Assignment
    started_at: datetime
    submitted_at: datetime


def next_working_day(moment: datetime) -> datetime:
    """The morning of the next day from Monday to Friday."""
    day = datetime.combine(moment.date() + timedelta(days=1), _DAY_START, moment.tzinfo)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def working_day(first: datetime, steps: int) -> datetime:
    """The morning ``steps`` working days after ``first``."""
    day = first
    for _ in range(steps):
        day = next_working_day(day)
    return day


def at_work(moment: datetime) -> datetime:
    """``moment``, moved past lunch, evening and weekend."""
    if moment.weekday() >= 5 or moment.time() > _DAY_END:
        return next_working_day(moment)
    if _LUNCH[0] <= moment.time() < _LUNCH[1]:
        return datetime.combine(moment.date(), _LUNCH[1], moment.tzinfo)
    return moment


def _desk(rng: np.random.Generator, person: Annotator, work: list[Assignment]) -> list[WorkPeriod]:
    """The assignments of one person, one after the other."""
    slots: list[WorkPeriod] = []
    clock = work[0].opens
    batch = ""
    for assignment in work:
        if assignment.batch != batch:
            batch = assignment.batch
            late = timedelta(minutes=float(rng.uniform(5, 150)) + (120 if person.shift == "late" else 0))
            clock = max(clock, assignment.opens + late)
        clock = at_work(clock)
        length = float(np.clip(assignment.words / 60, 0.5, 2.2)) ** 0.6
        seconds = max(2.0, person.seconds * length * float(rng.lognormal(0, 0.38)))
        end = clock + timedelta(seconds=round(seconds))
        slots.append(WorkPeriod(assignment, clock.replace(microsecond=0), end.replace(microsecond=0)))
        clock = end + timedelta(seconds=float(rng.uniform(1, 4)))
        if rng.random() < 0.04:
            clock += timedelta(minutes=float(rng.uniform(5, 22)))
    return slots


def timetable(rng: np.random.Generator, team: tuple[Annotator, ...], work: list[Assignment]) -> list[WorkPeriod]:
    """All assignments with times, in order of submission.

    Within a batch everybody gets the tickets in an order of their own, so that gold checks stay hidden.
    """
    slots: list[WorkPeriod] = []
    for position, person in enumerate(team):
        mine = [assignment for assignment in work if assignment.person == position]
        shuffled = [mine[int(place)] for place in rng.permutation(len(mine))]
        shuffled.sort(key=lambda assignment: (assignment.opens, assignment.batch))
        if shuffled:
            slots += _desk(rng, person, shuffled)
    return sorted(slots, key=lambda slot: (slot.submitted_at, slot.assignment.ticket, slot.assignment.person))
