"""Templates with alternatives, words and slots, and how they become a text with known places.

``[a|b|c]`` is one of several alternatives and may be nested; ``<product>`` is a plain word that stays the same
throughout a ticket; ``{email}`` is a slot for a personal value. Slots survive `expand`, so that a style may bend
the words around them; `fill` puts the values in and says where each one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import AfterValidator

from labelcards.demo.streams import pick

__all__ = ["PERSONAL", "PLAIN", "FilledText", "Span", "Template", "expand", "fill", "reword"]

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"<([a-z_]+)>")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO])")

PLAIN = frozenset({"product", "other_product", "amount", "weekday", "month", "sent", "days", "subject"})
"""The plain words a template may use."""

PERSONAL = frozenset(
    {"name", "first", "other", "agent", "agent_first", "email", "phone", "address", "card", "iban", "dob", "order",
     "annotator"}
)  # fmt: skip
"""The slots a template may have."""


def _sound(template: str) -> str:
    """``template``, if it can be expanded and filled.

    Raises:
        ValueError: a bracket is not closed, or a word or slot is not known.
    """
    left = template
    while _CHOICE.search(left):
        left = _CHOICE.sub("", left)
    if set("[]") & set(left):
        raise ValueError("needs a closing bracket for each opening one")
    if not PLAIN.issuperset(_WORD.findall(template)) or not PERSONAL.issuperset(_SLOT.findall(template)):
        raise ValueError("has a <word> or {slot} that nothing stands for")
    if template != template.strip():
        raise ValueError("must not begin or end with a space")
    return template


Template = Annotated[str, AfterValidator(_sound)]
"""A sentence of a text file, checked when it is read."""


@dataclass(frozen=True, slots=True)
class Span:
    """A personal value in a text: ``text[start:end] == value``."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FilledText:
    """A finished text and the personal values in it, in order of appearance."""

    text: str
    spans: tuple[Span, ...] = ()


def expand(rng: np.random.Generator, template: str, words: Mapping[str, str]) -> str:
    """``template`` with every alternative chosen and every word put in; slots stay."""
    text = template
    while "[" in text:
        text = _CHOICE.sub(lambda match: pick(rng, match.group(1).split("|")), text)
    text = _WORD.sub(lambda match: words[match.group(1)], text)
    return _ARTICLE.sub(r"\1n ", text)


def reword(text: str, change: Callable[[str], str]) -> str:
    """``text`` with ``change`` applied to everything outside the slots."""
    pieces = re.split(r"(\{[a-z_]+\})", text)
    return "".join(piece if position % 2 else change(piece) for position, piece in enumerate(pieces))


def fill(text: str, values: Mapping[str, tuple[str, str]]) -> FilledText:
    """``text`` with each ``{slot}`` replaced by its value.

    Args:
        text: with slots.
        values: slot → (entity type, value).

    Returns:
        the text and one span per slot.
    """
    spans: list[Span] = []
    pieces: list[str] = []
    length = 0
    position = 0
    for match in _SLOT.finditer(text):
        before = text[position : match.start()]
        entity, value = values[match.group(1)]
        start = length + len(before)
        spans.append(Span(entity, value, start, start + len(value)))
        pieces += [before, value]
        length = start + len(value)
        position = match.end()
    pieces.append(text[position:])
    return FilledText("".join(pieces), tuple(spans))
