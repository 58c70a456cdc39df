"""From what a file says to an answer: what a manifest allows, and why a text is not allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["LabelDomain", "Misfit", "Reader", "as_answer"]

_NAMED = 20
"""How many allowed labels a message names."""


@dataclass(frozen=True, slots=True)
class LabelDomain:
    """What a manifest says about the answers of a question.

    Attributes:
        question: its name, for messages.
        labels: the listed labels, in order.
        aliases: other spellings → label.
        minimum, maximum: bounds of a number.
    """

    question: str
    labels: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None

    @property
    def listing(self) -> str:
        """The first labels, for a message."""
        return ", ".join(self.labels[:_NAMED]) + (", …" if len(self.labels) > _NAMED else "")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why an answer is not valid. Nothing in it quotes the answer."""

    code: str
    message: str
    remedy: str


Reader = Callable[[str], "str | Misfit"]
"""Turns the text of a present answer into the canonical answer, or says why it is none."""


def as_answer(parse: Callable[[str], str], text: str) -> str | None:
    """``parse(text)``, or None where it is not an answer."""
    try:
        return parse(text)
    except ValueError:
        return None
