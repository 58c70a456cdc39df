"""Raw tables in every layout become the contract's tables."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from tests.dataset.folder import DATASET, make_folder

LONG = (
    "item_id,annotator_id,question,label,submitted_at\n"
    "t2,ann,topic,invoice,2026-01-02\n"
    "t1,bob,topic,other,2026-01-01\n"
    "t1,ann,topic,delivery,2026-01-03\n"
    "t1,ann,topic,delivery,\n"
    "t1,ann,urgency,high,\n"
)


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    chosen = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    return list(chosen.itertuples(index=False, name=None))


def test_long_layout_is_sorted_and_typed(tmp_path: Path) -> None:
    """Rows come in the order of item, annotator, question and time, with every contract column."""
    version, report = read_raw_version(make_folder(tmp_path, {"annotations.csv": LONG}), "1.0.0")
    annotations = version.annotations
    assert _rows(annotations, "item_id", "annotator_id", "question", "label") == [
        ("t1", "ann", "topic", "delivery"),
        ("t1", "ann", "topic", "delivery"),
        ("t1", "ann", "urgency", "high"),
        ("t1", "bob", "topic", "other"),
        ("t2", "ann", "topic", "billing"),
    ]
    assert annotations["submitted_at"].isna().tolist() == [True, False, True, False, False]
    assert {column: str(dtype) for column, dtype in annotations.dtypes.items()} == {
        **dict.fromkeys(["item_id", "annotator_id", "question", "label", "batch", "source", "suggested_by"], "str"),
        **dict.fromkeys(["started_at", "submitted_at"], "datetime64[us]"),
    }
    assert _rows(version.annotators, "annotator_id") == [("ann",), ("bob",)]
    assert list(version.gold.columns) == ["item_id", "question", "label"]
    assert list(version.adjudications.columns) == ["item_id", "question", "label", "by", "at", "reason"]
    assert len(version.gold) == len(version.adjudications) == 0
    assert report.tables["annotations"].rows_read == report.tables["annotations"].rows_used == 5


def test_questions_as_columns_are_melted(tmp_path: Path) -> None:
    """One record with several answers is one row per answer; blank ones are counted as not annotated."""
    content = "ticket,who,topic,u,notes\nt1,ann,other,low,x\nt2,ann,,high,x\nt3,bob,other,,\n"
    spec = {"file": "raw/annotations.csv", "columns": {"item_id": "ticket", "annotator_id": "who"}}
    spec["columns"] |= {"topic": "topic", "urgency": "u"}
    folder = make_folder(tmp_path, {"annotations.csv": content}, {"annotations": spec})
    version, report = read_raw_version(folder, "1.0.0")
    assert _rows(version.annotations, "item_id", "question", "label") == [
        ("t1", "topic", "other"),
        ("t1", "urgency", "low"),
        ("t2", "urgency", "high"),
        ("t3", "topic", "other"),
    ]
    table = report.tables["annotations"]
    assert (table.rows_read, table.rows_used, dict(table.left_out)) == (6, 4, {"no-answer": 2})
    assert table.dropped_columns == ("notes",)


def test_wrong_answer_in_a_question_column_is_located(tmp_path: Path) -> None:
    """The problem names the row and the column of the question, not a melted position."""
    content = "item_id,annotator_id,topic,urgency\nt1,ann,other,low\nt2,ann,other,never\nt3,ann,lost,high\n"
    with pytest.raises(InputError) as caught:
        read_raw_version(make_folder(tmp_path, {"annotations.csv": content}), "1.0.0")
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(3, "urgency"), (4, "topic")]


def test_question_columns_are_found_by_name(tmp_path: Path) -> None:
    """Without a label column, columns named like questions hold their answers."""
    content = "item_id,annotator_id,tags,effort\nt1,ann,polite|angry|angry,05.0\n"
    version, _ = read_raw_version(make_folder(tmp_path, {"annotations.csv": content}), "1.0.0")
    assert _rows(version.annotations, "question", "label") == [("effort", "5"), ("tags", "angry|polite")]


@pytest.mark.parametrize(
    ("spec", "question"),
    [({}, "topic"), ({"question": "urgency"}, "urgency"), ({"constant": {"question": "urgency"}}, "urgency")],
)
def test_question_when_the_file_does_not_say(tmp_path: Path, spec: dict[str, Any], question: str) -> None:
    """The headline question is meant unless the manifest says which."""
    label = {"topic": "other", "urgency": "low"}[question]
    folder = make_folder(
        tmp_path,
        {"annotations.csv": f"item_id,annotator_id,label\nt1,ann,{label}\n"},
        {"annotations": {"file": "raw/annotations.csv", **spec}},
    )
    version, _ = read_raw_version(folder, "1.0.0")
    assert _rows(version.annotations, "question", "label") == [(question, label)]


def test_wide_layout_with_attributes_and_prefix(tmp_path: Path) -> None:
    """Column names give annotators and their attributes; several files stand below each other."""
    spec = {
        "file": ["raw/a.csv", "raw/b.csv"],
        "layout": "wide",
        "pattern": r"(?P<team>day|night)_(?P<annotator_id>\w+)",
        "prefix": "g1-",
        "constant": {"batch": "pilot"},
    }
    folder = make_folder(
        tmp_path,
        {"a.csv": "item_id,day_ann,night_bob\nt1,other,\nt2,billing,other\n", "b.csv": "item_id,day_ann\nt3,other\n"},
        {"annotations": spec},
        annotators={"columns": {"team": {"group": True}}},
    )
    version, report = read_raw_version(folder, "1.0.0")
    assert _rows(version.annotations, "item_id", "annotator_id", "label", "batch") == [
        ("t1", "g1-ann", "other", "pilot"),
        ("t2", "g1-ann", "billing", "pilot"),
        ("t2", "g1-bob", "other", "pilot"),
        ("t3", "g1-ann", "other", "pilot"),
    ]
    assert _rows(version.annotators, "annotator_id", "team") == [("g1-ann", "day"), ("g1-bob", "night")]
    assert dict(report.tables["annotations"].left_out) == {"no-answer": 1}


def test_wide_layout_with_several_questions(tmp_path: Path) -> None:
    """A group named question tells which question a column answers."""
    spec = {"file": "raw/a.csv", "layout": "wide", "pattern": r"(?P<question>topic|urgency)_(?P<annotator_id>\d)"}
    content = "item_id,topic_1,urgency_1,topic_2\nt1,other,low,billing\n"
    version, _ = read_raw_version(make_folder(tmp_path, {"a.csv": content}, {"annotations": spec}), "1.0.0")
    assert _rows(version.annotations, "annotator_id", "question", "label") == [
        ("1", "topic", "other"),
        ("1", "urgency", "low"),
        ("2", "topic", "billing"),
    ]


def test_one_file_for_all_tables(tmp_path: Path) -> None:
    """Repeated items and annotators are kept once; equal gold rows too; a column no table uses is dropped."""
    content = (
        "item_id,text,annotator_id,team,label,truth,note\n"
        "t1,one,ann,day,other,other,a\nt1,one,bob,night,billing,other,b\nt2,two,ann,day,other,,c\n"
    )
    file = {"file": "raw/all.csv"}
    tables = {
        "items": {**file, "distinct": True},
        "annotations": file,
        "annotators": {**file, "distinct": True},
        "gold": {**file, "columns": {"label": "truth"}},
    }
    folder = make_folder(tmp_path, {"all.csv": content}, tables, annotators={"columns": {"team": {"group": True}}})
    version, report = read_raw_version(folder, "1.0.0")
    assert _rows(version.items, "item_id", "text") == [("t1", "one"), ("t2", "two")]
    assert _rows(version.annotators, "annotator_id", "team") == [("ann", "day"), ("bob", "night")]
    assert _rows(version.gold, "item_id", "question", "label") == [("t1", "topic", "other")]
    assert dict(report.tables["gold"].left_out) == {"no-answer": 1, "repeated": 1}
    assert dict(report.tables["items"].left_out) == {"repeated": 1}
    for table in report.tables.values():
        assert table.dropped_columns == ("note",)
        assert table.rows_read == table.rows_used + sum(table.left_out.values())


def test_undeclared_columns_never_arrive(tmp_path: Path) -> None:
    """What the manifest does not declare is not in the tables, and its name is reported."""
    files = {
        "items.csv": "item_id,text,email\nt1,one,a@example.org\n",
        "annotations.csv": LONG.split("t2,", maxsplit=1)[0],
    }
    files["annotations.csv"] += "t1,ann,topic,other,\n"
    version, report = read_raw_version(make_folder(tmp_path, files), "1.0.0")
    assert list(version.items.columns) == ["item_id", "text"]
    assert report.tables["items"].dropped_columns == ("email",)


def test_blank_values_and_empty_constants_are_missing(tmp_path: Path) -> None:
    """Values declared as blank, and columns declared absent with an empty constant, are missing values."""
    tables = {
        "items": {"file": "raw/items.csv", "constant": {"text": ""}, "missing": ["?"]},
        "annotations": {"file": "raw/annotations.csv", "missing": ["n/a", "-"]},
    }
    files = {
        "items.csv": "item_id,region\nt1,north\nt2,?\n",
        "annotations.csv": "item_id,annotator_id,label\nt1,ann,other\nt2,ann,n/a\nt2,bob,-\n",
    }
    columns = {"columns": {"text": {"action": "clean"}, "region": {"group": True}}}
    version, report = read_raw_version(make_folder(tmp_path, files, tables, items=columns), "1.0.0")
    assert _rows(version.items, "item_id", "text", "region") == [("t1", None, "north"), ("t2", None, None)]
    assert dict(report.tables["annotations"].left_out) == {"no-answer": 2}


def test_column_to_be_dropped_may_be_absent(tmp_path: Path) -> None:
    """A column that the anonymize stage drops anyway is not required."""
    columns = {"columns": {"text": {"action": "clean"}, "phone": {"action": "drop"}}}
    version, _ = read_raw_version(make_folder(tmp_path, {"annotations.csv": LONG}, items=columns), "1.0.0")
    assert version.items["phone"].isna().all()


def test_order_of_raw_rows_does_not_matter(tmp_path: Path) -> None:
    """Shuffled files give the same tables when repeated answers carry their time."""
    header, *rows = [line for line in LONG.splitlines() if line != "t1,ann,topic,delivery,"]
    first, _ = read_raw_version(
        make_folder(tmp_path, {"annotations.csv": LONG.replace("delivery,\n", "delivery,2025-12-31\n")}), "1.0.0"
    )
    rows.append("t1,ann,topic,delivery,2025-12-31")
    random.Random(3).shuffle(rows)
    second, _ = read_raw_version(make_folder(tmp_path, {"annotations.csv": "\n".join([header, *rows])}), "1.0.0")
    pd.testing.assert_frame_equal(first.annotations, second.annotations)


def test_json_lines_with_lists(tmp_path: Path) -> None:
    """A list of labels is a set; nested values are reached by dotted names."""
    record = {"item_id": "t1", "meta": {"worker": 7}, "tags": ["repeat", "angry"], "urgency": "low"}
    spec = {"file": "raw/a.jsonl", "columns": {"annotator_id": "meta.worker"}}
    folder = make_folder(tmp_path, {"a.jsonl": json.dumps(record)}, {"annotations": spec})
    version, _ = read_raw_version(folder, "1.0.0")
    assert _rows(version.annotations, "annotator_id", "question", "label") == [
        ("7", "tags", "angry|repeat"),
        ("7", "urgency", "low"),
    ]


def test_problems_of_all_files_at_once(tmp_path: Path) -> None:
    """A wrong cell in one file and a missing column in another are found in one reading."""
    files = {"items.csv": "id,text\nt1,one\n", "annotations.csv": LONG.replace("invoice", "lost")}
    with pytest.raises(InputError) as caught:
        read_raw_version(make_folder(tmp_path, files), "1.0.0")
    assert [problem.code for problem in caught.value.problems] == ["unknown-label", "missing-column"]


def test_ids_with_a_point_zero_get_their_own_remedy(tmp_path: Path) -> None:
    """Ids that a data frame turned into floating-point numbers are recognized."""
    files = {
        "items.csv": "item_id,text\n1,one\n2,two\n",
        "annotations.csv": "item_id,annotator_id,label\n1.0,a,other\n",
    }
    with pytest.raises(InputError, match=r"Write the ids without '\.0'"):
        read_raw_version(make_folder(tmp_path, files), "1.0.0")


def test_file_named_twice(tmp_path: Path) -> None:
    """The same file twice in one table would double every annotation."""
    spec = {"file": ["raw/annotations.csv", "raw/annotations.csv"]}
    with pytest.raises(InputError, match="The file is named twice") as caught:
        read_raw_version(make_folder(tmp_path, {"annotations.csv": LONG}, {"annotations": spec}), "1.0.0")
    assert caught.value.problems[0].column == "tables.annotations.file[2]"


def test_labels_with_titles_only(tmp_path: Path) -> None:
    """A mapping from label to title is short for the full form."""
    questions = {"topic": {"title": "Topic?", "labels": {"other": "Something else", "billing": None}}}
    folder = make_folder(tmp_path, {"annotations.csv": "item_id,annotator_id,label\nt1,a,other\n"}, questions=questions)
    labels = read_raw_version(folder, "1.0.0")[0].manifest.questions["topic"].labels
    assert [(label.id, label.title) for label in labels] == [("other", "Something else"), ("billing", None)]


def test_unused_default_manifest_is_sound(tmp_path: Path) -> None:
    """The folder the tests build on has four questions of four kinds."""
    version, _ = read_raw_version(make_folder(tmp_path, {"annotations.csv": LONG}), "1.0.0")
    assert {name: question.kind for name, question in version.manifest.questions.items()} == {
        "topic": "nominal",
        "urgency": "ordinal",
        "tags": "multilabel",
        "effort": "ratio",
    }
    assert list(DATASET["questions"]) == list(version.manifest.questions)


def test_usual_markers_are_no_answers_unless_declared(tmp_path: Path) -> None:
    """NA is counted as no answer; a label or alias that looks like a marker stays one; '' in `missing` ends it."""
    lines = "item_id,annotator_id,label\nt1,ann,other\nt1,bob,NA\nt2,ann,null\nt2,bob,None\nt3,ann,-\n"
    questions = {"topic": {"title": "Topic?", "labels": {"other": {}, "None": {}, "nothing": {"aliases": ["-"]}}}}
    folder = make_folder(tmp_path, {"annotations.csv": lines}, questions=questions)
    version, report = read_raw_version(folder, "1.0.0")
    assert _rows(version.annotations, "item_id", "label") == [("t1", "other"), ("t2", "None"), ("t3", "nothing")]
    assert dict(report.tables["annotations"].left_out) == {"missing-marker": 2}
    tables = {"annotations": {"file": "raw/annotations.csv", "missing": [""]}}
    folder = make_folder(tmp_path, {"annotations.csv": lines}, tables, questions=questions)
    with pytest.raises(InputError) as caught:
        read_raw_version(folder, "1.0.0")
    assert [(problem.code, problem.row) for problem in caught.value.problems] == [
        ("unknown-label", 3),
        ("unknown-label", 4),
    ]


@pytest.mark.parametrize(
    ("labels", "written", "read"),
    [
        (["1", "2", "3"], "1.0", "1"),
        (["1", "2", "3"], "02", "2"),
        (["1.0", "2.0"], "1", "1.0"),
        (["true", "false"], "TRUE", "true"),
        (["very good", "bad"], "very\u00a0 good", "very good"),
    ],
)
def test_one_label_in_another_spelling(labels: list[str], written: str, read: str, tmp_path: Path) -> None:
    """Equal numbers, truth values and white space are one label; it is the declared one."""
    questions = {"topic": {"title": "Topic?", "labels": labels}}
    content = f"item_id,annotator_id,label\nt1,ann,{written}\n"
    version, _ = read_raw_version(make_folder(tmp_path, {"annotations.csv": content}, questions=questions), "1.0.0")
    assert list(version.annotations["label"]) == [read]
