"""Split a text into the tokens the tagger labels."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["NEWLINE", "Split", "spans", "split", "words"]

NEWLINE = "\n"

_TOKEN = re.compile(r"['’][sS]\b|[^\W_]+(?:['’](?![sS]\b)[^\W_]+)*|\n+|[^\w\s]|_")


def spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each token: a run of letters and digits with inner apostrophes, ``'s``, a run of line ends, or
    one other character. Spaces are not tokens.
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def words(text: str, places: list[tuple[int, int]]) -> list[str]:
    """The token strings; any run of line ends is one newline."""
    return [NEWLINE if text[start] == NEWLINE else text[start:end] for start, end in places]


class Split(NamedTuple):
    """A text's tokens.

    Attributes:
        places: (start, end) of each.
        words: the token strings.
    """

    places: list[tuple[int, int]]
    words: list[str]


def split(text: str) -> Split:
    """The text's tokens."""
    places = spans(text)
    return Split(places, words(text, places))
