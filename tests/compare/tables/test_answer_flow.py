"""Who moved which answers where, and which items that concerns, counted by hand."""

from __future__ import annotations

import csv
import io

import pytest

from labelcards.actions.review.item_list import item_table
from labelcards.cards.difference.audience import for_public
from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_sides
from labelcards.compare.tables import answer_flow
from labelcards.compare.tables.settings import policy_changes
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.table_changes import AnswerFlow, AnswerShare, ChangedItem
from tests.compare.versions import manifest, side

OLD = [(item, who, "billing") for item in ("i1", "i2", "i3") for who in ("ann", "bob", "cho")]
NEW = [
    *(("i1", who, "other") for who in ("ann", "bob")),
    ("i1", "cho", "billing"),
    ("i2", "ann", "other"),
    ("i2", "bob", "billing"),
    ("i2", "cho", "billing"),
    ("i3", "ann", "billing"),
    ("i3", "bob", "billing"),
    ("i3", "cho", "delivery"),
    ("i4", "cho", "delivery"),
]


@pytest.fixture
def found() -> DifferenceDocument:
    """Ann and Bob moved i1, Ann alone i2, Cho i3; i4 is new; the gold label of i3 is another."""
    old = side("1.0.0", OLD, gold={"i3": "billing"})
    return compare_sides(old, side("2.0.0", NEW, gold={"i3": "other"}), CATALOG)


def test_answers_by_direction_and_annotator(found: DifferenceDocument) -> None:
    """Three answers went from billing to other, two of them Ann's; one to delivery; new answers are no flow."""
    assert found.questions[0].answer_flow == (
        AnswerFlow(
            old="billing",
            new="other",
            answers=3,
            annotators=2,
            by=(AnswerShare(annotator="ann", answers=2), AnswerShare(annotator="bob", answers=1)),
        ),
        AnswerFlow(
            old="billing", new="delivery", answers=1, annotators=1, by=(AnswerShare(annotator="cho", answers=1),)
        ),
    )


def test_changed_items_say_what_and_by_whom(found: DifferenceDocument) -> None:
    """A final label, then a gold label, then answers on items whose final label stayed."""
    topic = found.questions[0]
    assert topic.items == (
        ChangedItem(item="i1", of="final label", old="billing", new="other", reason="relabelled", by=("ann", "bob")),
        ChangedItem(item="i3", of="gold label", old="billing", new="other"),
        ChangedItem(item="i3", of="answer", old="billing", new="delivery", by=("cho",)),
        ChangedItem(item="i2", of="answer", old="billing", new="other", by=("ann",)),
    )
    assert topic.items_in_all == 4


def test_a_long_list_says_how_long_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is counted."""
    monkeypatch.setattr(answer_flow, "MOST_ITEMS", 2)
    topic = compare_sides(side("1.0.0", OLD), side("2.0.0", NEW), CATALOG).questions[0]
    assert ([one.item for one in topic.items], topic.items_in_all) == (["i1", "i3"], 3)


def test_the_public_sees_counts_only(found: DifferenceDocument) -> None:
    """No id of an item or an annotator is left, and the numbers are the same."""
    shown = for_public(found)
    text = shown.dump()
    assert not [name for name in ("i1", "i2", "i3", "ann", "bob", "cho") if f'"{name}"' in text]
    assert [one.answers for one in shown.questions[0].answer_flow] == [3, 1]
    assert shown.questions[0].items_in_all == 4
    assert for_public(shown) == shown


def test_a_name_cannot_run_as_a_formula() -> None:
    """Ids and labels that a spreadsheet would compute get an apostrophe."""
    labels = manifest(["=1+1", "other"])
    old = side("1.0.0", [("@id", who, "=1+1") for who in ("ann", "bob")], dataset=labels)
    new = side("2.0.0", [("@id", who, "other") for who in ("ann", "bob")], dataset=labels)
    rows = list(csv.reader(io.StringIO(item_table(compare_sides(old, new, CATALOG)).removeprefix("\ufeff"))))
    assert rows[1:] == [["topic", "'@id", "final label", "'=1+1", "other", "relabelled", "ann bob"]]


COLUMNS = [
    ({"action": "drop"}, {"action": "keep"}, "less"),
    (None, {"action": "keep"}, "less"),
    ({"action": "keep"}, {"action": "clean"}, "more"),
    ({"action": "keep"}, None, "more"),
    ({"action": "year"}, {"action": "month"}, "less"),
    ({"action": "band", "width": 10}, {"action": "band", "width": 5}, "less"),
    ({"action": "prefix", "keep": 3}, {"action": "prefix", "keep": 2}, "more"),
    ({"action": "clean"}, {"action": "prefix", "keep": 2}, "other"),
]


@pytest.mark.parametrize(("old", "new", "effect"), COLUMNS)
def test_what_a_policy_hides(old: dict[str, object] | None, new: dict[str, object] | None, effect: str) -> None:
    """A column that shows more than before is hidden less; where neither is sure, nothing is claimed."""
    sides = []
    for column in (old, new):
        content = manifest().model_dump(mode="json", exclude_defaults=True)
        content["items"] = {"columns": {} if column is None else {"age": column}}
        sides.append((DatasetManifest.model_validate(content), None))
    assert [(one.name, one.effect) for one in policy_changes(*sides)] == [("items.age", effect)]
