"""Predictions, truth and groups in one table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, equalized_odds_difference, false_negative_rate, false_positive_rate
from statsmodels.stats.proportion import confint_proportions_2indep

from labelcards.assess.one_table.predictions import PredictionColumns, table_predictions
from labelcards.dataset.files.table_file import read_table
from labelcards.documents.params import ModelParams
from labelcards.errors import InputError

COMPAS = {"Black": (990, 805, 532, 1369), "White": (1139, 349, 461, 505)}
"""True negatives, false positives, false negatives and true positives (ProPublica 2016)."""


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """The eight counts, one row each."""
    cells = ((0, 0), (0, 1), (1, 0), (1, 1))
    rows = [(race, *cell, n) for race, counts in COMPAS.items() for cell, n in zip(cells, counts, strict=True)]
    file = tmp_path / "compas.csv"
    pd.DataFrame(rows, columns=["race", "truth", "predicted", "n"]).to_csv(file, index=False)
    return file


def score(file: Path, **columns: Any) -> dict[str, Any]:
    """The result for a file."""
    plan = ModelParams(minimum_cell=columns.pop("minimum_cell", 10))
    return table_predictions(read_table(file), PredictionColumns("truth", **columns), plan)


def refused(file: Path, **columns: Any) -> set[str]:
    """The reason codes with which a file is refused."""
    with pytest.raises(InputError) as error:
        score(file, **columns)
    return {problem.code for problem in error.value.problems}


def test_a_recidivism_audit(counted: Path) -> None:
    """False-positive rates .4485 and .2345, false-negative rates .2799 and .4772, their differences with intervals."""
    result = score(counted, predicted="predicted", groups=("race",), count="n", positive="1")
    rates = {race: held["per_label"]["1"] for race, held in result["per_group"]["race"].items()}
    printed = {"Black": (0.4485, 0.2799), "White": (0.2345, 0.4772)}
    for race, (false_positive, false_negative) in printed.items():
        assert round(rates[race]["false_positive_rate"]["value"], 4) == false_positive
        assert round(rates[race]["false_negative_rate"]["value"], 4) == false_negative
        assert rates[race]["false_positive_rate"]["low"] < false_positive < rates[race]["false_positive_rate"]["high"]
    differences = result["differences"]["race"]["1"]
    (gap,) = differences["false_positive_rate"]
    assert (gap["first"], gap["second"]) == ("Black", "White")
    low, high = confint_proportions_2indep(805, 1795, 349, 1488, compare="diff", method="newcomb")
    assert (gap["low"], gap["high"]) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
    (gap,) = differences["false_negative_rate"]
    assert (gap["first"], round(gap["value"], 4)) == ("White", 0.1974)
    assert {found.code for found in result["findings"]} == {"model-group-false-alarms", "model-group-misses"}
    findings = [found.model_dump(mode="json") for found in result["findings"]]
    json.dumps({**result, "findings": findings}, allow_nan=False)


def test_counts_and_rows_and_scores_give_the_same(counted: Path, tmp_path: Path) -> None:
    """A row per item, and a score with a threshold, equal the table of counts; fairlearn agrees."""
    table = pd.read_csv(counted)
    rows = table.loc[table.index.repeat(table["n"])].drop(columns="n").sample(frac=1, random_state=1)
    rows = rows.assign(score=rows["predicted"] * 5 + 2)
    file = tmp_path / "rows.csv"
    rows.to_csv(file, index=False)
    first = score(counted, predicted="predicted", groups=("race",), count="n", positive="1")
    assert score(file, predicted="predicted", groups=("race",), positive="1") == first
    assert score(file, score="score", threshold=5.0, groups=("race",), positive="1") == first
    truth, given, race = (rows[name].to_numpy() for name in ("truth", "predicted", "race"))
    metrics = {"false_positive_rate": false_positive_rate, "false_negative_rate": false_negative_rate}
    frame = MetricFrame(metrics=metrics, y_true=truth, y_pred=given, sensitive_features=race)
    for name, difference in frame.difference().items():
        gap = first["gap"]["race"]["per_label"]["1"][f"{name}_difference"]
        assert gap["value"] == pytest.approx(difference, abs=1e-6)
        assert gap["low"] < difference < gap["high"]
    odds = first["gap"]["race"]["per_label"]["1"]["equalized_odds_difference"]["value"]
    assert odds == pytest.approx(equalized_odds_difference(truth, given, sensitive_features=race), abs=1e-6)


def test_two_columns_are_crossed(tmp_path: Path) -> None:
    """Intersections are columns of their own, small groups say why, rows without a label are counted."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"a": rng.integers(0, 2, 200), "b": rng.integers(0, 2, 200), "truth": rng.integers(0, 3, 200)})
    table["predicted"] = table["truth"].where(rng.random(200) < 0.7, 1).astype(object)
    table.loc[:4, "predicted"] = None
    table.loc[5:8, "a"] = 7
    file = tmp_path / "table.csv"
    table.to_csv(file, index=False)
    result = score(file, predicted="predicted", groups=("a", "b"))
    assert result["left_out"] == 5
    assert set(result["per_group"]) == {"a", "b", "a × b"}
    assert result["per_group"]["a"]["7"]["accuracy"]["why"] == "fewer than 10 gold items"
    assert set(result["differences"]["b"]) == {"0", "1", "2"}


def test_all_problems_of_a_table(tmp_path: Path) -> None:
    """Wrong columns, counts, scores and labels are listed together, without a value of the table."""
    file = tmp_path / "bad.csv"
    file.write_text("truth,predicted,n,score,race\nyes,yes,2.5,.5,a\nno,yes,-1,high,b\nmaybe,no,3,inf,b\n")
    assert refused(file, predicted="predict", groups=("rage",)) == {"missing-column"}
    assert refused(file, predicted="predicted", count="n", positive="no way") == {"bad-count", "unknown-label"}
    assert refused(file, score="score", positive="yes") == {"not-binary", "bad-number"}
    assert refused(file, score="score") == {"missing-option"}
    file.write_text("truth,predicted\n,\n")
    assert refused(file, predicted="predicted") == {"no-rows"}
    file.write_text("truth,predicted,n\nyes,no,900000000000\n")
    assert refused(file, predicted="predicted", count="n") == {"bad-count"}


def test_a_column_with_a_cross_is_no_intersection(tmp_path: Path) -> None:
    """Columns a, b and ``a × b`` are three columns and three intersections; the third's figures are not lost."""
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"truth": rng.integers(0, 2, 400), "predicted": rng.integers(0, 2, 400)})
    for column in ("a", "b", "a × b", "c"):
        table[column] = np.array(["x", "2 × 4"])[rng.integers(0, 2, 400)]
    table["c"] = table["a × b"]
    table.to_csv(tmp_path / "crosses.csv", index=False)
    result = score(tmp_path / "crosses.csv", predicted="predicted", groups=("a", "b", "a × b", "c"))
    assert set(result["groups"]) == set(result["differences"]) == {"a", "b", "a × b", "c"}
    assert result["per_group"]["a ×× b"] == result["per_group"]["c"]
    assert set(result["per_group"]["c"]) == {"x", "2 × 4"}
    assert set(result["per_group"]["a × b"]) == {"x × x", "x × 2 ×× 4", "2 ×× 4 × x", "2 ×× 4 × 2 ×× 4"}


@pytest.mark.parametrize("name", ["gröup", "a × b", "=1+1", "<script>", "per_label"])
def test_odd_names_are_just_names(tmp_path: Path, name: str) -> None:
    """Columns and groups with odd names make no difference to the figures."""
    table = pd.DataFrame({"truth": [0, 1] * 20, "predicted": [0, 1, 1, 0] * 10, "g": ["x", name] * 20})
    file = tmp_path / "odd.csv"
    table.to_csv(file, index=False)
    plain = table.assign(g=table["g"].replace(name, "y"))
    plain.to_csv(tmp_path / "plain.csv", index=False)
    odd, known = (score(path, predicted="predicted", groups=("g",)) for path in (file, tmp_path / "plain.csv"))
    assert odd["per_group"]["g"][name] == known["per_group"]["g"]["y"]
