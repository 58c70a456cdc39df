"""Presidio's own engine beside a detector: what the detector must find, and no more."""

from __future__ import annotations

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

from labelcards.privacy.detect.detector import Detector


def stock_analyzer(detector: Detector) -> AnalyzerEngine:
    """Presidio's engine with the detector's recognizers, word splitter and threshold."""
    return AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=list(detector.recognizers), supported_languages=["en"]),
        nlp_engine=detector.nlp,
        supported_languages=["en"],
        default_score_threshold=detector.threshold,
    )
