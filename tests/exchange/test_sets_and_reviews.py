"""Nothing chosen, and whose answer it is: Prodigy, doccano and brat."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelcards.errors import InputError
from labelcards.exchange import brat, doccano, prodigy
from labelcards.exchange.tool_export import ToolExport
from labelcards.exchange.tools import read_export

OPTIONS = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
MULTIPLE = {"options": OPTIONS, "config": {"choice_style": "multiple"}}


def _write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def _answers(export: ToolExport) -> list[tuple[str, str, str, str]]:
    return [(row["item_id"], row["annotator_id"], row["question"], row["label"]) for row in export.annotations]


def _task(item: int, who: str, **fields: Any) -> dict[str, Any]:
    return {"text": str(item), "_input_hash": item, "_session_id": who, "answer": "accept", **fields}


def test_nothing_chosen_of_one_or_several(tmp_path: Path) -> None:
    """Of several options it is the empty set; of single choices it is no answer, and counted."""
    several = [_task(1, "s", **MULTIPLE, accept=[]), _task(2, "s", **MULTIPLE, accept=["a"])]
    single = [_task(1, "s", options=OPTIONS, accept=[], question="one"), _task(2, "s", options=OPTIONS, accept=["a"])]
    export = prodigy.read([_write(tmp_path / "a.jsonl", several)])
    assert _answers(export) == [("1", "s", "choice", "[]"), ("2", "s", "choice", "a")]
    assert export.questions["choice"].kind == "multilabel"
    export = prodigy.read([_write(tmp_path / "b.jsonl", single)])
    assert _answers(export) == [("2", "s", "choice", "a")]
    assert export.lost == {"empty answers": 1}


def test_several_options_without_a_style(tmp_path: Path) -> None:
    """Where somebody chose two, choosing none is an answer as well."""
    tasks = [_task(1, "s", options=OPTIONS, accept=["a", "b"]), _task(2, "s", options=OPTIONS, accept=[])]
    assert [row[3] for row in _answers(prodigy.read([_write(tmp_path / "a.jsonl", tasks)]))] == ["a|b", "[]"]


def test_review_of_sets(tmp_path: Path) -> None:
    """Versions that several sessions share, versions that chose nothing or were skipped, and the reviewer's answer."""
    versions = [
        {"accept": ["a"], "sessions": ["u1", "u2"], "answer": "accept"},
        {"accept": [], "sessions": ["u3"], "answer": "accept"},
        {"accept": ["b"], "sessions": ["u4"], "answer": "ignore"},
        {"accept": ["b"], "answer": "accept"},
    ]
    review = _task(1, "reviewer", **MULTIPLE, accept=["a", "b"], versions=versions, _timestamp=1769851815)
    export = prodigy.read([_write(tmp_path / "a.jsonl", [review])])
    assert _answers(export) == [("1", "u1", "choice", "a"), ("1", "u2", "choice", "a"), ("1", "u3", "choice", "[]")]
    assert export.adjudications == (
        {"item_id": "1", "question": "choice", "label": "a|b", "by": "reviewer", "at": "1769851815"},
    )
    assert export.lost == {"tasks answered with ignore": 1, "versions without a session": 1}


def test_review_of_binary_tasks_and_spans(tmp_path: Path) -> None:
    """A rejected version is an answer to a binary question; a version without spans marked nothing."""
    binary = _task(1, "r", label="SPAM", versions=[{"sessions": ["u1"], "answer": "reject"}, {"sessions": ["u2"]}])
    span = {"start": 0, "end": 1, "label": "PER"}
    marked = _task(2, "r", spans=[span], versions=[{"sessions": ["u1"], "spans": [span]}, {"sessions": ["u2"]}])
    export = prodigy.read([_write(tmp_path / "a.jsonl", [binary])])
    assert _answers(export) == [("1", "u1", "spam", "reject"), ("1", "u2", "spam", "accept")]
    assert [row["label"] for row in export.adjudications] == ["accept"]
    export = prodigy.read([_write(tmp_path / "b.jsonl", [marked])])
    assert _answers(export) == [("2", "u1", "spans", "PER"), ("2", "u2", "spans", "[]")]
    assert [row["label"] for row in export.adjudications] == ["PER"]


def test_a_review_and_what_it_reviewed(tmp_path: Path) -> None:
    """Sessions whose answers stand in both files are counted once."""
    given = [
        _task(1, who, options=OPTIONS, accept=[chosen], _timestamp="5") for who, chosen in (("u1", "a"), ("u2", "b"))
    ]
    versions = [{"accept": ["a"], "sessions": ["u1"]}, {"accept": ["b"], "sessions": ["u2"]}]
    review = _task(1, "r", options=OPTIONS, accept=["a"], versions=versions)
    paths = [_write(tmp_path / "own.jsonl", given), _write(tmp_path / "review.jsonl", [review])]
    for order in (paths, paths[::-1]):
        export = prodigy.read(order)
        assert _answers(export) == [("1", "u1", "choice", "a"), ("1", "u2", "choice", "b")]
        assert {row["submitted_at"] for row in export.annotations} == {"5"}
        assert "2 annotations stand in several files and are counted once." in export.said
        assert [row["label"] for row in export.adjudications] == ["a"]


def test_doccano_unknown(tmp_path: Path) -> None:
    """Nobody's labels are counted; alone they are no export."""
    ann = [{"id": 1, "text": "a", "label": ["x", "y"]}, {"id": 2, "text": "b", "label": []}]
    nobody = [{"id": 1, "text": "a", "label": ["x"]}, {"id": 3, "text": "c", "label": []}]
    member, unknown = _write(tmp_path / "ann.jsonl", ann), _write(tmp_path / "unknown.jsonl", nobody)
    export = doccano.read([member, unknown])
    assert _answers(export) == [("1", "ann", "categories", "x|y"), ("2", "ann", "categories", "[]")]
    assert [row["item_id"] for row in export.items] == ["1", "2", "3"]
    assert export.lost == {"answers of nobody (unknown)": 1}
    with pytest.raises(InputError, match=r"1 answers of nobody.*no-labels"):
        read_export([unknown], "doccano")


def test_doccano_single_choice(tmp_path: Path) -> None:
    """Where nobody chose two, an example without a label has no answer."""
    records = [{"id": 1, "text": "a", "label": ["x"]}, {"id": 2, "text": "b", "label": []}]
    export = doccano.read([_write(tmp_path / "ann.jsonl", records)])
    assert _answers(export) == [("1", "ann", "categories", "x")]
    assert export.lost == {"empty answers": 1}


def test_a_folder_of_members(tmp_path: Path) -> None:
    """Is read like its files."""
    for name in ("ann", "bob", "unknown"):
        _write(tmp_path / f"{name}.jsonl", [{"id": 1, "text": "a", "label": ["x"]}])
    export = read_export([tmp_path], "doccano")
    assert _answers(export) == [("1", "ann", "categories", "x"), ("1", "bob", "categories", "x")]


def test_brat_projects(tmp_path: Path) -> None:
    """Two projects with a document of one name and different text are two items."""
    for project, text in (("one", "Ann"), ("two", "Bob")):
        folder = tmp_path / project / "coder"
        folder.mkdir(parents=True)
        (folder / "doc.ann").write_text("T1\tPER 0 3\tname\n")
        (folder / "doc.txt").write_text(text)
    export = brat.read([tmp_path / "one", tmp_path / "two"])
    assert [row["item_id"] for row in export.items] == ["one/doc", "two/doc"]
