"""The model figures of a label version."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, equalized_odds_difference, selection_rate
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score

from labelcards.assess.model.version import model_figures
from labelcards.cards.warning_text import shipped_text
from labelcards.catalog.metrics import catalog_for
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.params import ModelParams
from labelcards.errors import InputError
from tests.assess.bias_data import TOPICS, Effects, simulated


def predictions(version: LabelVersion, seed: int, worse: float = 0.0) -> pd.DataFrame:
    """Gold with random errors, more of them for learners."""
    rng = np.random.default_rng(seed)
    table = version.gold.merge(version.items, on="item_id")
    wrong = rng.random(len(table)) < 0.1 + worse * (table["english"] == "learner")
    label = np.where(wrong, np.array(TOPICS)[rng.integers(0, 3, len(table))], table["label"])
    return pd.DataFrame({"question": "topic", "item_id": table["item_id"], "label": label, "confidence": 0.9})


@pytest.fixture(scope="module")
def version() -> LabelVersion:
    """A version with gold for all of its items."""
    return simulated(Effects(), seed=11)


@pytest.fixture(scope="module")
def joined(version: LabelVersion) -> pd.DataFrame:
    """Gold, prediction and item columns side by side."""
    gold = version.gold.rename(columns={"label": "gold"})[["item_id", "gold"]]
    return predictions(version, 1, 0.3).merge(gold, on="item_id").merge(version.items, on="item_id")


@pytest.fixture(scope="module")
def document(version: LabelVersion) -> MetricsDocument:
    """The figures of predictions that are worse for learners."""
    tree, _, _ = model_figures(version, predictions(version, 1, 0.3), train_items={"topic": 200})
    assert catalog_for(tree)
    return MetricsDocument(document="model", dataset="made-up", version="1.0.0", figures=tree)


def value(document: MetricsDocument, *path: str) -> float:
    """The value of a figure that must be there."""
    found: Figure | None = document.find("questions", "topic", *path)
    assert found is not None, path
    assert found.value is not None, path
    return found.value


def test_overall_scores_equal_scikit_learn(document: MetricsDocument, joined: pd.DataFrame) -> None:
    """Accuracy, balanced accuracy and macro F1 as in scikit-learn; overconfidence is confidence minus accuracy."""
    gold, given = joined["gold"], joined["label"]
    assert value(document, "overall", "accuracy") == pytest.approx(accuracy_score(gold, given), abs=1e-6)
    balanced = balanced_accuracy_score(gold, given)
    assert value(document, "overall", "balanced_accuracy") == pytest.approx(balanced, abs=1e-6)
    macro = f1_score(gold, given, average="macro")
    assert value(document, "overall", "f1_macro") == pytest.approx(macro, abs=1e-6)
    surplus = 0.9 - accuracy_score(gold, given)
    assert value(document, "overall", "overconfidence") == pytest.approx(surplus, abs=1e-6)


def test_groups_and_gaps_equal_fairlearn(document: MetricsDocument, joined: pd.DataFrame) -> None:
    """Selection rate, parity and equalized odds by group as fairlearn gives them, crossed columns included."""
    for axis, groups in (("place", joined["place"]), ("place × english", joined["place"] + " × " + joined["english"])):
        truth, given = joined["gold"] == "billing", joined["label"] == "billing"
        frame = MetricFrame(metrics=selection_rate, y_true=truth, y_pred=given, sensitive_features=groups)
        for group, rate in frame.by_group.items():
            path = ("per_group", axis, str(group), "per_label", "billing", "selection_rate")
            assert value(document, *path) == pytest.approx(rate, abs=1e-6)
        gap = ("gap", axis, "per_label", "billing")
        assert value(document, *gap, "demographic_parity_difference") == pytest.approx(frame.difference(), abs=1e-6)
        assert value(document, *gap, "demographic_parity_ratio") == pytest.approx(frame.ratio(), abs=1e-6)
        odds = equalized_odds_difference(truth, given, sensitive_features=groups)
        assert value(document, *gap, "equalized_odds_difference") == pytest.approx(odds, abs=1e-6)


def test_confusion_and_data(document: MetricsDocument, joined: pd.DataFrame) -> None:
    """Confusion counts are those of a cross table; the sizes of training and gold are stored."""
    table = pd.crosstab(joined["gold"], joined["label"])
    for gold in TOPICS:
        for given in TOPICS:
            assert value(document, "confusion", gold, given, "count") == table.loc[gold, given]
    assert value(document, "data", "gold_items") == len(joined)
    assert value(document, "data", "train_items") == 200


def test_the_worse_group_is_found_and_no_other(version: LabelVersion) -> None:
    """Learners get more errors: one finding, and the coin stays unmentioned."""
    _, _, found = model_figures(version, predictions(version, 1, 0.3), intersections=False)
    learner = ("questions", "topic", "per_group", "english", "learner")
    assert [(each.code, each.about) for each in found] == [
        ("model-group-error", (*learner, "error_rate")),
        ("model-group-misses", (*learner, "errors", "billing", "false_negative_rate")),
        ("model-group-false-alarms", (*learner, "errors", "billing", "false_positive_rate")),
    ]
    _, _, none = model_figures(version, predictions(version, 1, 0.0), intersections=False)
    assert none == []


def test_small_groups_have_no_figures_and_no_part_in_gaps(version: LabelVersion) -> None:
    """Below the minimum a group says so, and a column without two large groups has no gap."""
    tree, _, _ = model_figures(version, predictions(version, 1), ModelParams(minimum_cell=10_000))
    document = MetricsDocument(document="model", dataset="made-up", version="1.0.0", figures=tree)
    small = document.find("questions", "topic", "per_group", "place", "South", "accuracy")
    gap = document.find("questions", "topic", "gap", "place", "accuracy_difference")
    assert small is not None
    assert small.why == "fewer than 10000 gold items"
    assert gap is not None
    assert gap.value is None


def test_missing_predictions_are_noted(version: LabelVersion) -> None:
    """Gold items without a prediction do not count, and a note says how many."""
    tree, notes, _ = model_figures(version, predictions(version, 1).iloc[5:])
    assert [each.code for each in notes] == ["gold-without-prediction"]
    assert shipped_text()(notes[0]).startswith("5 of 400 gold items")
    assert tree


def test_bad_predictions_are_refused_together(version: LabelVersion) -> None:
    """Repeated items and unknown labels are reported at once, without quoting the label."""
    bad = pd.concat([predictions(version, 1), predictions(version, 1).iloc[:1].assign(label="secret")])
    with pytest.raises(InputError) as caught:
        model_figures(version, bad)
    assert {each.code for each in caught.value.problems} == {"repeated-prediction", "unknown-label"}
    assert "secret" not in str(caught.value)


def test_no_predictions_no_figures(version: LabelVersion) -> None:
    """Without predictions for the gold items the branch is absent."""
    assert model_figures(version, predictions(version, 1).iloc[:0])[0] == {}
