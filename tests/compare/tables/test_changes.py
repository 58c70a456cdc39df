"""Changes between two label versions, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_metrics
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.changes import change_figures
from labelcards.compare.tables.flow import final_pairs, label_flow
from labelcards.compare.tables.rows import annotation_changes, item_changes
from labelcards.compare.verdicts.judged import add_judged
from labelcards.dataset.contract.order import contract_frame
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.difference import SideName
from labelcards.documents.figures import Figure
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

MANIFEST = DatasetManifest.model_validate(
    {
        "name": "tickets",
        "title": "Tickets",
        "description": "Two versions to compare.",
        "license": "CC0-1.0",
        "creators": [{"name": "Team"}],
        "owners": [{"name": "Team"}],
        "questions": {"topic": {"title": "Topic", "labels": ["billing", "delivery", "other"]}},
        "items": {"columns": {"text": {"action": "clean"}}},
    }
)
TABLE = {"file": "raw/x.csv"}
DECLARED = VersionManifest.model_validate(
    {"version": "1.0.0", "date": "2026-01-01", "note": "One.", "tables": {"items": TABLE, "annotations": TABLE}}
)


def _version(texts: dict[str, str], given: list[tuple[str, str, str]], gold: dict[str, str]) -> LabelVersion:
    """A version from item texts, (item, annotator, label) rows and gold labels."""
    tables = {
        "items": pd.DataFrame({"item_id": list(texts), "text": list(texts.values())}),
        "annotations": pd.DataFrame(given, columns=["item_id", "annotator_id", "label"]).assign(question="topic"),
        "annotators": pd.DataFrame({"annotator_id": sorted({who for _, who, _ in given})}),
        "gold": pd.DataFrame({"item_id": list(gold), "label": list(gold.values())}).assign(question="topic"),
        "adjudications": None,
    }
    frames = {name: contract_frame(name, frame, MANIFEST) for name, frame in tables.items()}
    return LabelVersion(manifest=MANIFEST, version=DECLARED, **frames)


def _finals(labels: dict[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame({"question": "topic", "item_id": list(labels), "final": list(labels.values())})


OLD = _version(
    {"i1": "late parcel", "i2": "charged twice", "i3": "hello"},
    [("i1", "ann", "delivery"), ("i1", "bob", "other"), ("i2", "ann", "billing"), ("i3", "ann", "other")],
    {"i1": "delivery"},
)
NEW = _version(
    {"i1": "late parcel", "i2": "charged twice!", "i4": "broken"},
    [("i1", "ann", "delivery"), ("i1", "bob", "delivery"), ("i2", "ann", "billing"), ("i4", "cho", "other")],
    {"i1": "delivery", "i2": "billing"},
)


def test_items_added_removed_and_changed() -> None:
    """i4 is new, i3 is gone, the text of i2 changed, i1 stayed."""
    changes = item_changes(OLD, NEW)
    assert (changes.added, changes.removed, changes.changed, changes.same) == (1, 1, 1, 1)


def test_annotations_added_removed_and_changed() -> None:
    """Cho's is new, Ann's on i3 is gone, Bob changed his mind, two stayed."""
    changes = annotation_changes(OLD, NEW)
    assert (changes.added, changes.removed, changes.changed, changes.same) == (1, 1, 1, 2)


def test_a_repeated_annotation_is_matched_by_occasion() -> None:
    """The second time Ann labels i2 is an addition, not a change of the first."""
    again = pd.concat([OLD.annotations, OLD.annotations[OLD.annotations["item_id"] == "i2"].assign(label="other")])
    changes = annotation_changes(OLD, replace(OLD, annotations=again.reset_index(drop=True)))
    assert (changes.added, changes.removed, changes.changed, changes.same) == (1, 0, 0, 4)


def test_flow_counts_only_items_labelled_in_both() -> None:
    """Items that lack a final label in either version are in no flow."""
    old = _finals({"i1": "other", "i2": "billing", "i3": "other", "i5": None})
    new = _finals({"i1": "delivery", "i2": "billing", "i4": "other", "i5": "other"})
    assert label_flow(final_pairs(old, new, "topic")) == {("billing", "billing"): 1, ("other", "delivery"): 1}


def _side(version: LabelVersion, finals: pd.DataFrame) -> Side:
    return Side(SideName(given="x", version="1.0.0"), MANIFEST, DECLARED, labels=version, consensus=finals)


def _topic(new: Side, old: Side) -> Any:
    """The figures of the question, with verdicts."""
    if new.labels is None or old.labels is None or new.consensus is None or old.consensus is None:
        raise AssertionError("both sides are complete")
    tree = change_figures(new.labels, old.labels, (new.consensus, old.consensus))
    add_judged(tree, compare_metrics(old, new, CATALOG))
    questions: Any = tree["questions"]
    return questions["topic"]


def test_the_tree_has_every_figure_or_a_reason() -> None:
    """All leaves are figures; percent agreement moved from 0 to 1 on the one shared pair."""
    new, old = (
        _side(NEW, _finals({"i1": "delivery", "i2": "billing"})),
        _side(OLD, _finals({"i1": "other", "i2": "billing"})),
    )
    topic = _topic(new, old)
    assert topic["flow"]["other"]["delivery"]["count"].value == 1
    assert topic["flipped"].value == 0.5
    assert topic["difference"]["percent"].value == 1.0
    shared, composition, whole = (topic[part]["gold_accuracy"] for part in ("difference", "composition", "whole"))
    assert (shared.value, shared.n, shared.verdict) == (0.5, 2, "not enough data")  # i1 and i2, by the newer gold
    assert (composition.value, whole.value) == (0.5, 1.0)  # 0 of 1 in the old version, 2 of 2 in the new one
    assert all(isinstance(leaf, Figure) for leaf in topic["difference"].values())


def test_equal_versions_differ_in_nothing() -> None:
    """A version against itself: no change, and every defined difference is zero and no evidence."""
    generator = np.random.default_rng(5)
    labels = np.array(["billing", "delivery", "other"])[generator.integers(0, 3, (40, 3))]
    rows = [(f"i{i}", f"a{j}", str(labels[i, j])) for i in range(40) for j in range(3)]
    version = _version({f"i{i}": "text" for i in range(40)}, rows, {})
    one = _side(version, _finals({f"i{i}": str(labels[i, 0]) for i in range(40)}))
    topic = _topic(one, one)
    assert topic["flipped"].value == 0
    for name in ("percent", "alpha", "fleiss_kappa", "gwet_ac1"):
        assert "composition" not in topic
        assert topic["difference"][name].value == pytest.approx(0, abs=1e-12)
        assert topic["difference"][name].n == 40
        assert topic["difference"][name].verdict == "no difference"
