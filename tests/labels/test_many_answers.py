"""Many distinct answers are refused for the same reason wherever a coefficient would need a table of all pairs."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from labelcards.actions.one_file.agreement import agreement
from labelcards.assess.agreement.overall import LabelledRatings, overall_agreement
from labelcards.assess.bias.version import bias_figures
from labelcards.assess.quality.consensus import decide_question
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.renaming import renamed
from labelcards.compare.verdicts.agreement import agreement_metrics
from labelcards.compare.verdicts.metric_pair import FigureContrast
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.dataset.version.coding import code_question
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.columns import RecordTable
from labelcards.documents.difference import SideName
from labelcards.documents.figures import leaves
from labelcards.labels import multilabel, numeric
from labelcards.labels.coefficients import suitable, weighted_schemes
from labelcards.labels.registry import KINDS, kind_named, levels
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from tests.assess.crowd import label_version

NAMES = [f"l{number:02d}" for number in range(30)]
SETS = ["|".join(chosen) for chosen in combinations(NAMES, 3)]
ANSWERS = {
    "multilabel": SETS[:2100],
    "ratio": [str(number) for number in range(1, 5001)],
    "interval": [str(number) for number in range(1, 5001)],
    "ordinal": [f"step {number:03d}" for number in range(200)],
    "nominal": [f"code {number:04d}" for number in range(2100)],
}
REASONS = {
    "multilabel": "more than 2,000 distinct answers",
    "ratio": "more than 2,000 distinct answers",
    "ordinal": "more than 128 ordered labels: declare the question as interval",
}


def _version(kind: str, answers: list[str]) -> LabelVersion:
    """Every answer twice, by two annotators, the second one of whom is sometimes off by one."""
    said = [(answer, answers[(at + at % 2) % len(answers)]) for at, answer in enumerate(answers)]
    rows = [(f"i{at}", f"a{who}", "q", text) for at, both in enumerate(said) for who, text in enumerate(both)]
    annotations = pd.DataFrame(rows, columns=["item_id", "annotator_id", "question", "label"]).astype("str")
    question: dict[str, object] = {"title": "Q", "kind": kind}
    if kind_named(kind).lists_labels:
        question["labels"] = sorted({part for answer in answers for part in kind_named(kind).parts(answer)})
    return label_version([f"i{at}" for at in range(len(answers))], annotations, {"q": question})


def _in_teams(version: LabelVersion) -> tuple[LabelVersion, pd.DataFrame]:
    """The version with eight annotators in two teams, and its final labels."""
    rows = version.annotations.assign(annotator_id=[f"a{at % 8}" for at in range(len(version.annotations))])
    who = pd.DataFrame({"annotator_id": [f"a{at}" for at in range(8)], "team": ["x", "y"] * 4}, dtype="str")
    columns = RecordTable.model_validate({"columns": {"team": {"action": "keep", "group": True}}})
    manifest = version.manifest.model_copy(update={"annotators": columns})
    wide = replace(version, manifest=manifest, annotations=rows, annotators=who)
    finals = rows.drop_duplicates("item_id").rename(columns={"label": "final"})[["question", "item_id", "final"]]
    return wide, finals


def _compared(version: LabelVersion, plan: IntervalPlan) -> dict[str, FigureContrast]:
    """The coefficients of the version against itself."""
    side = Side(SideName(given="1.0.0", version="1.0.0"), version.manifest, version.version, version)
    return {one.metric: one.whole for one in agreement_metrics(QuestionPair(side, side, "q"), plan)}


@pytest.fixture
def _no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may make a table of all pairs of answers."""

    def refuse(*_: object) -> None:
        raise AssertionError("a table of all pairs was made")

    for name in ("masi_distances", "jaccard_distances"):
        monkeypatch.setattr(multilabel, name, refuse)
    monkeypatch.setattr(numeric, "ratio_distances", refuse)


@pytest.mark.usefixtures("_no_tables")
@pytest.mark.parametrize("kind", REASONS)
def test_one_reason_everywhere(kind: str) -> None:
    """Quality, comparison of versions and agreement of one table refuse alpha alike, before any table is made."""
    version = _version(kind, ANSWERS[kind])
    coded = code_question(version, "q")
    plan = IntervalPlan()
    alpha = overall_agreement(LabelledRatings(coded.ratings, kind_named(kind), coded.labels), plan)["alpha"]
    pair = _compared(version, plan)
    assert alpha == Undefined(REASONS[kind])
    assert pair["alpha"].old is not None
    assert pair["alpha"].old == pair["alpha"].new
    assert pair["alpha"].old.why == REASONS[kind]
    assert pair["alpha"].difference == Undefined(f"old version: {REASONS[kind]}")
    assert isinstance(pair["percent"].difference, Estimate)
    if kind in levels():
        table = version.annotations.rename(columns={"item_id": "item", "annotator_id": "annotator"})
        listed = None if kind != "ordinal" else sorted(set(table["label"]))
        found = agreement(table, level=kind, item="item", annotator="annotator", label="label", labels=listed)
        assert found["alpha"].why == REASONS[kind]


@pytest.mark.parametrize("kind", sorted(set(ANSWERS) - {"datasheet_answered"} - set(REASONS)))
def test_what_needs_no_table_is_measured(kind: str) -> None:
    """Nominal and interval alpha work for any number of answers, in quality and between versions, with one value."""
    version = _version(kind, ANSWERS[kind])
    coded = code_question(version, "q")
    alpha = overall_agreement(LabelledRatings(coded.ratings, kind_named(kind), coded.labels), IntervalPlan())["alpha"]
    pair = _compared(version, IntervalPlan())["alpha"]
    assert isinstance(alpha, Estimate)
    assert pair.new is not None
    assert pair.new.value == pytest.approx(alpha.value, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("K", [2, 64, 65, 128, 129, 2000, 2001])
def test_every_coefficient_is_made_or_refused(kind: str, K: int) -> None:
    """No coefficient of a kind is forgotten: each is ready, or a reason says why not."""
    pool = SETS if kind_named(kind).separator else [str(number) for number in range(1, K + 1)]
    found = suitable(kind_named(kind), tuple(pool[:K]))
    groups = [set(found.of_vectors), set(found.of_pairs), set(found.of_annotators), set(found.refused)]
    assert sorted(key for group in groups for key in group) == sorted(kind_named(kind).coefficients)
    assert set(kind_named(kind).compared) <= set(kind_named(kind).coefficients)
    assert bool(weighted_schemes(kind_named(kind), K)) == (kind_named(kind).scale == "level" and K <= 64)


def test_groups_are_not_compared_by_tables_that_do_not_fit() -> None:
    """With 6,000 distinct numbers annotator groups have levels but no cohesion, and a reason says so."""
    version = _version("ratio", [str(number) for number in range(1, 6001)])
    wide, finals = _in_teams(version)
    tree = dict(leaves(bias_figures(wide, finals)[0]))
    cohesion = {path[-1]: leaf for path, leaf in tree.items() if "cohesion" in path and path[-2] == "x"}
    assert cohesion["in_group_alpha"].why == cohesion["gai"].why == "more than 5,000 distinct answers"
    assert any(leaf.value is not None for path, leaf in tree.items() if "annotator_level" in path)


def test_sets_of_one_label_are_labels() -> None:
    """A multilabel question that everybody answers with one label has the agreement of the same nominal one."""
    rng = np.random.default_rng(3)
    answers = [NAMES[code] for code in rng.integers(0, 3, 90)]
    found = {}
    for kind in ("nominal", "multilabel"):
        decided = decide_question(_version(kind, answers), "q")
        labelled = LabelledRatings(decided.ratings, decided.kind, decided.coded.labels)
        found[kind] = overall_agreement(labelled, IntervalPlan()), decided.methods["majority"].label.tolist()
    (single, votes), (sets, set_votes) = found["nominal"], found["multilabel"]
    assert votes == set_votes
    for key in ("percent", "fleiss_kappa", "cohen_kappa", "alpha"):
        one, other = single[key], sets[key]
        assert isinstance(one, Estimate)
        assert isinstance(other, Estimate)
        assert one.value == pytest.approx(other.value, abs=1e-9)


def test_as_many_sets_as_labels_are_still_sets() -> None:
    """Three distinct sets of three labels have no Fleiss' kappa by group: a set is no single label."""
    version = _version("multilabel", ["a|b", "b|c", "c"] * 20)
    assert set(code_question(version, "q").labels) == {"a|b", "b|c", "c"}
    wide, finals = _in_teams(version)
    tree = {path: leaf for path, leaf in leaves(bias_figures(wide, finals)[0]) if "cohesion" in path}
    assert any(path[-1] == "in_group_alpha" for path in tree)
    assert not any(path[-1] == "in_group_fleiss" for path in tree)


def test_a_bar_separates_only_where_answers_are_sets() -> None:
    """A nominal label may hold a bar; renaming another label leaves it alone."""
    labels = pd.Series(["a|b", "a", None], dtype="str")
    assert renamed(labels, {"a": "c"}, kind_named("nominal")).tolist()[:2] == ["a|b", "c"]
    assert renamed(labels, {"a": "c"}, kind_named("multilabel")).tolist()[:2] == ["b|c", "c"]
