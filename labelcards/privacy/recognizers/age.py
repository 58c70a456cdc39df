"""Ages."""

# ruff: noqa: E501 - expressions and tables are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.detect.traits import Needs
from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_NUMBER = r"(?P<found>1[01]\d|[1-9]?\d)"
_WORD = (
    r"(?P<found>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:six|seven|eight|nine|four|fif|thir)teen|eleven|twelve)"
)


_WORDS = (
    "twenty thirty forty fifty sixty seventy eighty ninety sixteen seventeen eighteen nineteen fourteen fifteen thirteen "
    "eleven twelve"
)


def _rule(name: str, expression: str, score: float, begins: str, needs: Needs = "0") -> PatternRule:
    return PatternRule(
        name, "AGE", re.compile(expression, re.IGNORECASE), score, needs, begins=tuple(filter(None, begins.split("|")))
    )


RULES = (
    _rule(
        "years old",
        rf"\b{_NUMBER}(?:[- ]?(?:years?|yrs?|months?)[- ](?:old|of age)|[- ]?y[/.]?o\b|-year-old)",
        0.9,
        "0",
    ),
    _rule("years old in words", rf"\b{_WORD}[- ]years?[- ]old\b", 0.9, _WORDS.replace(" ", " |") + " ", "year"),
    _rule(
        "aged",
        rf"\b(?:aged?|age of|age:|turn(?:ed|s|ing)|years old:)\s*(?:is\s)?{_NUMBER}\b(?!\s*(?:%|percent|pages|\w+ ago))",
        0.8,
        "age|turned|turns|turning|years ",
    ),
    _rule(
        "person is",
        rf"\b(?:i am|i'm|he is|he's|she is|she's|who is|they are)\s(?:only |just |now |already )?{_NUMBER}(?=\s*(?:[.,;!?)]|$|and\b|years?\b|now\b))",
        0.7,
        "i |i'm |he |she |who |they ",
    ),
    _rule(
        "apposition",
        rf"(?<=[a-z]),\s{_NUMBER},(?=\s(?:of|from|was|is|has|had|who|said|lives|lived|and)\b)",
        0.7,
        ", 0",
    ),
    _rule("in parentheses after a name", rf"\b[A-Z][a-zà-ž]+ \({_NUMBER}\)", 0.5, "", ("(", re.compile(r" \(\d"))),
    _rule("age field", rf"\bage\b[\s:=|-]{{1,3}}{_NUMBER}\b", 0.8, "age "),
)
