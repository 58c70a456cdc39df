"""Text from data on one short line, and lists that are cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from labelcards.cards.difference.lines import ShortList

__all__ = ["capped", "shorten"]

NAME = 60

Source = TypeVar("Source")
Line = TypeVar("Line")


def shorten(text: str, width: int = NAME) -> str:
    """``text`` on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def capped(entries: Sequence[Source], cap: int, show: Callable[[Source], Line]) -> ShortList[Line]:
    """The first ``cap`` entries as lines, and how many more there are."""
    shown = tuple(show(entry) for entry in entries[:cap])
    return ShortList(shown, len(entries) - len(shown))
