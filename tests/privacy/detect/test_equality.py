"""The fast detector finds exactly what Presidio's own engine finds with the same recognizers."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import pandas as pd
import pytest

from labelcards.privacy.detect.detector import Detector
from tests.privacy.stock import stock_analyzer


def _differences(detector: Detector, texts: list[str]) -> int:
    stock = stock_analyzer(detector)
    different = 0
    for text, found in zip(texts, detector.find(texts), strict=True):
        assert not found.failure
        theirs = sorted((r.start, r.end, r.entity_type, round(r.score, 9)) for r in stock.analyze(text, "en"))
        ours = sorted((f.start, f.end, f.entity_type, round(f.score, 9)) for f in found.findings)
        different += theirs != ours
    return different


def test_on_presidio_synth(detector: Detector, shared_data: Path) -> None:
    """All 1,500 texts of Presidio's own synthetic set."""
    content = json.loads((shared_data / "presidio_synth" / "synth_dataset_v2.json").read_text(encoding="utf-8"))
    assert _differences(detector, [row["full_text"] for row in content]) == 0


def test_on_random_identifiers(detector: Detector) -> None:
    """Texts of random digits, letters and separators, which keep the prefilters busy."""
    rng = random.Random(5)
    alphabet = string.digits * 4 + string.ascii_letters + " .-:/@#+()\n" * 3
    words = ["passport", "us", "card", "license", "account", "iban", "tax", "ip", "date", "zip", "٣", "ſ", "K", "Ⅷ"]
    texts = []
    for _ in range(600):
        pieces = ["".join(rng.choice(alphabet) for _ in range(rng.randint(1, 24))) for _ in range(rng.randint(1, 6))]
        pieces.insert(rng.randrange(len(pieces) + 1), rng.choice(words))
        texts.append(" ".join(pieces).strip() or "x")
    assert _differences(detector, texts) == 0


@pytest.mark.slow
def test_on_real_texts(detector: Detector, shared_data: Path) -> None:
    """News sentences and police narratives."""
    table = pd.read_csv(shared_data / "snow2008_rte" / "rte.standardized.csv", dtype=str)
    texts = [*table["text"].dropna().unique(), *table["hypothesis"].dropna().unique()]
    for path in sorted((shared_data / "leoka_label_studio").glob("*.json")):
        tasks = json.loads(path.read_text(encoding="utf-8"))
        texts += [value for task in tasks for value in task["data"].values() if isinstance(value, str)]
    assert len(set(texts)) > 1000
    assert _differences(detector, sorted(set(texts))) == 0
