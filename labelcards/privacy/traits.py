"""What the necessary conditions ask about a text, computed when asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

__all__ = ["Traits"]

_RUN = re.compile(r"\d+")
_GAP = " -."


class Traits:
    """One text.

    Args:
        text: the text.
        words: its tokens, as `labelcards.privacy.tagger.tokens` splits it; any run of letters and digits lies in one.
    """

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self.text = text
        self.words = words

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """(start, end) of each run of decimal digits of any script."""
        return [match.span() for match in _RUN.finditer(self.text)]

    @cached_property
    def digits(self) -> int:
        """How many decimal digits it has."""
        return sum(end - start for start, end in self.runs)

    @cached_property
    def longest(self) -> int:
        """Digits of the longest run."""
        return max((end - start for start, end in self.runs), default=0)

    @cached_property
    def grouped(self) -> int:
        """Most digits in a row of runs with at most one space, hyphen or dot between two of them."""
        most = here = last = 0
        for start, end in self.runs:
            near = last and start - last == 1 and self.text[last] in _GAP
            here = (here if near else 0) + end - start
            most = max(most, here)
            last = end
        return most

    @cached_property
    def lettered(self) -> bool:
        """Whether a letter stands beside a digit."""
        text = self.text
        return any(
            (start and text[start - 1].isalpha()) or (end < len(text) and text[end].isalpha())
            for start, end in self.runs
        )

    @cached_property
    def hyphened(self) -> bool:
        """Whether a hyphen stands before a digit."""
        return any(start and self.text[start - 1] == "-" for start, _ in self.runs)

    @cached_property
    def dated(self) -> bool:
        """Whether a digit has a hyphen before it, or a hyphen, slash or dot and a letter or digit after it."""
        text = self.text
        return self.hyphened or any(
            end + 1 < len(text) and text[end] in "-/." and text[end + 1].isalnum() for _, end in self.runs
        )

    @cached_property
    def longest_word(self) -> int:
        """Characters of the longest token."""
        return max(map(len, self.words), default=0)

    @cached_property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()

    @cached_property
    def visible(self) -> int:
        """One past the last character that is no space."""
        return len(self.text.rstrip())

    def has(self, needs: str | re.Pattern[str]) -> bool:
        """Whether a rule's need is met; see `Rule.needs`."""
        if not isinstance(needs, str):
            return needs.search(self.text) is not None
        if needs == "0":
            return bool(self.runs)
        if needs == "A0":
            return self.lettered
        if needs == "-0":
            return self.hyphened
        return needs in self.lower
