"""How a ticket is put together from a scenario, an urgency and a style; personal values are still slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from labelcards.demo.grammar import expand
from labelcards.demo.idiom import IDIOM
from labelcards.demo.layout import ORDERS, STORY_FIRST, Parts, lay_out
from labelcards.demo.phrases import PHRASES
from labelcards.demo.scenario import URGENCIES, Scenario, TopicText
from labelcards.demo.streams import pick, sample
from labelcards.demo.styles import STYLES, Style, bend
from labelcards.demo.topics import TOPIC_OF, TOPIC_TEXTS, TOPICS
from labelcards.demo.words import WORDS

__all__ = ["Draft", "compose"]

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
    product = pick(rng, scenario.products or WORDS.products)
    other_product = pick(rng, tuple(entry for entry in WORDS.products if entry != product))
    sent = written - timedelta(days=int(rng.integers(1, 15)))
    currency = pick(rng, WORDS.currencies)
    return {
        "product": product,
        "other_product": other_product,
        "amount": currency.format(pick(rng, WORDS.amounts)),
        "weekday": pick(rng, WORDS.weekdays),
        "month": WORDS.months[(written.month - 1 - int(rng.integers(1, 7))) % 12],
        "sent": f"{sent.day} {WORDS.months[sent.month - 1]} {sent.year}",
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
    text = f'{pick(rng, PHRASES.earlier)} "{" ".join(told)}" {pick(rng, PHRASES.settled)}'
    return _Aside(text, old.subjects if rng.random() < _OLD_THREAD_CHANCE else ())


def _subjects(rng: np.random.Generator, scenario: Scenario, aside: _Aside, *, idiom: bool) -> tuple[str, ...]:
    if aside.subjects:
        return tuple(f"Re: {subject}" for subject in aside.subjects)
    if rng.random() < _VAGUE_SUBJECT_CHANCE:
        return PHRASES.vague_subjects
    return IDIOM.subjects if idiom else scenario.subjects


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
    text = TOPIC_TEXTS[TOPIC_OF[scenario.key]]

    def maybe(part: str, options: tuple[str, ...]) -> str:
        return pick(rng, options) if rng.random() < style.chances.get(part, 0.0) else ""

    fewest, most = (0, 1) if scenario.crosses else style.details
    count = max(int(rng.integers(fewest, most + 1)), int(vague))
    details = sample(rng, IDIOM.details if idiom else scenario.details, count)
    regional = pick(rng, IDIOM.stories)
    openings = PHRASES.vague_openings if vague else regional.openings if idiom else scenario.openings
    plain = _PLAIN_AFTER_STORY if scenario.crosses else _PLAIN_CHANCE
    identity = sample(rng, PHRASES.plain_identity if rng.random() < plain else text.identity, 2)
    pressing = URGENCIES[urgency]
    own_cues = scenario.cues.get(pressing, text.cues[pressing])
    cues = PHRASES.plain_cues[pressing] if rng.random() < plain else own_cues
    asks_plainly = not (scenario.crosses or vague) and rng.random() < _PLAIN_CHANCE
    requests = regional.requests if idiom else PHRASES.plain_requests if asks_plainly else scenario.requests
    keep_first = rng.random() < style.chances.get("identity", 0.0)
    keep_second = rng.random() < style.chances.get("second_identity", 0.0)
    signs = rng.random() < style.chances.get("signature", 0.0)
    return Parts(
        greeting=maybe("greeting", PHRASES.greetings[style.manner]),
        smalltalk=maybe("smalltalk", PHRASES.smalltalk) if pressing != "urgent" else "",
        opening=pick(rng, openings),
        details=tuple(details),
        history=maybe("history", PHRASES.history),
        identity=tuple(sentence for sentence, kept in zip(identity, (keep_first, keep_second), strict=True) if kept),
        aside=aside.text,
        rants=tuple(sample(rng, PHRASES.rants, int(rng.integers(1, 4)))) if "rant" in style.chances else (),
        request=pick(rng, requests),
        cue=pick(rng, cues) if rng.random() < _CUE_CHANCE[urgency] else "",
        closing=maybe("closing", PHRASES.closings[style.manner]),
        signature=pick(rng, PHRASES.signatures[style.signature]) if signs else "",
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
    topic = TOPIC_OF[scenario.key]
    others = tuple(other for other in TOPICS if other != topic)
    mentioned = pick(rng, others) if not scenario.crosses and rng.random() < style.chances.get("aside", 0.0) else None
    aside = _aside(rng, TOPIC_TEXTS[mentioned]) if mentioned else _Aside()
    vague = not (idiom or scenario.crosses) and rng.random() < _VAGUE_CHANCE
    parts = _parts(rng, scenario, urgency, style, aside=aside, idiom=idiom, vague=vague)
    subject = expand(rng, pick(rng, _subjects(rng, scenario, aside, idiom=idiom)), words)
    subject = expand(rng, pick(rng, PHRASES.subject_forms), {"subject": subject})
    body = expand(rng, lay_out(rng, style, parts), {**words, "subject": subject})
    return Draft(
        subject=bend(rng, style.name, subject).strip() if style.name != "transcript" else f"Call: {subject}",
        body=bend(rng, style.name, body).strip(),
        notes=expand(rng, pick(rng, PHRASES.notes), words),
        aside=mentioned,
        vague=vague,
    )
