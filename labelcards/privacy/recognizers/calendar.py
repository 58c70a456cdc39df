"""Dates and times of day that belong to a date."""

# ruff: noqa: E501, SIM905 - expressions, tables and word lists are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[89]|20)\d\d"
_CLOCK = r"(?:,?\s(?:at\s)?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)"


_MONTHS = tuple(
    f"{word} "
    for word in (
        "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov "
        "november dec december"
    ).split()
)
_WEEKDAYS = tuple(f"{day}day " for day in "mon tues wednes thurs fri satur sun".split())
_BEFORE_YEAR = tuple(
    f"{word} 0" for word in "in since until till from between during before after of by year and".split()
)


def _rule(name: str, expression: str, score: float, begins: tuple[str, ...] = ("0",)) -> PatternRule:
    return PatternRule(name, "DATE_TIME", re.compile(expression, re.IGNORECASE), score, "0", begins=begins)


RULES = (
    _rule(
        "month day year",
        rf"\b{_WEEKDAY}?{_MONTH}\s{_DAY}(?:st|nd|rd|th)?(?:,?\s{_YEAR}{_CLOCK}?)?(?![\d:])",
        0.8,
        _WEEKDAYS + _MONTHS,
    ),
    _rule(
        "day month year",
        rf"\b{_WEEKDAY}?{_DAY}(?:st|nd|rd|th)?(?:\sof)?[\s-]{_MONTH}(?:,?[\s-]{_YEAR}{_CLOCK}?)?(?!\w)",
        0.8,
        ("0", *_WEEKDAYS),
    ),
    _rule("month year", rf"\b{_MONTH}(?:\sof)?,?\s{_YEAR}\b", 0.8, _MONTHS),
    _rule(
        "iso date and time",
        rf"\b{_YEAR}-[01]\d-[0-3]\d(?:[T\s](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)",
        0.9,
    ),
    _rule("dotted", rf"\b{_DAY}\.\s?(?:1[0-2]|0?[1-9])\.\s?(?:{_YEAR}|\d\d)(?!\d|\.\d)", 0.6),
    _rule("slashed", rf"(?<![\d/]){_DAY}/{_DAY}/(?:{_YEAR}|\d\d)(?![\d/]){_CLOCK}?", 0.7),
    _rule("year first", rf"(?<![\d/.]){_YEAR}[/.](?:1[0-2]|0?[1-9])[/.]{_DAY}(?![\d/.])", 0.7),
    _rule(
        "year",
        rf"\b(?:in|since|until|till|from|between|during|before|after|of|by|year|and|class of)\s(?P<found>{_YEAR})(?=[\s.,;:!?)-]|$)(?!\s(?:people|items|rows|times|euros|dollars|users|words))",
        0.5,
        ("class ", *_BEFORE_YEAR),
    ),
)
