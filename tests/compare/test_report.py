"""Two versions compared in full, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_sides
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.guideline import guideline_changes
from labelcards.compare.tables.renaming import label_renaming
from labelcards.compare.tables.schema import schema_changes
from labelcards.compare.tables.settings import policy_changes
from labelcards.compare.verdicts.advice import advise
from labelcards.documents.columns import Column, RecordTable
from labelcards.documents.difference import SideName
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument
from labelcards.documents.guidelines import read_guidelines
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.table_changes import Flow, RowCounts
from tests.compare.versions import manifest, side

ROWS = [("i1", "ann", "billing"), ("i1", "bob", "billing"), ("i2", "ann", "delivery"), ("i2", "bob", "delivery")]


def test_each_reason_of_a_flow() -> None:
    """i1 relabelled, i2 adjudicated, i3 by a new annotator, i4 by a withdrawn answer."""
    old = side(
        "1.0.0",
        [
            *(("i1", who, "billing") for who in ("ann", "bob", "cho")),
            *(("i2", who, "billing") for who in ("ann", "bob", "cho")),
            ("i3", "ann", "delivery"),
            *(("i4", who, "delivery") for who in ("ann", "bob")),
            ("i4", "cho", "billing"),
        ],
    )
    new = side(
        "2.0.0",
        [
            ("i1", "ann", "billing"),
            *(("i1", who, "other") for who in ("bob", "cho")),
            *(("i2", who, "billing") for who in ("ann", "bob", "cho")),
            ("i3", "ann", "delivery"),
            *(("i3", who, "other") for who in ("bob", "cho")),
            ("i4", "cho", "billing"),
        ],
        adjudicated={"i2": "delivery"},
    )
    (topic,) = compare_sides(old, new, CATALOG).questions
    assert topic.flow == (
        Flow(old="billing", new="delivery", items=1, reasons={"adjudicated": 1}),
        Flow(old="billing", new="other", items=1, reasons={"relabelled": 1}),
        Flow(old="delivery", new="billing", items=1, reasons={"annotations withdrawn": 1}),
        Flow(old="delivery", new="other", items=1, reasons={"new annotators": 1}),
    )
    assert topic.annotations == RowCounts(added=2, removed=2, changed=2, same=6)
    assert topic.finals == "plurality"


def test_gold_that_changed_is_its_own_flow() -> None:
    """A corrected gold label is told apart from a corrected final label."""
    old, new = side("1.0.0", ROWS, gold={"i1": "billing"}), side("2.0.0", ROWS, gold={"i1": "other"})
    found = compare_sides(old, new, CATALOG)
    assert found.questions[0].gold_flow == (Flow(old="billing", new="other", items=1),)
    assert found.questions[0].flow == ()
    assert found.advice.reasons == ("1 gold label changed",)


def test_a_version_against_itself() -> None:
    """Nothing differs, and no verdict is better or worse."""
    found = compare_sides(side("1.0.0", ROWS), side("1.0.0", ROWS), CATALOG)
    assert found.empty
    assert set(found.verdicts) == {"no difference"}
    assert found.whole == {}
    assert all(one.composition is None for one in found.metrics)
    assert found.erratum == ""


def test_schema_changes_by_kind() -> None:
    """Renamed, merged, added and removed labels are told apart by the aliases of the new manifest."""
    old = manifest(["billing", "invoice", "delivery", "fault", "misc"])
    new = manifest(
        {"billing": {"aliases": ["invoice"]}, "parcel": {"aliases": ["delivery"]}, "fault": {}, "account": {}}
    )
    assert label_renaming(old.questions["topic"], new.questions["topic"]) == {
        "invoice": "billing",
        "delivery": "parcel",
    }
    assert [(one.kind, one.old, one.new) for one in schema_changes(old, new)] == [
        ("labels merged", "billing, invoice", "billing"),
        ("label renamed", "delivery", "parcel"),
        ("label added", "", "account"),
        ("label removed", "misc", ""),
    ]


def test_a_merger_is_no_change_of_the_merged_answers() -> None:
    """Answers that the manifest says are the same are the same."""
    old = side("1.0.0", [("i1", "ann", "invoice")], dataset=manifest(["billing", "invoice", "other"]))
    new = side(
        "2.0.0", [("i1", "ann", "billing")], dataset=manifest({"billing": {"aliases": ["invoice"]}, "other": {}})
    )
    found = compare_sides(old, new, CATALOG)
    assert found.annotations == RowCounts(added=0, removed=0, changed=0, same=1)
    assert found.questions[0].changed == 0
    assert found.advice.level == "major"


@pytest.mark.parametrize(
    ("new_rows", "version", "level", "proposed", "fit"),
    [
        (ROWS, "1.0.0", "none", "1.0.0", "fits"),
        (ROWS, "1.0.1", "none", "1.0.0", "larger than needed"),
        ([*ROWS, ("i3", "ann", "other")], "1.1.0", "minor", "1.1.0", "fits"),
        ([*ROWS, ("i3", "ann", "other")], "1.0.1", "minor", "1.1.0", "too small"),
        ([*ROWS, ("i3", "ann", "other")], "2.0.0", "minor", "1.1.0", "larger than needed"),
        (ROWS[1:], "1.1.0", "major", "2.0.0", "too small"),
        ([("i1", "ann", "other"), *ROWS[1:]], "2.0.0", "major", "2.0.0", "fits"),
        ([("i1", "ann", "other"), *ROWS[1:]], "1.0.0", "major", "2.0.0", "too small"),
    ],
)
def test_version_advice(
    new_rows: list[tuple[str, str, str]], version: str, level: str, proposed: str, fit: str
) -> None:
    """The same data a patch at most, additions minor, edits and removals major."""
    advice = compare_sides(side("1.0.0", ROWS), side(version, new_rows), CATALOG).advice
    assert (advice.level, advice.proposed, advice.fit) == (level, proposed, fit)


KINDS = ("nominal", "ordinal", "multilabel", "interval", "ratio")


@pytest.mark.parametrize(("before", "after"), list(permutations(KINDS, 2)))
def test_figures_of_another_kind_are_not_judged(before: str, after: str) -> None:
    """Alpha of unordered labels and alpha of a scale are two figures: their difference is neither better nor worse."""
    sides = []
    for version, kind, alpha in (("1.0.0", before, 0.3), ("2.0.0", after, 0.9)):
        content = manifest().model_dump(mode="json", exclude_defaults=True)
        labels = [] if kind in ("interval", "ratio") else ["billing", "delivery", "other"]
        topic = {"title": "Topic", "kind": kind, "labels": labels}
        dataset = DatasetManifest.model_validate(content | {"questions": {"topic": topic}})
        figure = Figure(metric="alpha", value=alpha, low=alpha - 0.05, high=alpha + 0.05, n=100, method="test")
        tree: FigureTree = {"questions": {"topic": {"agreement": {"overall": {"alpha": figure}}}}}
        quality = MetricsDocument(document="quality", dataset="tickets", version=version, figures=tree)
        declared = side(version, ROWS).declared
        name = SideName(given=version, version=version, tables=False, why_no_tables="a test")
        sides.append(Side(name, dataset, declared, documents={"quality": quality}))
    found = compare_sides(sides[0], sides[1], CATALOG)
    (alpha_change,) = found.metrics
    assert alpha_change.verdict == "not comparable"
    assert alpha_change.judged.difference.why == f"question kind changed: {before} → {after}"
    assert any(f"{before} → {after}" in note for note in found.notes)


def test_stored_figures_that_rest_on_merged_labels_are_not_judged() -> None:
    """With documents alone, figures over all labels and of the merged one say why not; another label's are compared."""
    sides = []
    labels = (["billing", "invoice", "delivery"], {"billing": {"aliases": ["invoice"]}, "delivery": {}})
    for version, declared, value in (("1.0.0", labels[0], 0.3), ("2.0.0", labels[1], 0.9)):
        figure = Figure(metric="alpha", value=value, low=value - 0.05, high=value + 0.05, n=100, method="test")
        per_label: FigureTree = {label: {"alpha": figure} for label in ("billing", "delivery")}
        agreement: FigureTree = {"overall": {"alpha": figure}, "per_label": per_label}
        tree: FigureTree = {"questions": {"topic": {"agreement": agreement}}}
        quality = MetricsDocument(document="quality", dataset="tickets", version=version, figures=tree)
        name = SideName(given=version, version=version, tables=False, why_no_tables="a test")
        about = side(version, ROWS).declared
        sides.append(Side(name, manifest(declared), about, documents={"quality": quality}))
    found = {one.path[4:]: one for one in compare_sides(sides[0], sides[1], CATALOG).metrics}
    merged = "labels merged: billing, invoice → billing"
    for path in (("overall", "alpha"), ("per_label", "billing", "alpha")):
        assert (found[path].verdict, found[path].judged.difference.why) == ("not comparable", merged)
    assert found["per_label", "delivery", "alpha"].verdict == "better"


def test_a_question_of_one_version_has_no_difference() -> None:
    """Stored figures of a question that only one version asks stand there with the reason, whichever version it is."""
    figure = Figure(metric="alpha", value=0.7, low=0.6, high=0.8, n=100, method="test")
    tree: FigureTree = {"questions": {"tone": {"agreement": {"overall": {"alpha": figure}}}}}
    quality = MetricsDocument(document="quality", dataset="tickets", version="2.0.0", figures=tree)
    plain, asked = side("1.0.0", ROWS), side("1.0.0", ROWS)
    both = asked.manifest.questions | {"tone": asked.manifest.questions["topic"]}
    asked = replace(asked, manifest=asked.manifest.model_copy(update={"questions": both}), labels=None)
    asked = replace(asked, documents={"quality": quality})
    for old, new, lacking in ((plain, asked, "old"), (asked, plain, "new")):
        (tone,) = (one for one in compare_sides(old, new, CATALOG).metrics if one.path[2] == "tone")
        assert (tone.verdict, tone.judged.difference.why) == (
            "not comparable",
            f"the {lacking} version does not have it",
        )


def test_the_lift_is_the_one_that_was_measured() -> None:
    """What a model gained over the parent stands in the changes document; over another version it says nothing."""
    lift = Figure(metric="lift", value=0.1, low=0.04, high=0.16, n=200, method="test")
    nothing = Figure(metric="lift", n=0, why="the gold sets differ")
    tree: FigureTree = {"questions": {"topic": {"lift": {"accuracy": lift, "f1_macro": nothing}}}}
    new = side("2.0.0", ROWS)
    for parent, told in (("1.0.0", {"accuracy": ("better", 0.1, 0.04, 0.16)}), ("0.9.0", {})):
        changes = MetricsDocument(
            document="changes", dataset="tickets", version="2.0.0", figures=tree, parameters={"parent": parent}
        )
        found = compare_sides(side("1.0.0", ROWS), replace(new, documents={"changes": changes}), CATALOG)
        assert {
            one.path[-1]: (one.verdict, *_ends(one.judged.difference))
            for one in found.metrics
            if one.path[0] == "changes"
        } == told


def _ends(figure: Figure) -> tuple[float | None, ...]:
    return figure.value, figure.low, figure.high


def test_reasons_count_in_words() -> None:
    """One label, two labels: each reason says how many of what changed."""
    labels = [("i1", "ann", "billing"), ("i2", "ann", "billing"), ("i3", "ann", "billing")]
    for changed, noun in ((1, "1 final label"), (2, "2 final labels")):
        new = [(item, who, "other" if place < changed else label) for place, (item, who, label) in enumerate(labels)]
        advice = compare_sides(side("1.0.0", labels), side("2.0.0", new), CATALOG).advice
        assert f"{noun} of topic changed" in advice.reasons


def test_the_rule_does_not_look_backwards() -> None:
    """Compared the wrong way round, nothing is proposed."""
    advice = advise("2.0.0", "1.0.0", rows={}, questions=(), schema=(), guidelines=(), policy=())
    assert (advice.proposed, advice.fit) == ("1.0.0", "fits")


def test_guidelines_by_label_and_part(tmp_path: Path) -> None:
    """A new example, a dropped label and an edited tree are three changes; a moved heading is none."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    tree = "```decision-tree\nquestion: Money?\nyes: billing\nno: {last}\n```\n"
    old.write_text(
        "# topic\n"
        + tree.format(last="other")
        + "## billing\n**Examples**\n- one\n- two\n## other\n**Definition.** Rest.\n"
    )
    new.write_text("# topic\n" + tree.format(last="delivery") + "## billing\n**Examples**\n- one\n- three\n")
    found = guideline_changes(read_guidelines(old), read_guidelines(new))
    assert [(one.label, one.part, one.removed, one.added) for one in found] == [
        ("", "decision tree", ("Money? no → other",), ("Money? no → delivery",)),
        ("billing", "examples", ("two",), ("three",)),
        ("other", "definition", ("Rest.",), ()),
    ]
    assert guideline_changes(read_guidelines(new), read_guidelines(new)) == ()


def test_policy_changes_name_the_column() -> None:
    """A column that is kept instead of cleaned is a change; its title is not."""
    old = manifest()
    kept = old.model_copy(update={"items": RecordTable(columns={"body": Column(action="keep", title="Text")})})
    cleaned = old.model_copy(update={"items": RecordTable(columns={"body": Column(action="clean", title="Body")})})
    assert [(one.name, one.old, one.new) for one in policy_changes((cleaned, None), (kept, None))] == [
        ("items.body", "clean", "keep")
    ]


def test_without_tables_only_documents_are_compared() -> None:
    """The notes say so, and nothing is counted."""
    bare = replace(side("1.1.0", ROWS), labels=None)
    found = compare_sides(side("1.0.0", ROWS), bare, CATALOG)
    assert found.items is None
    assert found.questions == ()
    assert any("could not be read" in note for note in found.notes)
