"""Personal data that is unmistakable by its form, for the scan of published files."""

from __future__ import annotations

import re
from collections.abc import Callable

from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, IbanRecognizer

from labelcards.privacy.recognizers.phone import PhoneRecognizer

__all__ = ["SPOTTERS"]

_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?!example\.|localhost)[^\W_](?:[\w-]{0,62}\.){1,6}[^\W\d_]{2,24}(?![\w@])"
)
_PLUS = re.compile(r"\+\d")
_CARD = re.compile(
    r"(?<![\w./-])(?:\d{4}[ -]?){3}\d{3,4}(?![\w-]|\.\d)|(?<![\w./-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-]|\.\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SSN = re.compile(r"(?<![\w./-])(?!9|000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)")
_RESERVED = re.compile(
    r"@(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.(?:test|example|invalid|localhost))$", re.IGNORECASE
)

_CARDS = CreditCardRecognizer()
_IBANS = IbanRecognizer()
_PHONES = PhoneRecognizer()


def _mail(text: str) -> bool:
    """An address whose domain is not one of those reserved for examples."""
    return any(not _RESERVED.search(match.group()) for match in _MAIL.finditer(text))


def _card(text: str) -> bool:
    return any(_CARDS.validate_result(match.group()) for match in _CARD.finditer(text))


def _iban(text: str) -> bool:
    return any(_IBANS.validate_result(match.group()) for match in _IBAN.finditer(text))


def _phone(text: str) -> bool:
    """A number with its country code; others look too much like article and version numbers."""
    return any(
        finding.score >= 0.9 and "+" in text[max(finding.start - 1, 0) : finding.start + 2]
        for finding in _PHONES.scan(text)
    )


SPOTTERS: tuple[tuple[str, Callable[[str], bool], Callable[[str], bool]], ...] = (
    ("EMAIL_ADDRESS", lambda text: "@" in text, _mail),
    ("CREDIT_CARD", lambda text: _CARD.search(text) is not None, _card),
    ("IBAN_CODE", lambda text: _IBAN.search(text) is not None, _iban),
    ("PHONE_NUMBER", lambda text: _PLUS.search(text) is not None, _phone),
    ("US_SSN", lambda text: text.count("-") >= 2, lambda text: _SSN.search(text) is not None),
)
"""(type, necessary condition, test) of each kind."""
