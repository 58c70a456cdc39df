"""Label Studio's other exports say the same as its JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.errors import InputError
from labelcards.exchange.tool_export import ToolExport
from labelcards.exchange.tools import detect, read_export


def _result(name: str, kind: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"id": f"r-{name}", "from_name": name, "type": kind, "value": {kind: value}, **more}


TASKS: list[dict[str, Any]] = [
    {
        "id": number,
        "data": {"text": f"some text number {number}", "lang": "en" if number % 2 else "de"},
        "annotations": [
            {
                "id": number * 10 + who,
                "completed_by": who,
                "created_at": f"2026-01-0{who}T00:00:00Z",
                "updated_at": f"2026-01-0{who}T00:00:00Z",
                "lead_time": 4.5,
                "result": [
                    _result("mood", "choices", ["good" if (number + who) % 3 else "bad"]),
                    *([_result("tags", "choices", ["a", "b"][: number % 3])] if number % 3 else []),
                    _result("stars", "rating", number % 5 + 1),
                    _result("tree", "taxonomy", [["x", "y"], ["z"]][: 1 + who % 2]),
                ],
            }
            for who in (1, 2)
        ],
    }
    for number in range(1, 13)
]


def _pretty(results: list[dict[str, Any]]) -> dict[str, Any]:
    """As Label Studio's own exporter simplifies values: a single choice is its text."""
    found = {}
    for result in results:
        value = result["value"]
        if result["type"] == "choices":
            found[result["from_name"]] = value["choices"][0] if len(value["choices"]) == 1 else value
        else:
            found[result["from_name"]] = [value]
    return found


def _flat(task: dict[str, Any], annotation: dict[str, Any]) -> dict[str, Any]:
    return {
        **task["data"],
        "id": task["id"],
        **_pretty(annotation["result"]),
        "annotator": annotation["completed_by"],
        "annotation_id": annotation["id"],
        "created_at": annotation["created_at"],
        "updated_at": annotation["updated_at"],
        "lead_time": annotation["lead_time"],
    }


FLAT = [_flat(task, annotation) for task in TASKS for annotation in task["annotations"]]


def _write_table(path: Path, records: list[dict[str, Any]], delimiter: str = ",") -> Path:
    columns = sorted({name for record in records for name in record})
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter=delimiter)
        writer.writeheader()
        for record in records:
            writer.writerow({name: json.dumps(v) if isinstance(v, dict | list) else v for name, v in record.items()})
    return path


def _json(folder: Path) -> Path:
    path = folder / "tasks.json"
    path.write_text(json.dumps(TASKS))
    return path


def _json_min(folder: Path) -> Path:
    path = folder / "min.json"
    path.write_text(json.dumps(FLAT, indent=2))
    return path


def _storage(folder: Path) -> Path:
    target = folder / "target"
    target.mkdir()
    for task in TASKS:
        for annotation in task["annotations"]:
            known = {name: value for name, value in task.items() if name != "annotations"}
            text = json.dumps({**annotation, "task": known}, indent=2)
            (target / str(annotation["id"])).write_text(text)
    return target


FORMATS = {
    "csv": lambda folder: _write_table(folder / "table.csv", FLAT),
    "tsv": lambda folder: _write_table(folder / "table.tsv", FLAT, "\t"),
    "min": _json_min,
    "storage": _storage,
}


def _rows(export: ToolExport) -> list[tuple[str, ...]]:
    names = ("item_id", "annotator_id", "question", "label", "started_at", "submitted_at")
    return sorted(tuple(row.get(name, "") for name in names) for row in export.annotations)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same(name: str, tmp_path: Path) -> None:
    """Answers, kinds, people, times and items are those of the JSON export; an item's constant column is no answer."""
    path = FORMATS[name](tmp_path)
    assert detect(path) == "label-studio"
    found, expected = read_export([path], "label-studio"), read_export([_json(tmp_path)], "label-studio")
    assert _rows(found) == _rows(expected)
    assert found.items == expected.items
    assert {key: (question.kind, question.labels) for key, question in found.questions.items()} == {
        "mood": ("nominal", ("bad", "good")),
        "stars": ("ordinal", ("1", "2", "3", "4", "5")),
        "tags": ("multilabel", ("a", "b")),
        "tree": ("multilabel", ("x > y", "z")),
    }
    assert sum(row["label"] == "[]" for row in found.annotations) == 8


def test_one_stored_annotation_is_a_file(tmp_path: Path) -> None:
    """Over any number of lines."""
    (path, *_) = sorted(_storage(tmp_path).iterdir())
    named = path.rename(tmp_path / "one.json")
    assert detect(named) == "label-studio"
    assert len(read_export([named], "label-studio").items) == 1


def test_a_column_that_may_be_either_stops(tmp_path: Path) -> None:
    """One annotator per item: a column of few values may be an answer or the task's."""
    single = [record for record in FLAT if record["annotator"] == 1]
    columns = ("text", "lang", "id", "mood", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")
    few = [{name: record[name] for name in columns} for record in single]
    with pytest.raises(InputError, match="answer-or-data") as caught:
        read_export([_write_table(tmp_path / "a.csv", few)], "label-studio")
    assert {problem.column for problem in caught.value.problems} == {"lang", "mood"}
    assert "as JSON" in caught.value.problems[0].remedy
    path = tmp_path / "a.json"
    path.write_text(json.dumps(few))
    assert {row["question"] for row in read_export([path], "label-studio").annotations} == {"mood"}


def test_the_only_column_like_labels_is_the_answer(tmp_path: Path) -> None:
    """Nothing contradicts it, and it is said."""
    columns = ("text", "id", "mood", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")
    few = [{name: record[name] for name in columns} for record in FLAT if record["annotator"] == 1]
    export = read_export([_write_table(tmp_path / "a.csv", few)], "label-studio")
    assert len(export.annotations) == 12
    assert export.said[0].startswith("Read as answers: 'mood';")


def test_answers_about_regions_stay_apart_in_a_table(tmp_path: Path) -> None:
    """A list of answers that is as long as the list of regions is about these."""
    region = {"start": "0", "end": "3", "text": "abc", "labels": ["PER"]}
    records = [
        {
            "text": f"t{n}",
            "id": n,
            "span": [region, region],
            "polarity": ["pos", "neg"] if who == 1 else ["neg", "pos"],
            "annotator": who,
            "annotation_id": n * 2 + who,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
            "lead_time": 1,
        }
        for n in range(3)
        for who in (1, 2)
    ]
    export = read_export([_write_table(tmp_path / "a.csv", records)], "label-studio")
    assert set(export.questions) == {"span"}
    assert export.lost["answers about single regions"] == 12
    for record in records[:2]:
        record |= {"span": [region], "polarity": "pos"}
    export = read_export([_write_table(tmp_path / "b.csv", records)], "label-studio")
    assert export.lost["answers about single regions"] == 10
    for record in records:
        record |= {"span": [region], "polarity": "pos" if record["annotator"] == 1 else "neg"}
    with pytest.raises(InputError, match="answer-or-region"):
        read_export([_write_table(tmp_path / "c.csv", records)], "label-studio")


def test_comments_are_no_labels(tmp_path: Path) -> None:
    """Sentences that are given once are the text of a text area."""
    said = [{**record, "why": f"because it says so {n}"} for n, record in enumerate(FLAT)]
    export = read_export([_write_table(tmp_path / "a.csv", said)], "label-studio")
    assert set(export.questions) == {"mood", "tags", "stars", "tree"}
    assert export.lost == {"textarea": 24}


def test_a_question_that_may_have_been_hidden(tmp_path: Path) -> None:
    """A set that is never given beside one answer, and always beside the others, was not shown there."""
    tasks = json.loads(json.dumps(TASKS))
    for number, annotation in enumerate(each for task in tasks for each in task["annotations"]):
        hidden = number % 2
        annotation["result"] = [
            _result("kind", "choices", ["spam" if hidden else "mail"]),
            *([] if hidden else [_result("tags", "choices", ["a", "b"])]),
        ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(tasks))
    export = read_export([path], "label-studio")
    assert export.lost == {"annotations to which 'tags' may not have been shown": 12}
    assert all(row["label"] != "[]" for row in export.annotations)


@pytest.mark.parametrize(
    ("more", "lost"),
    [
        ({"value": {"choices": ["x"], "start": 0, "end": 2}}, "answers about single regions"),
        ({"id": "r-span"}, "answers about single regions"),
        ({"parentID": "r-span"}, "answers about single regions"),
        ({"item_index": 1}, "answers about single images"),
        ({"type": "ranker", "value": {"ranker": {"rank": ["a", "b"]}}}, "ranker"),
    ],
)
def test_answers_about_a_part_are_counted(more: dict[str, Any], lost: str, tmp_path: Path) -> None:
    """However Label Studio marks that a result is not about the whole item."""
    span = _result("span", "labels", ["PER"])
    part = {**_result("q", "choices", ["x"]), **more}
    task = {"id": 1, "data": {"text": "t"}, "annotations": [{"completed_by": 1, "result": [span, part]}]}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([task]))
    export = read_export([path], "label-studio")
    assert set(export.questions) == {"span"}
    assert export.lost[lost] == 1
