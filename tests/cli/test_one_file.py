"""The commands for anyone with just a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import labelcards

TEXTS = "Call me on +49 30 901820.\nNothing here.\nI am Maria Lopez, maria.lopez@gmx.example.\n"


def _agreement(*arguments: object) -> dict[str, Any]:
    done = labelcards("agreement", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011(level: str, alpha: float, published_tables: Path) -> None:
    """Alpha of 4 observers and 12 units, as printed: .743 nominal, .815 ordinal, .849 interval, .797 ratio."""
    result = _agreement(published_tables / "krippendorff_2011.csv", "--level", level)
    assert (result["items"], result["annotators"], result["annotations"]) == (12, 4, 41)
    assert round(result["metrics"]["alpha"]["value"], 3) == alpha


def test_the_same_table_under_gwets_rule(published_tables: Path) -> None:
    """irrCAC on that table: Fleiss .76117, Conger .76282, AC1 .77544, Brennan–Prediger .77273."""
    metrics = _agreement(published_tables / "krippendorff_2011.csv")["metrics"]
    expected = {"fleiss_kappa": 0.76117, "conger_kappa": 0.76282, "gwet_ac1": 0.77544, "brennan_prediger": 0.77273}
    assert {name: round(metrics[name]["value"], 5) for name in expected} == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("identity", {"cohen_kappa": 0.79641, "gwet_ac1": 0.84933, "scott_pi": 0.79624, "percent": 0.89}),
        ("linear", {"cohen_kappa_weighted": 0.843, "gwet_ac2": 0.900}),
        ("quadratic", {"cohen_kappa_weighted": 0.892}),
    ],
)
def test_gwets_abstractors(weights: str, expected: dict[str, float], published_tables: Path) -> None:
    """Two raters, 100 subjects, from a contingency table, with every weight that is printed."""
    table = published_tables / "gwet_2014.csv"
    metrics = _agreement(table, "--layout", "contingency", "--level", "ordinal", "--weights", weights)["metrics"]
    digits = 3 if weights != "identity" else 5
    assert {name: round(metrics[name]["value"], digits) for name in expected} == expected


def test_every_metric_has_an_interval_or_a_reason(tmp_path: Path) -> None:
    """One annotator: every coefficient says why it is undefined, and nothing is NaN."""
    table = tmp_path / "one.csv"
    table.write_text("item,who,answer\na,ann,x\nb,ann,y\n")
    result = _agreement(table, "--item", "item", "--annotator", "who", "--label", "answer")
    assert all(metric["why"] for metric in result["metrics"].values())
    assert "NaN" not in json.dumps(result)


def test_long_and_wide_give_the_same(tmp_path: Path) -> None:
    """The layout of the file does not change a digit."""
    rows = [("a", "x", "x"), ("b", "x", "y"), ("c", "y", "y"), ("d", "y", "")]
    wide, long = tmp_path / "wide.csv", tmp_path / "long.csv"
    wide.write_text("item,ann,bob\n" + "".join(",".join(row) + "\n" for row in rows))
    with long.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["item", "annotator", "label"])
        writer.writerows(
            (item, who, label)
            for item, *given in rows
            for who, label in zip(("ann", "bob"), given, strict=True)
            if label
        )
    one = _agreement(wide, "--layout", "wide")
    two = _agreement(long, "--item", "item", "--annotator", "annotator", "--label", "label")
    assert one["metrics"] == two["metrics"]
    assert one["per_label"] == two["per_label"]


def test_the_terminal_view_names_coefficients(tmp_path: Path) -> None:
    """Without --json a person reads titles, values and intervals."""
    table = tmp_path / "wide.csv"
    table.write_text("item,ann,bob\n" + "".join(f"{i},{'xy'[i % 2]},{'xy'[i % 3 % 2]}\n" for i in range(30)))
    done = labelcards("agreement", table, "--layout", "wide")
    assert done.returncode == 0, done.stderr
    assert "Krippendorff's alpha" in done.stdout
    assert "jackknife" in done.stdout


def test_detect_prints_places_not_values(tmp_path: Path) -> None:
    """One JSON line per text with offsets and types; the value only with --show-text."""
    path = tmp_path / "texts.txt"
    path.write_text(TEXTS)
    done = labelcards("detect", path, "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3]
    assert [finding["entity_type"] for finding in rows[0]["findings"]] == ["PHONE_NUMBER"]
    assert rows[1]["findings"] == []
    first = rows[0]["findings"][0]
    assert TEXTS[first["start"] : first["end"]] == "+49 30 901820"
    assert "Maria" not in done.stdout + done.stderr
    assert "maria.lopez@gmx.example" in labelcards("detect", path, "--show-text").stdout


def test_a_column_of_a_text_file_is_refused(tmp_path: Path) -> None:
    """--column on a .txt file is a mistake, and is said to be one."""
    path = tmp_path / "texts.txt"
    path.write_text(TEXTS)
    done = labelcards("detect", path, "--column", "body")
    assert done.returncode == 2
    assert "--column" in done.stderr


def test_the_interval_method_and_its_seed_count(tmp_path: Path) -> None:
    """--interval percentile names the bootstrap, leaves the value alone, and another seed moves the bounds."""
    table = tmp_path / "wide.csv"
    table.write_text("item,ann,bob\n" + "".join(f"{i},{'wxyz'[i % 4]},{'wxyz'[i % 7 % 4]}\n" for i in range(97)))
    plain = _agreement(table, "--layout", "wide")["metrics"]["alpha"]
    first, other = (
        _agreement(table, "--layout", "wide", "--interval", "percentile", "--seed", seed)["metrics"]["alpha"]
        for seed in (1, 2)
    )
    assert "percentile bootstrap" in first["method"]
    assert first["value"] == plain["value"] == other["value"]
    assert (first["low"], first["high"]) != (other["low"], other["high"])


def test_a_ratio_scale_with_negative_numbers(tmp_path: Path) -> None:
    """Quotients of negative numbers mean nothing: exit code 2, and the level that serves."""
    table = tmp_path / "a.csv"
    table.write_text("item,who,label\n" + "".join(f"i{n},{who},{n - 3}\n" for n in range(8) for who in "ab"))
    done = labelcards(
        "agreement", table, "--item", "item", "--annotator", "who", "--label", "label", "--level", "ratio"
    )
    assert done.returncode == 2
    assert "6 labels are below zero" in done.stderr
    assert "--level interval" in done.stderr
