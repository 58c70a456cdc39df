"""Numbers and ordinal answers compared between groups: of items, of annotators, and in a model's errors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from labelcards.assess.bias.version import bias_figures
from labelcards.assess.model.version import model_figures
from labelcards.cards.warning_text import shipped_text
from labelcards.catalog.metrics import catalog_for
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import BiasParams
from labelcards.documents.warning_record import WarningRecord
from tests.assess.bias_data import TOPICS, Effects, simulated

PLAN = BiasParams(permutations=200)


def as_kind(version: LabelVersion, kind: str) -> LabelVersion:
    """The version with its question ordinal, or about the numbers 1, 2, 3 in place of its labels."""
    content: dict[str, Any] = version.manifest.model_dump(exclude_none=True)
    question = content["questions"]["topic"]
    question["kind"] = kind
    if kind == "ordinal":
        return replace(version, manifest=DatasetManifest.model_validate(content))
    content["questions"]["topic"] = {"title": question["title"], "kind": kind}
    numbers = {topic: str(place + 1) for place, topic in enumerate(TOPICS)}
    tables = {
        name: getattr(version, name).assign(label=getattr(version, name)["label"].map(numbers))
        for name in ("annotations", "gold")
    }
    return replace(version, manifest=DatasetManifest.model_validate(content), **tables)


def measured(version: LabelVersion) -> tuple[MetricsDocument, list[WarningRecord]]:
    """Figures and findings; the final label of an item is its gold."""
    finals = version.gold.rename(columns={"label": "final"})
    figures, _, found = bias_figures(version, finals, PLAN, intersections=False)
    assert catalog_for(figures)
    return MetricsDocument(document="bias", dataset="d", version="1.0.0", figures=figures), found


def leaf(document: MetricsDocument, *path: str) -> Figure:
    """A figure that must be there, with a value."""
    found = document.find(*path)
    assert found is not None, path
    assert found.value is not None, path
    return found


@pytest.fixture(scope="module")
def shifted() -> LabelVersion:
    """Learners' items get the first, lowest answer more often."""
    return simulated(Effects(learner=0.5), seed=5)


def test_ordinal_answers_of_item_groups(shifted: LabelVersion) -> None:
    """The difference is the area under the ROC curve minus one half, tested as by Brunner and Munzel, and told."""
    version = as_kind(shifted, "ordinal")
    document, found = measured(version)
    path = ("questions", "topic", "label_level", "english", "learner")
    table = version.gold.merge(version.items, on="item_id")
    place = table["label"].map({topic: k for k, topic in enumerate(TOPICS)}).to_numpy()
    inside = (table["english"] == "learner").to_numpy()
    u = stats.mannwhitneyu(place[inside], place[~inside]).statistic
    gap = leaf(document, *path, "difference")
    assert gap.value == pytest.approx(u / inside.sum() / (~inside).sum() - 0.5, abs=1e-6)
    assert gap.metric == "level_difference"
    told = {warned.about: shipped_text()(warned) for warned in found if warned.code == "label-level"}
    about = ("questions", "topic", "label_level", "english", "fluent")
    assert set(told) == {about}, "the learners are the rest of the fluent"
    assert "higher on the scale than the rest" in told[about]


def test_numbers_of_item_groups(shifted: LabelVersion) -> None:
    """The difference is of means, with Welch's interval, in the answer's unit; there are no label rates."""
    version = as_kind(shifted, "interval")
    document, found = measured(version)
    path = ("questions", "topic", "label_level", "english", "learner")
    table = version.gold.merge(version.items, on="item_id")
    value, inside = table["label"].astype(float), table["english"] == "learner"
    interval = stats.ttest_ind(value[inside], value[~inside], equal_var=False).confidence_interval()
    gap = leaf(document, *path, "difference")
    assert (gap.low, gap.high) == (pytest.approx(interval.low, abs=1e-5), pytest.approx(interval.high, abs=1e-5))
    assert leaf(document, *path, "rate").value == pytest.approx(value[inside].mean(), abs=1e-5)
    assert not document.branch("questions", "topic", "label_rate")
    (text,) = [shipped_text()(warned) for warned in found if warned.code == "label-level"]
    assert text.startswith("Items with english = fluent have a mean final answer of ")
    assert "more than the rest" in text


@pytest.mark.parametrize("kind", ["ordinal", "interval"])
def test_annotators_who_answer_higher(kind: str) -> None:
    """Annotators from the East who answer one step higher on a third of their items are found; shifts are not."""
    version = simulated(Effects(), seed=6)
    home = version.annotations["annotator_id"].map(version.annotators.set_index("annotator_id")["home"])
    rng = np.random.default_rng(1)
    higher = (home == "East").to_numpy() & (rng.random(len(home)) < 0.4)
    step = dict(zip(TOPICS, (*TOPICS[1:], TOPICS[-1]), strict=True))
    raised = version.annotations["label"].map(step)
    annotations = version.annotations.assign(label=version.annotations["label"].mask(higher, raised))
    document, found = measured(as_kind(replace(version, annotations=annotations), kind))
    told = {warned.about for warned in found if warned.code == "annotator-group-level"}
    assert ("questions", "topic", "annotator_level", "home", "East") in told
    assert not [about for about in told if "shift" in about]
    gap = leaf(document, "questions", "topic", "annotator_level", "home", "East", "difference")
    assert (gap.low or 0) > 0


def test_errors_of_predicted_numbers() -> None:
    """Mean absolute and signed error, overall and by group; the group whose predictions lie too high is told."""
    version = as_kind(simulated(Effects(), seed=7), "ratio")
    table = version.gold.merge(version.items, on="item_id")
    rng = np.random.default_rng(2)
    off = rng.normal(0, 0.2, len(table)) + 0.5 * (table["english"] == "learner")
    label = (table["label"].astype(float) + off).map(repr)
    predictions = pd.DataFrame({"question": "topic", "item_id": table["item_id"], "label": label})
    tree, _, found = model_figures(version, predictions)
    assert catalog_for(tree)
    document = MetricsDocument(document="model", dataset="d", version="1.0.0", figures=tree)
    overall = ("questions", "topic", "overall")
    assert leaf(document, *overall, "mean_absolute_error").value == pytest.approx(np.abs(off).mean(), abs=1e-5)
    assert leaf(document, *overall, "mean_error").value == pytest.approx(off.mean(), abs=1e-5)
    learner = ("questions", "topic", "per_group", "english", "learner")
    inside = (table["english"] == "learner").to_numpy()
    signed = leaf(document, *learner, "signed_error", "difference")
    assert signed.value == pytest.approx(off[inside].mean() - off[~inside].mean(), abs=1e-5)
    told = {(warned.code, warned.about) for warned in found}
    assert ("model-group-lean", (*learner, "signed_error")) in told
    assert ("model-group-distance", (*learner, "absolute_error")) in told
    assert not [about for _, about in told if "coin" in about]


def test_errors_of_predicted_steps(shifted: LabelVersion) -> None:
    """An ordinal question has its errors in steps beside the accuracy."""
    version = as_kind(shifted, "ordinal")
    place = version.gold["label"].map({topic: k for k, topic in enumerate(TOPICS)})
    given = (place + 1).clip(upper=2)
    table = version.gold.assign(label=given.map(dict(enumerate(TOPICS))))[["question", "item_id", "label"]]
    tree, _, _ = model_figures(version, table)
    document = MetricsDocument(document="model", dataset="d", version="1.0.0", figures=tree)
    error = leaf(document, "questions", "topic", "overall", "mean_error")
    assert error.value == pytest.approx((given - place).mean(), abs=1e-5)
    assert document.find("questions", "topic", "per_group", "place", "South", "absolute_error", "rate") is not None


def test_questions_without_an_order_have_no_levels(shifted: LabelVersion) -> None:
    """A nominal question has no scale."""
    document, _ = measured(shifted)
    assert not document.branch("questions", "topic", "label_level")
    assert not document.branch("questions", "topic", "annotator_level")
