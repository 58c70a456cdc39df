"""Worlds of items and annotators from which versions are drawn, honest ones and such as somebody had a hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.sides.side import Side
from labelcards.compare.signs.listing import signs_of
from labelcards.compare.tables.rows import match_annotations
from labelcards.dataset.contract.order import contract_frame, ordered
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.difference import SideName
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.signs import Sign
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["LABELS", "World", "codes_of", "named", "side_of", "signs_between", "version_of"]

LABELS = ("account", "billing", "delivery", "other")
START = np.datetime64("2026-01-01T08:00:00", "us")
TABLE = {"file": "raw/x.csv"}


@dataclass(frozen=True, eq=False)
class World:
    """Items with true labels, and annotators who find them more or less often.

    Attributes:
        truth: (N,) codes of labels.
        ease: (N,) how much more likely than usual an item is answered right, as a factor.
        skill: (M,) how likely each annotator is right on a usual item.
        rows: item_id, annotator_id, label, submitted_at.
        items: item_id, text.
        gold: item_id, label.
        labels: names of the labels.
    """

    truth: npt.NDArray[np.intp]
    ease: npt.NDArray[np.float64]
    skill: npt.NDArray[np.float64]
    rows: pd.DataFrame
    items: pd.DataFrame
    gold: pd.DataFrame
    labels: tuple[str, ...] = LABELS

    @classmethod
    def drawn(
        cls,
        rng: np.random.Generator,
        *,
        N: int = 400,
        M: int = 6,
        votes: int = 3,
        gold: float = 0.25,
        skill: tuple[float, float] = (16, 4),
        shares: Sequence[float] = (0.4, 0.3, 0.2, 0.1),
        timed: bool = True,
        grouped: bool = False,
        repeats: float = 0.02,
    ) -> World:
        """A first version.

        Args:
            rng: what is drawn from.
            N, M, votes: items, annotators, answers per item.
            gold: share of items with gold.
            skill: parameters of the Beta distribution of skills.
            shares: of the labels.
            timed: whether answers have times.
            grouped: whether items with one label stand together.
            repeats: share of items whose text is a stock phrase.
        """
        truth = rng.choice(len(shares), N, p=np.array(shares) / sum(shares))
        truth = np.sort(truth) if grouped else truth
        world = cls(
            truth.astype(np.intp),
            rng.choice([0.6, 1.0, 1.15], N, p=[0.2, 0.5, 0.3]),
            rng.beta(*skill, M),
            pd.DataFrame(),
            pd.DataFrame({"item_id": [f"i{i + 1:05}" for i in range(N)], "text": texts(rng, N, repeats)}),
            pd.DataFrame(),
            LABELS[: len(shares)],
        )
        who = np.argsort(rng.random((N, M)), axis=1)[:, :votes]
        item, person = np.repeat(np.arange(N), votes), who.ravel()
        rows = pd.DataFrame(
            {
                "item_id": world.items["item_id"].to_numpy()[item],
                "annotator_id": np.array([f"a{j + 1:02}" for j in range(M)])[person],
                "label": world.answers(rng, item, person),
                "submitted_at": START + np.cumsum(rng.integers(5, 90, len(item))).astype("timedelta64[s]"),
            }
        )
        if not timed:
            rows = rows.drop(columns="submitted_at")
        marked = np.sort(rng.choice(N, int(gold * N), replace=False))
        answers = pd.DataFrame(
            {"item_id": world.items["item_id"].to_numpy()[marked], "label": np.array(world.labels)[truth[marked]]}
        )
        return replace(world, rows=rows, gold=answers)

    def answers(
        self,
        rng: np.random.Generator,
        item: npt.NDArray[np.intp],
        person: npt.NDArray[np.intp],
        skill: npt.NDArray[np.float64] | None = None,
    ) -> npt.NDArray[np.str_]:
        """(R,) what annotators say about items."""
        able = (self.skill if skill is None else skill)[person]
        right = rng.random(len(item)) < np.clip(able * self.ease[item], 0.02, 0.99)
        other = (self.truth[item] + rng.integers(1, len(self.labels), len(item))) % len(self.labels)
        return np.array(self.labels)[np.where(right, self.truth[item], other)]

    def again(
        self, rng: np.random.Generator, mask: npt.NDArray[np.bool_], skill: npt.NDArray[np.float64] | None = None
    ) -> World:
        """The answers under ``mask`` (R,) given anew, with new times."""
        rows = self.rows.copy()
        item, person = codes_of(self)
        rows.loc[mask, "label"] = self.answers(rng, item[mask], person[mask], skill)
        if "submitted_at" in rows:
            later = rows["submitted_at"].max() + np.timedelta64(20, "D")
            rows.loc[mask, "submitted_at"] = later + pd.to_timedelta(np.arange(int(mask.sum())) * 31, unit="s")
        return replace(self, rows=rows)

    def grown(self, rng: np.random.Generator, n: int, votes: int = 3) -> World:
        """With n more items from the same world, answered by the same annotators."""
        more = World.drawn(
            rng,
            N=n,
            M=len(self.skill),
            votes=min(votes, len(self.skill)),
            gold=0.0,
            timed="submitted_at" in self.rows,
            repeats=0.02,
        )
        first = len(self.items)
        names = {name: f"i{first + place + 1:05}" for place, name in enumerate(more.items["item_id"])}
        rows, items = (table.assign(item_id=table["item_id"].map(names)) for table in (more.rows, more.items))
        return replace(
            self,
            truth=np.append(self.truth, more.truth),
            ease=np.append(self.ease, more.ease),
            rows=pd.concat([self.rows, rows], ignore_index=True),
            items=pd.concat([self.items, items], ignore_index=True),
        )


def texts(rng: np.random.Generator, n: int, repeats: float) -> list[str]:
    """Texts of which a share is one of a few stock phrases."""
    stock = [f"Please call me back, option {word}." for word in ("one", "two", "three", "four", "five")]
    return [
        str(rng.choice(stock)) if rng.random() < repeats else f"My order {rng.integers(1 << 60)} is not here."
        for _ in range(n)
    ]


def codes_of(world: World) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """(R,) items and annotators of the rows as codes."""
    item = pd.Index(world.items["item_id"]).get_indexer(pd.Index(world.rows["item_id"]))
    person = world.rows["annotator_id"].str[1:].astype(int).to_numpy() - 1
    return item.astype(np.intp), person.astype(np.intp)


def side_of(version: str, world: World, **declared: object) -> Side:
    """The version as a side, with the labels that occur; ``declared`` goes to its manifest."""
    labels = dict.fromkeys([*world.labels, *sorted({*world.rows["label"], *world.gold["label"]})])
    manifest = DatasetManifest.model_validate(
        {
            "name": "tickets",
            "title": "Tickets",
            "description": "Two versions to compare.",
            "license": "CC0-1.0",
            "creators": [{"name": "Team"}],
            "owners": [{"name": "Team"}],
            "questions": {"topic": {"title": "Topic", "labels": list(labels)}},
            "items": {"columns": {name: {"action": "clean"} for name in world.items.columns if name != "item_id"}},
        }
    )
    written = VersionManifest.model_validate(
        {"version": version, "date": "2026-01-01", "note": "x", "tables": {"items": TABLE, "annotations": TABLE}}
        | declared
    )
    return Side(SideName(given=version, version=version), manifest, written, version_of(world, manifest, written))


def version_of(world: World, manifest: DatasetManifest, written: VersionManifest) -> LabelVersion:
    """The world as clean tables."""
    tables = {
        "items": world.items,
        "annotations": world.rows.assign(question="topic"),
        "annotators": pd.DataFrame({"annotator_id": sorted(world.rows["annotator_id"].unique())}),
        "gold": world.gold.assign(question="topic"),
        "adjudications": None,
    }
    frames = {name: ordered(name, contract_frame(name, frame, manifest)) for name, frame in tables.items()}
    return LabelVersion(manifest=manifest, version=written, **frames)


def signs_between(old: World | Side, new: World | Side) -> tuple[Sign, ...]:
    """The signs of two worlds or sides."""
    first = old if isinstance(old, Side) else side_of("1.0.0", old)
    second = new if isinstance(new, Side) else side_of("1.1.0", new)
    assert first.labels is not None
    assert second.labels is not None
    return signs_of(first, second, match_annotations(first.labels, second.labels))


def named(signs: Sequence[Sign]) -> set[str]:
    """Their codes."""
    return {sign.code for sign in signs}
