"""Payment cards and other long numbers that fail the check digit: mistyped ones are personal too."""

# ruff: noqa: E501, SIM905 - expressions, tables and word lists are easier to read on one line

from __future__ import annotations

import re

from labelcards.privacy.recognizers.rule import PatternRule

__all__ = ["RULES"]

_CARDS = tuple(f"{word} " for word in "card visa mastercard amex american maestro cc debit credit".split())

RULES = (
    PatternRule(
        "number of a card",
        "CREDIT_CARD",
        re.compile(
            r"\b(?:card|visa|mastercard|amex|american express|maestro|cc|debit|credit)\b[^\n\d]{0,25}(?P<found>\d(?:[ -]?\d){11,18})(?!\d)",
            re.IGNORECASE,
        ),
        0.8,
        "0",
        begins=_CARDS,
    ),
    PatternRule(
        "security code",
        "ID_NUMBER",
        re.compile(r"\b(?:cvv2?|cvc2?|security code)\b\D{0,12}(?P<found>\d{3,4})\b", re.IGNORECASE),
        0.7,
        "0",
        begins=("cvv", "cvc", "security "),
    ),
    PatternRule(
        "long number", "ID_NUMBER", re.compile(r"(?<![\w.,-])\d{11,24}(?![\w-]|[.,]\d)"), 0.5, "0", begins=("0",)
    ),
)
