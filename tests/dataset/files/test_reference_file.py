"""Populations that group columns should stand for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pydantic import ValidationError

from labelcards.dataset.files.reference_file import read_references
from labelcards.documents.columns import Column, RecordTable, Reference
from labelcards.errors import InputError


def declared(folder: Path, text: str | None, *, digest: str | None = None) -> RecordTable:
    """One group column whose reference is a file with ``text``."""
    (folder / "dataset.yaml").write_text("items:\n  columns:\n    region:\n      reference: {}\n")
    if text is not None:
        (folder / "region.csv").write_text(text)
    found = digest or hashlib.sha256((text or "").encode()).hexdigest()
    reference = Reference(population="everybody", file="region.csv", sha256=found)
    return RecordTable(columns={"region": Column(group=True, reference=reference)})


def test_shares_and_counts_and_files_say_the_same(tmp_path: Path) -> None:
    """Shares, counts, and either of them in a file become shares; the file is named as a source."""
    expected = {"North": 0.75, "South": 0.25}
    for reference in (
        Reference(population="everybody", shares=expected),
        Reference(population="everybody", counts={"North": 300, "South": 100}),
    ):
        table = RecordTable(columns={"region": Column(group=True, reference=reference)})
        assert read_references(tmp_path, "items", table) == ({"region": expected}, [])
    for text in ("value,share\nNorth,.75\nSouth,.25\n", "count,value\n3,North\n1,South\n"):
        shares, files = read_references(tmp_path, "items", declared(tmp_path, text))
        assert shares == {"region": expected}
        assert [file.name for file in files] == ["region.csv"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("value,share\nNorth,.75\nSouth,.35\n", ["bad-shares"]),
        ("value,share\nNorth,much\n,.25\nNorth,-1\n", ["bad-number", "bad-number", "duplicate-value", "missing-value"]),
        ("value,count\nNorth,0\n", ["no-population"]),
        ("region,share\nNorth,1\n", ["missing-column"]),
        (None, ["missing-file"]),
    ],
)
def test_all_problems_of_a_file(tmp_path: Path, text: str | None, codes: list[str]) -> None:
    """Every problem is listed, and none quotes a cell."""
    with pytest.raises(InputError) as error:
        read_references(tmp_path, "items", declared(tmp_path, text))
    assert sorted(problem.code for problem in error.value.problems) == codes
    assert "much" not in str(error.value)


def test_another_file_is_noticed(tmp_path: Path) -> None:
    """The digest in the manifest must be the file's; the message says which one to write."""
    with pytest.raises(InputError) as error:
        read_references(tmp_path, "items", declared(tmp_path, "value,share\nNorth,1\n", digest="0" * 64))
    (problem,) = error.value.problems
    assert problem.code == "other-file"
    assert hashlib.sha256(b"value,share\nNorth,1\n").hexdigest() in problem.remedy


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"shares": {"a": 0.4}},
        {"shares": {"a": 1.0}, "counts": {"a": 1}},
        {"counts": {"a": -1, "b": 3}},
        {"counts": {"a": 0}},
        {"shares": {"a": float("nan")}},
        {"file": "x.csv"},
        {"file": "../x.csv", "sha256": "0" * 64},
    ],
)
def test_a_reference_that_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    """Neither or two kinds of numbers, numbers that are none, a file without digest or outside the folder."""
    with pytest.raises(ValidationError):
        Reference.model_validate({"population": "everybody", **given})


def test_only_group_columns_have_a_reference() -> None:
    """A column that divides nothing stands for nothing."""
    with pytest.raises(ValidationError):
        Column.model_validate({"reference": {"population": "everybody", "shares": {"a": 1}}})
