"""Whatever bytes a file holds, reading it gives a table or an `InputError`, and nothing else."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelcards.dataset.files.table_file import read_table
from labelcards.errors import InputError

ENDINGS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".parquet", ".arrow", ".gz", ".zip", ".xlsx")
PIECES = [
    b'"',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"a",
    b"1",
    b" ",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"null",
    b"\xff",
    b"\x00",
]
PIECES += [b'{"a": 1}', b"PAR1", b"\xef\xbb\xbf", b"id,text", "é".encode(), b"\\u0000", b"1e999"]
PIECES += [b"PK\x03\x04", b"\x1f\x8b\x08", b"ARROW1", b"\xff\xfe", b"sep=;\n", b'{"a": [1, 2], "b": [3, 4]}', b'"data"']


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join), ending=st.sampled_from(ENDINGS))
def test_any_bytes(content: bytes, ending: str, tmp_path: Path) -> None:
    """Every dialect is fed fragments of all dialects; no exception but ours, and no warning, comes out."""
    path = tmp_path / f"file{ending}"
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            table = read_table(path)
        except InputError:
            return
    assert len(table.rows) == len(table.frame)
    assert (table.rows[1:] > table.rows[:-1]).all()


@pytest.mark.parametrize(
    ("content", "rows"), [('{"a": "x"}\n{"a": "\\ud800"}\n{"b": ["\\udfff"]}\n', [2]), ('{"\\ud800": "x"}\n', [None])]
)
def test_half_a_character(content: str, rows: list[int | None], tmp_path: Path) -> None:
    """JSON can escape a lone surrogate, which no UTF-8 file can hold."""
    path = tmp_path / "a.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert [(problem.code, problem.row) for problem in caught.value.problems] == [
        ("half-character", row) for row in rows
    ]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('id,text\n1,5" screen\n', 1),
        ("id,text\n" + '1,"' + "x" * 200_000 + '"\n2,6" pipe\n', 2),
    ],
)
def test_literal_quote_is_no_open_quote(content: str, rows: int, tmp_path: Path) -> None:
    """An inch mark inside a cell is data, also beside a cell longer than the csv module's limit."""
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    assert len(read_table(path).frame) == rows


@pytest.mark.parametrize("before", [0, 1 << 22, (1 << 22) - 1])
def test_line_of_a_bad_byte(before: int, tmp_path: Path) -> None:
    """The line is right wherever the bad byte stands, also at the edge of a decoded block and inside a letter."""
    lines = b"id,text\n" + b"1,abc\n" * (before // 6)
    path = tmp_path / "a.csv"
    path.write_bytes(lines + b"x" * (before % 6) + b"\xe2\x82,1\n")
    with pytest.raises(InputError, match=rf"in line {lines.count(bytes([10])) + 1}\."):
        read_table(path)


def test_very_wide_header(tmp_path: Path) -> None:
    """Five thousand columns are more than the sample the delimiter is found in."""
    names = [f"a column with a rather long name {number}" for number in range(5_000)]
    path = tmp_path / "a.csv"
    path.write_text(",".join(names) + "\n" + ",".join("1" for _ in names) + "\n", encoding="utf-8")
    table = read_table(path)
    assert list(table.frame.columns) == names
    assert set(table.frame.iloc[0]) == {"1"}
