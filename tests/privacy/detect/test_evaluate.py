"""Scoring the detector against marked spans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labelcards.catalog.privacy import DETECTION
from labelcards.documents.figures import Figure, leaves
from labelcards.errors import InputError
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.evaluate import LabeledText, evaluate, read_sample
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.spanscore import SpanCounts, count_spans, covered_entities

TEXT = "Ask Dr. Jane Doe of Paris, France about it."


def _found(*values: str, text: str = TEXT) -> list[EntityFinding]:
    return [EntityFinding(text.index(value), text.index(value) + len(value), "X", 1.0) for value in values]


def test_counts_by_hand() -> None:
    """Worked by hand: titles do not matter, neighbors merge, a half-found name is a miss."""
    gold = _found("Jane Doe", "Paris", "France")
    assert count_spans(TEXT, gold, _found("Dr. Jane Doe", "Paris, France")) == SpanCounts(1, 1, 1)
    far = "Jane Doe met nobody called Paris"
    marked = _found("Jane Doe", "Paris", text=far)
    assert count_spans(far, marked, _found("Jane", "Paris", text=far)) == SpanCounts(2, 2, 1)
    assert count_spans(far, marked, _found("nobody", text=far)) == SpanCounts(2, 1, 0)
    assert count_spans(far, [], []) == SpanCounts(0, 0, 0)


def test_entity_recall_needs_every_mention() -> None:
    """One uncovered mention uncovers the entity."""
    text = "Jane met Bob. Jane left."
    marked = [
        EntityFinding(0, 4, "PERSON", 1.0),
        EntityFinding(9, 12, "PERSON", 1.0),
        EntityFinding(14, 18, "PERSON", 1.0),
    ]
    assert covered_entities(text, marked, marked) == SpanCounts(2, 0, 2)
    assert covered_entities(text, marked, marked[:2]) == SpanCounts(2, 0, 1)


def test_figures_of_a_perfect_and_an_empty_sample(detector: Detector) -> None:
    """What the detector finds, taken as truth, scores 1; without any mark the ratios are undefined and say so."""
    texts = ["Mr. Okonkwo called.", "Write to jane@doe.org.", "See you then."]
    truth = [LabeledText(t, d.findings) for t, d in zip(texts, detector.find(texts), strict=True)]
    tree = evaluate(truth, detector)
    pii = tree["pii"]
    assert isinstance(pii, dict)
    assert {name: leaf.value for name, leaf in pii.items() if isinstance(leaf, Figure)} == dict.fromkeys(pii, 1.0)
    assert {leaf.metric for _, leaf in leaves(tree)} <= set(DETECTION)
    empty = evaluate([], detector)
    assert all(leaf.why for _, leaf in leaves(empty))


def test_types_are_compared_under_their_names_here(detector: Detector) -> None:
    """Marked as Presidio's samples name it, found as labelcards names it: by hand, one hit of two and one finding too
    many.
    """
    text = "Dr. Jane Doe lives at zip 10115 in Berlin, born 3 May 1990, Mr. Xx too."
    sample = [
        LabeledText(
            text,
            tuple(
                EntityFinding(text.index(v), text.index(v) + len(v), t, 1.0)
                for v, t in (("10115", "ZIP_CODE"), ("3 May 1990", "DATE"), ("lives", "DATE"))
            ),
        )
    ]
    types = evaluate(sample, detector)["types"]
    assert isinstance(types, dict)
    found = {path: leaf.value for path, leaf in leaves(types)}
    assert found["POSTCODE", "recall"] == found["POSTCODE", "precision"] == found["POSTCODE", "covered"] == 1.0
    assert (found["DATE_TIME", "marked"], found["DATE_TIME", "recall"], found["DATE_TIME", "precision"]) == (
        2.0,
        0.5,
        1.0,
    )
    assert found["DATE_TIME", "f2"] == pytest.approx(5 / 9)
    assert (found["PERSON", "marked"], found["PERSON", "precision"]) == (0.0, 0.0)
    assert found["PERSON", "recall"] is None


def test_read_sample_accepts_both_layouts(tmp_path: Path) -> None:
    """Own JSON lines and Presidio's JSON list give the same sample."""
    own = {"text": "Ann left", "spans": [{"start": 0, "end": 3, "entity_type": "PERSON"}]}
    theirs = {"full_text": "Ann left", "spans": [{"start_position": 0, "end_position": 3, "entity_type": "PERSON"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(own) + "\n", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([theirs]), encoding="utf-8")
    assert read_sample(tmp_path / "a.jsonl") == read_sample(tmp_path / "b.json")


def test_read_sample_reports_every_bad_row_without_quoting(tmp_path: Path) -> None:
    """Spans outside their text are problems with a row number and without a word of the text."""
    rows = [
        {"text": "secret", "spans": [{"start": 0, "end": 99, "entity_type": "X"}]},
        {"spans": []},
        {"text": "ok", "spans": []},
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_sample(tmp_path / "a.json")
    assert [problem.row for problem in raised.value.problems] == [1, 2]
    assert "secret" not in str(raised.value)
