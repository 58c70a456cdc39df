"""Table files of every format become the same trimmed text columns."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelcards.dataset.files.csv_file import sniff_delimiter
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.errors import InputError


def _read(folder: Path, name: str, content: str | bytes) -> FileTable:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_table(path)


def _cells(table: FileTable) -> list[list[str | None]]:
    return [[None if pd.isna(cell) else cell for cell in row] for row in table.frame.to_numpy().tolist()]


def _codes(folder: Path, name: str, content: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        _read(folder, name, content)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,text\n1,a b\n2,\n"),
        ("a.csv", "id;text\n1;a b\n2;\n"),
        ("a.csv", "id\ttext\n1\ta b\n2\t\n"),
        ("a.csv", "\ufeffid|text\r\n1|a b\r\n2|\r\n"),
        ("a.tsv", "id\ttext\n1\t a b \n 2\t\t\n".replace("\t\t\n", "\t\n")),
        ("a.csv", '"id","text"\r"1","a b"\r"2",""\r'),
        ("a.jsonl", '{"id": 1, "text": "a b"}\n{"id": 2, "text": null}\n'),
        ("a.ndjson", '[{"id": "1", "text": "a b "}, {"id": 2}]'),
        ("a.json", '{"id": 1, "text": "a b"}\n\n{"id": 2}\n'),
    ],
)
def test_same_table_in_every_dialect(tmp_path: Path, name: str, content: str) -> None:
    """Delimiter, line ends, quotes, byte order mark and JSON forms make no difference."""
    table = _read(tmp_path, name, content)
    assert list(table.frame.columns) == ["id", "text"]
    assert [str(dtype) for dtype in table.frame.dtypes] == ["str", "str"]
    assert _cells(table) == [["1", "a b"], ["2", None]]


def test_rows_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    """A quoted line break stays in its row; a blank line is a row of its own and is left out."""
    table = _read(tmp_path, "a.csv", 'id,text\n1,"two\nlines"\n\n , \n2,x\n')
    assert _cells(table) == [["1", "two\nlines"], ["2", "x"]]
    assert table.rows.tolist() == [2, 5]
    assert table.blank == 2


def test_rows_of_json_lines_are_lines(tmp_path: Path) -> None:
    """Blank lines count, so that an editor finds the record."""
    assert _read(tmp_path, "a.jsonl", '\n{"a": 1}\n\n{"a": 2}\n').rows.tolist() == [2, 4]


def test_json_values_keep_what_was_written(tmp_path: Path) -> None:
    """Digits are kept, objects become dotted columns, lists sets, and deeper things JSON text."""
    record = '{"n": 1.50, "big": 12345678901234567890, "yes": true, "meta": {"source": {"name": "x"}, "none": null}, '
    record += '"tags": ["a", "b"], "empty": [], "spans": [{"b": 2, "a": 1}], "void": {}}\n'
    table = _read(tmp_path, "a.jsonl", record)
    assert dict(zip(table.frame.columns, _cells(table)[0], strict=True)) == {
        "n": "1.50",
        "big": "12345678901234567890",
        "yes": "true",
        "meta.source.name": "x",
        "meta.none": None,
        "tags": "a|b",
        "empty": "[]",
        "spans": '[{"a": "1", "b": "2"}]',
        "void": "{}",
    }


def test_json_records_may_differ_in_keys(tmp_path: Path) -> None:
    """A key that comes late or is left out is a missing value there."""
    table = _read(tmp_path, "a.jsonl", '{"a": 1}\n{"b": 2}\n{"a": 3, "c": 4}\n')
    assert _cells(table) == [["1", None, None], [None, "2", None], ["3", None, "4"]]


def test_parquet_types_become_text(tmp_path: Path) -> None:
    """Integers with gaps lose the '.0' their writer gave them; lists, times, categories and structs become text."""
    frame = pd.DataFrame(
        {
            "id": [1, 2],
            "score": [1.0, np.nan],
            "half": [0.5, 2.0],
            "when": pd.to_datetime(["2026-01-31T09:30:00Z", None]),
            "kind": pd.Categorical(["a", "b"]),
            "flag": [True, False],
        }
    )
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    arrow = arrow.append_column("tags", pa.array([["x", "y"], []]))
    arrow = arrow.append_column("meta", pa.array([{"source": "s"}, {"source": None}]))
    pq.write_table(arrow, tmp_path / "a.parquet")
    table = read_table(tmp_path / "a.parquet")
    assert _cells(table) == [
        ["1", "1", "0.5", "2026-01-31 09:30:00.000000Z", "a", "true", "x|y", "s"],
        ["2", None, "2", None, "b", "false", "[]", None],
    ]
    assert table.rows.tolist() == [1, 2]


def test_columns_without_name_are_left_out(tmp_path: Path) -> None:
    """The nameless index column that pandas writes is no column."""
    table = _read(tmp_path, "a.csv", ",id, \n0,a,\n1,b,\n")
    assert list(table.frame.columns) == ["id"]
    assert table.unnamed == 2


def test_letters_are_composed(tmp_path: Path) -> None:
    """A decomposed letter in header and cell equals the composed one."""
    table = _read(tmp_path, "a.csv", "o\u0308,x\nu\u0308,y\n")
    assert list(table.frame.columns) == ["ö", "x"]
    assert _cells(table) == [["ü", "y"]]


def test_entities_and_nul_stay_in_texts(tmp_path: Path) -> None:
    """Reading does not decode or repair what the file says."""
    table = _read(tmp_path, "a.csv", "id,text\n1,it&apos;s \x00 odd\n")
    assert _cells(table) == [["1", "it&apos;s \x00 odd"]]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "", "empty-file"),
        ("a.csv", " \n\n", "empty-file"),
        ("a.jsonl", "\n", "empty-file"),
        ("a.json", "[]", "empty-file"),
        ("a.csv", "\nid,text\n1,a\n", "no-header"),
        ("a.csv", "id,id\n1,2\n", "duplicate-column"),
        ("a.csv", "id,text\n1\n", "ragged-row"),
        ("a.csv", 'id,text\n1,"a\n2,b\n', "open-quote"),
        ("a.csv", "id,text\n1,caf\u00e9\n".encode("cp1252"), "unreadable-encoding"),
        ("a.csv", "id,text\n1,a\n".encode("utf-16-le"), "unreadable-encoding"),
        ("a.csv", b"PK\x03\x04rest", "damaged-archive"),
        ("a.csv", b"\x1f\x8brest", "damaged-archive"),
        ("a.csv", b"\xd0\xcf\x11\xe0rest", "unknown-format"),
        ("a.xlsx", b"anything", "unknown-format"),
        ("a.json", '{"data": []}', None),
        ("a.json", "[1, 2]", "not-records"),
        ("a.json", "[" * 100_000, "json-depth"),
        ("a.jsonl", '{"a": Infinity}\n', "not-json"),
        ("a.jsonl", '{"a": 1, "a": 2}\n', "duplicate-key"),
        ("a.jsonl", b'{"a": "\xff"}\n', "unreadable-encoding"),
        ("a.parquet", b"PAR1 but not really", "not-parquet"),
        ("a.parquet", b"", "not-parquet"),
    ],
)
def test_unreadable_file(tmp_path: Path, name: str, content: str | bytes, code: str | None) -> None:
    """Every way a file can be unreadable has its code; a one-line JSON object is one record."""
    if code is None:
        assert len(_read(tmp_path, name, content).frame) == 1
    else:
        assert set(_codes(tmp_path, name, content)) == {code}


def test_missing_file(tmp_path: Path) -> None:
    """A path without a file is a problem, not a crash."""
    with pytest.raises(InputError, match="missing-file"):
        read_table(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("id,text\n1,a;b;c;d\n2,e;f\n", ","),
        ("id;text\n1;a, b, c\n2;d, e\n", ";"),
        ("id;text, long\n1;a, b, c\n2;d\n", ";"),
        ('id,text\n1,"a;b\nc;d"\n', ","),
        ("id\ttext\n1\ta,b;c\n", "\t"),
        ("only\na\nb\n", ","),
        ("a,b;c\n1,2;3\n", ","),
        ("a;b|c\n1;2|3\n", ";"),
        ("", ","),
    ],
)
def test_delimiter_is_the_consistent_one(sample: str, delimiter: str) -> None:
    """Delimiters inside texts do not mislead."""
    assert sniff_delimiter(sample) == delimiter


def test_long_records_and_files_beyond_the_sample(tmp_path: Path) -> None:
    """Cells larger than the sniffed sample, and files much longer, are read whole."""
    long = "word " * 100_000
    content = f'id,text\n1,"{long}"\n' + "".join(f"{n},x\n" for n in range(2, 50_000))
    table = _read(tmp_path, "a.csv", content)
    assert len(table.frame) == 49_999
    assert len(table.frame["text"].iloc[0]) == len(long.strip())
    assert table.rows[-1] == 50_000


_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=8).map(
    lambda text: f"<{text}>"
)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=6), delimiter=st.sampled_from(",;\t"))
def test_what_csv_writes_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any text survives CSV with any delimiter, and JSON Lines gives the same table."""
    folder = tmp_path_factory.mktemp("law")
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("one", "two", "three"), *rows])
    read = _read(folder, "a.csv", stream.getvalue())
    lines = "".join(json.dumps(dict(zip(("one", "two", "three"), row, strict=True))) + "\n" for row in rows)
    pd.testing.assert_frame_equal(read.frame, _read(folder, "a.jsonl", lines).frame)
    expected = [[pa.compute.utf8_normalize(pa.scalar(cell), form="NFC").as_py() for cell in row] for row in rows]
    assert _cells(read) == expected


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_table_with_tens_of_thousands_of_columns(tmp_path: Path, ending: str) -> None:
    """It is refused by its header, with the number, before minutes are spent on it."""
    wide = pd.DataFrame([["a"] * 6000], columns=[f"c{number}" for number in range(6000)])
    path = tmp_path / f"wide.{ending}"
    if ending == "csv":
        wide.to_csv(path, index=False)
    elif ending == "jsonl":
        wide.to_json(path, orient="records", lines=True)
    else:
        wide.to_parquet(path)
    with pytest.raises(InputError, match=r"up to 5,000 are read") as caught:
        read_table(path)
    assert [problem.code for problem in caught.value.problems] == ["too-many-columns"]


@pytest.mark.parametrize("depth", [101, 900, 100_000])
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_that_is_nested_without_end(tmp_path: Path, ending: str, depth: int) -> None:
    """A word about the depth, for the record; one hundred levels are read."""
    deep = '{"a": %s}' % ('{"b": ' * depth + "1" + "}" * depth)
    path = tmp_path / f"deep.{ending}"
    path.write_text(f"[{deep}]" if ending == "json" else f'{{"a": 1}}\n{deep}\n')
    with pytest.raises(InputError, match="nested more than 100 deep") as caught:
        read_table(path)
    assert [problem.code for problem in caught.value.problems] == ["json-depth"]
    path.write_text('[{"a": %s}]' % ("[" * 90 + "1" + "]" * 90))
    assert len(read_table(path).frame) == 1
