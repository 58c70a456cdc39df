"""The order and the frame of a ticket's sentences: a letter, a rant, a forwarded mail, a transcript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from labelcards.demo.phrases import PHRASES
from labelcards.demo.streams import pick, pick_weighted
from labelcards.demo.styles import Style

__all__ = ["ORDERS", "STORY_FIRST", "Parts", "lay_out"]

ORDERS = {"sia": 0.3, "s+ia": 0.2, "sai": 0.25, "s+a+i": 0.14, "isa": 0.05, "asi": 0.06}
"""Story, identity and ask in their possible orders; ``+`` joins the next block to the paragraph before."""
STORY_FIRST = {"sia": 0.3, "s+ia": 0.25, "sai": 0.25, "s+a+i": 0.2}
"""The orders in which a request can refer to the story."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The sentences a ticket may use; an empty string is left out."""

    greeting: str
    smalltalk: str
    opening: str
    details: tuple[str, ...]
    history: str
    identity: tuple[str, ...]
    aside: str
    rants: tuple[str, ...]
    request: str
    cue: str
    closing: str
    signature: str
    orders: Mapping[str, float]

    @property
    def core(self) -> list[str]:
        """Opening, details, history, what the customer mentions in passing."""
        return [self.opening, *self.details, self.history, self.aside]

    @property
    def ask(self) -> list[str]:
        """What the customer wants, and how soon."""
        return [self.request, self.cue]


def _sentences(*groups: list[str] | tuple[str, ...]) -> str:
    return " ".join(sentence for group in groups for sentence in group if sentence)


def _letter(rng: np.random.Generator, parts: Parts, *, paragraphs: bool) -> str:
    """Greeting, story, request, closing; the order of the middle varies."""
    story = _sentences([parts.smalltalk], parts.core)
    ask = _sentences(parts.ask)
    identity = _sentences(parts.identity)
    order = pick_weighted(rng, tuple(parts.orders), tuple(parts.orders.values()))
    blocks: list[str] = []
    glue = False
    for letter in order:
        if letter == "+":
            glue = True
            continue
        block = {"s": story, "i": identity, "a": ask}[letter]
        if glue and blocks and block:
            blocks[-1] = f"{blocks[-1]} {block}"
        elif block:
            blocks.append(block)
        glue = False
    if not paragraphs:
        return _sentences([parts.greeting], blocks, parts.rants) + (f" {parts.signature}" if parts.signature else "")
    ending = "\n".join(line for line in (parts.closing, parts.signature) if line)
    return "\n\n".join(block for block in (parts.greeting, *blocks, ending) if block)


def _rant(rng: np.random.Generator, parts: Parts) -> str:
    """Story and anger in turns."""
    calm = [parts.opening, *parts.details, parts.history, *parts.identity, parts.request, parts.cue, parts.aside]
    text: list[str] = [sentence for sentence in calm if sentence]
    for rant in parts.rants:
        text.insert(int(rng.integers(0, len(text) + 1)), rant)
    return _sentences([parts.greeting], text, [parts.signature])


def _forward(rng: np.random.Generator, parts: Parts) -> str:
    """A note, a quoted header and the letter below it."""
    header = pick(rng, PHRASES.forward_headers)
    return f"{pick(rng, PHRASES.forward_notes)}\n\n{header}\n\n{_letter(rng, parts, paragraphs=True)}"


def _transcript(rng: np.random.Generator, parts: Parts) -> str:
    """Agent and caller in turns."""
    caller = pick(rng, ("Caller", "Customer", "C"))
    agent = pick(rng, ("Agent", "Larkfield", "A")) if caller != "C" else "A"
    filler = pick(rng, PHRASES.transcript.callers)
    follow = pick(rng, PHRASES.transcript.follow_ups)
    end = pick(rng, PHRASES.transcript.ends)
    lines = [
        f"{agent}: {pick(rng, PHRASES.transcript.openings)}",
        f"{caller}: {_sentences([filler, parts.smalltalk, parts.opening], parts.details[:1])}",
        f"{agent}: {follow}",
        f"{caller}: {_sentences(parts.identity, parts.details[1:], [parts.history, parts.aside])}",
        f"{caller}: {_sentences(parts.ask)}",
        f"{agent}: {end}",
    ]
    return "\n".join(line for line in lines if not line.endswith(": "))


def lay_out(rng: np.random.Generator, style: Style, parts: Parts) -> str:
    """The body of a ticket in ``style``; a forwarded one still names its ``<subject>``."""
    if style.name == "transcript":
        return _transcript(rng, parts)
    if style.name == "forwarded":
        return _forward(rng, parts)
    if style.name == "angry":
        return _rant(rng, parts)
    return _letter(rng, parts, paragraphs=style.paragraphs)
