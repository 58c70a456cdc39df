"""Labels renamed, merged and split by the version manifest: what counts as a change, and what can be compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_sides
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.renaming import label_map, mappings_between
from labelcards.dataset.version.manifests import read_manifests
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figure_path import written
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.table_changes import Flow
from labelcards.documents.version_manifest import VersionManifest
from labelcards.errors import InputError
from tests.compare.versions import manifest, side

EVERY = manifest(["billing", "fault", "hardware", "software", "returns", "goods_back"])
SPLIT = {"fault": ("hardware", "software"), "returns": ("goods_back",)}
OLD = [
    *((f"f{number}", who, "fault") for number in range(4) for who in ("ann", "bob")),
    *(("b1", who, "billing") for who in ("ann", "bob")),
    *(("r1", who, "returns") for who in ("ann", "bob")),
]
NEW = [
    *((f"f{number}", who, "hardware") for number in range(2) for who in ("ann", "bob")),
    ("f2", "ann", "software"),
    ("f2", "bob", "hardware"),
    *(("f3", who, "billing") for who in ("ann", "bob")),
    *(("b1", who, "billing") for who in ("ann", "bob")),
    *(("r1", who, "goods_back") for who in ("ann", "bob")),
]


def _declaring(held: Side, mapping: dict[str, tuple[str, ...]]) -> Side:
    return replace(held, declared=held.declared.model_copy(update={"mapping": {"topic": mapping}}))


@pytest.fixture(scope="module")
def found() -> DifferenceDocument:
    """Fault split in two, returns renamed, one fault relabelled as billing; one manifest declares all labels."""
    old, new = side("1.0.0", OLD, dataset=EVERY), side("2.0.0", NEW, dataset=EVERY)
    return compare_sides(
        replace(old, documents=_documents("1.0.0", ("billing", "fault"))),
        replace(_declaring(new, SPLIT), documents=_documents("2.0.0", ("billing", "hardware", "software"))),
        CATALOG,
    )


def _documents(version: str, labels: tuple[str, ...]) -> dict[str, MetricsDocument]:
    """A document with an alpha per label and a model's accuracy, which no table can merge back."""
    value = Figure(metric="alpha", value=0.5, low=0.4, high=0.6, n=9, method="test")
    per_label = {label: {"alpha": value} for label in labels}
    quality = {"questions": {"topic": {"agreement": {"per_label": per_label}}}}
    accuracy = value.model_copy(update={"metric": "accuracy"})
    model = {"questions": {"topic": {"overall": {"accuracy": accuracy}}}}
    return {
        name: MetricsDocument(document=name, dataset="tickets", version=version, figures=figures)
        for name, figures in (("quality", quality), ("model", model))
    }


def _metric(found: DifferenceDocument, path: str) -> MetricDifference:
    return next(one for one in found.metrics if written(one.path) == path)


def test_schema_and_version(found: DifferenceDocument) -> None:
    """The split and the renaming are named; nothing is called added or removed, and it is a major change."""
    assert [(one.kind, one.old, one.new) for one in found.schema_changes] == [
        ("label renamed", "returns", "goods_back"),
        ("label split", "fault", "hardware, software"),
    ]
    assert found.advice.level == "major"


def test_only_what_was_relabelled_counts_as_changed(found: DifferenceDocument) -> None:
    """Of 6 items one changed, from fault to billing, and 2 of 12 annotations; where split items went is told apart."""
    (topic,) = found.questions
    assert (topic.compared, topic.changed) == (6, 1)
    assert [(one.old, one.new, one.items) for one in topic.flow] == [("fault", "billing", 1)]
    assert topic.annotations.changed == 2
    assert topic.splits == (Flow(old="fault", new="hardware", items=3),)


def test_figures_are_merged_back_where_both_tables_are_there(found: DifferenceDocument) -> None:
    """f2 has one hardware and one software answer: merged back to fault, agreement stays perfect in both versions."""
    percent = _metric(found, "quality.questions.topic.agreement.overall.percent")
    assert percent.judged.old is not None
    assert percent.judged.new is not None
    assert (percent.judged.old.value, percent.judged.new.value, percent.verdict) == (1.0, 1.0, "no difference")
    share = _metric(found, "quality.questions.topic.labels.fault.consensus_share")
    assert share.judged.old is not None
    assert share.judged.new is not None
    assert (share.judged.old.value, share.judged.new.value) == (pytest.approx(4 / 6), pytest.approx(3 / 6))
    assert "label split: fault → hardware, software" in found.notes[0]


def test_the_rest_is_not_comparable(found: DifferenceDocument) -> None:
    """The model's accuracy is not compared and says why; a split label's alpha is, with its parts merged back."""
    fault = _metric(found, "quality.questions.topic.agreement.per_label.fault.alpha")
    model = _metric(found, "model.questions.topic.overall.accuracy")
    assert model.verdict == "not comparable"
    assert model.judged.difference.why == "label split: fault → hardware, software"
    assert fault.judged.old is not None
    assert fault.judged.new is not None
    assert (fault.verdict, fault.judged.old.value) == ("no difference", fault.judged.new.value)
    assert _metric(found, "quality.questions.topic.agreement.per_label.billing.alpha").verdict == "no difference"


def test_a_merger_is_applied_to_the_parent() -> None:
    """Two labels that became one are one in both versions: perfect agreement, no change, and merged by name."""
    dataset = manifest(["billing", "invoice", "other"])
    old = side("1.0.0", [("i1", "ann", "billing"), ("i1", "bob", "invoice"), ("i2", "ann", "other")], dataset=dataset)
    new = side("2.0.0", [("i1", "ann", "billing"), ("i1", "bob", "billing"), ("i2", "ann", "other")], dataset=dataset)
    merger = {"billing": ("billing",), "invoice": ("billing",)}
    found = compare_sides(old, _declaring(new, merger), CATALOG)
    assert [(one.kind, one.old, one.new) for one in found.schema_changes] == [
        ("labels merged", "billing, invoice", "billing")
    ]
    percent = _metric(found, "quality.questions.topic.agreement.overall.percent")
    assert percent.judged.old is not None
    assert percent.judged.old.value == 1.0
    assert found.annotations is not None
    assert found.annotations.changed == 0


def test_mappings_add_up_along_the_line_of_parents() -> None:
    """Renamed in 1.1.0 and split in 2.0.0: compared with 1.0.0, the label went to both parts."""
    declared = [{"a": ("b",)}, {"b": ("c", "d")}]
    question = manifest(["a", "b", "c", "d", "other"]).questions["topic"]
    held = label_map(question, question, declared)
    assert (held.splits, held.forward, held.old_labels) == ({"a": ("c", "d")}, {}, ("a", "other"))
    assert held.new_labels == ("c", "d", "other")


def test_one_version_at_two_commits() -> None:
    """A mapping that was there before is in the labels of both versions; one written in between is applied."""
    plain, mapping = side("2.0.0", NEW, dataset=EVERY), _declaring(side("2.0.0", NEW, dataset=EVERY), SPLIT)
    found = {
        name: list(mappings_between(old.declared, new.declared, (), "topic"))
        for name, old, new in (("kept", mapping, mapping), ("added", plain, mapping), ("none", plain, plain))
    }
    assert found == {"kept": [], "added": [SPLIT], "none": []}


def test_what_no_mapping_can_bring_together() -> None:
    """Over two steps a part of one label and another label can become one: neither is compared."""
    question = manifest(["a", "b", "c", "d", "other"]).questions["topic"]
    held = label_map(question, question, [{"a": ("c", "d")}, {"b": ("d",), "d": ("d",)}])
    assert held.tangled == ("a", "b")
    assert (held.forward, held.splits) == ({}, {})


MANIFEST = """\
name: tickets
title: Tickets
description: x
license: CC0-1.0
creators: [{name: Team}]
owners: [{name: Team}]
questions:
  topic: {title: Topic, labels: {billing: {}, hardware: {aliases: [device]}, software: {}}}
  effort: {title: Effort, kind: ratio}
"""
VERSION = """\
version: {version}
date: 2026-01-31
note: x
tables: {{items: {{file: raw.csv}}, annotations: {{file: raw.csv}}}}
"""


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("{topic: {device: hardware}}", ""),
        ("{topic: {billing: [billing, software], device: hardware}}", ""),
        ("{topik: {}}", "There is no question 'topik' in the data set. Did you mean 'topic'?"),
        ("{topic: {biling: hardware}}", "There is no label 'biling' in the data set. Did you mean 'billing'?"),
        ("{topic: {device: [hardware, sofware]}}", "There is no label 'sofware' in the data set."),
        ("{effort: {low: high}}", "The question asks for a number and has no labels to map."),
        ("{topic: {billing: [billing, software], device: software}}", "cannot come from another, too"),
        ("{topic: {device: []}}", "needs at least one label that took its place"),
    ],
)
def test_the_mapping_is_checked(tmp_path: Path, mapping: str, told: str) -> None:
    """Unknown questions and labels are named with the nearest known one; what makes no sense is refused."""
    folder = tmp_path / "tickets"
    (folder / "versions").mkdir(parents=True)
    (folder / "dataset.yaml").write_text(MANIFEST)
    (folder / "versions/1.0.0.yaml").write_text(VERSION.format(version="1.0.0"))
    text = VERSION.format(version="2.0.0") + f"parent: 1.0.0\nmapping: {mapping}\n"
    (folder / "versions/2.0.0.yaml").write_text(text)
    if not told:
        assert read_manifests(folder, "2.0.0")[1].mapping
        return
    with pytest.raises(InputError) as caught:
        read_manifests(folder, "2.0.0")
    assert told in str(caught.value)


def test_a_single_name_is_a_list_of_one() -> None:
    """`old: new` and `old: [new]` are the same."""
    content: dict[str, Any] = {
        "version": "2.0.0",
        "date": "2026-01-31",
        "note": "x",
        "tables": {"items": {"file": "x.csv"}, "annotations": {"file": "x.csv"}},
    }
    short, full = (
        VersionManifest.model_validate({**content, "mapping": {"topic": {"a": held}}}) for held in ("b", ["b"])
    )
    assert short == full
