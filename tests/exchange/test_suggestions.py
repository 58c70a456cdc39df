"""Who made a label: a person, or a person who was shown what a model suggests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.exchange import argilla, label_studio, prodigy
from labelcards.exchange.tool_export import ToolExport

Made = list[tuple[str | None, str | None]]


def _write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def _made(export: ToolExport) -> Made:
    return [(row.get("source"), row.get("suggested_by")) for row in export.annotations]


def _result(label: str, **more: Any) -> dict[str, Any]:
    return {"from_name": "q", "type": "choices", "value": {"choices": [label]}, **more}


PREDICTION = {"id": 5, "model_version": "m-2", "result": [_result("x")]}


@pytest.mark.parametrize(
    ("annotation", "predictions", "made"),
    [
        ({"result": [_result("x")]}, [PREDICTION], (None, None)),
        ({"result": [_result("x")], "parent_prediction": 5}, [PREDICTION], ("suggestion-accepted", "m-2")),
        ({"result": [_result("y")], "parent_prediction": 5}, [PREDICTION], ("suggestion-edited", "m-2")),
        ({"result": [_result("y", origin="prediction")]}, [PREDICTION], ("suggestion-edited", "m-2")),
        ({"result": [_result("x", origin="prediction-changed")]}, [PREDICTION], ("suggestion-accepted", "m-2")),
        ({"result": [_result("x")], "prediction": PREDICTION}, [], ("suggestion-accepted", "m-2")),
        ({"result": [_result("x", origin="prediction")]}, [], ("suggestion", None)),
        ({"result": [_result("x", origin="prediction-changed")]}, [], ("suggestion-edited", None)),
        ({"result": [_result("x")], "parent_prediction": 5}, [], ("suggestion", None)),
        ({"result": [_result("x", origin="manual")]}, [], (None, None)),
        (
            {"result": [_result("x")], "parent_prediction": 5, "ground_truth": True},
            [PREDICTION],
            ("ground_truth", None),
        ),
    ],
)
def test_label_studio(
    annotation: dict[str, Any], predictions: list[Any], made: tuple[str | None, str | None], tmp_path: Path
) -> None:
    """The answer is compared with the prediction that began it; the tool's mark counts where there is none."""
    task = {"id": 1, "data": {"text": "t"}, "annotations": [{"completed_by": 1, **annotation}]}
    export = label_studio.read([_write(tmp_path / "a.json", [{**task, "predictions": predictions}])])
    assert _made(export) == [made]


def test_argilla(tmp_path: Path) -> None:
    """Forms are filled with the suggestion; sets are compared without their order."""
    responses = {
        "topic": [{"value": "x", "user_id": "u1"}, {"value": "y", "user_id": "u2"}],
        "tags": [{"value": ["b", "a"], "user_id": "u1"}],
        "free": [{"value": "x", "user_id": "u1"}],
    }
    suggestions = {"topic": {"value": "x", "agent": "m"}, "tags": {"value": ["a", "b"], "agent": None}}
    record = {"id": "r", "fields": {"text": "t"}, "responses": responses, "suggestions": suggestions}
    export = argilla.read([_write(tmp_path / "a.json", [record])])
    made = {(row["annotator_id"], row["question"]): row.get("source") for row in export.annotations}
    assert made == {
        ("u1", "topic"): "suggestion-accepted",
        ("u2", "topic"): "suggestion-edited",
        ("u1", "tags"): "suggestion-accepted",
        ("u1", "free"): None,
    }
    flat = {"id": "r", "text": "t", "topic.responses": ["x", "y"], "topic.responses.users": ["u1", "u2"]}
    told = {"topic.suggestion": "x", "topic.suggestion.agent": "m"}
    export = argilla.read([_write(tmp_path / "b.json", [{**flat, **told}])])
    assert _made(export) == [("suggestion-accepted", "m"), ("suggestion-edited", "m")]


def test_prodigy(tmp_path: Path) -> None:
    """Spans name their model; what a language model suggested is not exported."""
    base = {"text": "t", "answer": "accept", "_session_id": "s"}
    model, own = {"label": "PER", "source": "core_web"}, {"label": "ORG"}
    tasks = [
        {**base, "_input_hash": 1, "spans": [model]},
        {**base, "_input_hash": 2, "spans": [model, own]},
        {**base, "_input_hash": 3, "spans": [own]},
        {**base, "_input_hash": 4, "spans": [], "llm": {"response": "?"}},
    ]
    export = prodigy.read([_write(tmp_path / "a.json", tasks)])
    assert _made(export) == [
        ("suggestion", "core_web"), ("suggestion-edited", "core_web"), (None, None), ("suggestion", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        ({"prediction": [["x", 0.9], ["y", 0.1]], "prediction_agent": "m"}, ("suggestion-accepted", "m")),
        ({"prediction": [{"label": "y", "score": 0.8}], "prediction_agent": "m"}, ("suggestion-edited", "m")),
        ({"prediction": [["x", 0.9]], "prediction_agent": "ann"}, ("model", "ann")),
        ({"prediction": None}, (None, None)),
    ],
)
def test_argilla_classic(fields: dict[str, Any], made: tuple[str | None, str | None], tmp_path: Path) -> None:
    """The annotation beside a prediction."""
    record = {"text": "t", "annotation": "x", "annotation_agent": "ann", "status": "Validated", "id": "1", **fields}
    assert _made(argilla.read([_write(tmp_path / "a.json", [record])])) == [made]
