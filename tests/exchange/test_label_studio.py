"""Label Studio exports: what is kept equals what other figures on the same files say."""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from labelcards.exchange import label_studio
from labelcards.exchange.tool_export import ToolExport


def _pairwise_f1(export: ToolExport, question: str, *, empty: bool = True) -> float:
    """F1 of the label sets of all pairs of annotators of an item, averaged over all pairs; two empty sets agree.

    The published figure of the taxonomy leaves the annotations out that chose nothing (``empty=False``).
    """
    sets: dict[str, list[set[str]]] = defaultdict(list)
    for row in export.annotations:
        if row["question"] == question and (empty or row["label"] != "[]"):
            sets[row["item_id"]].append(set(row["label"].split("|")) - {"[]"})
    pairs = [pair for found in sets.values() for pair in itertools.combinations(found, 2)]
    scores = [2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0 for a, b in pairs]
    return sum(scores) / len(scores)


@pytest.mark.parametrize(
    ("team", "counts", "agreement"),
    [(1, (3, 389, 3260), (0.922, 0.788)), (10, (4, 463, 4151), (0.958, 0.803))],
)
def test_leoka(shared_data: Path, team: int, counts: tuple[int, int, int], agreement: tuple[float, float]) -> None:
    """Coders, judgements, spans and set agreement of two real exports are those of SOURCE.txt."""
    export = label_studio.read([shared_data / f"leoka_label_studio/LEOKA_team_{team}.json"])
    assert len(export.items) == 130
    assert len({row["annotator_id"] for row in export.annotations}) == counts[0]
    assert sum(row["question"] == "answer" for row in export.annotations) == counts[1]
    assert export.lost["positions of regions"] == counts[2]
    assert _pairwise_f1(export, "answer") == pytest.approx(agreement[0], abs=1e-3)
    assert _pairwise_f1(export, "category", empty=False) == pytest.approx(agreement[1], abs=1e-3)
    assert sum(row["question"] == "answer" for row in export.gold) == 130
    assert export.questions["category"].kind == "multilabel"
    assert all("@" not in value for row in export.annotations for value in row.values())


def test_vendor_fixtures(shared_data: Path) -> None:
    """Boxes, polygons and a choice full of quotes and control characters."""
    folder = shared_data / "export_formats/label_studio"
    boxes = label_studio.read([folder / "test_export_csv/csv_test.json"])
    assert [row["label"] for row in boxes.annotations] == ["Car", "Car"]
    assert boxes.lost == {"positions of regions": 3, "predictions": 2, "reviews": 2}
    choice = label_studio.read([folder / "test_export_csv/csv_test2.json"])
    assert choice.questions["uri_selection"].labels == ('Yes " "" а б в',)
    polygon = label_studio.read([folder / "test_export_json_min/data.json"])
    assert [row["label"] for row in polygon.annotations] == ["Airplane"]
    assert polygon.items == ({"item_id": "87", "image": "/data/upload/29/example.png"},)


def _annotation(who: Any, *results: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"completed_by": who, "result": list(results), "was_cancelled": False, "ground_truth": False, **fields}


def _result(kind: str, name: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "from_name": name, "value": {kind: value}}


@pytest.fixture
def export(tmp_path: Path) -> ToolExport:
    """One task with every kind of control, a skipped and a ground-truth annotation."""
    first = _annotation(
        {"id": 7, "email": "a@example.org"},
        _result("choices", "Topic", ["a|b"]),
        _result("rating", "stars", 3),
        _result("number", "minutes", 2.5),
        _result("textarea", "why", ["because"]),
        _result("labels", "ner", ["PER"]) | {"value": {"start": 0, "end": 3, "labels": ["PER"]}},
        created_at="2026-01-31T09:30:20Z",
        lead_time=20.5,
    )
    truth = _annotation(8, _result("choices", "Topic", ["c"]), _result("rating", "stars", 10), ground_truth=True)
    skipped = _annotation(9, _result("choices", "Topic", ["c"]), was_cancelled=True)
    task = {"id": 1, "data": {"text": "hello", "meta": {"lang": "en"}}}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{**task, "annotations": [first, truth, skipped], "predictions": [{}]}]))
    return label_studio.read([path])


def test_controls_become_questions(export: ToolExport) -> None:
    """Every control has its kind; labels of a scale ascend by number; bars in labels become slashes."""
    assert {key: (question.kind, question.labels) for key, question in export.questions.items()} == {
        "topic": ("nominal", ("a/b", "c")),
        "stars": ("ordinal", ("3", "10")),
        "minutes": ("interval", ()),
        "ner": ("multilabel", ("PER",)),
    }
    assert export.questions["topic"].title == "Topic"


def test_provenance(export: ToolExport) -> None:
    """The annotator is an id, the start is the submission less the lead time."""
    row = next(row for row in export.annotations if row["question"] == "minutes")
    assert row == {
        "item_id": "1",
        "annotator_id": "7",
        "question": "minutes",
        "label": "2.5",
        "started_at": "2026-01-31T09:29:59.500000+00:00",
        "submitted_at": "2026-01-31T09:30:20Z",
    }
    assert export.items == ({"item_id": "1", "text": "hello", "meta.lang": "en"},)


def test_ground_truth_and_skipped(export: ToolExport) -> None:
    """Ground truth is gold and marked as such; skipped annotations are gone; all losses are counted."""
    assert Counter(row.get("source") for row in export.annotations if row["question"] == "topic") == {
        None: 1,
        "ground_truth": 1,
    }
    assert [(row["question"], row["label"]) for row in export.gold] == [
        ("ner", "[]"),
        ("stars", "10"),
        ("topic", "c"),
    ]
    assert "9" not in {row["annotator_id"] for row in export.annotations}
    assert export.lost == {
        "bars in labels": 1,
        "positions of regions": 1,
        "predictions": 1,
        "skipped annotations": 1,
        "textarea": 1,
    }
