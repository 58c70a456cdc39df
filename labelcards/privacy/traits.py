"""What the necessary conditions ask about a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Traits"]

_RUN = re.compile(r"\d+")
_GAP = frozenset(" -.")
_AFTER = frozenset("-/.")


class Traits:
    """One text.

    Args:
        text: the text.
        words: its tokens, as `labelcards.privacy.tagger.tokens` splits it; any run of letters and digits lies in one.

    Attributes:
        lower: the text in lower case.
        visible: one past its last character that is no space.
        longest_word: characters of the longest token.
        runs: (start, end) of each run of decimal digits of any script.
        digits: how many decimal digits there are.
        longest: digits of the longest run.
        grouped: most digits in a row of runs with one space, hyphen or dot between two of them.
        lettered: whether a letter stands beside a digit.
        hyphened: whether a hyphen stands before a digit.
        dated: whether a digit has a hyphen before it, or a hyphen, slash or dot and then a letter or digit after it.
    """

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self.text = text
        self.lower = text.lower()
        self.visible = len(text.rstrip())
        self.longest_word = max(map(len, words), default=0)
        self.runs = [match.span() for match in _RUN.finditer(text)]
        self.digits = self.longest = self.grouped = 0
        self.lettered = self.hyphened = self.dated = False
        if self.runs:
            self._count()

    def _count(self) -> None:
        text = f"{self.text}  "
        group = last = 0
        for start, end in self.runs:
            size = end - start
            before, after = text[start - 1], text[end]
            group = (group if last and start - last == 1 and before in _GAP else 0) + size
            last = end
            self.digits += size
            self.longest = max(self.longest, size)
            self.grouped = max(self.grouped, group)
            self.lettered |= before.isalpha() or after.isalpha()
            self.hyphened |= before == "-"
            self.dated |= before == "-" or (after in _AFTER and text[end + 1].isalnum())

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
