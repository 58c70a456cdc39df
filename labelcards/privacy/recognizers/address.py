"""Street addresses that show by the word for street."""

# ruff: noqa: SIM905 - word lists

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_WORD = r"[A-ZÀ-ÖØ-Þ0-9][\w'’.]*"
_KIND = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Square|Sq|Place|Pl|Terrace|Crescent|Highway|Hwy|"
    r"Parkway|Pkwy|Circle|Close|Trail)"
)
_UNIT = r"(?:,?\s(?:Apt|Apartment|Suite|Ste|Unit|Flat|Room|Floor|#)\.?\s?\w{1,6})"
_GERMANIC = tuple(
    f"*{end}" for end in "straße strasse str weg gasse platz allee straat laan gatan vägen gata veien katu tie".split()
)
_ROMANCE = tuple(
    f"{word} "
    for word in "rua calle c via avenida av rue plaza piazza corso ul ulica strada viale quai boulevard place".split()
)

RULES = (
    PatternRule(
        "number and street",
        "STREET_ADDRESS",
        re.compile(rf"\b\d{{1,6}}[A-Za-z]?\s(?:[NSEW]\.?\s)?(?:{_WORD}\s){{1,4}}{_KIND}\b\.?{_UNIT}?"),
        0.8,
        "0",
        begins=("0",),
    ),
    PatternRule(
        "street and number",
        "STREET_ADDRESS",
        re.compile(
            rf"\b[A-ZÄÖÜ]\w+(?:straße|strasse|str\.|weg|gasse|platz|allee|straat|laan|gatan|vägen|gata|veien|katu|tie)\s\d{{1,4}}\s?[a-zA-Z]?\b{_UNIT}?"
        ),
        0.8,
        "0",
        begins=_GERMANIC,
    ),
    PatternRule(
        "named street",
        "STREET_ADDRESS",
        re.compile(
            r"\b(?:Rua|Calle|C/|Via|Avenida|Av\.|Rue|Plaza|Piazza|Corso|ul\.|Ulica|Strada|Viale|Quai|Boulevard|Place)\s(?:(?:de|del|della|des|du|la|los|las|da|do|dos)\s(?:la\s|los\s)?)?[A-ZÀ-ÖØ-Þ]\w+(?:\s[A-ZÀ-ÖØ-Þ]\w+){0,3},?\s\d{1,5}\b"
        ),
        0.8,
        "0",
        begins=_ROMANCE,
    ),
    PatternRule(
        "post box",
        "STREET_ADDRESS",
        re.compile(r"\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado)\s#?\d{1,8}\b", re.IGNORECASE),
        0.8,
        "0",
        begins=("p ", "po", "postfach", "apartado"),
    ),
)
