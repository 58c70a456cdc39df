"""The built-in tagger as a Presidio recognizer: persons, places, organizations, addresses, groups, job titles, ages,
dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from presidio_analyzer import LocalRecognizer, RecognizerResult

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.recognizers.result import presidio_result
from labelcards.privacy.tagger.decoder import NameTagger
from labelcards.privacy.tagger.model import TaggerModel, builtin_model
from labelcards.privacy.tagger.tokens import TokenSequence, split

__all__ = ["NameRecognizer"]

LEANING = 0.0
"""How far the tagger leans towards finding; see the model card."""


class NameRecognizer(LocalRecognizer):
    """Runs `NameTagger` and offers the whole batch at once to labelcards' own detector.

    Args:
        model: the weights; those shipped with labelcards when None.
    """

    name: str

    def __init__(self, model: TaggerModel | None = None) -> None:
        self._tagger = NameTagger(model or builtin_model(), LEANING)
        entities = sorted({tag[2:] for tag in self._tagger.model.tags if tag != "O"})
        super().__init__(supported_entities=entities, name="LabelcardsNames", supported_language="en", version="1")

    def load(self) -> None:
        """The model is read when the recognizer is made."""

    def scan_all(self, texts: Sequence[TokenSequence]) -> list[list[EntityFinding]]:
        """What it finds in each text."""
        return self._tagger.find(texts)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's interface, one text at a time."""
        del nlp_artifacts
        found = self.scan_all([split(text)])[0]
        return [presidio_result(finding, self) for finding in found if finding.entity_type in entities]
