"""How a ticket is put together from a scenario, an urgency and a style; personal values are still slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from labelcards.demo.grammar import expand
from labelcards.demo.layout import ORDERS, STORY_FIRST, Parts, lay_out
from labelcards.demo.phrases import (
    AMOUNTS,
    CLOSINGS,
    EARLIER,
    GREETINGS,
    HISTORY,
    MONTHS,
    NOTES,
    PLAIN_CUES,
    PLAIN_IDENTITY,
    PLAIN_REQUESTS,
    PRODUCTS,
    RANTS,
    SETTLED,
    SMALLTALK,
    VAGUE_OPENINGS,
    VAGUE_SUBJECTS,
    WEEKDAYS,
)
from labelcards.demo.scenario import TOPICS, URGENCIES, Scenario, TopicText
from labelcards.demo.streams import pick, sample
from labelcards.demo.styles import STYLES, Style, bend
from labelcards.demo.topics import CROSSINGS, TOPIC_TEXTS
from labelcards.demo.topics.returns import IDIOM_DETAILS, IDIOM_STORIES, IDIOM_SUBJECTS

__all__ = ["Draft", "compose"]

_TOPIC_OF = {
    scenario.key: text
    for topic, text in TOPIC_TEXTS.items()
    for scenario in (*text.scenarios, *CROSSINGS.get(topic, ()))
}
_CUE_CHANCE = (1.0, 0.45, 1.0, 1.0)
_VAGUE_CHANCE = 0.16
_VAGUE_SUBJECT_CHANCE = 0.3
_EARLIER_CHANCE = 0.45
_OLD_THREAD_CHANCE = 0.2
_PLAIN_CHANCE = 0.18
_PLAIN_AFTER_STORY = 0.8


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket whose personal values are still slots.

    Attributes:
        subject, body, notes: texts with slots.
        aside: the other topic that is mentioned in passing, or None.
        vague: whether the opening does not say what it is about.
    """

    subject: str
    body: str
    notes: str
    aside: str | None
    vague: bool


def _words(rng: np.random.Generator, scenario: Scenario, written: datetime) -> Mapping[str, str]:
    """The plain words of one ticket; its month is one of the six before it was written."""
    product = pick(rng, scenario.products or PRODUCTS)
    other_product = pick(rng, tuple(entry for entry in PRODUCTS if entry != product))
    sent = written - timedelta(days=int(rng.integers(1, 15)))
    currency = pick(rng, ("{} euros", "€{}", "{} EUR", "EUR {}"))
    return {
        "product": product,
        "other_product": other_product,
        "amount": currency.format(pick(rng, AMOUNTS)),
        "weekday": pick(rng, WEEKDAYS),
        "month": MONTHS[(written.month - 1 - int(rng.integers(1, 7))) % 12],
        "sent": f"{sent.day} {MONTHS[sent.month - 1]} {sent.year}",
        "days": str(int(rng.integers(3, 21))),
    }


@dataclass(frozen=True, slots=True)
class _Aside:
    """Another topic in passing: its text, and the subjects of the old thread if the customer answers to that."""

    text: str = ""
    subjects: tuple[str, ...] = ()


def _aside(rng: np.random.Generator, other: TopicText) -> _Aside:
    """A remark, or an older matter that is settled and told at the same length as the new one."""
    if rng.random() >= _EARLIER_CHANCE:
        return _Aside(pick(rng, other.asides))
    old = pick(rng, tuple(scenario for scenario in other.scenarios if not scenario.products))
    told = [pick(rng, old.openings), *sample(rng, old.details, int(rng.integers(0, 2)))]
    text = f'{pick(rng, EARLIER)}"{" ".join(told)}" {pick(rng, SETTLED)}'
    return _Aside(text, old.subjects if rng.random() < _OLD_THREAD_CHANCE else ())


def _subjects(rng: np.random.Generator, scenario: Scenario, aside: _Aside, *, idiom: bool) -> tuple[str, ...]:
    if aside.subjects:
        return tuple(f"Re: {subject}" for subject in aside.subjects)
    if rng.random() < _VAGUE_SUBJECT_CHANCE:
        return VAGUE_SUBJECTS
    return IDIOM_SUBJECTS if idiom else scenario.subjects


def _signature(rng: np.random.Generator, style: Style) -> str:
    if style.name in ("formal", "forwarded"):
        return pick(
            rng,
            ("{name}\n{address}\n{phone}", "{name}\n{address}", "{name}\nTel. {phone}\n{email}", "{name}\n{email}",
             "{name}\n--\nMobile: {phone}"),
        )  # fmt: skip
    if style.name == "chatty":
        return pick(rng, ("{first}", "{first}", "{name}", "your {first} :)"))
    return pick(rng, ("{name}", "{name}", "{first}", "{name} ({email})"))


def _parts(
    rng: np.random.Generator,
    scenario: Scenario,
    urgency: int,
    style: Style,
    *,
    aside: _Aside,
    idiom: bool,
    vague: bool,
) -> Parts:
    text: TopicText = _TOPIC_OF[scenario.key]

    def maybe(part: str, options: tuple[str, ...]) -> str:
        return pick(rng, options) if rng.random() < style.chances.get(part, 0.0) else ""

    fewest, most = (0, 1) if scenario.crosses else style.details
    count = max(int(rng.integers(fewest, most + 1)), int(vague))
    details = sample(rng, IDIOM_DETAILS if idiom else scenario.details, count)
    idiom_openings, idiom_requests = pick(rng, IDIOM_STORIES)
    openings = VAGUE_OPENINGS if vague else idiom_openings if idiom else scenario.openings
    plain = _PLAIN_AFTER_STORY if scenario.crosses else _PLAIN_CHANCE
    identity = sample(rng, PLAIN_IDENTITY if rng.random() < plain else text.identity, 2)
    cues = PLAIN_CUES[urgency] if rng.random() < plain else scenario.cues.get(URGENCIES[urgency], text.cues[urgency])
    asks_plainly = not (scenario.crosses or vague) and rng.random() < _PLAIN_CHANCE
    requests = idiom_requests if idiom else PLAIN_REQUESTS if asks_plainly else scenario.requests
    keep_first = rng.random() < style.chances.get("identity", 0.0)
    keep_second = rng.random() < style.chances.get("second_identity", 0.0)
    signs = rng.random() < style.chances.get("signature", 0.0)
    return Parts(
        greeting=maybe("greeting", GREETINGS[style.register]),
        smalltalk=maybe("smalltalk", SMALLTALK) if URGENCIES[urgency] != "urgent" else "",
        opening=pick(rng, openings),
        details=tuple(details),
        history=maybe("history", HISTORY),
        identity=tuple(sentence for sentence, kept in zip(identity, (keep_first, keep_second), strict=True) if kept),
        aside=aside.text,
        rants=tuple(sample(rng, RANTS, int(rng.integers(1, 4)))) if "rant" in style.chances else (),
        request=pick(rng, requests),
        cue=pick(rng, cues) if rng.random() < _CUE_CHANCE[urgency] else "",
        closing=maybe("closing", CLOSINGS[style.register]),
        signature=_signature(rng, style) if signs else "",
        orders=STORY_FIRST if scenario.crosses else ORDERS,
    )


def compose(
    rng: np.random.Generator, scenario: Scenario, urgency: int, style_name: str, *, written: datetime, idiom: bool
) -> Draft:
    """One ticket about ``scenario``.

    Args:
        rng: where the choices come from.
        scenario: what happened.
        urgency: position in `URGENCIES`; chooses the sentence that says how pressing it is.
        style_name: a name in `STYLES`.
        written: when; months and dates in the text lie before.
        idiom: say "go home" for "return" (Southern customers).
    """
    style = STYLES[style_name]
    words = _words(rng, scenario, written)
    topic = _TOPIC_OF[scenario.key].topic
    others = tuple(other for other in TOPICS if other != topic)
    mentioned = pick(rng, others) if not scenario.crosses and rng.random() < style.chances.get("aside", 0.0) else None
    aside = _aside(rng, TOPIC_TEXTS[mentioned]) if mentioned else _Aside()
    vague = not (idiom or scenario.crosses) and rng.random() < _VAGUE_CHANCE
    parts = _parts(rng, scenario, urgency, style, aside=aside, idiom=idiom, vague=vague)
    subject = expand(rng, pick(rng, _subjects(rng, scenario, aside, idiom=idiom)), words)
    subject += pick(rng, ("", "", "", "", " - {order}", ", order {order}", " ({name})"))
    body = expand(rng, lay_out(rng, style, parts, subject), words)
    return Draft(
        subject=bend(rng, style.name, subject).strip() if style.name != "transcript" else f"Call: {subject}",
        body=bend(rng, style.name, body).strip(),
        notes=expand(rng, pick(rng, NOTES), words),
        aside=mentioned,
        vague=vague,
    )
