"""One recognizer made fast: skipped when it cannot find anything, run without Presidio's bookkeeping when it can.

A prefilter is a *necessary* condition: it only skips what could not have become a finding, so the findings are those of
`AnalyzerEngine` with the same recognizers (``tests/privacy/test_equality.py``, ``benchmarks/privacy.py``).
"""

# ruff: noqa: E501 - expressions and tables are easier to read on one line

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from presidio_analyzer import EntityRecognizer, PatternRecognizer, RecognizerResult

from labelcards.privacy.finding import Finding
from labelcards.privacy.recognizers.phone import PhoneRecognizer
from labelcards.privacy.recognizers.rule import RuleRecognizer

__all__ = ["TIMEOUT", "Probe", "Traits", "probe_for"]

TIMEOUT = 10.0
"""Seconds for one expression on one text; a text that takes longer is withheld."""

_LONG_WORD = re.compile(r"[^\W_]{26}")
_DIGIT = re.compile(r"\d")
_CODE_WORD = re.compile(r"[^\W_]{16}")
_TWO_LETTERS_TWO_DIGITS = re.compile(r"[A-Z]{2}[0-9]{2}")


class Traits:
    """What the prefilters ask about a text, computed when asked."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def digits(self) -> int:
        """How many decimal digits of any script it has."""
        return len(_DIGIT.findall(self.text))

    @cached_property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()

    def has(self, needs: str) -> bool:
        """Whether a rule's need is met: ``"0"`` is any digit, otherwise the string in any case."""
        return not needs or (self.digits > 0 if needs == "0" else needs in self.lower)


_DIGITS_NEEDED = {
    "CreditCardRecognizer": 13, "DateRecognizer": 2, "IbanRecognizer": 2, "UsSsnRecognizer": 9, "UsItinRecognizer": 9,
    "UsPassportRecognizer": 8, "UsLicenseRecognizer": 1, "UsBankRecognizer": 8, "MedicalLicenseRecognizer": 7, "UkNinoRecognizer": 6,
    "UkPassportRecognizer": 7, "UkDrivingLicenceRecognizer": 5, "UkPostcodeRecognizer": 1, "SgFinRecognizer": 7, "EsNifRecognizer": 7,
    "EsNieRecognizer": 7, "FiPersonalIdentityCodeRecognizer": 9, "SePersonnummerRecognizer": 10, "PlPeselRecognizer": 11,
    "KrRrnRecognizer": 13, "PhoneRecognizer": 6,
}  # fmt: skip


def _possible(name: str, traits: Traits) -> bool:
    """Whether the recognizer of that class name could match at all; digits are counted before."""
    condition = _CONDITIONS.get(name)
    return condition is None or condition(traits)


_CONDITIONS: dict[str, Any] = {
    "OfflineEmailRecognizer": lambda traits: "@" in traits.text,
    "IpRecognizer": lambda traits: "::" in traits.text or traits.text.count(":") >= 2 or (traits.digits >= 4 and traits.text.count(".") >= 3),
    "MacAddressRecognizer": lambda traits: traits.text.count(":") >= 5 or traits.text.count("-") >= 5 or traits.text.count(".") >= 2,
    "CryptoRecognizer": lambda traits: _LONG_WORD.search(traits.text) is not None,
    "IbanRecognizer": lambda traits: _TWO_LETTERS_TWO_DIGITS.search(traits.text) is not None,
    "ItFiscalCodeRecognizer": lambda traits: _CODE_WORD.search(traits.text) is not None,
}  # fmt: skip


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
    def digits_needed(self) -> int:
        """A text with fewer decimal digits cannot hold what the recognizer looks for."""
        return _DIGITS_NEEDED.get(type(self.recognizer).__name__, 0)

    def scan(self, traits: Traits, artifacts: Any) -> list[Finding]:
        """What the recognizer finds, before context words are considered.

        Args:
            traits: the text.
            artifacts: a function without arguments that gives Presidio's NLP artifacts.
        """
        if not _possible(type(self.recognizer).__name__, traits):
            return []
        results = self.recognizer.analyze(traits.text, self.recognizer.supported_entities, artifacts())
        return [Finding(found.start, found.end, found.entity_type, found.score) for found in results or ()]

    def hears(self, traits: Traits) -> bool:
        """Whether a context word stands anywhere in the text."""
        return any(word in traits.lower for word in self.context)


class RuleProbe(Probe):
    """Own rules."""

    def scan(self, traits: Traits, artifacts: Any) -> list[Finding]:
        """Each rule whose need is met."""
        del artifacts
        recognizer: RuleRecognizer = self.recognizer
        return [finding for rule in recognizer.rules if traits.has(rule.needs) for finding in rule.scan(traits.text)]


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
        if not _possible(type(self.recognizer).__name__, traits):
            return []
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
    if isinstance(recognizer, RuleRecognizer):
        return RuleProbe(recognizer, threshold)
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
