"""Persons that show by a title or by the words before them."""

# ruff: noqa: E501, SIM905 - expressions, tables and word lists are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’]*[a-zà-öø-ÿā-ž](?:-[A-ZÀ-ÖØ-Þ][\w'’]+)?"
_MORE = rf"(?: (?:{_NAME}|[A-Z]\.|van|von|de|der|den|del|di|da|bin|la))*(?<![ ](?:de|la|da|di))"
_TITLES = tuple(
    f"{word} " for word in "Mister Professor Doctor Miss Madam Sir Señor Señora Herr Frau Monsieur Madame".split()
)

RULES = (
    PatternRule(
        "title",
        "PERSON",
        re.compile(
            rf"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Sgt|Capt|Lt|Col)\.? (?P<found>{_NAME}(?: (?:{_NAME}|[A-Z]\.)){{0,3}})"
        ),
        0.8,
        begins=("Mr ", "Mrs ", "Ms ", "Mx ", "Dr ", "Prof ", "Rev ", "Sgt ", "Capt ", "Lt ", "Col "),
    ),
    PatternRule(
        "written-out title",
        "PERSON",
        re.compile(
            rf"\b(?:Mister|Professor|Doctor|Miss|Madam|Sir|Señora?|Herr|Frau|Monsieur|Madame) (?P<found>{_NAME}(?: {_NAME}){{0,2}})"
        ),
        0.6,
        begins=_TITLES,
    ),
    PatternRule(
        "introduction",
        "PERSON",
        re.compile(
            rf"\b(?i:my (?:full )?name is|my name['’]s|i am called|me llamo|je m['’]appelle|ich hei(?:ß|ss)e|mein name ist|mi chiamo) (?P<found>{_NAME}{_MORE})"
        ),
        0.85,
        "m",
        begins=("my ", "i ", "me ", "je ", "ich ", "mein ", "mi "),
    ),
)
