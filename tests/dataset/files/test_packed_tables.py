"""Tables as they come by mail: packed, from a spreadsheet, in another encoding, as one JSON object."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.errors import InputError

TABLE = "id;who;label\n1;ann;caf\u00e9\n2;bob;no\n"
CELLS = [["1", "ann", "caf\u00e9"], ["2", "bob", "no"]]


def _cells(table: FileTable) -> list[list[str | None]]:
    return table.frame.astype(object).where(table.frame.notna(), None).to_numpy().tolist()


def _codes(path: Path, encoding: str | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_table(path, encoding)
    return [problem.code for problem in caught.value.problems]


def _zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_packed_tables(tmp_path: Path) -> None:
    """The ending inside counts; what computers and people put beside the table does not."""
    (tmp_path / "labels.csv.gz").write_bytes(gzip.compress(TABLE.encode()))
    litter = {"__MACOSX/._labels.csv": b"x", "data/.hidden.csv": b"y", "README.txt": "hello", "pictures/1.jpg": b"z"}
    _zip(tmp_path / "labels.zip", {"../../data/labels.csv": TABLE, **litter})
    records = "".join(json.dumps(dict(zip(("id", "who", "label"), row, strict=True))) + "\n" for row in CELLS)
    (tmp_path / "labels.jsonl.gz").write_bytes(gzip.compress(records.encode()))
    for name in ("labels.csv.gz", "labels.zip", "labels.jsonl.gz"):
        assert _cells(read_table(tmp_path / name)) == CELLS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["labels.csv.gz", "labels.jsonl.gz", "labels.zip"]


def test_archives_that_cannot_be_read(tmp_path: Path) -> None:
    """None or several tables, a bomb, an archive in an archive, damage: each has its code, and several are named."""
    several = _zip(tmp_path / "a.zip", {"one.csv": TABLE, "two.csv": TABLE})
    with pytest.raises(InputError, match=r"2 tables: one\.csv, two\.csv"):
        read_table(several)
    assert _codes(_zip(tmp_path / "b.zip", {"picture.png": b"x"})) == ["unknown-format"]
    assert _codes(_zip(tmp_path / "c.zip", {"inner.csv": several.read_bytes()})) == ["not-excel"]
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(bytes(1 << 27)))
    assert _codes(tmp_path / "d.csv.gz") == ["too-large"]
    assert _codes(_zip(tmp_path / "e.zip", {"bomb.csv": bytes(1 << 27)})) == ["too-large"]
    (tmp_path / "f.csv.gz").write_bytes(gzip.compress(TABLE.encode())[:-9])
    assert _codes(tmp_path / "f.csv.gz") == ["damaged-archive"]
    damaged = bytearray(several.read_bytes())
    damaged[40:60] = bytes(20)
    (tmp_path / "g.zip").write_bytes(damaged[:-30])
    assert _codes(tmp_path / "g.zip") == ["damaged-archive"]


def test_workbook(tmp_path: Path) -> None:
    """Numbers have the digits they need, dates are ISO 8601, an empty sheet is none; rows count as Excel's do."""
    rows = [
        ["id", "score", "when", "day", "sure", "share"],
        [1, 2.0, datetime(2026, 1, 31, 9, 30), date(2026, 1, 31), True, 0.1],
        [None] * 6,
        [3, 2.5, None, None, False, None],
    ]
    table = read_table(_book(tmp_path / "a.xlsx", {"Labels": rows, "Sheet2": []}))
    assert _cells(table) == [
        ["1", "2", "2026-01-31 09:30:00", "2026-01-31", "true", "0.1"],
        ["3", "2.5", None, None, "false", None],
    ]
    assert table.rows.tolist() == [2, 4]
    assert table.blank == 1


def test_workbooks_that_cannot_be_read(tmp_path: Path) -> None:
    """Several sheets are named; merged cells, formulas without a result and errors are not blanks."""
    rows = [["id", "label"], ["1", "x"], ["2", "y"]]
    with pytest.raises(InputError, match="2 sheets with data: 'ann', 'bob'"):
        read_table(_book(tmp_path / "a.xlsx", {"ann": rows, "bob": rows}))
    assert _codes(_book(tmp_path / "b.xlsx", {"one": [[None, None], *rows]})) == ["no-header"]
    assert _codes(_book(tmp_path / "c.xlsx", {"one": []})) == ["empty-file"]
    assert _codes(_book(tmp_path / "d.xlsx", {"one": [*rows, ["3", "=A1"]]})) == ["no-value"]
    assert _codes(_book(tmp_path / "e.xlsx", {"one": [*rows, ["3", "#REF!"]]})) == ["no-value"]
    assert _codes(_book(tmp_path / "f.xlsx", {"one": [*rows, ["3", "z", "stray"]]})) == ["no-header"]
    book = openpyxl.load_workbook(_book(tmp_path / "g.xlsx", {"one": rows}))
    book["one"].merge_cells("A2:A3")
    book.save(tmp_path / "g.xlsx")
    assert _codes(tmp_path / "g.xlsx") == ["merged-cells"]
    content = io.BytesIO((tmp_path / "c.xlsx").read_bytes())
    with zipfile.ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts["xl/workbook.xml"]
    assert _codes(_zip(tmp_path / "h.xlsx", parts | {"xl/workbook.xml": bomb})) == ["not-excel"]
    assert _codes(_zip(tmp_path / "i.xlsx", {"xl/workbook.xml": b"<x/>"})) == ["not-excel"]
    assert _codes(_zip(tmp_path / "j.xlsx", parts | {"xl/media.xml": bytes(1 << 27)})) == ["too-large"]


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_declared_delimiter(first: str, tmp_path: Path) -> None:
    """The line that Excel writes and reads names the delimiter; rows count it."""
    path = tmp_path / "a.csv"
    path.write_text(f"\ufeff{first}id;a,b,c\n1;x,y,z\n")
    table = read_table(path)
    assert list(table.frame) == ["id", "a,b,c"]
    assert table.rows.tolist() == [3]


def test_encodings(tmp_path: Path) -> None:
    """Marked UTF-16 is read as it is; Latin-1 when declared; a mark that says otherwise stops."""
    path = tmp_path / "a.csv"
    for encoding in ("utf-16", "utf-8-sig", "utf-32"):
        path.write_bytes(TABLE.encode(encoding))
        assert _cells(read_table(path)) == CELLS
    path.write_bytes(TABLE.encode("cp1252"))
    assert _codes(path) == ["unreadable-encoding"]
    assert _cells(read_table(path, "latin-1")) == CELLS
    assert _codes(path, "utf-16-le") == ["unreadable-encoding"]
    for name in ("klingon", "rot13", "unicode_escape", "zlib"):
        assert _codes(path, name) == ["unknown-encoding"]
    path.write_bytes(TABLE.encode("utf-8-sig"))
    assert _codes(path, "latin-1") == ["other-encoding"]
    path.write_bytes(TABLE.encode("utf-16-le"))
    assert _codes(path) == ["unreadable-encoding"]
    assert _cells(read_table(path, "utf-16-le")) == CELLS


FRAME = pd.DataFrame({"ann": ["x", "y", None], "bob": ["x", "x", "y"]}, index=pd.Index([7, 8, 9], name="item"))


@pytest.mark.parametrize("orient", ["columns", "index", "split", "table"])
def test_tables_as_one_object(orient: Any, tmp_path: Path) -> None:
    """What pandas writes by columns, by rows, split or with a schema is the same table; its index has no name."""
    path = tmp_path / "a.json"
    FRAME.to_json(path, orient=orient)
    table = read_table(path)
    assert _cells(table)[-1][-2:] == [None, "y"]
    assert [name for name in table.frame if name != "item"] == ["ann", "bob"]
    assert table.unnamed == (0 if orient == "table" else 1)


def test_lists_as_columns(tmp_path: Path) -> None:
    """An object of lists of one length is a table, also over several lines; one record is not."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps(FRAME.reset_index().to_dict("list"), indent=1))
    assert _cells(read_table(path)) == [["7", "x", "x"], ["8", "y", "x"], ["9", None, "y"]]
    path.write_text('{"id": "1", "tags": ["x", "y"]}')
    assert _cells(read_table(path)) == [["1", "x|y"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"i1": {"ann": "x", "bob": "y"}, "i2": {"ann": "x", "bob": "y"}}', "rows-or-columns"),
        ('{"columns": ["a", "b"], "index": [0], "data": [["x"]]}', "not-records"),
        ('{"results": [{"id": 1}, {"id": 2}]}', "not-records"),
        ('[{"a": ' + "[" * 300 + "]" * 300 + "}]", "json-depth"),
    ],
)
def test_objects_that_are_no_table(content: str, code: str, tmp_path: Path) -> None:
    """Rows and columns that cannot be told apart, parts that do not fit, records below a name, and depth."""
    path = tmp_path / "a.json"
    path.write_text(content)
    assert _codes(path) == [code]


def test_index_that_pandas_stored(tmp_path: Path) -> None:
    """A pivoted table comes back with its items first, as pandas shows it."""
    FRAME.to_parquet(tmp_path / "a.parquet")
    assert list(read_table(tmp_path / "a.parquet").frame) == ["item", "ann", "bob"]
    FRAME.rename_axis(None).to_parquet(tmp_path / "b.parquet")
    table = read_table(tmp_path / "b.parquet")
    assert (list(table.frame), table.unnamed) == (["ann", "bob"], 1)
    FRAME.set_index(pd.RangeIndex(3, 6, name="item")).to_parquet(tmp_path / "c.parquet")
    assert _cells(read_table(tmp_path / "c.parquet"))[0] == ["3", "x", "x"]


def test_class_labels_have_names(tmp_path: Path) -> None:
    """Numbers that `datasets` declares as class labels are read by name, in lists too; -1 is no label."""
    named = {"names": ["neg", "pos"], "_type": "ClassLabel"}
    features = {"id": {"dtype": "string", "_type": "Value"}, "label": named}
    features["tags"] = {"feature": named, "_type": "List"}
    table = pa.table({"id": ["a", "b", "c"], "label": [1, 0, -1], "tags": [[0, 1], [], [1]]})
    metadata = {"huggingface": json.dumps({"info": {"features": features}})}
    pq.write_table(table.replace_schema_metadata(metadata), tmp_path / "a.parquet")
    expected = [["a", "pos", "neg|pos"], ["b", "neg", "[]"], ["c", None, "pos"]]
    assert _cells(read_table(tmp_path / "a.parquet")) == expected
    with pa.ipc.new_stream(tmp_path / "a.arrow", table.replace_schema_metadata(metadata).schema) as writer:
        writer.write_table(table)
    assert _cells(read_table(tmp_path / "a.arrow")) == expected
    pq.write_table(table.set_column(1, "label", [[1, 2, 0]]).replace_schema_metadata(metadata), tmp_path / "b.parquet")
    assert _codes(tmp_path / "b.parquet") == ["unnamed-class"]
