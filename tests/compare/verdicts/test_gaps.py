"""How gaps between groups changed between two versions, counted by hand and written to the changes document."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_metrics
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.changes import change_figures
from labelcards.compare.verdicts.judged import add_judged
from labelcards.documents.difference import SideName
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument, leaves
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.version_manifest import VersionManifest
from tests.assess.bias_data import Effects, finals_of, simulated

TABLES = {"items": {"file": "items.csv"}, "annotations": {"file": "annotations.csv"}}


def _side(number: str, effects: Effects) -> Side:
    """A version of the same items by the same people; only the effects differ."""
    declared = VersionManifest.model_validate({"version": number, "date": "2026-01-01", "note": "x", "tables": TABLES})
    labels = simulated(effects, seed=8, items=300)
    name = SideName(given=number, version=number)
    return Side(name, labels.manifest, declared, labels, finals_of(labels))


@pytest.fixture(scope="module")
def sides() -> tuple[Side, Side]:
    """In the second version learners write more about billing, and annotators from the North err on Southern items."""
    return _side("1.0.0", Effects()), _side("2.0.0", Effects(learner=0.5, blind=0.5))


@pytest.fixture(scope="module")
def compared(sides: tuple[Side, Side]) -> Mapping[tuple[str, ...], MetricDifference]:
    """Every gap between groups, by its path below the question."""
    found = compare_metrics(*sides, CATALOG)
    return {one.path[3:-1]: one for one in found if one.path[0] == "bias"}


def _gap(side: Side, group: str, label: str) -> float:
    """How much more often items of the group have the label than the others."""
    assert side.labels is not None
    table = side.finals.merge(side.labels.items, on="item_id")
    inside, given = table["english"] == group, table["final"] == label
    return float(given[inside].mean() - given[~inside].mean())


def test_a_change_is_the_difference_of_two_gaps(
    sides: tuple[Side, Side], compared: Mapping[tuple[str, ...], MetricDifference]
) -> None:
    """Gaps and their change equal plain shares; the other of two groups has the opposite, its interval mirrored."""
    for label in ("billing", "delivery", "returns"):
        one = compared["label_rate", crossed("english"), crossed("learner"), label]
        old, new = (_gap(side, "learner", label) for side in sides)
        assert one.judged.old is not None
        assert one.judged.new is not None
        assert (one.judged.old.value, one.judged.new.value) == (
            pytest.approx(old, abs=2e-6),
            pytest.approx(new, abs=2e-6),
        )
        assert one.judged.difference.value == pytest.approx(new - old, abs=2e-6)
        other = compared["label_rate", crossed("english"), crossed("fluent"), label]
        assert other.judged.difference.value == pytest.approx(old - new, abs=2e-6)
        assert one.judged.difference.low is not None
        assert other.judged.difference.high == pytest.approx(-one.judged.difference.low, abs=2e-6)
        assert one.judged.difference.high is not None
        assert other.judged.difference.low == pytest.approx(-one.judged.difference.high, abs=2e-6)
        assert one.judged.p == other.judged.p
    assert compared["label_rate", crossed("english"), crossed("learner"), "billing"].verdict == "changed"


def test_every_group_column_is_compared(compared: Mapping[tuple[str, ...], MetricDifference]) -> None:
    """Groups of items by final labels, groups of annotators by what they gave, each label of each group once."""
    families = {
        (family, column): {group for one, held, group, _ in compared if (one, held) == (family, column)}
        for family, column, *_ in compared
    }
    assert families == {
        ("label_rate", "place"): {"North", "South", "East"},
        ("label_rate", "english"): {"learner", "fluent"},
        ("label_rate", "coin"): {"heads", "tails"},
        ("annotator_rate", "home"): {"North", "South", "East"},
        ("annotator_rate", "shift"): {"early", "late"},
    }
    assert len(compared) == 3 * 12


def test_every_gap_is_written_to_the_changes_document(
    sides: tuple[Side, Side], compared: Mapping[tuple[str, ...], MetricDifference]
) -> None:
    """Below ``gaps`` stand the changes of all gaps, with the verdicts that the comparison gives."""
    old, new = sides
    assert old.labels is not None
    assert new.labels is not None
    tree = change_figures(new.labels, old.labels, (new.finals, old.finals))
    add_judged(tree, compare_metrics(old, new, CATALOG))
    written: dict[tuple[str, ...], Figure] = {
        path[3:]: leaf for path, leaf in leaves(tree) if path[:3] == ("questions", "topic", "gaps")
    }
    assert {path: (leaf.value, leaf.verdict) for path, leaf in written.items()} == {
        path: (one.judged.difference.value, one.verdict) for path, one in compared.items()
    }
    assert {leaf.metric for leaf in written.values()} == {"share_change"}


def test_a_group_too_small_in_one_version_is_left_out(sides: tuple[Side, Side]) -> None:
    """Nine items of a group in the older version are too few, ten are enough, whatever the newer one has."""
    old, new = sides
    assert old.labels is not None
    learners = old.labels.items.loc[old.labels.items["english"] == "learner", "item_id"]
    for kept, told in ((9, False), (10, True)):
        dropped = set(learners.iloc[kept:])
        finals = old.finals[~old.finals["item_id"].isin(dropped)]
        fewer = Side(old.name, old.manifest, old.declared, old.labels, pd.DataFrame(finals))
        paths = {one.path[3:6] for one in compare_metrics(fewer, new, CATALOG) if one.path[0] == "bias"}
        assert (("label_rate", crossed("english"), crossed("learner")) in paths) is told


def test_a_gap_has_the_interval_of_the_bias_document(sides: tuple[Side, Side]) -> None:
    """The gap of each version is shown as its own document has it, where that holds the same value."""
    old, new = sides
    path = ("questions", "topic", "label_rate", crossed("english"), crossed("learner"), "billing", "difference")
    value = _gap(new, "learner", "billing")
    for held, low in ((value, value - 0.05), (value + 0.01, None)):
        leaf = Figure(metric="rate_difference", value=held, low=held - 0.05, high=held + 0.05, n=300, method="test")
        tree: FigureTree = {}
        node = tree
        for step in path[:-1]:
            node[step] = node = {}
        node[path[-1]] = leaf
        bias = MetricsDocument(document="bias", dataset="made-up", version="2.0.0", figures=tree)
        documented = Side(new.name, new.manifest, new.declared, new.labels, new.finals, {"bias": bias})
        found = {one.path: one for one in compare_metrics(old, documented, CATALOG)}["bias", *path]
        assert found.judged.new is not None
        assert found.judged.new.low == (None if low is None else pytest.approx(low))
