"""Figures about annotators."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.annotators import annotator_figures, annotator_warnings
from labelcards.assess.quality.consensus import decide_question
from labelcards.cards.warning_text import shipped_text
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import Figure, leaves
from tests.assess.crowd import label_version, ticket_version
from tests.assess.quality.test_consensus import AB, rows, table_of, value

STEADY = {
    "accuracy_consensus",
    "accuracy_gold",
    "accuracy_shrunk",
    "annotations",
    "items_per_hour",
    "retest",
    "seconds_per_annotation",
    "spammer_score",
}


def test_every_annotator_has_every_leaf() -> None:
    """The same leaves for all, all in the catalog; better annotators have better figures."""
    version = ticket_version(n=300)
    decided = decide_question(version, "topic")
    tree = annotator_figures(version, decided)
    assert sorted(tree) == ["a0", "a1", "a2", "a3"]
    for branch in tree.values():
        assert isinstance(branch, dict)
        assert set(branch) >= STEADY
    for leaf in ("accuracy_gold", "accuracy_consensus", "accuracy_shrunk", "spammer_score"):
        best, worst = value(tree, "a0", leaf), value(tree, "a3", leaf)
        assert best is not None
        assert worst is not None
        assert best > worst
    assert catalog_for(tree)


def test_shrunk_accuracy_lies_between_own_and_pool() -> None:
    """Pulled from the annotator's own accuracy towards the others', with an interval."""
    version = ticket_version()
    tree = annotator_figures(version, decide_question(version, "topic"))
    own = {name: value(tree, name, "accuracy_gold") for name in tree}
    shrunk = {name: value(tree, name, "accuracy_shrunk") for name in tree}
    assert max(shrunk.values()) < max(own.values())  # type: ignore[type-var]
    assert min(shrunk.values()) > min(own.values())  # type: ignore[type-var]


def test_without_gold_shrinkage_uses_the_other_annotators() -> None:
    """No gold: accuracy against it says why, the shrunk one is still there."""
    version = ticket_version()
    version = replace(version, gold=version.gold.iloc[:0])
    tree = annotator_figures(version, decide_question(version, "topic"))
    branch = tree["a0"]
    assert isinstance(branch, dict)
    gold = branch["accuracy_gold"]
    assert isinstance(gold, Figure)
    assert gold.why == "no item with gold"
    assert value(tree, "a0", "accuracy_shrunk") is not None


def test_retest_uses_repeats_that_the_consensus_drops() -> None:
    """One annotator labels i twice the same and j twice differently."""
    annotations = rows(("i", "x", "a"), ("i", "x", "a"), ("j", "x", "a"), ("j", "x", "b"), ("i", "y", "a"))
    version = label_version(["i", "j"], annotations, AB)
    tree = annotator_figures(version, decide_question(version, "q"))
    assert value(tree, "x", "retest") == 0.5
    assert value(tree, "x", "annotations") == 2
    assert value(tree, "y", "retest") is None


def test_confusion_of_one_annotator() -> None:
    """Only cells that occur."""
    annotations = rows(("i", "x", "a"), ("j", "x", "a"), ("j", "y", "b"))
    version = label_version(["i", "j"], annotations, AB, gold=table_of(("i", "a"), ("j", "b")))
    tree = annotator_figures(version, decide_question(version, "q"))
    cells = {path: leaf.value for path, leaf in leaves(tree) if "confusion" in path}
    assert cells == {
        ("x", "confusion", "a", "a", "count"): 1,
        ("x", "confusion", "b", "a", "count"): 1,
        ("y", "confusion", "b", "b", "count"): 1,
    }


def test_a_constant_annotator_is_flagged_and_over_uses_the_label() -> None:
    """Evidence in the figures, one warning naming the pseudonym."""
    version = ticket_version(accuracies=(0.9, 0.9, 0.9, 0.9, 0.9))
    lazy = version.annotations["annotator_id"] == "a4"
    label = version.annotations["label"].mask(lazy, "billing").astype("str")
    version = replace(version, annotations=version.annotations.assign(label=label))
    decided = decide_question(version, "topic")
    tree = annotator_figures(version, decided)
    assert value(tree, "a4", "patterns", "constant", "observed") == 1
    gap = value(tree, "a4", "over_used", "billing", "difference")
    assert gap is not None
    assert gap > 0.5
    assert value(tree, "a4", "spammer_score") == pytest.approx(0, abs=0.02)
    warnings = annotator_warnings(decided)
    assert [(warning.code, warning.about) for warning in warnings] == [
        ("annotator-constant", ("questions", "topic", "annotators", "a4"))
    ]
    assert "100%" in shipped_text()(warnings[0])
    assert catalog_for(tree)


def test_numbers_have_counts_and_times_only() -> None:
    """No accuracy for answers that are numbers."""
    questions = {"q": {"title": "Q", "kind": "ratio"}}
    annotations = rows(("i", "x", "3"), ("i", "y", "7"))
    annotations["submitted_at"] = pd.Series(np.array(["2026-01-05T10:00:30"] * 2, dtype="datetime64[us]"))
    annotations["started_at"] = pd.Series(np.array(["2026-01-05T10:00:00"] * 2, dtype="datetime64[us]"))
    version = label_version(["i"], annotations, questions)
    tree = annotator_figures(version, decide_question(version, "q"))
    assert set(tree["x"]) == {"annotations", "items_per_hour", "seconds_per_annotation"}  # type: ignore[arg-type]
    assert value(tree, "x", "seconds_per_annotation") == 30
    assert value(tree, "x", "items_per_hour") == 120
