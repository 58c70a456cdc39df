"""What the built-in detector reaches: bars that a change must not fall below."""

from __future__ import annotations

import inspect
import random
from pathlib import Path

import pytest

from labelcards.documents.figures import Figure
from labelcards.privacy.detect import Detector
from labelcards.privacy.evaluate import LabeledText, evaluate, read_sample
from labelcards.privacy.merge import merge
from labelcards.privacy.training.fillings import Fillings
from labelcards.privacy.training.generate import filled


def _value(tree: object, *path: str) -> float:
    for step in path:
        assert isinstance(tree, dict)
        tree = tree[step]
    assert isinstance(tree, Figure)
    assert tree.value is not None
    return tree.value


def test_presidio_synth(detector: Detector, shared_data: Path) -> None:
    """On Microsoft's synthetic set, never trained on: above the published custom set-up (P .8701, R .8393, F2
    .8453).
    """
    tree = evaluate(read_sample(shared_data / "presidio_synth" / "synth_dataset_v2.json"), detector)
    assert _value(tree, "pii", "recall") >= 0.87
    assert _value(tree, "pii", "precision") >= 0.87
    assert _value(tree, "pii", "f2") >= 0.87


def test_other_templates_and_other_names(detector: Detector) -> None:
    """On templates that no training saw, filled with names that no training saw."""
    content = (Path(__file__).parent / "other_templates.txt").read_text(encoding="utf-8")
    fillings = Fillings(random.Random(99), fold=1)
    lines = [line.replace("\\n", "\n") for line in content.split("\n") if line.strip()]
    sample = []
    for number, line in enumerate(lines):
        for _ in range(6):
            sentence = filled(line, number, fillings)
            sample.append(LabeledText(sentence.text, sentence.spans))
    tree = evaluate(sample, detector)
    assert _value(tree, "pii", "recall") >= 0.86
    assert _value(tree, "pii", "precision") >= 0.87


@pytest.mark.parametrize(("source", "bar"), [("license", 12.0), ("docstrings", 30.0)])
def test_false_alarms_on_texts_without_personal_data(detector: Detector, root: Path, source: str, bar: float) -> None:
    """Findings per 1,000 words of legal and of technical English; the latter is the worst case: names of programs."""
    if source == "license":
        texts = (root / "LICENSE").read_text(encoding="utf-8").split("\n\n")
    else:
        import csv
        import json
        import pathlib
        import statistics

        modules = (csv, json, pathlib, statistics)
        texts = sorted(
            {inspect.getdoc(thing) or "" for module in modules for thing in vars(module).values() if callable(thing)}
        )
    words = sum(len(text.split()) for text in texts)
    found = sum(len(merge(text, each.findings)) for text, each in zip(texts, detector.find(texts), strict=True))
    assert words > 1000
    assert 1000 * found / words <= bar
