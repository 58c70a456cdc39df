"""Rules: regular expressions that point at personal data, as a Presidio recognizer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, LocalRecognizer, RecognizerResult

from labelcards.privacy.finding import Finding

__all__ = ["Rule", "RuleRecognizer"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression.

    Attributes:
        name: for the explanation of a finding.
        entity_type: what it finds.
        expression: compiled; the finding is its group ``found``, or the whole match when it has none.
        score: confidence in (0, 1].
        needs: a string without which the expression cannot match (``"@"``); ``"0"`` stands for any digit, empty for
            nothing.
        check: looks at the found value and refuses it by returning False.
    """

    name: str
    entity_type: str
    expression: re.Pattern[str]
    score: float
    needs: str = ""
    check: Callable[[str], bool] | None = None

    def scan(self, text: str) -> list[Finding]:
        """What the rule finds."""
        group: str | int = "found" if "found" in self.expression.groupindex else 0
        found = []
        for match in self.expression.finditer(text):
            start, end = match.span(group)
            if end > start and (self.check is None or self.check(text[start:end])):
                found.append(Finding(start, end, self.entity_type, self.score))
        return found


class RuleRecognizer(LocalRecognizer):
    """Several rules as one Presidio recognizer.

    Args:
        name: the recognizer's name in the record of the engine.
        rules: what it looks for.
    """

    name: str

    def __init__(self, name: str, rules: tuple[Rule, ...]) -> None:
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

    def _result(self, rule: Rule, finding: Finding) -> RecognizerResult:
        explanation = AnalysisExplanation(
            recognizer=self.name,
            original_score=rule.score,
            pattern_name=rule.name,
            textual_explanation=f"rule {rule.name}",
        )
        return RecognizerResult(
            finding.entity_type,
            finding.start,
            finding.end,
            finding.score,
            analysis_explanation=explanation,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )
