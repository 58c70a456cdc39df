"""Telephone numbers of many countries."""

# ruff: noqa: E501 - expressions and tables are easier to read on one line

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from presidio_analyzer import LocalRecognizer, RecognizerResult

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.recognizers.result import presidio_result

__all__ = ["REGIONS", "PhoneRecognizer"]

REGIONS = (
    "US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "CH", "AT", "PT", "IE", "SE", "NO", "DK", "FI", "IS", "PL", "CZ", "SK", "HU", "RO",
    "BG", "GR", "HR", "SI", "EE", "LV", "LT", "UA", "RU", "TR", "IL", "IN", "CN", "JP", "KR", "AU", "NZ", "ZA", "NG", "KE", "EG", "BR",
    "MX", "AR", "CL", "CO", "PE", "UY", "PH", "ID", "MY", "SG", "TH", "VN", "PK", "BD", "SA", "AE", "CY", "MT", "LU", "GL", "FO",
)  # fmt: skip
"""Regions whose national formats are tried for a number without a country code."""

_CANDIDATE = re.compile(
    r"(?<![\w+@/#-])(?<!\d[.,:])(?P<found>(?:\+|00(?=[1-9]))?(?:\(\+?\d{1,6}\)|\d)(?:[ \u00a0./-]{0,2}(?:\(\d{1,6}\)|\d)){5,16}"
    r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?)(?![\w@]|[.,/:-]\d)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\s?(?:x|ext\.?|extension)\s?(\d{1,6})$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:1[89]|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d|[0-3]?\d[-./ ][0-3]?\d[-./ ](?:(?:1[89]|20)\d\d|\d\d)|(?:1[89]|20)\d\d-(?:1[89]|20)\d\d"
)
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}|\d{5}-\d{4}")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_CUE = re.compile(
    r"(?:phone|call|cell|mobile|fax|tel|dial|contact|text|ring|whatsapp|sms|number|reach|hotline)\b[^\n]{0,40}$",
    re.IGNORECASE,
)
_BARE_REGIONS = ("US", "GB", "DE", "FR", "IN", "AU", "ES", "IT")


class PhoneRecognizer(LocalRecognizer):
    """Numbers with a country code anywhere; national formats when written in groups; bare digits only with a word
    such as "call" before them or as a valid number of a few regions. Validity is decided by libphonenumber's rules,
    offline.
    """

    name: str

    def __init__(self) -> None:
        super().__init__(
            supported_entities=["PHONE_NUMBER"], name="LabelcardsPhone", supported_language="en", version="1"
        )

    def load(self) -> None:
        """Nothing to load."""

    def scan(self, text: str) -> list[EntityFinding]:
        """What it finds."""
        found = []
        for match in _CANDIDATE.finditer(text):
            value = match["found"]
            cued = _CUE.search(text, max(0, match.start() - 60), match.start()) is not None
            score = _score(value, cued)
            if score:
                found.append(EntityFinding(match.start("found"), match.end("found"), "PHONE_NUMBER", score))
        return found

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's interface."""
        del nlp_artifacts
        if "PHONE_NUMBER" not in entities:
            return []
        return [presidio_result(finding, self) for finding in self.scan(text)]


@lru_cache(maxsize=4096)
def _score(value: str, cued: bool) -> float:
    """Confidence that the candidate is a telephone number; 0 when it is none."""
    number = _EXTENSION.sub("", value)
    digits = sum(character.isdigit() for character in number)
    if not 6 <= digits <= 15 or any(shape.fullmatch(number) for shape in (_DATE, _SSN, _ADDRESS)):
        return 0.0
    if number.startswith(("+", "00")):
        return 0.9 if _valid("+" + number.lstrip("+0"), None) or cued else 0.5
    grouped = not number.isdigit()
    regions = REGIONS if grouped else _BARE_REGIONS
    if any(_valid(number, region) for region in regions):
        return 0.9 if cued and grouped else 0.8 if cued or grouped else 0.45
    if cued and digits >= 7:
        return 0.6
    return 0.45 if number != value or (number.startswith("(") and digits >= 7) or _three_groups(number) else 0.0


def _three_groups(number: str) -> bool:
    """555-123-4567, 555.123.4567, 0490 75 40 81: groups of a telephone number though no region owns it."""
    return (
        re.fullmatch(r"\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|0\d{2,3}(?: \d{2,3}){3}|0\d{3}[ /-]\d{6,8}", number) is not None
    )


def _valid(number: str, region: str | None) -> bool:
    import phonenumbers  # noqa: PLC0415 - imported when needed: slow or optional

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    if region is None:
        return bool(phonenumbers.is_possible_number(parsed))
    return bool(phonenumbers.is_valid_number_for_region(parsed, region))
