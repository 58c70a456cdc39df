"""Find personal data in texts: Presidio's recognizers and findings, without Presidio's waiting time."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerRegistry

from labelcards.documents.params import AnonymizeParams
from labelcards.privacy.detect.artifacts import Artifacts, at_once, on_demand
from labelcards.privacy.detect.context import ContextWords, Found
from labelcards.privacy.detect.engines import BUILTIN, EngineSpec, open_nlp_engine
from labelcards.privacy.detect.finding import EntityFinding, TextFindings
from labelcards.privacy.detect.prepare import LONGEST, failure
from labelcards.privacy.detect.probe import Probe, probe_for
from labelcards.privacy.detect.starts import RuleSet
from labelcards.privacy.detect.traits import TextSignature, Traits
from labelcards.privacy.recognizers.names import NameRecognizer
from labelcards.privacy.recognizers.registry import builtin_recognizers
from labelcards.privacy.recognizers.rule import RuleRecognizer
from labelcards.privacy.tagger.model import builtin_model
from labelcards.privacy.tagger.tokens import TokenSequence, split

__all__ = ["THRESHOLD", "Detector", "open_detector"]

THRESHOLD = AnonymizeParams().threshold
"""Findings with a lower score do not count, as in Presidio's published set-up."""

_BATCH = 1024
_BATCH_CHARACTERS = 1_000_000
_MOST_FINDINGS = 2000
_SIGNATURES = 10_000
_LANGUAGE = "en"


def _silence() -> None:
    """Presidio logs words and matched values; nothing of a text may reach a log, whatever level is set."""
    for name in ("presidio-analyzer", "presidio_analyzer", "tldextract"):
        logger = logging.getLogger(name)
        logger.addFilter(lambda record: False)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False


_silence()


class _TooManyFindingsError(Exception):
    """The text is a dump of data rather than a text."""


class Detector:
    """Recognizers, a threshold and a word splitter.

    Args:
        spec: the engine.
        recognizers: the recognizers in a fixed order; all of labelcards when None.
        threshold: the lowest score that counts.
        max_characters: a longer text is not searched but fails.
    """

    def __init__(
        self,
        spec: EngineSpec,
        recognizers: Sequence[EntityRecognizer] | None = None,
        threshold: float = THRESHOLD,
        max_characters: int = LONGEST,
    ) -> None:
        self.spec = spec
        self.threshold = threshold
        self.max_characters = max_characters
        self.custom = recognizers is not None
        self.nlp = open_nlp_engine(spec)
        given = list(builtin_recognizers() if recognizers is None else recognizers)
        if spec.family != BUILTIN:
            given += _model_recognizers(self.nlp)
        self.recognizers: tuple[Any, ...] = tuple(given)
        self._names = [each for each in given if isinstance(each, NameRecognizer)]
        probes = [probe_for(each, threshold) for each in given if not isinstance(each, NameRecognizer)]
        self._ruled = [probe for probe in probes if isinstance(probe.recognizer, RuleRecognizer)]
        self._probes = [probe for probe in probes if probe not in self._ruled]
        self._possible: dict[TextSignature, list[Probe]] = {}
        self._rules = RuleSet([rule for probe in self._ruled for rule in probe.recognizer.rules])
        self._ruler = [probe for probe in self._ruled for _ in probe.recognizer.rules]
        self._context = ContextWords(lemmas_are_words=spec.family == BUILTIN)

    @cached_property
    def parameters(self) -> dict[str, str | int | float | bool]:
        """What the findings depend on, as flat parameters for a metrics document."""
        recorded: dict[str, str | int | float | bool] = {
            "engine": str(self.spec),
            "threshold": self.threshold,
            "max_characters": self.max_characters,
            "recognizers": " ".join(sorted(each.name for each in self.recognizers)),
            "configuration": self.configuration[:16],
        }
        return recorded | {f"engine.{package}": found for package, found in sorted(self.spec.versions().items())}

    @cached_property
    def configuration(self) -> str:
        """SHA-256 over everything that decides what is found; part of every cache entry's key."""
        description = {
            "engine": str(self.spec),
            "versions": self.spec.versions(),
            "threshold": self.threshold,
            "max_characters": self.max_characters,
            "recognizers": [_description(each) for each in self.recognizers],
            "tagger": builtin_model().digest if self._names else "",
        }
        return hashlib.sha256(json.dumps(description, sort_keys=True).encode()).hexdigest()

    def find(self, texts: Sequence[str]) -> list[TextFindings]:
        """The findings of each text, in order.

        Equal to what `stock_analyzer` finds. A text that is too long, holds control characters, has more than 2,000
        findings, or on which a recognizer fails has a ``failure`` instead of findings and must be withheld.
        """
        return [found for batch in _batches(texts) for found in self._find_batch(batch)]

    def _find_batch(self, texts: Sequence[str]) -> list[TextFindings]:
        failures = [failure(text, self.max_characters) for text in texts]
        open_ = [text for text, failed in zip(texts, failures, strict=True) if not failed]
        try:
            tokens = [split(text) for text in open_]
            named = self._named(tokens)
            artifacts = self._artifacts(open_)
        except Exception:  # noqa: BLE001 - fail closed, whatever is raised
            return [self._alone(text, failed) for text, failed in zip(texts, failures, strict=True)]
        prepared = zip(open_, tokens, named, artifacts, strict=True)
        return [TextFindings(failure=failed) if failed else self._guarded(*next(prepared)) for failed in failures]

    def _alone(self, text: str, failed: str) -> TextFindings:
        """One text of a batch that failed as a whole."""
        if failed:
            return TextFindings(failure=failed)
        try:
            tokens = split(text)
            return self._guarded(text, tokens, self._named([tokens])[0], self._artifacts([text])[0])
        except Exception:  # noqa: BLE001 - fail closed, whatever is raised
            return TextFindings(failure="recognizer-failed")

    def _named(self, texts: Sequence[TokenSequence]) -> list[list[Found]]:
        """What the name tagger finds in each text."""
        found: list[list[Found]] = [[] for _ in texts]
        for recognizer in self._names:
            for already, new in zip(found, recognizer.scan_all(texts), strict=True):
                already += [(finding, None) for finding in new]
        return found

    def _artifacts(self, texts: Sequence[str]) -> list[Artifacts]:
        return (on_demand if self.spec.family == BUILTIN else at_once)(self.nlp, texts)

    def _guarded(self, text: str, tokens: TokenSequence, named: list[Found], artifacts: Artifacts) -> TextFindings:
        """The text's findings, or a failure when a recognizer crashes or takes too long."""
        try:
            return TextFindings(self._findings(text, tokens, named, artifacts))
        except _TooManyFindingsError:
            return TextFindings(failure="too-many-findings")
        except Exception:  # noqa: BLE001 - fail closed, whatever is raised
            return TextFindings(failure="recognizer-failed")

    def _findings(
        self, text: str, tokens: TokenSequence, named: list[Found], artifacts: Artifacts
    ) -> tuple[EntityFinding, ...]:
        traits = Traits(text, tokens.words)
        raw = named + self._by_rules(traits, tokens)
        for probe in self._able(traits.signature):
            if (probe.promising is None or probe.promising(traits)) and (found := probe.scan(traits, artifacts)):
                raw += [(finding, probe) for finding in _distinct(found)]
            if len(raw) > _MOST_FINDINGS:
                raise _TooManyFindingsError
        if not raw:
            return ()
        raised = self._context.raised(traits, raw, artifacts)
        kept = [finding for finding in raised if finding.score >= self.threshold]
        return tuple(sorted(_distinct(kept), key=lambda finding: finding.order))

    def _able(self, signature: TextSignature) -> list[Probe]:
        """The recognizers that could find anything in a text with this signature."""
        if signature not in self._possible:
            if len(self._possible) > _SIGNATURES:
                self._possible.clear()
            self._possible[signature] = [probe for probe in self._probes if probe.possible(signature)]
        return self._possible[signature]

    def _by_rules(self, traits: Traits, tokens: TokenSequence) -> list[Found]:
        """What the rules find, without what their own recognizer would leave out."""
        found: dict[Probe, list[EntityFinding]] = {}
        for number, finding in self._rules.scan(traits, tokens):
            found.setdefault(self._ruler[number], []).append(finding)
        return [(finding, probe) for probe, findings in found.items() for finding in _distinct(findings)]


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, in pieces of bounded size."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _BATCH or size + len(text) > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _distinct(findings: Sequence[EntityFinding]) -> list[EntityFinding]:
    """Presidio's rule: of one type, a finding inside another with at least its score is left out."""
    if len(findings) < 2:
        return list(findings)
    ordered = sorted(
        set(findings), key=lambda found: (found.entity_type, found.start, found.start - found.end, -found.score)
    )
    kept: list[EntityFinding] = []
    active: list[EntityFinding] = []
    for finding in ordered:
        active = [other for other in active if other.entity_type == finding.entity_type and other.end >= finding.start]
        if not any(finding.end <= other.end and finding.score <= other.score for other in active):
            kept.append(finding)
            active.append(finding)
    return kept


def _description(recognizer: Any) -> list[object]:
    patterns = [(pattern.name, pattern.regex, pattern.score) for pattern in getattr(recognizer, "patterns", ())]
    rules = [
        (rule.name, rule.entity_type, rule.expression.pattern, rule.score) for rule in getattr(recognizer, "rules", ())
    ]
    return [recognizer.name, recognizer.version, sorted(recognizer.context or ()), patterns, rules]


def _model_recognizers(engine: Any) -> list[EntityRecognizer]:
    """Presidio's recognizer that hands on what the model found."""
    registry = RecognizerRegistry(recognizers=[], supported_languages=[_LANGUAGE])
    registry.add_nlp_recognizer(nlp_engine=engine)
    return list(registry.recognizers)


def open_detector(engine: str = BUILTIN, *, threshold: float = THRESHOLD, max_characters: int = LONGEST) -> Detector:
    """A detector for the settings ``engine``, ``threshold`` and ``max_characters`` of the section ``anonymize``.

    Raises:
        ToolError: the engine does not exist or its model is missing; the hint says how to install it.
    """
    return Detector(EngineSpec.parse(engine), threshold=threshold, max_characters=max_characters)
