"""Support tickets: who writes, about what, how pressing, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from labelcards.demo.composition import Draft, compose
from labelcards.demo.grammar import FilledText, fill
from labelcards.demo.idiom import IDIOM
from labelcards.demo.people import Customer, PersonNames, make_customers
from labelcards.demo.scenario import URGENCIES, Scenario
from labelcards.demo.streams import pick, pick_weighted, stream
from labelcards.demo.styles import CHANNELS, STYLES, style_weights
from labelcards.demo.topics import CROSSINGS, TOPIC_TEXTS, TOPICS
from labelcards.demo.words import WORDS

__all__ = ["Ticket", "make_tickets"]

_FIRST_DAY = datetime(2025, 1, 2)
_DAYS = 238
_IDIOM_SHARE = 0.92
_IDIOM_PULL = 0.12
_ASIDE_PULL = 0.14
_VAGUE_FACTOR = 1.5
_CROSSING_SHARE = 0.24
_TRAP_SHARE = 0.13
_TRAP_FACTOR = 5.5
_OTHERS_FACTOR = (1 - _TRAP_SHARE * _TRAP_FACTOR) / (1 - _TRAP_SHARE)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket with its text and what only the simulation knows.

    Attributes:
        ticket_id, created_at, channel, customer: what the shop stores.
        subject, body, notes: finished texts with the places of personal values.
        topic, urgency: the latent truth, as positions in `TOPICS` and `URGENCIES`.
        rival: the topic it is mistaken for most easily, or None.
        pull: how strong that temptation is; 1 is a toss-up without guidelines, a few tickets mislead nearly everybody.
        idiom: whether it says "go home" for "return".
        tone: how loud the wording is, -1 (timid) … 1 (shouting); the truth does not depend on it.
    """

    ticket_id: str
    created_at: datetime
    channel: str
    customer: Customer
    subject: FilledText
    body: FilledText
    notes: FilledText
    style: str
    scenario: str
    topic: int
    urgency: int
    rival: int | None
    pull: float
    idiom: bool
    tone: float

    def truth(self, question: str) -> int:
        """The true answer to ``question``, as a position among its labels."""
        return self.topic if question == "topic" else self.urgency


_Values = Mapping[str, tuple[str, str]]


def _arrival(rng: np.random.Generator) -> datetime:
    """A moment between January and August, more often by day."""
    day = _FIRST_DAY + timedelta(days=int(rng.integers(_DAYS)))
    hour = float(np.clip(rng.normal(14, 4.5), 0, 23.5))
    return day + timedelta(hours=int(hour), minutes=int(rng.integers(60)), seconds=int(rng.integers(60)))


def _values(rng: np.random.Generator, names: PersonNames, customer: Customer, year: int) -> _Values:
    """Slot → (entity type, value) for one ticket."""
    other = " ".join(names.anyone(rng))
    agent_first, agent_last = names.anyone(rng)
    born = pick(rng, _birth_dates(customer.born))
    return {
        "name": ("PERSON", customer.name),
        "first": ("PERSON", customer.first),
        "other": ("PERSON", other),
        "agent": ("PERSON", f"{agent_first} {agent_last}"),
        "agent_first": ("PERSON", agent_first),
        "email": ("EMAIL_ADDRESS", customer.email),
        "phone": ("PHONE_NUMBER", customer.phone),
        "address": ("LOCATION", customer.address),
        "card": ("CREDIT_CARD", customer.card),
        "iban": ("IBAN_CODE", customer.iban),
        "dob": ("DATE_TIME", born),
        "order": ("ORDER_ID", f"LF-{year}-{int(rng.integers(10000, 999999)):06d}"),
    }


def _birth_dates(born: date) -> tuple[str, ...]:
    """The usual ways to write a date, without the locale of the machine."""
    return (
        f"{born.day:02d}.{born.month:02d}.{born.year}",
        f"{born.day:02d}/{born.month:02d}/{born.year}",
        f"{born.day} {WORDS.months[born.month - 1]} {born.year}",
        born.isoformat(),
    )


def _bent(rng: np.random.Generator, values: _Values, style: str) -> _Values:
    """The values as this style types them: names in small letters on a phone, in capitals when shouting."""
    change: Callable[[str], str] | None = None
    if style == "mobile" and rng.random() < 0.6:
        change = str.lower
    if style == "angry" and rng.random() < 0.4:
        change = str.upper
    if change is None:
        return values
    return {slot: (entity, change(value) if entity == "PERSON" else value) for slot, (entity, value) in values.items()}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a ticket will be about, before its words are chosen."""

    created_at: datetime
    channel: str
    customer: Customer
    topic: int
    scenario: Scenario
    urgency: int
    style: str
    idiom: bool


def _plan(rng: np.random.Generator, customers: Sequence[Customer]) -> _Plan:
    customer = pick(rng, customers)
    channel = pick_weighted(rng, tuple(CHANNELS), tuple(CHANNELS.values()))
    topic = pick_weighted(rng, range(len(TOPICS)), [text.share for text in TOPIC_TEXTS.values()])
    regional = (TOPICS[topic], customer.region) == (IDIOM.topic, IDIOM.region)
    idiom = regional and rng.random() < _IDIOM_SHARE
    crosses = not idiom and rng.random() < _CROSSING_SHARE
    scenario = pick(rng, CROSSINGS[TOPICS[topic]] if crosses else TOPIC_TEXTS[TOPICS[topic]].scenarios)
    styles = style_weights(channel, customer.language_level)
    return _Plan(
        created_at=_arrival(rng),
        channel=channel,
        customer=customer,
        topic=topic,
        scenario=scenario,
        urgency=pick_weighted(rng, range(len(URGENCIES)), [scenario.urgency[name] for name in URGENCIES]),
        style=pick_weighted(rng, tuple(styles), tuple(styles.values())),
        idiom=idiom,
    )


def _temptation(rng: np.random.Generator, plan: _Plan, draft: Draft) -> tuple[int | None, float]:
    """The rival topic and its pull: from the scenario, and from a topic mentioned in passing."""
    if plan.idiom:
        return TOPICS.index(IDIOM.read_as), _IDIOM_PULL
    rival = TOPICS.index(plan.scenario.rival) if plan.scenario.rival else None
    pull = plan.scenario.pull * float(rng.uniform(0.7, 1.3))
    if draft.aside is not None:
        aside = TOPICS.index(draft.aside)
        rival = aside if rival is None else rival
        pull += _ASIDE_PULL
    if draft.vague:
        pull *= _VAGUE_FACTOR
    pull *= _TRAP_FACTOR if rng.random() < _TRAP_SHARE else _OTHERS_FACTOR
    return rival, pull


def _new_draft(rng: np.random.Generator, plan: _Plan, seen: set[str]) -> Draft:
    """A draft whose body is none of ``seen``, which it then joins."""
    while True:
        draft = compose(rng, plan.scenario, plan.urgency, plan.style, written=plan.created_at, idiom=plan.idiom)
        if draft.body not in seen:
            seen.add(draft.body)
            return draft


def make_tickets(seed: int, count: int) -> tuple[Ticket, ...]:
    """``count`` tickets in order of arrival, with ascending ids.

    More than half of the customers write once, the rest several times. Two tickets never have the same body.
    """
    names = PersonNames(seed)
    customers = make_customers(seed, names, max(8, int(count * 0.85)))
    rng = stream(seed, "tickets")
    plans = sorted((_plan(rng, customers) for _ in range(count)), key=lambda plan: plan.created_at)
    seen: set[str] = set()
    tickets: list[Ticket] = []
    for number, plan in enumerate(plans, start=1):
        plain = _values(rng, names, plan.customer, plan.created_at.year)
        values = _bent(rng, plain, plan.style)
        draft = _new_draft(rng, plan, seen)
        rival, pull = _temptation(rng, plan, draft)
        tickets.append(
            Ticket(
                ticket_id=f"T-{number:05d}",
                created_at=plan.created_at,
                channel=plan.channel,
                customer=plan.customer,
                subject=fill(draft.subject, values),
                body=fill(draft.body, values),
                notes=fill(draft.notes, plain),
                style=plan.style,
                scenario=plan.scenario.key,
                topic=plan.topic,
                urgency=plan.urgency,
                rival=rival,
                pull=pull,
                idiom=plan.idiom,
                tone=STYLES[plan.style].tone,
            )
        )
    return tuple(tickets)
