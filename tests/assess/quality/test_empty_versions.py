"""Versions with nothing, or almost nothing, in them: reasons instead of numbers, and no crash."""

from __future__ import annotations

import pytest

from labelcards.assess.quality.adjudication import adjudication_figures
from labelcards.assess.quality.annotators import annotator_figures, annotator_warnings
from labelcards.assess.quality.consensus import consensus_table, decide_question
from labelcards.assess.quality.consensus_figures import consensus_figures, consensus_warnings, label_figures
from labelcards.assess.quality.counts import count_figures
from labelcards.assess.quality.gold import confusion_figures, gold_check_figures, gold_figures
from labelcards.assess.quality.work import work_figures
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.figures import FigureTree, leaves
from tests.assess.crowd import label_version
from tests.assess.quality.test_consensus import AB, rows, table_of, value

NOTHING = rows(("i", "x", "a")).iloc[:0]
SETS = {"q": {"title": "Q", "kind": "multilabel", "labels": ["a", "b"]}}
NUMBERS = {"q": {"title": "Q", "kind": "ratio"}}
VERSIONS = {
    "no annotations": label_version(["i", "j"], NOTHING, AB),
    "no annotations but gold": label_version(["i", "j"], NOTHING, AB, gold=table_of(("i", "a"))),
    "no items": label_version([], NOTHING, AB),
    "no sets": label_version(["i"], NOTHING, SETS, gold=table_of(("i", "a|b"))),
    "no numbers": label_version(["i"], NOTHING, NUMBERS),
    "one annotation": label_version(["i"], rows(("i", "x", "a")), AB, gold=table_of(("i", "b"))),
    "one number": label_version(["i"], rows(("i", "x", "1")), NUMBERS),
    "gold of another item": label_version(["i"], rows(("i", "x", "a")), AB, gold=table_of(("z", "a"))),
}


def everything(version: LabelVersion) -> FigureTree:
    """Every branch."""
    decided = decide_question(version, "q")
    return {
        "adjudication": adjudication_figures(decided),
        "annotators": annotator_figures(version, decided),
        "checks": gold_check_figures(decided),
        "confusion": confusion_figures(decided),
        "consensus": consensus_figures(decided),
        "counts": count_figures(version),
        "gold": gold_figures(decided),
        "labels": label_figures(decided),
        "work": work_figures(version),
    }


@pytest.mark.parametrize("name", VERSIONS)
def test_every_figure_has_a_value_or_a_reason(name: str) -> None:
    """Each leaf says a number or why there is none; the table has one row per item; warnings can be made."""
    version = VERSIONS[name]
    decided = decide_question(version, "q")
    found = list(leaves(everything(version)))
    assert found
    assert all(leaf.value is not None or leaf.why for _, leaf in found)
    assert all(leaf.low is not None or leaf.why for _, leaf in found)
    assert consensus_table(decided)["item_id"].tolist() == sorted(version.items["item_id"])
    assert {warning.about[1] for warning in consensus_warnings(decided)} <= {"q"}
    assert annotator_warnings(decided) == []


def test_nothing_is_not_zero() -> None:
    """Without annotations the accuracy of the vote is undefined, while counts are honestly zero."""
    tree = everything(VERSIONS["no annotations but gold"])
    assert value(tree, "consensus", "majority", "accuracy") is None
    assert value(tree, "gold", "annotators", "accuracy") is None
    assert value(tree, "work", "throughput") is None
    assert value(tree, "counts", "annotations") == 0
    assert value(tree, "counts", "coverage") == 0
    assert tree["annotators"] == {}
