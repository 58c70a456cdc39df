"""Values that look personal in columns that are kept as they are."""

from __future__ import annotations

from collections.abc import Sequence

from labelcards.privacy.detect.detector import Detector

__all__ = ["looking_personal", "naming_somebody"]

_IDENTIFYING = frozenset(("PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER"))
_CHECKED_VALUES = 2000
_UNMISTAKABLE = frozenset(("EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN"))
_FEW_NAMES = 3
_LIKELY = 0.5


def looking_personal(values: Sequence[str], detector: Detector) -> int:
    """How many of a kept column's different values look personal, if they are more than chance; of the first 2,000.

    An e-mail address, telephone or card number is enough. Single names are not: "West" is a family name and a
    region; names count when they are at least three and half of the different values.
    """
    checked = values[:_CHECKED_VALUES]
    kinds = [
        {finding.entity_type for finding in each.findings if finding.score > _LIKELY} for each in detector.find(checked)
    ]
    certain = sum(not found.isdisjoint(_UNMISTAKABLE) for found in kinds)
    names = sum("PERSON" in found and found.isdisjoint(_UNMISTAKABLE) for found in kinds)
    if names < _FEW_NAMES or names < len(checked) / 2:
        names = 0
    return certain + names


def naming_somebody(values: Sequence[str], detector: Detector) -> list[str]:
    """Those values, such as names of batches and sources, that name a person or cannot be searched."""
    return [
        value
        for value, detected in zip(values, detector.find(values), strict=True)
        if detected.failure or any(finding.entity_type in _IDENTIFYING for finding in detected.findings)
    ]
