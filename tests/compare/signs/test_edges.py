"""Signs of other kinds of answers, of declared mappings, of small and empty tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from labelcards.compare.sides.side import Side
from labelcards.compare.signs.listing import mapping_of, signs_of
from labelcards.compare.tables.rows import match_annotations
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.signs import Sign
from tests.compare.signs.hands import HANDS
from tests.compare.signs.worlds import World, named, side_of, signs_between
from tests.compare.versions import manifest, side


def _signs(old: Side, new: Side) -> tuple[Sign, ...]:
    assert old.labels is not None
    assert new.labels is not None
    return signs_of(old, new, match_annotations(old.labels, new.labels))


def _dataset(**question: object) -> DatasetManifest:
    given = manifest().model_dump(mode="json")
    return DatasetManifest.model_validate(given | {"questions": {"topic": {"title": "Topic", **question}}})


def test_a_declared_rename_is_no_sign() -> None:
    """What the new version's manifest maps is not suspected, and not taken for overwritten answers."""
    world = World.drawn(np.random.default_rng(1))
    new = replace(world, rows=world.rows.assign(label=world.rows["label"].replace({"billing": "invoice"})))
    new = replace(new, gold=world.gold.assign(label=world.gold["label"].replace({"billing": "invoice"})))
    declared = side_of("1.1.0", new, parent="1.0.0", mapping={"topic": {"billing": "invoice"}})
    assert signs_between(world, declared) == ()
    assert named(signs_between(world, new)) == {"label-renamed"}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("renamed", {"billing": "invoice"}),
        ("merged", {"other": "delivery"}),
        ("merged into a new one", {"other": "rest", "delivery": "rest"}),
        ("split", {}),
        ("labels exchanged", {}),
    ],
)
def test_the_suspected_mapping_is_that_of_the_signs(what: str, expected: dict[str, str]) -> None:
    """Renames and mergers, by label; splits have no such mapping, and labels that changed places no excuse."""
    old, new = (side_of(f"1.{j}.0", world) for j, world in enumerate(HANDS[what][0](np.random.default_rng(5))))
    assert old.labels is not None
    assert new.labels is not None
    match = match_annotations(old.labels, new.labels)
    assert mapping_of(signs_of(old, new, match)) == ({"topic": expected} if expected else {})


def test_a_rename_is_seen_in_final_labels_when_everybody_is_new() -> None:
    """No answer is matched then; items are."""
    rng = np.random.default_rng(8)
    world = World.drawn(rng, skill=(60, 1))
    label = world.rows["label"].replace({"billing": "invoice"})
    new = replace(world, rows=world.rows.assign(label=label, annotator_id="n" + world.rows["annotator_id"]))
    sign = next(one for one in signs_between(world, new) if one.code == "label-renamed")
    assert sign.facts["unit"] == "items"
    assert sign.mapping == {"billing": ("invoice",)}


@pytest.mark.parametrize(("gold", "merged"), [("kept", False), ("merged", True), ("none", True)])
def test_a_merger_that_the_gold_denies_is_none(gold: str, merged: bool) -> None:
    """Every answer "other" became "delivery"; where the newer gold still says "other", these answers are wrong."""
    world = World.drawn(np.random.default_rng(8), gold=0.3)
    names = {"other": "delivery"}
    assert "other" in set(world.gold["label"])
    told = {"kept": world.gold, "merged": world.gold.assign(label=world.gold["label"].replace(names))}
    rows = world.rows.assign(label=world.rows["label"].replace(names))
    new = replace(world, rows=rows, gold=told.get(gold, world.gold.iloc[:0]))
    codes = {one.code for one in signs_between(world, new)}
    assert ("labels-merged" in codes) == merged


def test_labels_inside_sets_are_renamed() -> None:
    """One label of a set has another name; the others stay."""
    rng = np.random.default_rng(2)
    labels = ["a", "b", "c", "d"]
    rows = [
        (f"i{i:03}", f"p{j}", "|".join(x for x, keep in zip("abc", rng.random(3) < 0.5, strict=True) if keep) or "a")
        for i in range(80)
        for j in range(3)
    ]
    data = _dataset(kind="multilabel", labels=labels)
    old = side("1.0.0", rows, dataset=data)
    new = side("1.1.0", [(i, j, label.replace("b", "d")) for i, j, label in rows], dataset=data)
    found = [one for one in _signs(old, new) if one.concern == "mechanical"]
    assert [(one.code, one.mapping) for one in found] == [("label-renamed", {"b": ("d",)})]


def test_numbers_have_signs_that_need_no_labels() -> None:
    """Shifted numbers are seen; nothing is said about disputes, which numbers always have."""
    rng = np.random.default_rng(4)
    value = rng.integers(0, 100, 300)
    data = _dataset(kind="interval", minimum=0, maximum=100)
    rows = [(f"i{i:03}", f"p{j}", str(min(100, value[i] + j))) for i in range(300) for j in range(2)]
    moved = [(f"i{i:03}", f"p{j}", str(min(100, value[max(i - 1, 0)] + j))) for i in range(300) for j in range(2)]
    assert named(_signs(side("1.0.0", rows, dataset=data), side("1.1.0", moved, dataset=data))) == {"labels-shifted"}


def test_a_reviewers_answers_are_no_votes() -> None:
    """Rows of source ground_truth neither come nor go."""
    world = World.drawn(np.random.default_rng(6))
    truth = world.rows.drop_duplicates("item_id").assign(annotator_id="boss", source="ground_truth")
    new = replace(world, rows=pd.concat([world.rows, truth], ignore_index=True))
    assert signs_between(world, new) == ()


def test_items_that_came_back_are_no_copies() -> None:
    """Where ids lost their zeros, nothing is said about texts that repeat."""
    signs = signs_between(*HANDS["zeros lost"][0](np.random.default_rng(3)))
    assert {one.code for one in signs if one.concern == "integrity"} == {"ids-respelled"}


@pytest.mark.parametrize("hand", ["people exchanged", "rows shifted"])
def test_one_of_two_explanations_is_given(hand: str) -> None:
    """Annotators that changed places are no slipped rows, and slipped rows no annotators that changed places."""
    made, code = HANDS[hand]
    found = named(signs_between(*made(np.random.default_rng(9))))
    assert found & {"annotators-exchanged", "labels-shifted"} == {code}


def test_no_sign_quotes_a_text() -> None:
    """Neither facts nor ids hold anything of the texts."""
    for what in ("gold texts", "old texts", "new texts", "items renumbered", "texts exchanged"):
        for sign in signs_between(*HANDS[what][0](np.random.default_rng(7))):
            assert "order" not in sign.model_dump_json()
            assert len(sign.internal) <= 5


def test_signs_are_the_same_every_time() -> None:
    """Nothing is drawn."""
    first, second = (signs_between(*HANDS["person shifted"][0](np.random.default_rng(1))) for _ in range(2))
    assert first == second


def test_small_tables_give_no_error_and_no_integrity_sign() -> None:
    """Random tables of up to five items and three annotators, either of them possibly empty."""
    rng = np.random.default_rng(12)
    labels = ("billing", "delivery", "other")

    def drawn() -> list[tuple[str, str, str]]:
        return [
            (f"i{rng.integers(5)}", f"a{rng.integers(3)}", str(rng.choice(labels))) for _ in range(rng.integers(0, 9))
        ]

    for _ in range(60):
        old, new = (side(version, drawn(), gold={"i0": "billing", "i1": "other"}) for version in ("1.0.0", "1.1.0"))
        assert not [one for one in _signs(old, new) if one.concern == "integrity"]


def test_a_side_without_tables_is_refused() -> None:
    """Signs are of tables."""
    old = side("1.0.0", [("i1", "a1", "billing")])
    assert old.labels is not None
    match = match_annotations(old.labels, old.labels)
    with pytest.raises(ValueError, match="without tables"):
        signs_of(old, replace(old, labels=None), match)


def test_texts_in_several_columns_are_one_text() -> None:
    """A copy has the subject and the body of a gold item; one that shares only the subject is none."""
    old, new = HANDS["gold texts"][0](np.random.default_rng(3))
    first, second = (
        replace(world, items=world.items.assign(subject=[f"Ticket {j % 9}" for j in range(len(world.items))]))
        for world in (old, new)
    )
    assert "gold-text-copied" not in named(signs_between(first, second))
    same = second.items.assign(subject="Ticket")
    assert "gold-text-copied" in named(
        signs_between(
            replace(first, items=first.items.assign(subject=None)), replace(second, items=same.assign(subject=None))
        )
    )


def test_disputes_at_equal_votes_are_told() -> None:
    """With the first three of five votes, the older version's disputes are those of three draws of five."""
    old, new = HANDS["fewer votes"][0](np.random.default_rng(2))
    (found,) = (one for one in signs_between(old, new) if one.code == "votes-per-item")
    draws = [
        np.mean([len({*draw}) > 1 for draw in combinations(labels, 3)])
        for _, labels in old.rows.groupby("item_id")["label"]
    ]
    disputed = new.rows.groupby("item_id")["label"].nunique() > 1
    assert found.facts["old_rarefied"] == pytest.approx(np.mean(draws), abs=1e-5)
    assert found.facts["new_rarefied"] == pytest.approx(disputed.mean(), abs=1e-5)


@pytest.mark.parametrize(
    ("hand", "only"),
    [
        ("people respelled", {"ids-respelled"}),
        ("person renamed", {"annotator-renamed"}),
        ("zeros lost", {"ids-respelled"}),
        ("items renumbered", {"items-renamed"}),
    ],
)
def test_other_ids_explain_what_seems_to_have_left(hand: str, only: set[str]) -> None:
    """Nobody is another annotator, and no gold is dropped, because ids are written another way."""
    assert named(signs_between(*HANDS[hand][0](np.random.default_rng(11)))) == only


def test_where_parts_of_labels_went_to_others_changed_labels_are_no_changed_answers() -> None:
    """Half of a label was split off and then merged into another: its answers are not overwritten ones."""
    world = World.drawn(np.random.default_rng(1))
    odd = np.arange(len(world.rows)) % 2 == 1
    rows = world.rows.assign(label=world.rows["label"].where((world.rows["label"] != "account") | odd, "billing"))
    between = side_of("1.1.0", world, parent="1.0.0", mapping={"topic": {"account": ["account", "login"]}})
    new = side_of(
        "1.2.0",
        replace(world, rows=rows),
        parent="1.1.0",
        mapping={"topic": {"login": "billing", "billing": "billing"}},
    )
    declared = replace(new, ancestors=(between.declared, side_of("1.0.0", world).declared))
    assert not {one.code for one in signs_between(world, declared) if one.concern == "integrity"}
    assert "time-kept" in named(signs_between(world, replace(world, rows=rows)))
