"""doccano, Prodigy and Argilla exports."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from labelcards.errors import InputError
from labelcards.exchange import argilla, brat, doccano, prodigy
from labelcards.exchange.tool_export import ToolExport
from labelcards.exchange.tools import TOOLS, detect, read_export


def _write(folder: Path, name: str, records: list[dict[str, Any]]) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def _answers(export: ToolExport) -> list[tuple[str, str, str, str]]:
    return [(row["item_id"], row["annotator_id"], row["question"], row["label"]) for row in export.annotations]


def test_doccano_by_user(shared_data: Path) -> None:
    """Version 1.0 holds all users in one list; document 2578 has two."""
    export = doccano.read([shared_data / "export_formats/doccano/labeling.jsonl"])
    assert _answers(export) == [
        ("2578", "1", "spans", "12|13"),
        ("2578", "2", "spans", "12|13"),
        ("2580", "2", "spans", "12|13|14"),
    ]
    assert export.lost == {"positions of spans": 16}


def test_doccano_spans(shared_data: Path) -> None:
    """Spans with names become the set of names; the file's name is the annotator."""
    export = doccano.read([shared_data / "export_formats/doccano/labeling_text_label.jsonl"])
    assert [row["label"] for row in export.annotations] == ["LOC|PER", "LOC|ORG|PER"]
    assert export.questions["spans"].labels == ("LOC", "ORG", "PER")


def test_doccano_members(tmp_path: Path) -> None:
    """One file per member; categories, an unlabelled text, metadata, comments."""
    ann = [{"id": 1, "text": "a", "label": ["x"], "team": "t", "Comments": ["?"]}, {"id": 2, "text": "b", "label": []}]
    bob = [{"id": 1, "text": "a", "label": ["x", "y"], "Comments": []}]
    export = doccano.read([_write(tmp_path, "ann.jsonl", ann), _write(tmp_path, "bob.jsonl", bob)])
    assert _answers(export) == [
        ("1", "ann", "categories", "x"),
        ("1", "bob", "categories", "x|y"),
        ("2", "ann", "categories", "[]"),
    ]
    assert export.items == ({"item_id": "1", "text": "a", "team": "t"}, {"item_id": "2", "text": "b"})
    assert export.questions["categories"].kind == "multilabel"
    assert export.lost == {"comments": 1}
    assert any("1 examples have no label" in sentence for sentence in export.said)


def test_doccano_entities(tmp_path: Path) -> None:
    """Today's span exports; a text without spans was looked at and has none."""
    records = [
        {"id": 1, "text": "a", "entities": [{"id": 5, "label": "PER", "start_offset": 0, "end_offset": 1}]},
        {"id": 2, "text": "b", "entities": [], "relations": [{"id": 1}]},
    ]
    export = doccano.read([_write(tmp_path, "all.jsonl", records)])
    assert _answers(export) == [("1", "all", "spans", "PER"), ("2", "all", "spans", "[]")]
    assert export.lost == {"positions of spans": 1, "relations": 1}


def test_prodigy_spans(shared_data: Path) -> None:
    """373 tasks, 372 accepted and one ignored (SOURCE.txt); tasks without spans count as having none."""
    (path,) = (shared_data / "export_formats/prodigy").glob("*.jsonl")
    export = prodigy.read([path])
    assert (len(export.items), len(export.annotations)) == (373, 372)
    assert export.lost["tasks answered with ignore"] == 1
    assert export.questions["spans"].labels == ("LOCATION", "ORG", "PERSON", "PRODUCT")
    tasks = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    expected = Counter(
        "|".join(sorted({span["label"] for span in task.get("spans") or []})) or "[]"
        for task in tasks
        if task["answer"] == "accept"
    )
    assert Counter(row["label"] for row in export.annotations) == expected


def test_prodigy_choices_and_binary(tmp_path: Path) -> None:
    """Chosen options, accepted and rejected labels, annotators, sessions and times."""
    options = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    records = [
        {
            "text": "t",
            "_input_hash": 1,
            "options": options,
            "accept": ["b"],
            "answer": "accept",
            "_annotator_id": "ann",
        },
        {
            "text": "t",
            "_input_hash": 1,
            "options": options,
            "accept": ["a"],
            "answer": "reject",
            "_annotator_id": "bob",
        },
        {
            "text": "u",
            "_input_hash": 2,
            "label": "INSULT",
            "answer": "reject",
            "_session_id": "s1",
            "_timestamp": 1769851815,
        },
        {"text": "u", "_input_hash": 2, "label": "INSULT", "answer": "accept"},
    ]
    export = prodigy.read([_write(tmp_path, "db.jsonl", records)])
    assert _answers(export) == [
        ("1", "ann", "choice", "b"),
        ("2", "db", "insult", "accept"),
        ("2", "s1", "insult", "reject"),
    ]
    assert export.annotations[2]["submitted_at"] == "1769851815"
    assert export.lost == {"tasks answered with reject": 1}


def test_argilla_nested(tmp_path: Path) -> None:
    """Labels, label sets, ratings; discarded responses, suggestions and rankings are counted."""
    responses = {
        "topic": [{"value": "x", "user_id": "u1"}, {"value": "y", "user_id": "u2", "status": "discarded"}],
        "tags": [{"value": ["b", "a"], "user_id": "u1"}],
        "stars": [{"value": 4, "user_id": "u2", "status": "submitted"}],
        "rank": [{"value": [{"value": "x", "rank": 1}], "user_id": "u1"}],
    }
    record = {"id": "r1", "fields": {"text": "t"}, "metadata": {"lang": "en"}, "responses": responses}
    export = argilla.read([_write(tmp_path, "a.jsonl", [{**record, "suggestions": {"topic": {"value": "x"}}}])])
    assert _answers(export) == [("r1", "u1", "tags", "a|b"), ("r1", "u1", "topic", "x"), ("r1", "u2", "stars", "4")]
    assert {key: question.kind for key, question in export.questions.items()} == {
        "topic": "nominal",
        "tags": "multilabel",
        "stars": "ordinal",
    }
    assert export.items == ({"item_id": "r1", "text": "t", "metadata.lang": "en"},)
    assert export.lost == {"rankings and spans": 1, "responses with status discarded": 1, "suggestions": 1}


def test_argilla_flat(tmp_path: Path) -> None:
    """The columns of the Hugging Face hub give the same answers."""
    record = {
        "id": "r1",
        "status": "completed",
        "_server_id": "s",
        "text": "t",
        "topic.responses": ["x", "y", "x"],
        "topic.responses.users": ["u1", "u2", "u3"],
        "topic.responses.status": ["submitted", "draft", "submitted"],
        "topic.suggestion": "x",
        "topic.suggestion.score": 0.9,
        "metadata.lang": "en",
    }
    export = argilla.read([_write(tmp_path, "a.jsonl", [record, {**record, "id": "r2", "topic.responses": None}])])
    assert _answers(export)[:2] == [("r1", "u1", "topic", "x"), ("r1", "u3", "topic", "x")]
    assert export.items[0] == {"item_id": "r1", "text": "t", "metadata.lang": "en"}
    assert export.lost["suggestions"] == 2


def test_free_text_is_no_label(tmp_path: Path) -> None:
    """A question whose answers hardly repeat is left out and counted."""
    records = [
        {"id": str(n), "fields": {"text": "t"}, "responses": {"why": [{"value": f"because {n}", "user_id": "u"}]}}
        for n in range(30)
    ]
    with pytest.raises(InputError, match="30 free text answers"):
        read_export([_write(tmp_path, "a.jsonl", records)], "argilla")


def test_brat(shared_data: Path) -> None:
    """Seven documents by four annotators with 1,567 spans (SOURCE.txt); types per document and annotator are kept."""
    export = brat.read([shared_data / "brat_iaa/example-project"])
    assert (len(export.items), len(export.annotations)) == (7, 28)
    assert {row["annotator_id"] for row in export.annotations} == {"Lisa", "Maria", "Max", "Peter"}
    assert export.lost == {"positions of spans": 404 + 404 + 358 + 401}
    assert export.questions["spans"].labels == ("LOC", "MISC", "ORG", "PER")
    assert all(item["text"] for item in export.items)


def test_brat_standoff(tmp_path: Path) -> None:
    """An empty file means no entity; relations, events, attributes and notes are counted; damage is reported."""
    folder = tmp_path / "ann" / "sub"
    folder.mkdir(parents=True)
    (folder / "one.ann").write_text(
        "T1\tPER 0 4\tName\nR1\tKnows Arg1:T1 Arg2:T1\nE1\tX:T1\nA1\tOld T1\n#1\tNote T1\tx\n"
    )
    (folder / "one.txt").write_text("Name")
    (folder / "two.ann").write_text("")
    export = brat.read([tmp_path])
    assert _answers(export) == [("sub/one", "ann", "spans", "PER"), ("sub/two", "ann", "spans", "[]")]
    assert export.lost == {"attributes": 1, "events": 1, "notes": 1, "positions of spans": 1, "relations": 1}
    (folder / "two.ann").write_bytes(b"T1\tPER 0 4\t\xff\n")
    (folder / "three.ann").write_text("T1 PER 0 4\n")
    with pytest.raises(InputError) as caught:
        brat.read([tmp_path])
    assert [Path(problem.file).name for problem in caught.value.problems] == ["three.ann", "two.ann"]


def test_tools_are_told_apart(shared_data: Path, tmp_path: Path) -> None:
    """The first record says which tool wrote a file; a plain table is nobody's."""
    formats = shared_data / "export_formats"
    (news,) = (formats / "prodigy").glob("*.jsonl")
    assert detect(formats / "label_studio/test_export_csv/csv_test.json") == "label-studio"
    assert detect(formats / "doccano/labeling.jsonl") == "doccano"
    assert detect(news) == "prodigy"
    assert detect(_write(tmp_path, "a.jsonl", [{"fields": {}, "responses": {}}])) == "argilla"
    assert detect(_write(tmp_path, "b.jsonl", [{"item_id": 1, "label": "x"}])) is None
    assert detect(formats / "none.csv") is None
    assert detect(shared_data / "brat_iaa/example-project") == "brat"
    assert set(TOOLS) >= {"label-studio", "prodigy", "argilla", "doccano", "brat"}
    with pytest.raises(InputError, match="missing-file"):
        detect(tmp_path / "none.json")


def test_export_of_another_tool_has_no_labels(shared_data: Path) -> None:
    """Reading a file as the wrong tool's export is a problem with a remedy."""
    with pytest.raises(InputError, match="no-labels"):
        read_export([shared_data / "export_formats/doccano/labeling.jsonl"], "prodigy")


def test_spellings_do_not_meet(tmp_path: Path) -> None:
    """A label with a bar, which tables cannot hold in sets, stays another label than one with a slash."""
    records = [
        {"id": str(n), "fields": {"text": str(n)}, "responses": {"q": [{"value": value, "user_id": "u"}]}}
        for n, value in enumerate((["a|b"], ["a/b"], ["a¦b"], ["[]"], []))
    ]
    labels = [row["label"] for row in argilla.read([_write(tmp_path, "a.jsonl", records)]).annotations]
    assert len(set(labels)) == 5
    assert labels[4] == "[]"
    assert not any("|" in label for label in labels)
