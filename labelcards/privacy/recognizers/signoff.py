"""Names under a message that are written in lower case, where no capital letter gives them away."""

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import Rule
from labelcards.privacy.tagger.gazetteer import gazetteer

__all__ = ["RULES"]

_COMMON = 2
"""Frequency band up to which a word at the end of a sentence is more likely a word than a name."""

_WORD = r"[^\W\d_]{2,20}"


def _given(word: str) -> bool:
    return "g" in gazetteer().kinds.get(word.casefold(), "")


def _signature(found: str) -> bool:
    """Begins with a given name; what stands alone after the last sentence is read as a name even if it is a word."""
    return _given(found.split(maxsplit=1)[0])


def _last_word(found: str) -> bool:
    """A given name that is not an everyday word."""
    return _given(found) and gazetteer().band.get(found.casefold(), _COMMON + 1) > _COMMON


RULES = (
    Rule(
        "signature after the last sentence",
        "PERSON",
        re.compile(rf"(?<=[.!?,;:)\n]) ?(?P<found>{_WORD}(?: {_WORD})?)\s*\Z"),
        0.6,
        check=_signature,
        tail=43,
    ),
    Rule(
        "given name as the last word",
        "PERSON",
        re.compile(rf"(?<=[^\W_] )(?P<found>{_WORD})\s*\Z"),
        0.5,
        check=_last_word,
        tail=22,
    ),
)
