"""What a column of a table seems to hold, and what a new manifest proposes to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ColumnGuess", "guess_column"]

_TEXT_NAMES = {"text", "sentence", "content", "body", "document", "comment", "message", "review", "tweet", "html"}
_TEXT_NAMES |= {"description", "title", "question", "premise", "hypothesis", "prompt", "response"}
_WORDS = 3
_FEW = 20


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A proposal for one column.

    Attributes:
        name: the column.
        action: ``clean`` for free text, else ``drop``.
        comment: why, for the person who decides; without a value of the column.
    """

    name: str
    action: str
    comment: str


def guess_column(name: str, values: Sequence[str]) -> ColumnGuess:
    """Free text is cleaned; everything else is dropped until somebody decides to keep it.

    Args:
        name: the column.
        values: its filled values, one per item or annotator.
    """
    distinct = len(set(values))
    words = sum(len(value.split()) for value in values) / max(len(values), 1)
    last = name.rsplit(".", 1)[-1].lower()
    if 1 < distinct <= min(_FEW, len(values) / 2):
        return ColumnGuess(
            name, "drop", f"{distinct} distinct values; to compare groups: {{action: keep, group: true}}"
        )
    if words > _WORDS or (last in _TEXT_NAMES and distinct > 1):
        return ColumnGuess(name, "clean", "free text: personal data in it is detected and replaced")
    what = f"{distinct:,} distinct values" if distinct != 1 else "the same value everywhere"
    return ColumnGuess(name, "drop", f"{what}; dropped unless you choose another action")
