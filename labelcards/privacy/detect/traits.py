"""What the necessary conditions ask about a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

__all__ = ["MANY", "Needs", "TextSignature", "Traits"]

Needs = str | re.Pattern[str] | tuple[str | re.Pattern[str], ...]
"""What a text must have for a rule to match; see `Rule.needs`."""

MANY = 26
"""Counts of a signature stop here."""

_RUN = re.compile(r"\d+")
_GAP = frozenset(" -.")
_LOOSE = " \u00a0./()+-"
_LOOSE_GAP = 4
_LONG_WORD = 16
_COLONS = 6
_AFTER = frozenset("-/.")
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))


class TextSignature(NamedTuple):
    """What can be known of a text at a glance; counts end at `MANY`.

    Attributes:
        digits: how many decimal digits there are.
        longest: digits of the longest run.
        grouped: most digits in a row of runs with one space, hyphen or dot between two of them.
        clustered: most digits in a row of runs with up to four spaces, dots, slashes, hyphens, plus signs or
            parentheses between two of them.
        longest_word: characters of the longest token.
        led: whether a letter stands before a digit.
        lettered: whether a letter stands beside a digit.
        dated: whether a digit stands before a slash, dot or hyphen and a digit, or beside a hyphen and a month's name.
        at: whether there is an ``@``.
        squared: whether there are two square brackets that close.
        colons: whether there are the colons of an address of the sixth version.
    """

    digits: int
    longest: int
    grouped: int
    clustered: int
    longest_word: int
    led: bool
    lettered: bool
    dated: bool
    at: bool
    squared: bool
    colons: bool


class Traits:
    """One text.

    Args:
        text: the text.
        words: its tokens, as `labelcards.privacy.tagger.tokens` splits it; any run of letters and digits lies in one.

    Attributes:
        lower: the text in lower case.
        visible: one past its last character that is no space.
        runs: (start, end) of each run of decimal digits of any script.
        hyphened: whether a hyphen stands before a digit.
        signature: see `Signature`.
    """

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self.text = text
        self.words = words
        self.lower = text.lower()
        self.visible = len(text.rstrip())
        self.runs = [match.span() for match in _RUN.finditer(text)]
        self.hyphened = False
        longest_word = min(max(map(len, words), default=0), MANY)
        counts = self._counts(f"{text}    ") if self.runs else (0, 0, 0, 0)
        beside = self._beside(f"{text}    ") if self.runs else (False, False, False)
        colons = "::" in text or text.count(":") >= _COLONS
        self.signature = TextSignature(*counts, longest_word, *beside, "@" in text, "]]" in text, colons)
        lettered, long = self.signature.lettered, longest_word > _LONG_WORD
        self._coded = {"0": bool(self.runs), "A0": lettered, "-0": self.hyphened, "W17": long}

    def has(self, needs: Needs) -> bool:
        """Whether what a rule needs is there; see `Rule.needs`."""
        if isinstance(needs, tuple):
            return all(map(self.has, needs))
        if isinstance(needs, re.Pattern):
            return needs.search(self.text) is not None
        known = self._coded.get(needs)
        return needs in self.lower if known is None else known

    @cached_property
    def long_words(self) -> list[str]:
        """Tokens of at least sixteen characters."""
        return [word for word in self.words if len(word) >= _LONG_WORD]

    def _counts(self, text: str) -> tuple[int, int, int, int]:
        digits = longest = grouped = clustered = group = cluster = last = 0
        for start, end in self.runs:
            size = end - start
            gap = start - last if last else 0
            group = (group if gap == 1 and text[last] in _GAP else 0) + size
            near = 0 < gap <= _LOOSE_GAP and not text[last:start].strip(_LOOSE)
            cluster = (cluster if near else 0) + size
            last = end
            digits += size
            longest = max(longest, size)
            grouped = max(grouped, group)
            clustered = max(clustered, cluster)
        return min(digits, MANY), min(longest, MANY), min(grouped, MANY), min(clustered, MANY)

    def _beside(self, text: str) -> tuple[bool, bool, bool]:
        """``led``, ``lettered`` and ``dated``."""
        led = lettered = dated = False
        for start, end in self.runs:
            before, after = text[start - 1], text[end]
            led |= before.isalpha()
            lettered |= after.isalpha()
            if after in _AFTER and not dated:
                month = after == "-" and text[end + 1 : end + 4].casefold() in _MONTHS
                dated = text[end + 1].isdigit() or month
            if before == "-":
                self.hyphened = True
                dated |= text[max(start - 4, 0) : start - 1].casefold() in _MONTHS
        return led, led or lettered, dated
