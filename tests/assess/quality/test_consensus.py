"""The consensus of a question: table, figures, warnings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.adjudication import adjudication_figures
from labelcards.assess.quality.consensus import CONSENSUS_COLUMNS, consensus_table, decide_question
from labelcards.assess.quality.consensus_figures import consensus_figures, consensus_warnings, label_figures
from labelcards.assess.quality.counts import count_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import Figure, FigureTree, leaves
from tests.assess.crowd import LABELS, label_version, ticket_version


def rows(*given: tuple[str, str, str], question: str = "q", source: str | None = None) -> pd.DataFrame:
    """Annotations of (item, annotator, label)."""
    table = pd.DataFrame(given, columns=["item_id", "annotator_id", "label"], dtype="str")
    table["question"] = question
    table["source"] = pd.Series([source] * len(table), dtype="str")
    return table.astype({"question": "str"})


def table_of(*given: tuple[str, str], question: str = "q") -> pd.DataFrame:
    """Gold or adjudications of (item, label)."""
    table = pd.DataFrame(given, columns=["item_id", "label"], dtype="str")
    table["question"] = question
    return table.astype({"question": "str"})


def value(tree: FigureTree, *path: str) -> float | None:
    """The value of one figure."""
    node: object = tree
    for step in path:
        assert isinstance(node, dict)
        node = node[step]
    assert isinstance(node, Figure)
    return node.value


AB = {"q": {"title": "Q", "labels": ["a", "b"]}}


def test_table_of_a_small_version() -> None:
    """Majority, share, tie, dispute, adjudication and final label, one row per item, sorted by item."""
    annotations = rows(
        ("i2", "x", "a"), ("i2", "y", "a"), ("i2", "z", "b"), ("i1", "x", "b"), ("i1", "y", "a"), ("i0", "x", "b")
    )
    version = label_version(["i3", "i2", "i1", "i0"], annotations, AB, adjudications=table_of(("i1", "b")))
    table = consensus_table(decide_question(version, "q"))
    assert tuple(table.columns) == CONSENSUS_COLUMNS
    assert table["item_id"].tolist() == ["i0", "i1", "i2", "i3"]
    assert table["annotations"].tolist() == [1, 2, 3, 0]
    assert table["majority"].tolist()[:3] == ["b", "a", "a"]
    assert table["majority_share"].tolist()[:3] == [1, 0.5, 0.666667]
    assert table["tied"].tolist() == [False, True, False, False]
    assert table["disputed"].tolist() == [False, True, True, False]
    assert table["adjudicated"].isna().tolist() == [True, False, True, True]
    assert table["final"].tolist()[:3] == ["b", "b", table["dawid_skene"].tolist()[2]]
    assert table.iloc[3][["majority", "dawid_skene", "final", "confidence"]].isna().all()


def test_an_adjudicated_item_without_annotations_is_final() -> None:
    """The reviewer's decision stands also where nobody annotated."""
    version = label_version(["i", "j"], rows(("i", "x", "a")), AB, adjudications=table_of(("j", "b")))
    table = consensus_table(decide_question(version, "q"))
    assert table["final"].tolist() == ["a", "b"]
    assert table["majority"].isna().tolist() == [False, True]


def test_ground_truth_annotations_take_no_part() -> None:
    """A reviewer's answer stored among the annotations neither votes nor replaces the annotator's own answer."""
    human = rows(("i", "x", "a"), ("j", "x", "b"))
    truth = rows(("i", "x", "b"), ("j", "y", "a"), source="ground_truth")
    version = label_version(["i", "j"], pd.concat([human, truth]), AB, gold=table_of(("i", "b"), ("j", "a")))
    decided = decide_question(version, "q")
    assert len(decided.ratings) == 2
    assert consensus_table(decided)["majority"].tolist() == ["a", "b"]
    assert value(consensus_figures(decided), "majority", "accuracy") == 0


def test_tables_do_not_depend_on_the_order_of_rows() -> None:
    """Shuffled items and annotations give the same table."""
    version = ticket_version()
    shuffled = replace(
        version,
        items=version.items.sample(frac=1, random_state=1).reset_index(drop=True),
        annotations=version.annotations.sample(frac=1, random_state=2).reset_index(drop=True),
    )
    first, second = (consensus_table(decide_question(each, "topic")) for each in (version, shuffled))
    pd.testing.assert_frame_equal(first, second)


def test_every_method_has_its_figures() -> None:
    """Nominal questions run six methods, seven with model probabilities; figures are in the catalog and finite."""
    version = ticket_version()
    decided = decide_question(version, "topic", probabilities=np.full((150, 3), 1 / 3))
    tree = consensus_figures(decided)
    assert set(decided.methods) == {
        "crowdlab",
        "dawid_skene",
        "dawid_skene_unsmoothed",
        "mace",
        "majority",
        "one_coin",
        "weighted",
    }
    assert set(tree) == {*decided.methods, "methods_agree", "disputed_share", "tied_items"}
    lowest, middle, highest = (
        value(tree, "majority", name) for name in ("accuracy_lowest", "accuracy", "accuracy_highest")
    )
    assert lowest is not None
    assert middle is not None
    assert highest is not None
    assert min(lowest, highest) <= middle <= max(lowest, highest)
    assert all(leaf.low is None or leaf.low <= (leaf.value or 0) <= (leaf.high or 0) for _, leaf in leaves(tree))
    assert catalog_for(tree)


def test_without_gold_accuracy_says_why() -> None:
    """The leaf is there, its value is not."""
    tree = consensus_figures(decide_question(label_version(["i"], rows(("i", "x", "a")), AB), "q"))
    accuracy = tree["majority"]
    assert isinstance(accuracy, dict)
    leaf = accuracy["accuracy"]
    assert isinstance(leaf, Figure)
    assert (leaf.value, leaf.why) == (None, "no item with gold")


def test_label_figures_count_annotations_and_final_labels() -> None:
    """Three of four annotations say a; both items end as a."""
    annotations = rows(("i", "x", "a"), ("i", "y", "a"), ("j", "x", "a"), ("j", "y", "b"))
    version = label_version(["i", "j"], annotations, AB, adjudications=table_of(("j", "a")))
    tree = label_figures(decide_question(version, "q"))
    assert (value(tree, "a", "count"), value(tree, "a", "share")) == (3, 0.75)
    assert (value(tree, "a", "consensus_share"), value(tree, "b", "consensus_share")) == (1, 0)


def test_sets_are_decided_and_counted_by_member() -> None:
    """A multilabel question: a set only gold has is in the vocabulary; shares count a label inside sets."""
    questions = {"q": {"title": "Q", "kind": "multilabel", "labels": ["a", "b", "c"]}}
    annotations = rows(("i", "x", "a|b"), ("i", "y", "a|b"), ("j", "x", "a"), ("j", "y", "a|b"))
    version = label_version(["i", "j"], annotations, questions, gold=table_of(("i", "a|b"), ("j", "c")))
    decided = decide_question(version, "q")
    assert decided.coded.labels == ("a", "a|b", "c")
    assert (decided.gold >= 0).all()
    assert consensus_table(decided)["final"].tolist()[0] == "a|b"
    tree = label_figures(decided)
    assert (value(tree, "a", "share"), value(tree, "b", "share"), value(tree, "c", "share")) == (1, 0.75, 0)


def test_numbers_get_the_median() -> None:
    """A numeric question: labels in numeric order, final is the median, halfway of two, error instead of accuracy."""
    questions = {"q": {"title": "Q", "kind": "interval", "minimum": 0, "maximum": 100}}
    annotations = rows(("i", "x", "2"), ("i", "y", "10"), ("i", "z", "9"), ("j", "x", "30"), ("j", "y", "50"))
    version = label_version(["i", "j"], annotations, questions, gold=table_of(("i", "12"), ("j", "30")))
    decided = decide_question(version, "q")
    assert decided.coded.labels == ("2", "9", "10", "12", "30", "50")
    table = consensus_table(decided)
    assert table["final"].tolist() == ["9", "40"]
    assert table["dawid_skene"].isna().all()
    assert value(consensus_figures(decided), "median", "mean_absolute_error") == 6.5
    assert value(consensus_figures(decided), "median", "root_mean_squared_error") == round((109 / 2) ** 0.5, 6)
    assert value(consensus_figures(decided), "mean", "mean_absolute_error") == 7.5
    assert label_figures(decided) == {}


def test_duplicates_policy() -> None:
    """The last answer counts by default, the first or all on request; repeats are a warning."""
    annotations = rows(("i", "x", "a"), ("i", "x", "b"), ("i", "x", "b"))
    version = label_version(["i"], annotations, AB)
    last, first, every = (decide_question(version, "q", duplicates=policy) for policy in ("last", "first", "keep"))
    assert [len(each.ratings) for each in (last, first, every)] == [1, 1, 3]
    assert (last.final.tolist(), first.final.tolist()) == ([1], [0])
    assert "repeated-annotations" in {warning.code for warning in consensus_warnings(last)}


def test_warnings_on_thin_overlap_and_adjudicated_gold() -> None:
    """Single annotations, and gold items that a reviewer decided, are pointed out."""
    annotations = rows(("i", "x", "a"), ("j", "x", "b"), ("k", "y", "b"))
    version = label_version(
        ["i", "j", "k"], annotations, AB, gold=table_of(("i", "a")), adjudications=table_of(("i", "a"))
    )
    codes = {warning.code for warning in consensus_warnings(decide_question(version, "q"))}
    assert {"thin-consensus", "gold-adjudicated"} <= codes


def test_overconfidence_is_pointed_out() -> None:
    """Three annotators share every wrong answer: the model is sure, gold says half; an honest crowd gets no warning."""
    names = [f"i{number}" for number in range(60)]
    annotations = rows(*((name, who, "ab"[row % 2]) for row, name in enumerate(names) for who in "xyz"))
    gold = table_of(*((name, "ab"[row % 4 // 2]) for row, name in enumerate(names)))
    warnings = consensus_warnings(decide_question(label_version(names, annotations, AB, gold=gold), "q"))
    assert "overconfident" in {warning.code for warning in warnings}
    honest = consensus_warnings(decide_question(ticket_version(), "topic"))
    assert "overconfident" not in {warning.code for warning in honest}


def test_overturned_are_disputed_items_decided_against_the_method() -> None:
    """Of four adjudicated items one was disputed: only it counts, also where undisputed answers were overruled."""
    annotations = rows(
        ("i", "x", "a"), ("i", "y", "a"), ("j", "x", "a"), ("j", "y", "b"), ("k", "x", "b"), ("k", "y", "b")
    )
    for decision, overturned in (("a", 0), ("b", 1)):
        version = label_version(
            ["i", "j", "k", "l"],
            annotations,
            {"q": {**AB["q"], "consensus": {"method": "majority"}}},
            adjudications=table_of(("i", "b"), ("j", decision), ("k", "b"), ("l", "a")),
        )
        tree = adjudication_figures(decide_question(version, "q"))
        counts = {name: value(tree, name) for name in tree}
        assert counts == {
            "disputed": 1,
            "adjudicated": 4,
            "adjudicated_disputed": 1,
            "overturned": overturned,
            "overturn_rate": overturned,
        }


def test_no_disputed_item_adjudicated_is_undefined() -> None:
    """Decisions on undisputed items alone give no rate, and the reason is said."""
    version = label_version(["i"], rows(("i", "x", "a"), ("i", "y", "a")), AB, adjudications=table_of(("i", "b")))
    rate = adjudication_figures(decide_question(version, "q"))["overturn_rate"]
    assert isinstance(rate, Figure)
    assert (rate.value, rate.why) == (None, "no disputed item was adjudicated")


@pytest.mark.parametrize("method", ["dawid_skene", "majority", "weighted"])
def test_adjudication_by_hand(method: str) -> None:
    """The counts are those of a few lines of pandas on the tables, whichever method decides."""
    version = ticket_version(3, 400, accuracies=(0.8, 0.7, 0.7, 0.6))
    rng = np.random.default_rng(1)
    ids = [f"t{number:04d}" for number in sorted(rng.choice(400, 90, replace=False))]
    given = table_of(*((name, str(rng.choice(list(LABELS)))) for name in ids), question="topic")
    asked = {"topic": {"title": "Topic", "labels": list(LABELS), "consensus": {"method": method}}}
    version = label_version(list(version.items["item_id"]), version.annotations, asked, adjudications=given)
    decided = decide_question(version, "topic")
    tree = adjudication_figures(decided)
    spread = version.annotations.groupby("item_id")["label"].nunique()
    ruled = given[given["item_id"].isin(spread.index[spread > 1])]
    without = label_version(list(version.items["item_id"]), version.annotations, asked)
    plain = consensus_table(decide_question(without, "topic")).set_index("item_id")["final"]
    against = (ruled["label"].to_numpy() != plain.loc[ruled["item_id"]].to_numpy()).sum()
    assert 0 < against < len(ruled) < len(given)
    assert value(tree, "adjudicated_disputed") == len(ruled)
    assert value(tree, "overturned") == against
    assert value(tree, "overturn_rate") == pytest.approx(against / len(ruled), abs=1e-6)
    assert isinstance(tree["overturn_rate"], Figure)
    assert tree["overturn_rate"].n == len(ruled)


def test_counts_of_a_version_with_two_questions() -> None:
    """Annotations count per answer, coverage per item, annotators once."""
    first = rows(("i", "x", "a"), ("i", "y", "a"), ("j", "x", "b"))
    second = rows(("i", "x", "a"), question="r")
    questions = {**AB, "r": {"title": "R", "labels": ["a", "b"]}}
    tree = count_figures(label_version(["i", "j", "k", "l"], pd.concat([first, second]), questions))
    found = {name: value(tree, name) for name in tree}
    assert found == {
        "items": 4,
        "annotations": 4,
        "annotators": 2,
        "gold_items": 0,
        "adjudicated_items": 0,
        "annotations_per_item": pytest.approx(4 / 3, abs=1e-6),
        "coverage": 0.5,
        "multiply_annotated": 0.25,
    }
