"""Ways of writing: which parts a ticket has, and how its words are bent. Slots stay untouched."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from labelcards.demo.grammar import reword
from labelcards.demo.streams import pick
from labelcards.demo.text_file import read
from labelcards.documents.document import Part

__all__ = ["CHANNELS", "STYLES", "Channel", "Learners", "Rules", "Style", "WritingStyles", "bend", "style_weights"]


_Rule = tuple[re.Pattern[str], str, float]
_Shares = dict[str, float]


class Style(Part):
    """One way of writing.

    Attributes:
        name: its name.
        details: fewest and most detail sentences.
        chances: probability of each optional part (greeting, smalltalk, history, identity, second_identity, aside,
            rant, closing, signature).
        manner: which greetings and closings fit.
        signature: which signatures fit.
        paragraphs: whether parts are separated by blank lines.
        tone: how loud the wording is, -1 (timid) … 1 (shouting).
    """

    name: str
    details: tuple[int, int]
    chances: _Shares
    manner: str = "plain"
    signature: str = "plain"
    paragraphs: bool = True
    tone: float = 0.0


class Channel(Part):
    """A way in: its share of the tickets, and how those who write well write there (style → weight)."""

    share: float
    styles: _Shares


class Learners(Part):
    """The styles of learners, and the weight of the style ``learner`` among the fluent."""

    styles: _Shares
    fluent: float


class Rules(Part):
    """What a style does to words: pattern, what stands there instead, how often."""

    learner: tuple[_Rule, ...]
    mobile: tuple[_Rule, ...]


class WritingStyles(Part):
    """The content of `data/styles.toml`."""

    styles: tuple[Style, ...]
    channels: dict[str, Channel]
    learners: Learners
    rules: Rules


_WRITING = read("styles.toml", WritingStyles)

STYLES: Mapping[str, Style] = {style.name: style for style in _WRITING.styles}
"""Style name → style."""

CHANNELS: Mapping[str, float] = {name: channel.share for name, channel in _WRITING.channels.items()}
"""How a ticket came in → share."""


def style_weights(channel: str, level: str) -> dict[str, float]:
    """Style → weight for a channel and a language level; learners mostly write as learners do."""
    weights = dict(_WRITING.channels[channel].styles)
    if channel == "phone":
        return weights
    if level == "learner":
        return _WRITING.learners.styles
    if level == "fluent":
        weights["learner"] = _WRITING.learners.fluent
    return weights


def _apply_one(rng: np.random.Generator, rule: _Rule, text: str) -> str:
    pattern, replacement, chance = rule
    return pattern.sub(
        lambda match: match.expand(replacement) if rng.random() < chance else match.group(0),
        text,
    )


def _apply(rng: np.random.Generator, rules: tuple[_Rule, ...], text: str) -> str:
    """``text`` after each rule had its chance at each place where it fits."""
    for rule in rules:
        text = _apply_one(rng, rule, text)
    return text


def _typo(rng: np.random.Generator, word: str) -> str:
    """Swap, drop or double one inner letter."""
    place = int(rng.integers(1, len(word) - 2))
    kind = int(rng.integers(3))
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


def _typos(rng: np.random.Generator, text: str, chance: float) -> str:
    return re.sub(
        r"[a-z]{5,}", lambda match: _typo(rng, match.group(0)) if rng.random() < chance else match.group(0), text
    )


def _mobile(rng: np.random.Generator, text: str) -> str:
    lowered = _apply(rng, _WRITING.rules.mobile, text.lower())
    if rng.random() < 0.5:
        lowered = re.sub(r"\.(?=\s)", pick(rng, ("", ",", " -", "..")), lowered)
    return _typos(rng, lowered, 0.06)


def bend(rng: np.random.Generator, style: str, text: str) -> str:
    """``text`` as somebody with this style would type it; slots are left alone."""
    if style == "learner":
        return reword(text, lambda piece: _typos(rng, _apply(rng, _WRITING.rules.learner, piece), 0.015))
    if style == "mobile":
        return reword(text, lambda piece: _mobile(rng, piece))
    if style == "angry":
        loud = rng.random() < 0.55
        marks = pick(rng, ("!", "!!", "!!!"))
        return reword(text, lambda piece: re.sub(r"[.](?=\s|$)", marks, piece.upper() if loud else piece))
    if style in ("curt", "chatty"):
        return reword(text, lambda piece: _typos(rng, piece, 0.008))
    return text
