"""A model of the user's own in place of the baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.consensus import decide_question
from labelcards.assess.quality.given_probabilities import given_probabilities, given_warnings
from labelcards.assess.quality.version import assess_quality
from labelcards.cards.warning_text import shipped_text
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError
from tests.assess.crowd import LABELS, ticket_version
from tests.dataset.folder import make_folder


def with_predictions(version: LabelVersion, keep: float = 1.0) -> LabelVersion:
    """Probabilities that are sure of the baseline topic's true words, for the first ``keep`` of the items."""
    labels = version.gold.set_index("item_id")["label"]
    items = version.items["item_id"][: int(keep * len(version.items))]
    table = pd.DataFrame([(item, "topic", label) for item in items for label in LABELS])
    table.columns = pd.Index(["item_id", "question", "label"])
    sure = [labels.get(item, "billing") == label for item, label in zip(table["item_id"], table["label"], strict=True)]
    return replace(version, predictions=table.assign(probability=np.where(sure, "0.8", "0.1")).astype("str"))


def test_the_matrix_is_in_code_order() -> None:
    """Rows by item, columns by label, scaled to 1, whatever the order of the table; missing items get the mean."""
    version = with_predictions(ticket_version(n=40), keep=0.5)
    decided = decide_question(version, "topic")
    table = given_probabilities(version.predictions.sample(frac=1, random_state=1), decided)
    assert table is not None
    np.testing.assert_allclose(table.sum(axis=1), 1)
    gold = decided.gold[:20]
    assert (table[:20].argmax(axis=1) == gold).all()
    np.testing.assert_allclose(table[20:], np.tile(table[:20].mean(axis=0), (20, 1)))
    (warned,) = given_warnings(version.predictions, decided)
    assert shipped_text()(warned).startswith("20 of 40 items")


def test_without_rows_there_is_no_matrix() -> None:
    """No table, or zeros only: the baseline is asked."""
    version = ticket_version(n=40)
    decided = decide_question(version, "topic")
    assert given_probabilities(version.predictions, decided) is None
    zeros = with_predictions(version).predictions.assign(probability="0")
    assert given_probabilities(zeros, decided) is None
    assert given_warnings(version.predictions, decided) == []


def test_the_quality_figures_rest_on_them() -> None:
    """Flags name the table, predictions hand it on, CROWDLAB uses it, and gold scores the model by it."""
    version = with_predictions(ticket_version(n=60))
    assessed = assess_quality(version)
    branch = assessed.figures["questions"]["topic"]  # type: ignore[index,call-overload]
    flagged = branch["label_errors"]["flagged"]
    assert flagged.method == "cleanlab prune_by_noise_rate, probabilities of the table predictions"
    assert branch["gold"]["model"]["accuracy"].value == 1.0
    assert "crowdlab" in branch["consensus"]
    written = assessed.predictions
    assert sorted(written["probability"].round(6).unique()) == [0.1, 0.8]


def test_the_table_is_read_and_checked(tmp_path: Path) -> None:
    """Long rows with aliases resolved; what is no probability, repeats a key or names nothing known is refused."""
    good = "item_id,label,probability\nt1,invoice,0.9\nt1,delivery,0.1\n"
    files = {"annotations.csv": "item_id,annotator_id,label\nt1,x,billing\n", "predictions.csv": good}
    tables = {"predictions": {"file": "raw/predictions.csv"}}
    version, _ = read_raw_version(make_folder(tmp_path, files, tables), "1.0.0")
    assert version.predictions.to_dict("list") == {
        "item_id": ["t1", "t1"],
        "question": ["topic", "topic"],
        "label": ["billing", "delivery"],
        "probability": ["0.9", "0.1"],
    }
    files["predictions.csv"] = (
        "item_id,label,probability\nt1,billing,1.5\nt2,billing,much\nt3,billing,\nt4,billing,0.5\n"
        "t2,delivery,0.5\nt2,delivery,0.4\n"
    )
    with pytest.raises(InputError) as caught:
        read_raw_version(make_folder(tmp_path, files, tables), "1.0.0")
    assert {(problem.row, problem.code) for problem in caught.value.problems} == {
        (2, "bad-probability"),
        (3, "bad-probability"),
        (4, "missing-value"),
        (5, "unknown-item"),
        (7, "duplicate-prediction"),
    }


def test_probabilities_of_single_precision(tmp_path: Path) -> None:
    """What rounding put a little outside of 0 to 1 is read as 0 or 1; what lies further out is refused."""
    files = {
        "annotations.csv": "item_id,annotator_id,label\nt1,x,billing\n",
        "predictions.csv": "item_id,label,probability\nt1,billing,1.00001\nt1,delivery,-1e-05\nt1,other,0.5\n",
    }
    tables = {"predictions": {"file": "raw/predictions.csv"}}
    version, _ = read_raw_version(make_folder(tmp_path, files, tables), "1.0.0")
    assert version.predictions["probability"].tolist() == ["1", "0", "0.5"]
    files["predictions.csv"] = "item_id,label,probability\nt1,billing,1.001\nt1,delivery,-0.001\n"
    with pytest.raises(InputError) as caught:
        read_raw_version(make_folder(tmp_path, files, tables), "1.0.0")
    assert [problem.code for problem in caught.value.problems] == ["bad-probability"] * 2


def test_one_column_per_label(tmp_path: Path) -> None:
    """A wide table whose column names say the label, and a pattern that does not: read, refused."""
    files = {
        "annotations.csv": "item_id,annotator_id,label\nt1,x,billing\n",
        "predictions.csv": "item_id,p_invoice,p_delivery,p_other,note\nt1,0.7,0.2,0.1,x\nt2,0.1,0.1,0.8,y\n",
    }
    wide = {"file": "raw/predictions.csv", "layout": "wide", "pattern": "p_(?P<label>.+)"}
    version, _ = read_raw_version(make_folder(tmp_path, files, {"predictions": wide}), "1.0.0")
    table = version.predictions.pivot_table(index="item_id", columns="label", values="probability", aggfunc="first")
    assert table.to_dict("index") == {
        "t1": {"billing": "0.7", "delivery": "0.2", "other": "0.1"},
        "t2": {"billing": "0.1", "delivery": "0.1", "other": "0.8"},
    }
    for pattern, code in (("p_(?P<annotator_id>.+)", "inconsistent"), ("q_(?P<label>.+)", "no-match")):
        folder = make_folder(tmp_path, files, {"predictions": {**wide, "pattern": pattern}})
        with pytest.raises(InputError) as caught:
            read_raw_version(folder, "1.0.0")
        assert {problem.code for problem in caught.value.problems} == {code}
