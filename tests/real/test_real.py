"""Real data sets are read whole: every count is the published one."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.files.parquet import read_tables, write_tables
from labelcards.dataset.version.coding import code_question
from labelcards.dataset.version.reading import read_raw_version
from tests.real.build import SOURCES, build_dataset


@pytest.mark.parametrize(("version", "file", "group"), [("1.0.0", "g1", "g1-"), ("2.0.0", "g2", "g2-")])
def test_annotation_paradigms(version: str, file: str, group: str, shared_data: Path, tmp_path: Path) -> None:
    """200 tweets by 20 people, ten women and ten men in the first group, read cell by cell from either column order."""
    read, report = read_raw_version(build_dataset("annotation-paradigms", shared_data, tmp_path), version)
    assert (len(read.items), len(read.annotations), len(read.annotators)) == (200, 4000, 20)
    assert read.annotators["annotator_id"].str.startswith(group).all()
    if version == "1.0.0":
        assert read.annotators["gender"].value_counts().to_dict() == {"F": 10, "M": 10}
    assert all(not table.left_out and not table.dropped_columns for table in report.tables.values())
    found = read.annotations.set_index(["item_id", "annotator_id"])["label"].to_dict()
    gender = read.annotators.set_index("annotator_id")["gender"].to_dict()
    with (shared_data / SOURCES["annotation-paradigms"] / f"annotations_{file}.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            for column, answer in row.items():
                if column.startswith("label_"):
                    number, letter = sorted(column.split("_")[1:])
                    assert found.pop((row["id"], group + number)) == answer.lower()
                    assert gender[group + number] == letter
    assert not found


def test_both_paradigms_have_the_same_items(shared_data: Path, tmp_path: Path) -> None:
    """The two versions label the same 200 texts, so they can be compared."""
    folder = build_dataset("annotation-paradigms", shared_data, tmp_path)
    first, second = (read_raw_version(folder, version)[0] for version in ("1.0.0", "2.0.0"))
    pd.testing.assert_frame_equal(first.items, second.items)


def test_textual_entailment(shared_data: Path, tmp_path: Path) -> None:
    """8,000 judgements of 800 pairs by 164 workers; 72.91% equal the expert's (SOURCE.txt)."""
    read, report = read_raw_version(build_dataset("rte", shared_data, tmp_path), "1.0.0")
    assert (len(read.items), len(read.annotations), len(read.annotators), len(read.gold)) == (800, 8000, 164, 800)
    assert read.gold["label"].value_counts().to_dict() == {"entailed": 400, "not_entailed": 400}
    coded = code_question(read, "entailment")
    expert = read.gold.set_index("item_id")["label"].reindex(pd.Index(coded.items))
    gold = pd.Index(coded.labels).get_indexer(pd.Index(expert))
    assert (gold[coded.ratings.item] == coded.ratings.label).mean() == pytest.approx(0.7291, abs=5e-5)
    assert read.items["text"].str.contains("&apos;").any()
    assert read.annotations["started_at"].unique() == [pd.Timestamp("2019-03-25 14:39:42")]
    assert dict(report.tables["items"].left_out) == {"repeated": 7200}
    assert report.tables["annotations"].dropped_columns == ("!amt_annotation_ids",)


@pytest.mark.parametrize(("name", "version"), [("annotation-paradigms", "2.0.0"), ("rte", "1.0.0")])
def test_parquet_round_trip(name: str, version: str, shared_data: Path, tmp_path: Path) -> None:
    """Real texts with emoji and entities survive Parquet, twice to the same bytes."""
    read, _ = read_raw_version(build_dataset(name, shared_data, tmp_path), version)
    write_tables(read, tmp_path / "one")
    again = read_tables(tmp_path / "one", read.manifest, read.version)
    write_tables(again, tmp_path / "two")
    for table in CONTRACT:
        pd.testing.assert_frame_equal(getattr(again, table), getattr(read, table))
        name = f"{table}.parquet"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
