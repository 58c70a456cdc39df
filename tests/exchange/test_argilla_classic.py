"""Argilla 1.x: classification and feedback records, and rankings of any version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from labelcards.exchange.tool_export import ToolExport
from labelcards.exchange.tools import detect, read_export


def _read(folder: Path, *records: dict[str, Any]) -> ToolExport:
    path = folder / "a.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert detect(path) == "argilla"
    return read_export([path], "argilla")


def _answers(export: ToolExport) -> list[tuple[str, str, str, str]]:
    return [(row["item_id"], row["annotator_id"], row["question"], row["label"]) for row in export.annotations]


def _classic(item: str, annotation: Any, **more: Any) -> dict[str, Any]:
    record = {"text": item, "inputs": {"text": item}, "prediction": None, "annotation": annotation}
    return {**record, "annotation_agent": "ann", "id": item, "status": "Validated", **more}


def test_sets_and_what_was_never_validated(tmp_path: Path) -> None:
    """No label of a multi-label record is the empty set; other states are counted."""
    export = _read(
        tmp_path,
        _classic("1", ["b", "a"], multi_label=True),
        _classic("2", [], multi_label=True),
        _classic("3", ["a"], multi_label=True, status="Discarded"),
        _classic("4", None, multi_label=True, status="Default"),
    )
    assert _answers(export) == [("1", "ann", "answer", "a|b"), ("2", "ann", "answer", "[]")]
    assert len(export.items) == 4
    assert export.lost == {"annotations with status discarded": 1}


def test_tokens(tmp_path: Path) -> None:
    """Of spans the set of labels is kept."""
    spans = _classic("1", [["PER", 0, 3], ["PER", 5, 8]], tokens=["Ann", "Bob"])
    export = _read(tmp_path, spans, _classic("2", [], tokens=["x"]))
    assert _answers(export) == [("1", "ann", "spans", "PER"), ("2", "ann", "spans", "[]")]
    assert export.lost == {"positions of spans": 2}


def test_feedback(tmp_path: Path) -> None:
    """Responses by user; each question of its own."""
    values = {"topic": {"value": "x"}, "tags": {"value": []}, "rank": {"value": [{"value": "a", "rank": 1}]}}
    record = {
        "fields": {"text": "t"},
        "external_id": "e1",
        "responses": [
            {"user_id": "u1", "status": "submitted", "values": values},
            {"user_id": "u2", "status": "discarded", "values": {"topic": {"value": "y"}}},
        ],
        "suggestions": [{"question_name": "topic", "value": "x", "agent": "m"}],
    }
    export = _read(tmp_path, record)
    assert _answers(export) == [("e1", "u1", "tags", "[]"), ("e1", "u1", "topic", "x")]
    assert export.lost == {"rankings and spans": 1, "responses with status discarded": 1, "suggestions": 1}
    assert export.annotations[1]["source"] == "suggestion-accepted"


def test_feedback_of_the_hub(tmp_path: Path) -> None:
    """A column per question with a list of responses."""
    record = {
        "text": "t",
        "topic": [{"user_id": "u1", "value": "x", "status": "submitted"}],
        "topic-suggestion": "y",
        "topic-suggestion-metadata": {"agent": "m", "score": None, "type": None},
        "external_id": "e1",
        "metadata": '{"lang": "en"}',
    }
    export = _read(tmp_path, record)
    assert _answers(export) == [("e1", "u1", "topic", "x")]
    assert export.annotations[0]["source"] == "suggestion-edited"
    assert export.items == ({"item_id": "e1", "text": "t", "metadata.lang": "en"},)


def test_rankings_are_no_sets(tmp_path: Path) -> None:
    """Responses that order the same values would agree always, were they sets."""
    orders = [["a", "b", "c"], ["c", "b", "a"], ["b", "a", "c"]]
    responses = {"rank": [{"value": order, "user_id": str(n)} for n, order in enumerate(orders)]}
    tags = {"tags": [{"value": ["a"], "user_id": "0"}, {"value": ["a", "b"], "user_id": "1"}]}
    export = _read(tmp_path, {"id": "1", "fields": {"text": "t"}, "responses": responses | tags})
    assert set(export.questions) == {"tags"}
    assert export.lost == {"rankings (each response orders the same values)": 3}
