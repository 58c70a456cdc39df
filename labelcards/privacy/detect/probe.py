"""One recognizer made fast: skipped when it cannot find anything, run without Presidio's bookkeeping when it can.

A prefilter is a *necessary* condition: it only skips what could not have become a finding, so the findings are those of
`AnalyzerEngine` with the same recognizers (``tests/privacy/detect/test_equality.py``, ``benchmarks/privacy.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from presidio_analyzer import EntityRecognizer, PatternRecognizer

from labelcards.privacy.detect.artifacts import Artifacts
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.traits import TextSignature, Traits
from labelcards.privacy.recognizers.phone import PhoneRecognizer

__all__ = ["TIMEOUT", "Probe", "probe_for"]

TIMEOUT = 10.0
"""Seconds for one expression on one text; a text that takes longer is withheld."""


def _always(text: TextSignature) -> bool:
    del text
    return True


_CONDITIONS: dict[str, Callable[[TextSignature], bool]] = {
    "CreditCardRecognizer": lambda text: text.grouped >= 13,
    "CryptoRecognizer": lambda text: text.longest_word >= 26,
    "DateRecognizer": lambda text: text.dated,
    "EsNieRecognizer": lambda text: text.longest >= 7,
    "EsNifRecognizer": lambda text: text.longest >= 7,
    "FiPersonalIdentityCodeRecognizer": lambda text: text.longest >= 6 and text.digits >= 9,
    "IbanRecognizer": lambda text: text.digits >= 2 and text.led,
    "IpRecognizer": lambda text: text.colons or text.digits >= 4,
    "ItFiscalCodeRecognizer": lambda text: text.longest_word >= 16,
    "KrRrnRecognizer": lambda text: text.grouped >= 13,
    "MedicalLicenseRecognizer": lambda text: text.longest >= 7,
    "OfflineEmailRecognizer": lambda text: text.at,
    "PhoneRecognizer": lambda text: text.clustered >= 6,
    "PlPeselRecognizer": lambda text: text.longest >= 11,
    "SePersonnummerRecognizer": lambda text: text.longest >= 6 and text.digits >= 10,
    "SgFinRecognizer": lambda text: text.longest >= 7,
    "UkDrivingLicenceRecognizer": lambda text: text.digits >= 5 and text.longest_word >= 16,
    "UkNinoRecognizer": lambda text: text.grouped >= 6,
    "UkPassportRecognizer": lambda text: text.longest >= 7,
    "UkPostcodeRecognizer": lambda text: text.lettered,
    "UsBankRecognizer": lambda text: text.longest >= 8,
    "UsItinRecognizer": lambda text: text.grouped >= 9,
    "UsLicenseRecognizer": lambda text: text.longest >= 6 or text.led or text.squared,
    "UsPassportRecognizer": lambda text: text.longest >= 8,
    "UsSsnRecognizer": lambda text: text.grouped >= 9,
}
"""Recognizer → what a text's signature must be for it to find anything. Others run on every text."""

_SHAPES: dict[str, tuple[re.Pattern[str], ...]] = {
    "IbanRecognizer": (re.compile(r"[A-Z]{2}[0-9]{2}"),),
    "IpRecognizer": (re.compile(r"\.\d+\."), re.compile(r"::"), re.compile(r"(?::[^:]*){6}")),
    "MacAddressRecognizer": (
        re.compile(r":[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:"),
        re.compile(r"-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-"),
        re.compile(r"\.[0-9A-Fa-f]{4}\."),
    ),
    "UkNinoRecognizer": (re.compile(r"\d\d ?\d\d ?\d\d ?[a-d]", re.IGNORECASE),),
    "UkPostcodeRecognizer": (re.compile(r"[a-z][0-9][0-9a-z]?\s?[0-9][a-z]{2}|gir\s?0aa", re.IGNORECASE),),
}
"""Recognizer → shapes of which a text must have one besides."""

_LONG_SHAPES: dict[str, re.Pattern[str]] = {
    "ItFiscalCodeRecognizer": re.compile(r"[a-z]{6}[\dl-v]{2}[a-t][\dl-v]{2}[a-z][\dl-v]{3}[a-z]", re.IGNORECASE),
    "UkDrivingLicenceRecognizer": re.compile(r"[a-z9]{5}\d{6}", re.IGNORECASE),
}
"""Recognizer → what one of the long words of a text must have."""


@dataclass(frozen=True)
class Probe:
    """A recognizer and how to run it.

    Attributes:
        recognizer: the Presidio recognizer.
        threshold: findings below it do not count; the probe uses it to skip expressions that cannot reach it.
    """

    recognizer: Any
    threshold: float

    @cached_property
    def context(self) -> tuple[str, ...]:
        """The recognizer's context words in lower case."""
        return tuple(dict.fromkeys(word.lower() for word in self.recognizer.context or ()))

    @cached_property
    def possible(self) -> Callable[[TextSignature], bool]:
        """Whether the recognizer could find anything in a text with such a signature."""
        return _CONDITIONS.get(type(self.recognizer).__name__, _always)

    @cached_property
    def promising(self) -> Callable[[Traits], bool] | None:
        """Whether a text has the shape that the recognizer looks for; None when nothing quicker than looking is
        known.
        """
        name = type(self.recognizer).__name__
        if shapes := [shape.search for shape in _SHAPES.get(name, ())]:
            return lambda traits: any(search(traits.text) for search in shapes)
        if name in _LONG_SHAPES:
            look = _LONG_SHAPES[name].search
            return lambda traits: any(map(look, traits.long_words))
        return None

    def scan(self, traits: Traits, artifacts: Artifacts) -> list[EntityFinding]:
        """What the recognizer finds, before context words are considered.

        Args:
            traits: the text.
            artifacts: a function without arguments that gives Presidio's NLP artifacts.
        """
        pattern = isinstance(self.recognizer, PatternRecognizer)
        given = None if pattern else artifacts()
        results = self.recognizer.analyze(traits.text, self.recognizer.supported_entities, given)
        return [EntityFinding(found.start, found.end, found.entity_type, found.score) for found in results or ()]

    def hears(self, traits: Traits) -> bool:
        """Whether a context word stands anywhere in the text."""
        text = traits.lower
        for word in self.context:  # noqa: SIM110 - the hottest loop of all
            if word in text:
                return True
        return False


class PhoneProbe(Probe):
    """Own telephone recognizer."""

    def scan(self, traits: Traits, artifacts: Artifacts) -> list[EntityFinding]:
        """As the recognizer does, without Presidio's results."""
        del artifacts
        recognizer: PhoneRecognizer = self.recognizer
        return recognizer.scan(traits.text)


class PatternProbe(Probe):
    """Presidio's recognizers that are nothing but patterns, with or without a check of the match."""

    @cached_property
    def _checked(self) -> bool:
        """Whether the recognizer may raise a score by validating the match."""
        return type(self.recognizer).validate_result is not PatternRecognizer.validate_result

    def scan(self, traits: Traits, artifacts: Artifacts) -> list[EntityFinding]:
        """As `PatternRecognizer.analyze`, without explanations; expressions that could not reach the threshold are
        left out.
        """
        del artifacts
        patterns = self.recognizer.patterns
        if not self._checked and not self.hears(traits):
            patterns = [pattern for pattern in patterns if pattern.score >= self.threshold]
        found = []
        for pattern in patterns:
            for match in _compiled(pattern, self.recognizer.global_regex_flags).finditer(traits.text, timeout=TIMEOUT):
                score = self._score(match.group(), pattern.score)
                if score > 0 and match.end() > match.start():
                    found.append(
                        EntityFinding(match.start(), match.end(), self.recognizer.supported_entities[0], score)
                    )
        return found

    def _score(self, value: str, score: float) -> float:
        valid = self.recognizer.validate_result(value) if self._checked else None
        if valid is not None:
            score = EntityRecognizer.MAX_SCORE if valid else EntityRecognizer.MIN_SCORE
        return EntityRecognizer.MIN_SCORE if self.recognizer.invalidate_result(value) else score


def _compiled(pattern: Any, flags: int) -> Any:
    """The pattern's own compiled expression, compiled as Presidio does on first use."""
    if not pattern.compiled_regex or pattern.compiled_with_flags != flags:
        import regex  # type: ignore[import-untyped]  # noqa: PLC0415 - imported when needed: slow or optional

        pattern.compiled_with_flags = flags
        pattern.compiled_regex = regex.compile(pattern.regex, flags=flags)
    return pattern.compiled_regex


def probe_for(recognizer: EntityRecognizer, threshold: float) -> Probe:
    """The fastest way to run a recognizer that gives the same findings."""
    if isinstance(recognizer, PhoneRecognizer):
        return PhoneProbe(recognizer, threshold)
    if isinstance(recognizer, PatternRecognizer) and type(recognizer).analyze is PatternRecognizer.analyze:
        return PatternProbe(recognizer, threshold)
    return Probe(recognizer, threshold)
