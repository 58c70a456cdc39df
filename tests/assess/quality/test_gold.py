"""Raters against gold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from labelcards.assess.quality.consensus import decide_question
from labelcards.assess.quality.gold import confusion_figures, gold_check_figures, gold_figures
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import leaves
from tests.assess.crowd import LABELS, label_version, ticket_version
from tests.assess.quality.test_consensus import AB, rows, table_of, value


def test_every_rater_is_scored() -> None:
    """Annotators pooled, majority, Dawid–Skene, final and, when given, the model."""
    decided = decide_question(ticket_version(), "topic")
    model = decided.gold.copy()
    tree = gold_figures(decided, model)
    assert set(tree) == {"annotators", "majority", "dawid_skene", "final", "model"}
    assert value(tree, "model", "accuracy") == 1
    right = (decided.ratings.label == decided.gold[decided.ratings.item])[decided.gold[decided.ratings.item] >= 0]
    assert value(tree, "annotators", "accuracy") == pytest.approx(right.mean(), abs=1e-6)
    for rater in tree:
        for label in LABELS:
            assert value(tree, rater, "per_label", label, "f1") is not None
    assert catalog_for(tree)


def test_n_counts_items() -> None:
    """60 gold items, whatever the number of annotations."""
    tree = gold_figures(decide_question(ticket_version(), "topic"))
    accuracies = [leaf.n for path, leaf in leaves(tree) if path[-1] == "accuracy"]
    assert accuracies == [60] * 4


def test_without_gold_there_is_no_branch() -> None:
    """No gold, no figures against it."""
    decided = decide_question(label_version(["i"], rows(("i", "x", "a")), AB), "q")
    assert gold_figures(decided) == {}
    assert confusion_figures(decided) == {}


def test_confusion_counts_annotations() -> None:
    """Gold a: given a, a and b; gold b: given b."""
    annotations = rows(("i", "x", "a"), ("i", "y", "a"), ("i", "z", "b"), ("j", "x", "b"))
    tree = confusion_figures(
        decide_question(label_version(["i", "j"], annotations, AB, gold=table_of(("i", "a"), ("j", "b"))), "q")
    )
    cells = {path[:2]: leaf.value for path, leaf in leaves(tree)}
    assert cells == {("a", "a"): 2, ("a", "b"): 1, ("b", "a"): 0, ("b", "b"): 1}


def test_gold_checks_per_batch() -> None:
    """Only annotations with source gold_check count: two of three pass, one of one in batch two."""
    checks = rows(("i", "x", "a"), ("i", "y", "b"), ("j", "x", "b"), source="gold_check")
    checks["batch"] = pd.Series(["one", "one", "two"], dtype="str")
    plain = rows(("i", "z", "b"), ("j", "z", "a"))
    version = label_version(["i", "j"], pd.concat([checks, plain]), AB, gold=table_of(("i", "a"), ("j", "b")))
    tree = gold_check_figures(decide_question(version, "q"))
    assert value(tree, "pass_rate") == pytest.approx(2 / 3, abs=1e-6)
    assert value(tree, "per_batch", "one", "pass_rate") == 0.5
    assert value(tree, "per_batch", "two", "pass_rate") == 1


def test_checks_without_gold_and_no_checks() -> None:
    """Checks that cannot be judged say so; without checks there is no branch."""
    unknown = label_version(["i"], rows(("i", "x", "a"), source="gold_check"), AB)
    leaf = gold_check_figures(decide_question(unknown, "q"))["pass_rate"]
    assert getattr(leaf, "why", None) == "no checked item has gold"
    assert gold_check_figures(decide_question(label_version(["i"], rows(("i", "x", "a")), AB), "q")) == {}


def test_sets_are_scored_per_member_and_numbers_by_distance() -> None:
    """{a, b} given for {a}: a is right, b is not; a number two off has error 2."""
    questions = {"q": {"title": "Q", "kind": "multilabel", "labels": ["a", "b"]}}
    version = label_version(["i"], rows(("i", "x", "a|b")), questions, gold=table_of(("i", "a")))
    tree = gold_figures(decide_question(version, "q"))
    assert value(tree, "annotators", "accuracy") == 0
    assert value(tree, "annotators", "per_label", "a", "f1") == 1
    assert value(tree, "annotators", "per_label", "b", "precision") == 0
    numeric = {"q": {"title": "Q", "kind": "ratio"}}
    version = label_version(["i"], rows(("i", "x", "3"), ("i", "y", "7")), numeric, gold=table_of(("i", "5")))
    tree = gold_figures(decide_question(version, "q"))
    assert value(tree, "annotators", "mean_absolute_error") == 2
    assert "accuracy" not in np.array(list(tree["annotators"]))  # type: ignore[arg-type]
