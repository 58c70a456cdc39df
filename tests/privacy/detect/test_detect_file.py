"""``labelcards detect``: what is found in each text of a file."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from labelcards.errors import InputError
from labelcards.privacy.detect.detector import Detector
from labelcards.privacy.detect.file import detect_file

TEXTS = ["nothing here", "mail jane@doe.org"]


def _write(path: Path) -> None:
    table = pd.DataFrame({"id": ["1", "2"], "text": TEXTS})
    if path.suffix == ".txt":
        path.write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
    elif path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in table.to_dict("records")), encoding="utf-8")
    else:
        table.to_parquet(path)


@pytest.mark.parametrize(
    ("name", "rows"), [("a.txt", [1, 2]), ("a.csv", [2, 3]), ("a.jsonl", [1, 2]), ("a.parquet", [1, 2])]
)
def test_every_format(tmp_path: Path, detector: Detector, name: str, rows: list[int]) -> None:
    """One result per text with the row a person would look for; the text itself only when asked for."""
    path = tmp_path / name
    _write(path)
    results = list(detect_file(path, detector))
    assert [result["row"] for result in results] == rows
    assert results[0]["findings"] == []
    mail = [found for found in results[1]["findings"] if found["entity_type"] == "EMAIL_ADDRESS"]
    assert [(found["start"], found["end"]) for found in mail] == [(5, 17)]
    assert "jane" not in json.dumps(results)
    shown = list(detect_file(path, detector, show_text=True))
    assert "jane@doe.org" in {found["text"] for found in shown[1]["findings"]}


def test_failures_are_named(tmp_path: Path, detector: Detector) -> None:
    """A text that cannot be searched says so."""
    (tmp_path / "a.txt").write_text("ok\nbad\x01\n", encoding="utf-8")
    results = list(detect_file(tmp_path / "a.txt", detector))
    assert results[1] == {"row": 2, "findings": [], "failure": "control-character"}


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("a.doc", None, "unknown-format"),
        ("none.txt", None, "missing-file"),
        ("a.csv", "nope", "unknown-column"),
        ("a.parquet", None, "not-parquet"),
    ],
)
def test_bad_input(tmp_path: Path, detector: Detector, name: str, column: str | None, code: str) -> None:
    """Wrong files and columns are input errors with a remedy, not crashes."""
    (tmp_path / "a.doc").write_text("x", encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,body\n1,x\n", encoding="utf-8")
    (tmp_path / "a.parquet").write_bytes(b"no")
    with pytest.raises(InputError) as raised:
        list(detect_file(tmp_path / name, detector, column=column))
    assert raised.value.problems[0].code == code
    assert raised.value.problems[0].remedy
