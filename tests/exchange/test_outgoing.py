"""Tasks that go out to a tool come back with the same items, questions and answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from labelcards.dataset.files.table_file import read_table
from labelcards.documents.label_scheme import Question
from labelcards.exchange.labeling_task import LabelingTask
from labelcards.exchange.table import harmless_cell
from labelcards.exchange.tools import TOOLS, WRITERS, read_export

QUESTIONS = {
    "topic": Question.model_validate(
        {"title": "Which <topic>?", "labels": {"billing": {"title": "Billing"}, 'a "b"': {}}}
    ),
    "tags": Question.model_validate({"title": "Tags?", "kind": "multilabel", "labels": ["x", "y", "z"]}),
    "effort": Question(title="Minutes?", kind="ratio", minimum=0, maximum=60),
}
TASKS = [
    LabelingTask("t 1", {"text": "größer & <b>", "lang": "de"}, {"topic": 'a "b"', "tags": "x|z", "effort": "2.5"}),
    LabelingTask("t2", {"text": "=1+1"}, {"tags": "y"}),
    LabelingTask("t3", {"text": "third"}),
]


def _label_studio_back(files: dict[str, str]) -> str:
    """What Label Studio exports when an annotator submits every pre-label as it is."""
    tasks = json.loads(files["tasks.json"])
    for number, task in enumerate(tasks):
        (prediction,) = task["predictions"] or [{"result": []}]
        task.update(id=number, annotations=[{"completed_by": 1, "result": prediction["result"]}], predictions=[])
    return json.dumps(tasks)


def _doccano_back(files: dict[str, str]) -> str:
    records = [json.loads(line) for name in ("topic", "tags") for line in files[f"{name}.jsonl"].splitlines()]
    return "\n".join(json.dumps({"id": number, **record}) for number, record in enumerate(records))


def _prodigy_back(files: dict[str, str]) -> str:
    records = [json.loads(line) for name in ("topic", "tags") for line in files[f"{name}.jsonl"].splitlines()]
    done = {"answer": "accept", "_input_hash": 5, "_annotator_id": "1"}
    return "\n".join(json.dumps(record | done) for record in records)


def _argilla_back(files: dict[str, str]) -> str:
    records = json.loads(files["records.json"])
    for record in records:
        record["responses"] = {
            name: [{"value": suggestion["value"], "user_id": "1"}] for name, suggestion in record["suggestions"].items()
        }
        record["suggestions"] = {}
    return json.dumps(records)


BACK: dict[str, Callable[[dict[str, str]], str]] = {
    "label-studio": _label_studio_back,
    "doccano": _doccano_back,
    "prodigy": _prodigy_back,
    "argilla": _argilla_back,
}


@pytest.mark.parametrize("tool", BACK)
def test_answers_come_back(tool: str, tmp_path: Path) -> None:
    """When the suggested answers are accepted, the importer finds exactly them, by item and question."""
    path = tmp_path / "1.json"
    path.write_text(BACK[tool](WRITERS[tool](TASKS, QUESTIONS)), encoding="utf-8")
    export = read_export([path], tool)
    found = {(row["item_id"], row["question"]): row["label"] for row in export.annotations}
    expected = {(task.item_id, name): label for task in TASKS for name, label in task.suggested.items()}
    if tool in ("doccano", "prodigy"):
        expected.pop(("t 1", "effort"))
    if tool == "argilla":  # the others' tasks were submitted with nothing chosen
        assert export.questions["effort"].kind != "multilabel"
    else:
        expected["t3", "tags"] = "[]"
    assert found == expected
    assert [row["item_id"] for row in export.items] == ["t 1", "t2", "t3"]
    assert export.items[0]["text"] == "größer & <b>"
    if tool == "prodigy":
        assert {row.get("source") for row in export.annotations} == {"suggestion-accepted", None}


def test_label_studio_configuration() -> None:
    """The configuration is well-formed and asks every question with its labels and bounds."""
    config = WRITERS["label-studio"](TASKS, QUESTIONS)["label_config.xml"]
    view = ElementTree.fromstring(config)  # noqa: S314 (our own output)
    assert [text.get("value") for text in view.iter("Text")] == ["$text", "$lang"]
    choices = {node.get("name"): node for node in view.iter("Choices")}
    assert {name: node.get("choice") for name, node in choices.items()} == {"topic": "single", "tags": "multiple"}
    assert [choice.get("value") for choice in choices["topic"]] == ["billing", 'a "b"']
    (number,) = view.iter("Number")
    assert (number.get("min"), number.get("max"), number.get("toName")) == ("0", "60", "text")


def test_options_show_titles() -> None:
    """Prodigy shows a label's title and stores its id."""
    first = json.loads(WRITERS["prodigy"](TASKS, QUESTIONS)["topic.jsonl"].splitlines()[0])
    assert first["options"] == [{"id": "billing", "text": "Billing"}, {"id": 'a "b"', "text": 'a "b"'}]
    assert first["config"] == {"choice_style": "single"}


def test_spreadsheet(tmp_path: Path) -> None:
    """The CSV has a byte order mark, harmless cells, one column per question, and is read back."""
    content = WRITERS["csv"](TASKS, QUESTIONS)["tasks.csv"]
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert rows[0] == ["item_id", "text", "lang", "topic", "tags", "effort"]
    assert rows[2] == ["t2", "'=1+1", "", "", "y", ""]
    path = tmp_path / "tasks.csv"
    path.write_text(content, encoding="utf-8", newline="")
    assert list(read_table(path).frame["item_id"]) == ["t 1", "t2", "t3"]


@pytest.mark.parametrize(
    ("cell", "harmless"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd", "'+cmd"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-2.5", "-2.5"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_formulas_are_defused(cell: str, harmless: str) -> None:
    """What a spreadsheet would run gets an apostrophe; numbers and inner signs stay."""
    assert harmless_cell(cell) == harmless


def test_every_tool_writes() -> None:
    """All tools that take tasks can be written, and spreadsheets too."""
    nothing: list[Any] = []
    assert set(WRITERS) == {*BACK, "csv"} == {*(key for key, tool in TOOLS.items() if tool.write), "csv"}
    for write in WRITERS.values():
        assert all(isinstance(content, str) for content in write(nothing, QUESTIONS).values())
