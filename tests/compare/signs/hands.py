"""What somebody can do to a version, on purpose or by mistake; each gives the old and the new world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from tests.compare.signs.worlds import World, codes_of

__all__ = ["DESIGNS", "HANDS", "HONEST", "TRUE_OF"]

Pairing = tuple[World, World]
Rng = np.random.Generator


def _rows(world: World, **columns: object) -> World:
    return replace(world, rows=world.rows.assign(**columns))


def _disputed(world: World) -> pd.Series:
    return world.rows.groupby("item_id")["label"].transform("nunique") > 1


def fewer_votes(rng: Rng) -> Pairing:
    """Five answers per item, then the first three of each."""
    world = World.drawn(rng, votes=5)
    return world, replace(world, rows=world.rows[world.rows.groupby("item_id").cumcount() < 3].reset_index(drop=True))


def disputed_again(rng: Rng, *, timed: bool = True) -> Pairing:
    """Only the disputed items are answered anew, by the same people, no better than before."""
    world = World.drawn(rng, timed=timed)
    return world, world.again(rng, _disputed(world).to_numpy())


def disputed_more(rng: Rng) -> Pairing:
    """Two more answers for disputed items only."""
    world = World.drawn(rng, M=8)
    more = World.drawn(rng, M=8, votes=5)
    extra = replace(world, rows=more.rows)
    item, person = codes_of(extra)
    extra = _rows(extra, label=world.answers(rng, item, person))
    known = set(zip(world.rows["item_id"], world.rows["annotator_id"], strict=True))
    wanted = set(world.rows.loc[_disputed(world), "item_id"])
    keep = [
        one in wanted and (one, who) not in known
        for one, who in zip(extra.rows["item_id"], extra.rows["annotator_id"], strict=True)
    ]
    later = extra.rows["submitted_at"] + np.timedelta64(30, "D")
    rows = pd.concat([world.rows, extra.rows.assign(submitted_at=later)[keep]], ignore_index=True)
    return world, replace(world, rows=rows)


def renamed(rng: Rng) -> Pairing:
    """A label has another name."""
    world = World.drawn(rng)
    return world, _relabelled(world, {"billing": "invoice"})


def merged(rng: Rng) -> Pairing:
    """Two labels became one of them."""
    world = World.drawn(rng)
    return world, _relabelled(world, {"other": "delivery"})


def merged_anew(rng: Rng) -> Pairing:
    """Two labels became a third."""
    world = World.drawn(rng)
    return world, _relabelled(world, {"other": "rest", "delivery": "rest"})


def split(rng: Rng) -> Pairing:
    """A label became two new ones."""
    world = World.drawn(rng)
    mine = (world.rows["label"] == "account").to_numpy()
    half = codes_of(world)[0] % 2 == 0
    label = np.where(mine, np.where(half, "login", "profile"), world.rows["label"].to_numpy(dtype=object))
    return world, replace(_rows(world, label=label), gold=world.gold[world.gold["label"] != "account"])


def _relabelled(world: World, names: dict[str, str]) -> World:
    return replace(
        _rows(world, label=world.rows["label"].replace(names)),
        gold=world.gold.assign(label=world.gold["label"].replace(names)),
    )


def other_pool(rng: Rng) -> Pairing:
    """Half of the annotators left, and others came."""
    world = World.drawn(rng, M=6)
    names = {"a01": "a07", "a02": "a08", "a03": "a09"}
    fresh = replace(world, skill=np.append(world.skill, rng.beta(16, 4, 3)))
    fresh = _rows(fresh, annotator_id=world.rows["annotator_id"].replace(names))
    return world, fresh.again(rng, fresh.rows["annotator_id"].isin(names.values()).to_numpy())


def gold_dropped(rng: Rng) -> Pairing:
    """The gold items that the votes get wrong are gold no longer."""
    world = World.drawn(rng, N=600, gold=0.5, skill=(6, 4))
    top = world.rows.groupby("item_id")["label"].agg(lambda given: given.mode()[0])
    wrong = top.reindex(world.gold["item_id"]).to_numpy() != world.gold["label"].to_numpy()
    return world, replace(world, gold=world.gold[~wrong].reset_index(drop=True))


def gold_flipped(rng: Rng) -> Pairing:
    """Some gold labels are others."""
    world = World.drawn(rng)
    label = world.gold["label"].where(np.arange(len(world.gold)) >= 10, "delivery")
    return world, replace(world, gold=world.gold.assign(label=label))


def gold_texts(rng: Rng) -> Pairing:
    """Among new items are copies of gold texts, written a little differently, with right answers."""
    world = World.drawn(rng)
    grown = world.grown(rng, 120)
    wanted = world.gold["item_id"].to_numpy()[:60]
    held = world.items.set_index("item_id")["text"].reindex(wanted).str.upper().str.replace(" ", "  ")
    items = grown.items.copy()
    items.loc[items.index[-60:], "text"] = held.to_numpy()
    return world, replace(grown, items=items)


def old_texts(rng: Rng) -> Pairing:
    """Among new items are copies of old ones that are no gold items."""
    world = World.drawn(rng)
    grown = world.grown(rng, 120)
    plain = world.items[~world.items["item_id"].isin(world.gold["item_id"])]
    items = grown.items.copy()
    items.loc[items.index[-40:], "text"] = plain["text"].to_numpy()[:40]
    return world, replace(grown, items=items)


def new_texts(rng: Rng) -> Pairing:
    """New items are there twice."""
    world = World.drawn(rng)
    grown = world.grown(rng, 200)
    items = grown.items.copy()
    items.loc[items.index[-50:], "text"] = items["text"].to_numpy()[-100:-50]
    return world, replace(grown, items=items)


def items_renumbered(rng: Rng) -> Pairing:
    """A tenth of the items have other ids, nothing alike."""
    world = World.drawn(rng)
    names = {name: f"x{place:04}" for place, name in enumerate(world.items["item_id"].to_numpy()[::10])}
    return world, replace(
        world,
        items=world.items.assign(item_id=world.items["item_id"].replace(names)),
        rows=world.rows.assign(item_id=world.rows["item_id"].replace(names)),
        gold=world.gold.assign(item_id=world.gold["item_id"].replace(names)),
    )


def zeros_lost(rng: Rng) -> Pairing:
    """Ids went through a spreadsheet."""
    world = World.drawn(rng)
    return _ids(world, lambda name: name[1:]), _ids(world, lambda name: name[1:].lstrip("0"))


def ids_in_capitals(rng: Rng) -> Pairing:
    """Half of the ids are in capital letters."""
    world = World.drawn(rng)
    return world, _ids(world, lambda name: name.upper() if int(name[1:]) % 2 else name)


def ids_as_floats(rng: Rng) -> Pairing:
    """Ids became numbers with a decimal point."""
    world = World.drawn(rng)
    return _ids(world, lambda name: name[1:].lstrip("0")), _ids(world, lambda name: f"{name[1:].lstrip('0')}.0")


def _ids(world: World, name: Callable[[str], str]) -> World:
    return replace(
        world,
        items=world.items.assign(item_id=world.items["item_id"].map(name)),
        rows=world.rows.assign(item_id=world.rows["item_id"].map(name)),
        gold=world.gold.assign(item_id=world.gold["item_id"].map(name)),
    )


def people_respelled(rng: Rng) -> Pairing:
    """Annotators are written in capitals."""
    world = World.drawn(rng)
    return world, _rows(world, annotator_id=world.rows["annotator_id"].str.upper())


def people_exchanged(rng: Rng) -> Pairing:
    """Two annotators have each other's answers."""
    world = World.drawn(rng, votes=6)
    return world, _rows(world, annotator_id=world.rows["annotator_id"].replace({"a01": "a02", "a02": "a01"}))


def person_renamed(rng: Rng) -> Pairing:
    """An annotator goes by another pseudonym."""
    world = World.drawn(rng)
    return world, _rows(world, annotator_id=world.rows["annotator_id"].replace({"a01": "zz"}))


def labels_exchanged(rng: Rng) -> Pairing:
    """Two labels changed places."""
    world = World.drawn(rng)
    names = {"account": "billing", "billing": "account"}
    return world, _rows(world, label=world.rows["label"].replace(names))


def shifted(rng: Rng, step: int = 1, start: float = 0.0, **drawn: object) -> Pairing:
    """Items' answers stand ``step`` items lower, from some item on, as in a wide table."""
    world = World.drawn(rng, M=4, votes=4, **drawn)  # type: ignore[arg-type]
    rows = world.rows.sort_values(["annotator_id", "item_id"], ignore_index=True)
    moved = rows.groupby("annotator_id")["label"].shift(step)
    late = codes_of(replace(world, rows=rows))[0] >= start * len(world.items)
    label = moved.where(moved.notna() & late, rows["label"])
    return world, replace(world, rows=rows.assign(label=label))


def rows_shifted(rng: Rng) -> Pairing:
    """The column of labels of the long table is one row lower."""
    world = World.drawn(rng)
    rows = world.rows.sort_values(["item_id", "annotator_id"], ignore_index=True)
    return world, replace(world, rows=rows.assign(label=rows["label"].shift(1).fillna(rows["label"])))


def person_shifted(rng: Rng) -> Pairing:
    """One annotator's answers are one row higher, the rest honestly worked over."""
    world = World.drawn(rng, N=600, M=4, votes=4)
    rows = world.rows.sort_values(["annotator_id", "item_id"], ignore_index=True)
    moved = rows.groupby("annotator_id")["label"].shift(-1)
    mine = rows["annotator_id"] == "a03"
    rows = rows.assign(label=moved.where(mine & moved.notna(), rows["label"]))
    changed = replace(world, rows=rows)
    return world, changed.again(rng, (~mine & (rng.random(len(rows)) < 0.1)).to_numpy())


def gold_shifted(rng: Rng) -> Pairing:
    """Gold labels are one row lower."""
    world = World.drawn(rng)
    label = world.gold["label"].shift(1).fillna(world.gold["label"])
    return world, replace(world, gold=world.gold.assign(label=label))


def texts_exchanged(rng: Rng) -> Pairing:
    """Some items hold each other's texts."""
    world = World.drawn(rng)
    text = world.items["text"].to_numpy().copy()
    text[:40] = np.roll(text[:40], 1)
    return world, replace(world, items=world.items.assign(text=text))


def doubled(rng: Rng) -> Pairing:
    """Some answers stand twice."""
    world = World.drawn(rng)
    rows = pd.concat([world.rows, world.rows.iloc[:40]], ignore_index=True)
    return world, replace(world, rows=rows)


def gold_copied(rng: Rng) -> Pairing:
    """Half of the wrong answers on gold items, and few others, became right."""
    world = World.drawn(rng, N=600)
    truth = world.rows["item_id"].map(world.gold.set_index("item_id")["label"])
    wrong = (truth.notna() & (truth != world.rows["label"])).to_numpy() & (rng.random(len(world.rows)) < 0.7)
    new = world.again(rng, ~truth.notna().to_numpy() & (rng.random(len(world.rows)) < 0.05))
    return world, _rows(new, label=new.rows["label"].where(~wrong, truth))


def gold_known(rng: Rng) -> Pairing:
    """New annotators answer everything anew; on gold items they give the gold answer."""
    world = World.drawn(rng, N=800, gold=0.3)
    names = {f"a0{j}": f"a0{j + 6}" if j < 4 else f"a{j + 6}" for j in range(1, 7)}
    fresh = replace(world, skill=np.append(world.skill, rng.beta(16, 4, 6)))
    fresh = _rows(fresh, annotator_id=world.rows["annotator_id"].replace(names))
    fresh = fresh.again(rng, np.ones(len(fresh.rows), dtype=bool))
    truth = fresh.rows["item_id"].map(world.gold.set_index("item_id")["label"])
    return world, _rows(fresh, label=truth.fillna(fresh.rows["label"]))


def one_direction(rng: Rng) -> Pairing:
    """37 answers of one annotator went from account to billing, beside honest work."""
    world = World.drawn(rng, N=600)
    new = world.again(rng, rng.random(len(world.rows)) < 0.1)
    mine = new.rows.index[(new.rows["annotator_id"] == "a02") & (world.rows["label"] == "account")][:37]
    rows = new.rows.copy()
    rows.loc[mine, "label"] = "billing"
    return world, replace(new, rows=rows)


def times_kept(rng: Rng) -> Pairing:
    """Answers were overwritten where they stood."""
    world = World.drawn(rng)
    new = world.again(rng, rng.random(len(world.rows)) < 0.05)
    return world, _rows(new, submitted_at=world.rows["submitted_at"])


def times_back(rng: Rng) -> Pairing:
    """Answers given anew are older than those they replace."""
    world = World.drawn(rng)
    chosen = rng.random(len(world.rows)) < 0.05
    new = world.again(rng, chosen)
    early = world.rows["submitted_at"] - np.timedelta64(400, "D")
    return world, _rows(new, submitted_at=early.where(chosen, world.rows["submitted_at"]))


def clock_changed(rng: Rng) -> Pairing:
    """All times are an hour later."""
    world = World.drawn(rng)
    return world, _rows(world, submitted_at=world.rows["submitted_at"] + np.timedelta64(1, "h"))


HANDS: dict[str, tuple[Callable[[Rng], Pairing], str]] = {
    "fewer votes": (fewer_votes, "votes-per-item"),
    "disputed again": (disputed_again, "chosen-by-dispute"),
    "disputed again, no times": (lambda rng: disputed_again(rng, timed=False), "changes-on-disputed"),
    "disputed more": (disputed_more, "chosen-by-dispute"),
    "renamed": (renamed, "label-renamed"),
    "merged": (merged, "labels-merged"),
    "merged into a new one": (merged_anew, "labels-merged"),
    "split": (split, "label-split"),
    "other pool": (other_pool, "other-annotators"),
    "gold dropped": (gold_dropped, "gold-dropped-harder"),
    "gold flipped": (gold_flipped, "gold-changed"),
    "gold texts": (gold_texts, "gold-text-copied"),
    "old texts": (old_texts, "texts-repeated"),
    "new texts": (new_texts, "new-texts-repeated"),
    "items renumbered": (items_renumbered, "items-renamed"),
    "zeros lost": (zeros_lost, "ids-respelled"),
    "capitals": (ids_in_capitals, "ids-respelled"),
    "floats": (ids_as_floats, "ids-respelled"),
    "people respelled": (people_respelled, "ids-respelled"),
    "people exchanged": (people_exchanged, "annotators-exchanged"),
    "person renamed": (person_renamed, "annotator-renamed"),
    "labels exchanged": (labels_exchanged, "labels-exchanged"),
    "shifted": (shifted, "labels-shifted"),
    "shifted up by two": (lambda rng: shifted(rng, -2), "labels-shifted"),
    "shifted by three from the middle": (lambda rng: shifted(rng, 3, 0.5), "labels-shifted"),
    "shifted, grouped by label": (lambda rng: shifted(rng, 1, N=2000, grouped=True), "labels-shifted"),
    "rows shifted": (rows_shifted, "labels-shifted"),
    "person shifted": (person_shifted, "labels-shifted"),
    "gold shifted": (gold_shifted, "labels-shifted"),
    "texts exchanged": (texts_exchanged, "texts-exchanged"),
    "doubled": (doubled, "rows-doubled"),
    "gold copied": (gold_copied, "gold-copied-changes"),
    "gold known": (gold_known, "gold-copied-answers"),
    "one direction": (one_direction, "one-direction"),
    "times kept": (times_kept, "time-kept"),
    "times back": (times_back, "time-moved-back"),
    "clock changed": (clock_changed, "times-offset"),
}
"""What was done → how, and the sign that must be given."""


def untouched(world: World, rng: Rng) -> World:
    """Nothing."""
    return world


def some_again(world: World, rng: Rng) -> World:
    """A random tenth of the answers given anew."""
    return world.again(rng, rng.random(len(world.rows)) < 0.1)


def some_items_again(world: World, rng: Rng) -> World:
    """A random third of the items answered anew."""
    return world.again(rng, (rng.random(len(world.items)) < 0.3)[codes_of(world)[0]])


def all_again_better(world: World, rng: Rng) -> World:
    """Everything answered anew after a training."""
    return world.again(rng, np.ones(len(world.rows), dtype=bool), np.minimum(0.97, world.skill + 0.1))


def worst_trained(world: World, rng: Rng) -> World:
    """The worst annotator was trained and answered everything anew, as the only one."""
    skill = world.skill.copy()
    worst = int(skill.argmin())
    skill[worst] = 0.9
    return world.again(rng, codes_of(world)[1] == worst, skill)


def more_items(world: World, rng: Rng) -> World:
    """Half as many items again, and a few answers anew."""
    new = world.again(rng, rng.random(len(world.rows)) < 0.05)
    return new.grown(rng, len(world.items) // 2)


def another_vote(world: World, rng: Rng) -> World:
    """One more answer to a random third of the items, by somebody new."""
    chosen = np.flatnonzero(rng.random(len(world.items)) < 0.3)
    new = replace(world, skill=np.append(world.skill, 0.85))
    person = np.full(len(chosen), len(world.skill))
    rows = pd.DataFrame(
        {
            "item_id": world.items["item_id"].to_numpy()[chosen],
            "annotator_id": f"a{len(world.skill) + 1:02}",
            "label": new.answers(rng, chosen, person),
        }
    )
    if "submitted_at" in world.rows:
        rows["submitted_at"] = world.rows["submitted_at"].max() + pd.to_timedelta(np.arange(len(rows)) * 40, unit="s")
    return replace(new, rows=pd.concat([world.rows, rows], ignore_index=True))


def all_others(world: World, rng: Rng) -> World:
    """The same items answered by another pool of the same size."""
    M = len(world.skill)
    fresh = replace(world, skill=np.append(world.skill, rng.beta(16, 4, M)))
    names = {f"a{j + 1:02}": f"a{j + M + 1:02}" for j in range(M)}
    fresh = _rows(fresh, annotator_id=world.rows["annotator_id"].map(names))
    return fresh.again(rng, np.ones(len(fresh.rows), dtype=bool))


HONEST: dict[str, Callable[[World, Rng], World]] = {
    "nothing": untouched,
    "a tenth of the answers anew": some_again,
    "a third of the items anew": some_items_again,
    "everything anew, better": all_again_better,
    "the worst annotator anew": worst_trained,
    "half as many items again": more_items,
    "one more vote on a third": another_vote,
    "another pool": all_others,
}
"""What was done in good faith → how."""

TRUE_OF = {"one more vote on a third": {"votes-per-item", "other-annotators"}, "another pool": {"other-annotators"}}
"""Signs that state what was done; they are no alarms."""

DESIGNS: dict[str, dict[str, Any]] = {
    "400 items, 3 of 6 annotators, 4 labels": {},
    "without times": {"timed": False},
    "2 labels, 85 to 15, grouped by label": {"shares": (0.85, 0.15), "grouped": True},
    "2,000 items, 5 of 20 annotators": {"N": 2000, "M": 20, "votes": 5},
    "150 items, 2 annotators": {"N": 150, "M": 2, "votes": 2},
    "weak annotators, many stock phrases": {"skill": (6, 4), "repeats": 0.3},
}
"""Which worlds honest work is done in → arguments of `World.drawn`."""
