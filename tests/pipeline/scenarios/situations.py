"""What can be done to a version, and what a review of it has to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tests.compare.signs import hands
from tests.compare.signs.worlds import World, codes_of

__all__ = ["SITUATIONS", "Situation"]

Rng = np.random.Generator
Pairing = tuple[World, World]


@dataclass(frozen=True)
class Situation:
    """What was done, and what must be said.

    Attributes:
        make: the older and the newer world.
        agreement, accuracy: verdicts that hold on the labels; any of several.
        whole: the verdicts on the agreement of the versions as a whole, where it must be told apart.
        sign: the code of a sign that must be given; empty for none of its own.
        told: what is done, where the function's own words are not for readers.
        accurate, kept: whether the gates on accuracy (at least 80%, at the value) and on agreement (no loss beyond
            noise) pass.
    """

    make: Callable[[Rng], Pairing]
    agreement: str
    accuracy: str
    whole: str = ""
    sign: str = ""
    accurate: str = "passed"
    kept: str = "passed"
    told: str = ""


def _plain(rng: Rng, skill: tuple[float, float] = (16, 4)) -> World:
    return World.drawn(rng, N=600, gold=0.5, skill=skill)


def nothing(rng: Rng) -> Pairing:
    """The same again."""
    world = _plain(rng)
    return world, world


def answered_again(rng: Rng) -> Pairing:
    """Everything is answered anew, as well as before, by the same people."""
    world = _plain(rng)
    return world, world.again(rng, np.ones(len(world.rows), dtype=bool))


def trained(rng: Rng) -> Pairing:
    """Everything is answered anew after training, by the same people."""
    world = _plain(rng, skill=(12, 6))
    return world, world.again(rng, np.ones(len(world.rows), dtype=bool), np.minimum(world.skill + 0.15, 0.98))


def careless(rng: Rng) -> Pairing:
    """Everything is answered anew in a hurry, by the same people."""
    world = _plain(rng)
    return world, world.again(rng, np.ones(len(world.rows), dtype=bool), world.skill - 0.15)


def _harder(rng: Rng, world: World, n: int) -> World:
    """With n more items that are answered half as well."""
    grown = world.grown(rng, n)
    ease = grown.ease.copy()
    ease[len(world.items) :] *= 0.5
    grown = replace(grown, ease=ease)
    fresh = ~grown.rows["item_id"].isin(world.items["item_id"]).to_numpy()
    return grown.again(rng, fresh)


def harder_items(rng: Rng) -> Pairing:
    """300 items with unchanged labels, and 600 harder ones."""
    world = World.drawn(rng, N=300, gold=0.5)
    return world, _harder(rng, world, 600)


def simpson(rng: Rng) -> Pairing:
    """Easy and hard items are both answered better than before, and many more hard ones come."""
    world = World.drawn(rng, N=600, gold=0.5, skill=(12, 6))
    better = world.again(rng, np.ones(len(world.rows), dtype=bool), np.minimum(world.skill + 0.12, 0.98))
    grown = _harder(rng, better, 1200)
    return world, grown


def easy_items_left(rng: Rng) -> Pairing:
    """The easier half of the items is removed; no label changes."""
    world = _plain(rng)
    kept = world.items["item_id"][world.ease < 1.1]
    return world, replace(
        world,
        rows=world.rows[world.rows["item_id"].isin(kept)].reset_index(drop=True),
        items=world.items[world.items["item_id"].isin(kept)].reset_index(drop=True),
        gold=world.gold[world.gold["item_id"].isin(kept)].reset_index(drop=True),
    )


def another_pool(rng: Rng) -> Pairing:
    """Five other annotators of one population answer the same items."""
    world = World.drawn(rng, N=800, M=5, gold=0.5, skill=(17, 3))
    names = {f"a{j:02}": f"a{j + 5:02}" for j in range(1, 6)}
    fresh = replace(world, skill=np.append(world.skill, rng.beta(17, 3, 5)))
    fresh = replace(fresh, rows=world.rows.assign(annotator_id=world.rows["annotator_id"].replace(names)))
    return world, fresh.again(rng, np.ones(len(fresh.rows), dtype=bool))


def two_others(rng: Rng) -> Pairing:
    """Two other annotators, who are one pair, answer everything."""
    world = World.drawn(rng, N=400, M=2, votes=2, gold=0.5)
    names = {"a01": "a03", "a02": "a04"}
    fresh = replace(world, skill=np.append(world.skill, rng.beta(16, 4, 2)))
    fresh = replace(fresh, rows=world.rows.assign(annotator_id=world.rows["annotator_id"].replace(names)))
    return world, fresh.again(rng, np.ones(len(fresh.rows), dtype=bool))


def hard_gold_dropped(rng: Rng) -> Pairing:
    """The gold items that the votes get wrong are gold no longer; no label changes."""
    world = World.drawn(rng, N=600, gold=0.5, skill=(11, 9))
    top = world.rows.groupby("item_id")["label"].agg(lambda given: given.mode()[0])
    wrong = top.reindex(world.gold["item_id"]).to_numpy() != world.gold["label"].to_numpy()
    return world, replace(world, gold=world.gold[~wrong].reset_index(drop=True))


def gold_flipped(rng: Rng) -> Pairing:
    """A fifth of the gold labels are others; no label changes."""
    world = _plain(rng)
    names = dict(zip(world.labels, (*world.labels[1:], world.labels[0]), strict=True))
    flipped = np.arange(len(world.gold)) % 5 == 0
    label = world.gold["label"].where(~flipped, world.gold["label"].map(names))
    return world, replace(world, gold=world.gold.assign(label=label))


def few_of_many(rng: Rng) -> Pairing:
    """Of 18,000 answers a hundred wrong ones are corrected."""
    world = World.drawn(rng, N=6_000, gold=0.5, skill=(60, 8), repeats=0.0)
    item, _ = codes_of(world)
    right = np.array(world.labels)[world.truth[item]]
    wrong = np.flatnonzero((world.rows["label"] != right).to_numpy())
    chosen = rng.choice(wrong, 100, replace=False)
    rows = world.rows.copy()
    rows.loc[rows.index[chosen], "label"] = right[chosen]
    rows.loc[rows.index[chosen], "submitted_at"] += np.timedelta64(40, "D")
    return world, replace(world, rows=rows)


def few_items(rng: Rng) -> Pairing:
    """Forty items are answered anew after a little training."""
    world = World.drawn(rng, N=40, gold=0.5)
    return world, world.again(rng, np.ones(len(world.rows), dtype=bool), world.skill + 0.02)


SAME = "no difference"
OPEN = "not enough data|no difference"

SITUATIONS: dict[str, Situation] = {
    "nothing": Situation(nothing, SAME, SAME),
    "answered again": Situation(answered_again, OPEN, OPEN),
    "trained": Situation(trained, "better", "better"),
    "careless": Situation(careless, "worse", "worse", kept="failed"),
    "few items": Situation(few_items, "not enough data", "not enough data"),
    "few of many": Situation(few_of_many, "not comparable", "slightly better", sign="chosen-by-dispute"),
    "harder items came": Situation(harder_items, SAME, OPEN, whole="worse"),
    "Simpson": Situation(simpson, "better", "better", whole="worse|slightly worse", accurate="failed"),
    "easy items left": Situation(easy_items_left, SAME, OPEN, whole="worse"),
    "another pool": Situation(another_pool, OPEN, OPEN, sign="other-annotators"),
    "half another pool": Situation(hands.other_pool, OPEN, OPEN, sign="other-annotators"),
    "two other annotators": Situation(
        two_others, "not comparable", "not comparable", sign="other-annotators", kept="failed"
    ),
    "hard gold dropped": Situation(hard_gold_dropped, SAME, SAME, sign="gold-dropped-harder", accurate="failed"),
    "gold flipped": Situation(gold_flipped, SAME, SAME, sign="gold-changed", accurate="failed"),
    "fewer votes": Situation(hands.fewer_votes, OPEN, f"{OPEN}|worse", sign="votes-per-item"),
    "disputed answered again": Situation(hands.disputed_again, "not comparable", OPEN, sign="chosen-by-dispute"),
    "disputed answered more": Situation(
        hands.disputed_more, "not comparable", f"{OPEN}|better", sign="chosen-by-dispute", kept="failed"
    ),
    "renamed": Situation(hands.renamed, SAME, SAME, sign="label-renamed"),
    "merged": Situation(hands.merged, SAME, OPEN, sign="labels-merged"),
    "merged anew": Situation(hands.merged_anew, SAME, OPEN, sign="labels-merged"),
    "gold texts copied": Situation(hands.gold_texts, SAME, OPEN, sign="gold-text-copied"),
    "gold answers copied": Situation(
        hands.gold_copied, "not comparable", "not comparable", sign="gold-copied-changes", accurate="failed"
    ),
    "gold known": Situation(
        hands.gold_known, f"{OPEN}|better", "not comparable", sign="gold-copied-answers", accurate="failed"
    ),
    "rows doubled": Situation(hands.doubled, SAME, SAME, sign="rows-doubled"),
    "times kept": Situation(hands.times_kept, OPEN, OPEN, sign="time-kept"),
    "shifted by a row": Situation(
        hands.shifted,
        f"{OPEN}|worse",
        "worse",
        sign="labels-shifted",
        accurate="failed",
        told="The answers of a wide table slipped by one row.",
    ),
    "one direction": Situation(hands.one_direction, "worse", f"{OPEN}|worse", sign="one-direction", kept="failed"),
    "zeros lost": Situation(hands.zeros_lost, "not comparable", "not comparable", sign="ids-respelled", kept="failed"),
    "annotators exchanged": Situation(hands.people_exchanged, OPEN, OPEN, sign="annotators-exchanged"),
    "labels exchanged": Situation(hands.labels_exchanged, OPEN, "worse", sign="labels-exchanged", accurate="failed"),
}
"""Name → what is done, and what must be said."""
