"""Postcodes that show by their shape or by the word beside them."""

# ruff: noqa: E501, SIM905 - expressions, tables and word lists are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_STATES = tuple(
    f"{code} "
    for code in (
        "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI "
        "SC SD TN TX UT VA VT WA WI WV WY"
    ).split()
)

RULES = (
    PatternRule(
        "British",
        "POSTCODE",
        re.compile(
            r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})\b"
        ),
        0.6,
        "A0",
    ),
    PatternRule(
        "Canadian",
        "POSTCODE",
        re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b"),
        0.7,
        "A0",
    ),
    PatternRule(
        "American with extension", "POSTCODE", re.compile(r"(?<![\d-])\d{5}-\d{4}(?![\d-])"), 0.5, "-", begins=("0",)
    ),
    PatternRule(
        "state and code",
        "POSTCODE",
        re.compile(
            r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) (?P<found>\d{5})\b"
        ),
        0.7,
        "0",
        begins=_STATES,
    ),
    PatternRule(
        "named",
        "POSTCODE",
        re.compile(
            r"\b(?:zip|postcode|post code|postal code|zip code|plz)\b(?:\s(?:is|was|to|of|from|for|code))*\s?[:=]?\s?(?P<found>[A-Z]{0,2}\d[\dA-Z]{1,5}(?:[ -]\d[\dA-Z]{1,3})?)\b",
            re.IGNORECASE,
        ),
        0.8,
        "0",
        begins=("zip ", "postcode ", "post ", "postal ", "plz "),
    ),
)
