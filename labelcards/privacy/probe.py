"""One recognizer made fast: skipped when it cannot find anything, run without Presidio's bookkeeping when it can.

A prefilter is a *necessary* condition: it only skips what could not have become a finding, so the findings are those of
`AnalyzerEngine` with the same recognizers (``tests/privacy/test_equality.py``, ``benchmarks/privacy.py``).
"""

# ruff: noqa: E501 - expressions and tables are easier to read on one line

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from presidio_analyzer import EntityRecognizer, PatternRecognizer, RecognizerResult

from labelcards.privacy.finding import Finding
from labelcards.privacy.recognizers.phone import PhoneRecognizer
from labelcards.privacy.traits import Traits

__all__ = ["TIMEOUT", "Probe", "as_result", "probe_for"]

TIMEOUT = 10.0
"""Seconds for one expression on one text; a text that takes longer is withheld."""

_TWO_LETTERS_TWO_DIGITS = re.compile(r"[A-Z]{2}[0-9]{2}")
_DOTTED_DIGITS = re.compile(r"\.\d+\.")
_HARDWARE = re.compile(r"([:-])[0-9A-Fa-f]{2}\1[0-9A-Fa-f]{2}\1|\.[0-9A-Fa-f]{4}\.")


_CONDITIONS: dict[str, Callable[[Traits], bool]] = {
    "CreditCardRecognizer": lambda traits: traits.grouped >= 13,
    "CryptoRecognizer": lambda traits: traits.longest_word >= 26,
    "DateRecognizer": lambda traits: traits.dated,
    "EsNieRecognizer": lambda traits: traits.longest >= 7,
    "EsNifRecognizer": lambda traits: traits.longest >= 7,
    "FiPersonalIdentityCodeRecognizer": lambda traits: traits.longest >= 6 and traits.digits >= 9,
    "IbanRecognizer": lambda traits: traits.digits >= 2 and traits.lettered and _TWO_LETTERS_TWO_DIGITS.search(traits.text) is not None,
    "IpRecognizer": lambda traits: _colons(traits) or (traits.digits >= 4 and _DOTTED_DIGITS.search(traits.text) is not None),
    "ItFiscalCodeRecognizer": lambda traits: traits.longest_word >= 16,
    "KrRrnRecognizer": lambda traits: traits.grouped >= 13,
    "MacAddressRecognizer": lambda traits: _HARDWARE.search(traits.text) is not None,
    "MedicalLicenseRecognizer": lambda traits: traits.longest >= 7,
    "OfflineEmailRecognizer": lambda traits: "@" in traits.text,
    "PhoneRecognizer": lambda traits: traits.digits >= 6,
    "PlPeselRecognizer": lambda traits: traits.longest >= 11,
    "SePersonnummerRecognizer": lambda traits: traits.longest >= 6 and traits.digits >= 10,
    "SgFinRecognizer": lambda traits: traits.longest >= 7,
    "UkDrivingLicenceRecognizer": lambda traits: traits.digits >= 5 and traits.longest_word >= 16,
    "UkNinoRecognizer": lambda traits: traits.grouped >= 6,
    "UkPassportRecognizer": lambda traits: traits.longest >= 7,
    "UkPostcodeRecognizer": lambda traits: traits.lettered,
    "UsBankRecognizer": lambda traits: traits.longest >= 8,
    "UsItinRecognizer": lambda traits: traits.grouped >= 9,
    "UsLicenseRecognizer": lambda traits: traits.longest >= 6 or traits.lettered or "]" in traits.text,
    "UsPassportRecognizer": lambda traits: traits.longest >= 8,
    "UsSsnRecognizer": lambda traits: traits.grouped >= 9,
}  # fmt: skip
"""Recognizer → what a text must have for it to find anything. Others run on every text."""


def _always(traits: Traits) -> bool:
    del traits
    return True


def _colons(traits: Traits) -> bool:
    """Whether there are the colons of an address of the sixth version."""
    return "::" in traits.text or traits.text.count(":") >= 6


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
    def possible(self) -> Callable[[Traits], bool]:
        """Whether the recognizer could find anything in a text."""
        return _CONDITIONS.get(type(self.recognizer).__name__, _always)

    def scan(self, traits: Traits, artifacts: Any) -> list[Finding]:
        """What the recognizer finds, before context words are considered.

        Args:
            traits: the text.
            artifacts: a function without arguments that gives Presidio's NLP artifacts.
        """
        results = self.recognizer.analyze(traits.text, self.recognizer.supported_entities, artifacts())
        return [Finding(found.start, found.end, found.entity_type, found.score) for found in results or ()]

    def hears(self, traits: Traits) -> bool:
        """Whether a context word stands anywhere in the text."""
        text = traits.lower
        for word in self.context:  # noqa: SIM110 - the hottest loop of all
            if word in text:
                return True
        return False


class PhoneProbe(Probe):
    """Own telephone recognizer."""

    def scan(self, traits: Traits, artifacts: Any) -> list[Finding]:
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

    def scan(self, traits: Traits, artifacts: Any) -> list[Finding]:
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
                    found.append(Finding(match.start(), match.end(), self.recognizer.supported_entities[0], score))
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


def as_result(finding: Finding, recognizer: Any, explanation: Any) -> RecognizerResult:
    """A finding in Presidio's form, for its context enhancer."""
    return RecognizerResult(
        finding.entity_type,
        finding.start,
        finding.end,
        finding.score,
        analysis_explanation=explanation,
        recognition_metadata={
            RecognizerResult.RECOGNIZER_NAME_KEY: recognizer.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recognizer.id,
        },
    )
