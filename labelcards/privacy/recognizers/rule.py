"""Rules: regular expressions that point at personal data, as a Presidio recognizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, LocalRecognizer, RecognizerResult

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.traits import Needs
from labelcards.privacy.recognizers.result import presidio_result

__all__ = ["PatternRule", "RuleRecognizer"]


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One expression.

    Attributes:
        name: for the explanation of a finding.
        entity_type: what it finds.
        expression: compiled; the finding is its group ``found``, or the whole match when it has none.
        score: confidence in (0, 1].
        needs: without which the expression cannot match: a string in any case (``"@"``), ``"0"`` for any digit,
            ``"A0"`` for a letter beside a digit, ``"-0"`` for a hyphen before one, ``"W17"`` for a token of seventeen
            characters, an expression that is found in the text, several of these, or empty for nothing.
        check: looks at the found value and refuses it by returning False.
        begins: how every match begins, one of: ``"0"`` where a run of digits begins; ``"±0"`` there or
            at a sign before it; ``"case"`` at a word that begins
            so; ``"case "`` at that whole word; ``"*weg"`` at a word that ends so; a sign (``"@"``); ``"in 0"``,
            ``", 0"`` at that word or sign when one character and then a digit follow. Entries with capital letters
            are compared as they are, others in lower case. Empty: anywhere.
        opens: says of a word whether a match can begin at it; like ``begins``, for what no short list can say.
        tail: every match begins at most so many characters before the text's last visible one; 0 says nothing.

    ``needs``, ``begins``, ``opens`` and ``tail`` only save time: `scan` ignores them, and the tests compare.
    """

    name: str
    entity_type: str
    expression: re.Pattern[str]
    score: float
    needs: Needs = ""
    check: Callable[[str], bool] | None = None
    begins: tuple[str, ...] = ()
    opens: Callable[[str], bool] | None = None
    tail: int = 0

    def scan(self, text: str) -> list[EntityFinding]:
        """What the rule finds."""
        return [finding for match in self.expression.finditer(text) if (finding := self.read(match))]

    def scan_at(self, text: str, places: Iterable[int]) -> list[EntityFinding]:
        """What the rule finds if no match begins anywhere but at the given places, which are in order."""
        found = []
        position = 0
        for place in places:
            if place >= position and (match := self.expression.match(text, place)):
                position = match.end()
                if finding := self.read(match):
                    found.append(finding)
        return found

    def read(self, match: re.Match[str]) -> EntityFinding | None:
        """The finding of a match, unless it is empty or refused."""
        start, end = match.span("found" if "found" in self.expression.groupindex else 0)
        if end > start and (self.check is None or self.check(match.string[start:end])):
            return EntityFinding(start, end, self.entity_type, self.score)
        return None


class RuleRecognizer(LocalRecognizer):
    """Several rules as one Presidio recognizer.

    Args:
        name: the recognizer's name in the record of the engine.
        rules: what it looks for.
    """

    name: str

    def __init__(self, name: str, rules: tuple[PatternRule, ...]) -> None:
        self.rules = rules
        super().__init__(
            supported_entities=sorted({rule.entity_type for rule in rules}),
            name=name,
            supported_language="en",
            version="1",
        )

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's interface."""
        del nlp_artifacts
        wanted = set(entities)
        found = [(rule, finding) for rule in self.rules if rule.entity_type in wanted for finding in rule.scan(text)]
        return list(EntityRecognizer.remove_duplicates([self._result(rule, finding) for rule, finding in found]))

    def _result(self, rule: PatternRule, finding: EntityFinding) -> RecognizerResult:
        explanation = AnalysisExplanation(
            recognizer=self.name,
            original_score=rule.score,
            pattern_name=rule.name,
            textual_explanation=f"rule {rule.name}",
        )
        return presidio_result(finding, self, explanation)
