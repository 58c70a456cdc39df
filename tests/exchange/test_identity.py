"""Which item an annotation belongs to, over several exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.errors import InputError
from labelcards.exchange import argilla, doccano, label_studio, prodigy
from labelcards.exchange.item_register import source_names


def _task(item: Any, text: str, *given: tuple[int, str], **fields: Any) -> dict[str, Any]:
    annotations = [
        {
            "id": who,
            "completed_by": who,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": fields.get("updated_at", "2026-01-01T00:00:00Z"),
            "result": [{"from_name": "q", "type": "choices", "value": {"choices": [label]}}],
        }
        for who, label in given
    ]
    known = {} if item is None else {"id": item}
    return {**known, "data": {"text": text, **fields.pop("data", {})}, "annotations": annotations, **fields}


def _write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def _labels(export: Any) -> list[tuple[str, str, str]]:
    return [(row["item_id"], row["annotator_id"], row["label"]) for row in export.annotations]


def test_two_snapshots_are_one_project(tmp_path: Path) -> None:
    """What both files hold is counted once; what only one holds is kept."""
    first = _write(tmp_path / "a.json", [_task(1, "t", (1, "x")), _task(2, "u", (1, "y"))])
    second = _write(tmp_path / "b.json", [_task(1, "t", (1, "x"), (2, "y")), _task(2, "u", (1, "y"))])
    export = label_studio.read([first, second])
    assert _labels(export) == [("1", "1", "x"), ("1", "2", "y"), ("2", "1", "y")]
    assert export.said == ("2 annotations stand in several files and are counted once.",)


def test_a_changed_annotation_counts_in_its_latest_state(tmp_path: Path) -> None:
    """In whichever order the files are named."""
    old = _write(tmp_path / "a.json", [_task(1, "t", (1, "x"))])
    new = _write(tmp_path / "b.json", [_task(1, "t", (1, "y"), updated_at="2026-02-01T00:00:00Z")])
    for paths in ([old, new], [new, old]):
        export = label_studio.read(paths)
        assert _labels(export) == [("1", "1", "y")]
        assert "1 of them were changed" in export.said[0]


def test_only_ids_that_collide_are_changed(tmp_path: Path) -> None:
    """An item that both files hold with the same content is one; the file's name tells the others apart."""
    first = _write(tmp_path / "a/all.json", [_task(0, "same", (1, "x")), _task(1, "one", (1, "x"))])
    second = _write(tmp_path / "b/all.json", [_task(0, "same", (2, "x")), _task(1, "two", (2, "y"))])
    export = label_studio.read([first, second])
    assert [row["item_id"] for row in export.items] == ["0", "a/all/1", "b/all/1"]
    assert _labels(export) == [("0", "1", "x"), ("0", "2", "x"), ("a/all/1", "1", "x"), ("b/all/1", "2", "y")]


def test_one_file_with_one_id_for_two_items_stops(tmp_path: Path) -> None:
    """The import cannot know which is meant; the message quotes no content."""
    path = _write(tmp_path / "a.json", [_task(1, "secret one", (1, "x")), _task(1, "secret two", (1, "y"))])
    with pytest.raises(InputError, match="two-items-one-id") as caught:
        label_studio.read([path])
    assert "secret" not in str(caught.value)


def test_tasks_without_any_id(tmp_path: Path) -> None:
    """Their positions are ids, in each file."""
    first = _write(tmp_path / "a.json", [_task(None, "t", (1, "x")), _task(None, "u", (1, "y"))])
    second = _write(tmp_path / "b.json", [_task(None, "v", (1, "x"))])
    export = label_studio.read([first, second])
    assert [row["item_id"] for row in export.items] == ["2", "a/1", "b/1"]
    assert any("3 tasks have no id" in sentence for sentence in export.said)


def test_an_own_id_survives_projects(tmp_path: Path) -> None:
    """The ``item_id`` in the data is the item, whatever the project shows beside it."""
    first = _write(tmp_path / "a.json", [_task(7, "t", (1, "x"), project=1, data={"item_id": "i1"})])
    second = _write(tmp_path / "b.json", [_task(9, "t!", (2, "x"), project=2, data={"item_id": "i1", "hint": "h"})])
    export = label_studio.read([first, second])
    assert _labels(export) == [("i1", "1", "x"), ("i1", "2", "x")]


def test_ids_that_changed_are_said(tmp_path: Path) -> None:
    """The same texts under other ids stay apart, with a way to join them."""
    first = _write(tmp_path / "a.json", [_task(1, "t", (1, "x"), project=1)])
    second = _write(tmp_path / "b.json", [_task(5, "t", (2, "x"), project=2)])
    export = label_studio.read([first, second])
    assert len(export.items) == 2
    assert any("1 contents have different ids" in sentence and "item_id" in sentence for sentence in export.said)


def test_a_text_that_was_corrected_is_said(tmp_path: Path) -> None:
    """In one project the id is the item."""
    first = _write(tmp_path / "a.json", [_task(1, "tpyo", (1, "x"), project=1)])
    second = _write(tmp_path / "b.json", [_task(1, "typo", (2, "x"), project=1)])
    export = label_studio.read([first, second])
    assert [row["text"] for row in export.items] == ["tpyo"]
    assert any("another content in a later file" in sentence for sentence in export.said)


def test_other_tools(tmp_path: Path) -> None:
    """doccano and Argilla count ids per project; Prodigy's are made of the content."""
    ids = [_write(tmp_path / f"{name}/ann.jsonl", [{"id": 1, "text": name, "label": ["x"]}]) for name in "ab"]
    assert [row["item_id"] for row in doccano.read(ids).items] == ["a/ann/1", "b/ann/1"]
    records = [
        _write(tmp_path / f"{name}.json", [{"id": 1, "fields": {"text": name}, "responses": {"q": [{"value": "x"}]}}])
        for name in "cd"
    ]
    assert [row["item_id"] for row in argilla.read(records).items] == ["c/1", "d/1"]
    task = {"text": "t", "_input_hash": 4, "label": "L", "answer": "accept", "_session_id": "s"}
    hashed = [_write(tmp_path / f"{name}.json", [{**task, "meta": {"score": name}}]) for name in "ef"]
    export = prodigy.read(hashed)
    assert _labels(export) == [("4", "s", "accept")]
    assert export.said == ("1 annotations stand in several files and are counted once.",)


def test_names_of_sources(tmp_path: Path) -> None:
    """The shortest that tell them apart."""
    paths = [tmp_path / name for name in ("a/x.json", "b/x.json", "y.json")]
    assert list(source_names(paths).values()) == ["a/x", "b/x", "y"]
    assert list(source_names([paths[2], paths[2]]).values()) == ["y"]
    assert list(source_names([paths[2], tmp_path / "y.jsonl"]).values()) == ["y.json", "y.jsonl"]
