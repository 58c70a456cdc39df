"""A finding in Presidio's form."""

from __future__ import annotations

from typing import Any

from presidio_analyzer import AnalysisExplanation, RecognizerResult

from labelcards.privacy.detect.finding import EntityFinding

__all__ = ["presidio_result"]


def presidio_result(
    finding: EntityFinding, recognizer: Any, explanation: AnalysisExplanation | None = None
) -> RecognizerResult:
    """The finding as ``recognizer`` reports it, with why: its score, where nothing more is to be said."""
    return RecognizerResult(
        finding.entity_type,
        finding.start,
        finding.end,
        finding.score,
        analysis_explanation=explanation or AnalysisExplanation(recognizer.name, finding.score),
        recognition_metadata={
            RecognizerResult.RECOGNIZER_NAME_KEY: recognizer.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recognizer.id,
        },
    )
