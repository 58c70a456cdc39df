"""Names that only a list of names gives away: in lower case, under a message, or with a word as family name."""

# ruff: noqa: SIM905 - word lists

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule
from labelcards.privacy.tagger.gazetteer import gazetteer

__all__ = ["RULES"]

_COMMON = 2
"""Frequency band up to which a word is more likely a word than a name, unless it is one of `_NAMES`."""

_NAMES = frozenset(
    """
    adam alan albert alex alexander alice amanda amy andrea andrew angela anna anne anthony arthur barbara ben benjamin
    betty brian bruce carl caroline catherine charles charlie charlotte chris christina christine christopher daniel
    david deborah dennis diana diane donald donna dorothy douglas ed edward elizabeth ellen emily emma eric eva evelyn
    florence frances fred gary george gerald gordon gregory harold harry helen henry howard hugh ian isabel isabella
    jacob james jane janet jason jean jennifer jeremy jessica jim joan joe john jonathan jose joseph joshua juan judith
    julia julie karen karl kate katherine keith kelly kenneth kevin kim larry laura lawrence leonard lewis linda lisa
    louis louise lucy luke margaret maria marie martha martin mary matthew michael michelle mike monica nancy nathan
    nicholas nicole nina olivia oscar patricia patrick paul peter philip phillip rachel ralph raymond rebecca richard
    robert roger ronald roy russell ruth ryan sam samuel sandra sara sarah scott sharon simon sophia sophie stephanie
    stephen steve steven stuart susan suzanne teresa terry theresa thomas tim timothy tom tony victor victoria vincent
    virginia walter william
    """.split()
)
"""Given names so frequent that they are frequent words; none of them is an everyday word in lower case."""

_WORD = r"[^\W\d_]{2,20}"


def _kinds(word: str) -> str:
    return gazetteer().kinds.get(word.casefold(), "")


def _rare(word: str, limit: int = _COMMON) -> bool:
    return gazetteer().band.get(word.casefold(), limit + 1) > limit


def _given_name(word: str) -> bool:
    """A given name that is not an everyday word."""
    return word.casefold() in _NAMES or ("g" in _kinds(word) and _rare(word))


def _may_be_given(word: str) -> bool:
    """Without this a word is not the first of `_full_name`."""
    return word.casefold() in _NAMES or "g" in _kinds(word)


def _signature(found: str) -> bool:
    """Begins with a given name; what stands alone after the last sentence is a name even if it is a word."""
    return "g" in _kinds(found.split(maxsplit=1)[0])


def _full_name(found: str) -> bool:
    """A given name and a family name, or a given name and a word, both with a capital."""
    first, second = found.split()
    if first[0].isupper() and second[0].isupper():
        return _given_name(first) and not second.isupper()
    named = first.casefold() in _NAMES or ("g" in _kinds(first) and _rare(first, 3))
    return named and first.islower() == second.islower() and "f" in _kinds(second) and _rare(second)


RULES = (
    PatternRule(
        "signature after the last sentence",
        "PERSON",
        re.compile(rf"(?<=[.!?,;:)\n]) ?(?P<found>{_WORD}(?: {_WORD})?)\s*\Z"),
        0.6,
        check=_signature,
        tail=43,
    ),
    PatternRule(
        "given name as the last word",
        "PERSON",
        re.compile(rf"(?<=[^\W_] )(?P<found>{_WORD})\s*\Z"),
        0.5,
        check=_given_name,
        tail=22,
    ),
    PatternRule(
        "given name and family name",
        "PERSON",
        re.compile(rf"(?<!\w)(?=(?P<found>{_WORD} {_WORD})(?!\w))"),
        0.5,
        check=_full_name,
        opens=_may_be_given,
    ),
)
