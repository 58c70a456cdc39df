"""Ways of writing: which parts a ticket has, and how its words are bent. Slots stay untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from labelcards.demo.grammar import reword
from labelcards.demo.streams import pick

__all__ = ["STYLES", "Style", "bend", "style_weights"]


@dataclass(frozen=True, slots=True)
class Style:
    """One way of writing.

    Attributes:
        name: its name.
        details: fewest and most detail sentences.
        chances: probability of each optional part (greeting, smalltalk, history, identity, second_identity, aside,
            rant, closing, signature).
        register: which greetings and closings fit.
        paragraphs: whether parts are separated by blank lines.
    """

    name: str
    details: tuple[int, int]
    chances: dict[str, float]
    register: str = "plain"
    paragraphs: bool = True


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("curt", (0, 2), {"identity": 0.75, "history": 0.15, "aside": 0.36, "signature": 0.3}, paragraphs=False),
        Style("plain", (1, 2), {"greeting": 0.9, "history": 0.4, "identity": 0.85, "second_identity": 0.2,
                                "aside": 0.42, "closing": 0.8, "signature": 0.75}),
        Style("chatty", (2, 3), {"greeting": 1.0, "smalltalk": 1.0, "history": 0.7, "identity": 0.85,
                                 "second_identity": 0.3, "aside": 0.6, "closing": 0.9, "signature": 0.9}, "chatty"),
        Style("formal", (1, 3), {"greeting": 1.0, "history": 0.5, "identity": 1.0, "second_identity": 0.6,
                                 "aside": 0.36, "closing": 1.0, "signature": 1.0}, "formal"),
        Style("angry", (0, 2), {"greeting": 0.2, "history": 0.7, "identity": 0.6, "rant": 1.0, "aside": 0.32,
                                "signature": 0.4}, paragraphs=False),
        Style("learner", (1, 2), {"greeting": 0.9, "history": 0.3, "identity": 0.85, "second_identity": 0.2,
                                  "aside": 0.42, "closing": 0.8, "signature": 0.8}, "learner"),
        Style("mobile", (0, 2), {"greeting": 0.3, "history": 0.3, "identity": 0.6, "aside": 0.36, "signature": 0.3},
              paragraphs=False),
        Style("forwarded", (1, 2), {"greeting": 0.9, "history": 0.4, "identity": 0.9, "second_identity": 0.3,
                                    "aside": 0.42, "closing": 0.9, "signature": 1.0}),
        Style("transcript", (1, 2), {"smalltalk": 0.2, "history": 0.5, "identity": 1.0, "second_identity": 0.5,
                                     "aside": 0.42}),
    )
}  # fmt: skip
"""Style name → style."""

_BY_CHANNEL: dict[str, dict[str, float]] = {
    "email": {"plain": 0.3, "chatty": 0.18, "formal": 0.22, "angry": 0.08, "forwarded": 0.14, "curt": 0.08},
    "chat": {"curt": 0.38, "mobile": 0.42, "plain": 0.1, "angry": 0.1},
    "phone": {"transcript": 1.0},
    "web_form": {"plain": 0.35, "curt": 0.25, "angry": 0.12, "mobile": 0.14, "chatty": 0.14},
}


def style_weights(channel: str, level: str) -> dict[str, float]:
    """Style → weight for a channel and a language level; learners mostly write as learners do."""
    weights = dict(_BY_CHANNEL[channel])
    if channel == "phone":
        return weights
    if level == "learner":
        return {"learner": 0.8, "curt": 0.1, "mobile": 0.1}
    if level == "fluent":
        weights["learner"] = 0.15
    return weights


_LEARNER_RULES = (
    (re.compile(r"\b(?:the|an|a) ", re.IGNORECASE), "", 0.3),
    (re.compile(r"\bI have not\b"), "I not have", 0.5),
    (re.compile(r"\bI would like to\b"), "I want", 0.5),
    (re.compile(r"\b(does not|doesn't)\b"), "not", 0.6),
    (re.compile(r"\bdid not\b"), "not", 0.5),
    (re.compile(r"\bis not\b"), "not is", 0.3),
    (re.compile(r"\bhas been\b"), "is", 0.6),
    (re.compile(r"\bsince\b"), "from", 0.3),
    (re.compile(r"\b(\w+)s (it|me|the)\b"), r"\1 \2", 0.3),
    (re.compile(r"\binformation\b"), "informations", 1.0),
    (re.compile(r"\bPlease\b"), "I beg you,", 0.12),
    (re.compile(r"\bmuch\b"), "many", 0.3),
    (re.compile(r"\bwant to\b"), "want", 0.3),
    (re.compile(r"\bmoney\b"), "moneys", 0.15),
    (re.compile(r"\breceived\b"), "become", 0.4),
    (re.compile(r"\bsent\b"), "sended", 0.4),
    (re.compile(r"\bbought\b"), "buyed", 0.4),
    (re.compile(r"\btold\b"), "said", 0.4),
    (re.compile(r"\bwhen\b"), "if", 0.3),
    (re.compile(r"\bwhether\b"), "if", 0.6),
)
_MOBILE_RULES = (
    (re.compile(r"\bplease\b"), "pls", 0.7),
    (re.compile(r"\byou\b"), "u", 0.35),
    (re.compile(r"\byour\b"), "ur", 0.35),
    (re.compile(r"\bthanks\b"), "thx", 0.7),
    (re.compile(r"\bthank you\b"), "ty", 0.5),
    (re.compile(r"\bbecause\b"), "cuz", 0.6),
    (re.compile(r"\btomorrow\b"), "tmrw", 0.6),
    (re.compile(r"\bdo not\b"), "dont", 0.8),
    (re.compile(r"\bdoes not\b"), "doesnt", 0.8),
    (re.compile(r"\bcannot\b"), "cant", 0.8),
    (re.compile(r"\bi am\b"), "im", 0.7),
    (re.compile(r"\bit is\b"), "its", 0.7),
    (re.compile(r"\band\b"), "n", 0.15),
    (re.compile(r"\bis not\b"), "isnt", 0.7),
    (re.compile(r"\bi have\b"), "ive", 0.4),
)
_Rule = tuple[re.Pattern[str], str, float]


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
    lowered = _apply(rng, _MOBILE_RULES, text.lower())
    if rng.random() < 0.5:
        lowered = re.sub(r"\.(?=\s)", pick(rng, ("", ",", " -", "..")), lowered)
    return _typos(rng, lowered, 0.06)


def bend(rng: np.random.Generator, style: str, text: str) -> str:
    """``text`` as somebody with this style would type it; slots are left alone."""
    if style == "learner":
        return reword(text, lambda piece: _typos(rng, _apply(rng, _LEARNER_RULES, piece), 0.015))
    if style == "mobile":
        return reword(text, lambda piece: _mobile(rng, piece))
    if style == "angry":
        loud = rng.random() < 0.55
        marks = pick(rng, ("!", "!!", "!!!"))
        return reword(text, lambda piece: re.sub(r"[.](?=\s|$)", marks, piece.upper() if loud else piece))
    if style in ("curt", "chatty"):
        return reword(text, lambda piece: _typos(rng, piece, 0.008))
    return text
