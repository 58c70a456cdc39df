"""Split a text into the tokens the tagger labels."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

__all__ = ["NEWLINE", "TokenSequence", "split"]

NEWLINE = "\n"

_PIECE = re.compile(r"[^\S\n]*(?:['’][sS]\b|[^\W_]+(?:['’](?![sS]\b)[^\W_]+)*|\n+|[^\w\s]|_)")
"""A token and the spaces before it."""


class TokenSequence(NamedTuple):
    """A text's tokens: runs of letters and digits with inner apostrophes, ``'s``, runs of line ends, single other
    characters. Spaces are not tokens.

    Attributes:
        text: the text.
        words: the token strings; any run of line ends is one newline.
        ends: one past the last character of each token.
    """

    text: str
    words: list[str]
    ends: list[int]

    def start(self, number: int) -> int:
        """The first character of a token."""
        end = self.ends[number]
        if self.words[number] != NEWLINE:
            return end - len(self.words[number])
        before = self.text[self.ends[number - 1] if number else 0 : end]
        return end - len(before) + len(before.rstrip(NEWLINE))

    def spans(self) -> list[tuple[int, int]]:
        """(start, end) of each token."""
        return [(self.start(number), end) for number, end in enumerate(self.ends)]


def split(text: str) -> TokenSequence:
    """The text's tokens."""
    last = max(len(text.rstrip()), text.rfind(NEWLINE) + 1)
    pieces = _PIECE.findall(text, 0, last)
    return TokenSequence(text, [piece.lstrip() or NEWLINE for piece in pieces], list(accumulate(map(len, pieces))))
