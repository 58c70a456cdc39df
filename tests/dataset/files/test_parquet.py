"""Clean tables as Parquet: equal tables are equal bytes, and nothing gets lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.files.parquet import read_tables, write_tables
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from tests.dataset.folder import make_folder

ANNOTATIONS = (
    "item_id,annotator_id,label,started_at\n"
    "t1,ann,other,2026-01-31T09:30:15.123456Z\nt2,bob,billing,\nt3,ann,delivery,2026-01-01\n"
)


@pytest.fixture
def version(tmp_path: Path) -> LabelVersion:
    """A small version with times, gaps and letters beyond ASCII."""
    items = "item_id,text\nt1,größer 💯\nt2,\nt3,x\n"
    gold = {"gold": {"file": "raw/gold.csv"}}
    files = {"annotations.csv": ANNOTATIONS, "items.csv": items, "gold.csv": "item_id,label\nt1,other\n"}
    return read_raw_version(make_folder(tmp_path, files, gold), "1.0.0")[0]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_round_trip(version: LabelVersion, tmp_path: Path) -> None:
    """What is written is read back with equal values and types."""
    write_tables(version, tmp_path / "tables")
    read = read_tables(tmp_path / "tables", version.manifest, version.version)
    for name in CONTRACT:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(version, name))


def test_equal_tables_are_equal_bytes(version: LabelVersion, tmp_path: Path) -> None:
    """Row order, index and previous content of the folder leave no trace."""
    write_tables(version, tmp_path / "one")
    shuffled = dataclasses.replace(
        version,
        items=version.items.iloc[::-1],
        annotations=version.annotations.sample(frac=1, random_state=2),
        gold=version.gold.set_axis([7]),
    )
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "stale.parquet").write_bytes(b"old")
    write_tables(shuffled, tmp_path / "two")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
    assert sorted(_bytes(tmp_path / "one")) == sorted(f"{name}.parquet" for name in CONTRACT)


def test_files_hold_no_pandas_metadata(version: LabelVersion, tmp_path: Path) -> None:
    """The schema is plain: text, and times marked as UTC."""
    write_tables(version, tmp_path / "tables")
    schema = pq.read_schema(tmp_path / "tables/annotations.parquet")
    assert schema.metadata is None
    assert pq.ParquetFile(tmp_path / "tables/annotations.parquet").metadata.metadata is None
    assert {str(field.type) for field in schema} == {"string", "timestamp[us, tz=UTC]"}


def test_dropped_columns_stay_absent(version: LabelVersion, tmp_path: Path) -> None:
    """A declared column that the anonymize stage removed is not invented again."""
    write_tables(dataclasses.replace(version, items=version.items.drop(columns="text")), tmp_path / "tables")
    read = read_tables(tmp_path / "tables", version.manifest, version.version)
    assert list(read.items.columns) == ["item_id"]


def test_a_column_that_came_later_is_written_where_it_is_filled(version: LabelVersion, tmp_path: Path) -> None:
    """Tables without it keep their bytes, and are read with the column empty."""
    write_tables(version, tmp_path / "tables")
    assert "suggested_by" not in pq.read_schema(tmp_path / "tables/annotations.parquet").names
    suggested = version.annotations.assign(suggested_by=pd.Series(["m-2", None, None], dtype="str"))
    filled = dataclasses.replace(version, annotations=suggested)
    write_tables(filled, tmp_path / "filled")
    read = read_tables(tmp_path / "filled", version.manifest, version.version)
    pd.testing.assert_frame_equal(read.annotations, suggested)


def test_missing_damaged_and_foreign_tables(version: LabelVersion, tmp_path: Path) -> None:
    """Every file that cannot be used is named, all at once."""
    folder = tmp_path / "tables"
    write_tables(version, folder)
    (folder / "gold.parquet").unlink()
    (folder / "annotators.parquet").write_bytes(b"PAR1")
    pq.write_table(pa.table({"item_id": [1, 2], "phone": ["a", "b"]}), folder / "items.parquet")
    with pytest.raises(InputError) as caught:
        read_tables(folder, version.manifest, version.version)
    assert [(Path(problem.file).stem, problem.code, problem.column) for problem in caught.value.problems] == [
        ("annotators", "missing-file", None),
        ("gold", "missing-file", None),
        ("items", "wrong-column", "item_id"),
        ("items", "wrong-column", "phone"),
    ]
