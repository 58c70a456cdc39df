"""One question of two versions, aligned: who answered on which items, what is final, what is gold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.sides.side import Side
from labelcards.dataset.version.coding import CodedQuestion
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.table_changes import PoolChange
from labelcards.labels.kind import LabelKind
from labelcards.metrics.agreement.annotator_spread import AnnotatorPools
from labelcards.metrics.agreement.decomposition import RatingsPair
from labelcards.metrics.consensus.pivot import JudgedVotes, pool_variance
from labelcards.metrics.intervals.variance_parts import VariancePart
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["FinalLabels", "QuestionPair"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FinalLabels:
    """The labels of one method in both versions, by item.

    Attributes:
        old, new: of all items that have one.
        shared: positions of the items of both, in the old and, aligned, in the new one.
        unmoved: whether no shared item has another label.
    """

    old: pd.Series[str]
    new: pd.Series[str]
    shared: tuple[Codes, Codes]
    unmoved: bool

    @classmethod
    def of(cls, old: pd.Series[str], new: pd.Series[str]) -> FinalLabels:
        """Align them."""
        place = new.index.get_indexer(old.index)
        here = np.flatnonzero(place >= 0).astype(np.intp)
        there = place[here].astype(np.intp)
        before, after = old.take(here).reset_index(drop=True), new.take(there).reset_index(drop=True)
        return cls(old, new, (here, there), bool((before == after).all()))

    @property
    def items(self) -> pd.Index:
        """The ids of shared items."""
        return self.old.index.take(self.shared[0])


@dataclass(frozen=True, eq=False)
class QuestionPair:
    """One question of two versions with tables, in the same set of labels.

    Attributes:
        old, new: the sides.
        question: asked in both, with the same kind.
    """

    old: Side
    new: Side
    question: str

    @property
    def kind(self) -> LabelKind:
        """What is true of the question's labels."""
        return self.new.manifest.questions[self.question].label_kind

    @cached_property
    def tables(self) -> tuple[LabelVersion, LabelVersion]:
        """The clean tables, old first.

        Raises:
            ValueError: a side has none.
        """
        if self.old.labels is None or self.new.labels is None:
            raise ValueError("pairing needs the tables of both sides")
        return self.old.labels, self.new.labels

    @cached_property
    def coded(self) -> tuple[CodedQuestion, CodedQuestion]:
        """The annotations as codes, old first: one per annotator and item, without ground truth."""
        return self.old.coded(self.question).of_people, self.new.coded(self.question).of_people

    @cached_property
    def ratings(self) -> RatingsPair:
        """The annotations and the items that both versions have, with the annotators where others answered."""
        old, new = self.coded
        place = pd.Index(old.items).get_indexer(pd.Index(new.items)).astype(np.intp)
        both = np.flatnonzero(place >= 0).astype(np.intp)
        shared = place[both], both
        pair = RatingsPair(old.ratings, new.ratings, shared)
        return RatingsPair(old.ratings, new.ratings, shared, self.people if self._others(pair) else None)

    @property
    def same_items(self) -> bool:
        """Whether no item came or went."""
        return len(self.ratings.shared[0]) == len(self.coded[0].items) == len(self.coded[1].items)

    @cached_property
    def people(self) -> AnnotatorPools:
        """One code per annotator of either version."""
        names = [one.annotators for one in self.coded]
        codes, known = pd.factorize(pd.Series([*names[0], *names[1]], dtype="str"))
        codes = codes.astype(np.intp)
        return AnnotatorPools(codes[: len(names[0])], codes[len(names[0]) :], len(known))

    def _active(self, pair: RatingsPair) -> tuple[Mask, Mask]:
        """(size,) who answered on shared items in the old and in the new version."""
        found = []
        for ratings, codes in zip(pair.on_shared_items(), (self.people.old, self.people.new), strict=True):
            who = np.zeros(self.people.size, dtype=np.bool_)
            who[codes[np.flatnonzero(np.bincount(ratings.annotator, minlength=ratings.M))]] = True
            found.append(who)
        return found[0], found[1]

    def _others(self, pair: RatingsPair) -> bool:
        old, new = self._active(pair)
        return bool((old != new).any())

    @property
    def pool(self) -> PoolChange | None:
        """Who answered on shared items; None when there are none."""
        shared = len(self.ratings.shared[0])
        if not shared:
            return None
        old, new = self._active(self.ratings)
        votes = [round(len(each) / shared, 3) for each in self.ratings.on_shared_items()]
        return PoolChange(
            kept=int((old & new).sum()),
            left=int((old & ~new).sum()),
            came=int((new & ~old).sum()),
            old_votes=votes[0],
            new_votes=votes[1],
        )

    @cached_property
    def finals(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The tables of final labels, old first, by item."""
        old, new = (
            side.finals[side.finals["question"] == self.question].drop(columns="question").set_index("item_id")
            for side in (self.old, self.new)
        )
        return old, new

    @cached_property
    def final_labels(self) -> dict[str, FinalLabels]:
        """Column of the tables of final labels → the labels, for those that both have."""
        found = {}
        for rater in ("dawid_skene", "final"):
            if all(rater in table.columns for table in self.finals):
                old, new = (table[rater].dropna() for table in self.finals)
                found[rater] = FinalLabels.of(old, new)
        return found

    @cached_property
    def gold(self) -> tuple[pd.Series[str], pd.Series[str]]:
        """Gold labels by item, old first."""
        old, new = (
            table.gold.loc[table.gold["question"] == self.question].set_index("item_id")["label"]
            for table in self.tables
        )
        return old, new

    @cached_property
    def gold_moved(self) -> bool:
        """Whether the gold labels are not the same."""
        old, new = self.gold
        return len(old) != len(new) or not old.sort_index().equals(new.sort_index())

    def pool_part(self, items: pd.Index, truth: pd.Series[str]) -> VariancePart | str | None:
        """What other annotators add to the variance of the share of ``items`` whose final label is ``truth``.

        Args:
            items: ids that both versions have.
            truth: (U,) the label that is right, or counted, in the order of ``items``.

        Returns:
            None when the same annotators answered; the reason when it cannot be told.
        """
        if self.ratings.pools is None:
            return None
        old, new = (
            _judged(coded, items, truth, tables.adjudications, self.question)
            for coded, tables in zip(self.coded, self.tables, strict=True)
        )
        return pool_variance(old, new, self.ratings.pools)


def _judged(
    coded: CodedQuestion, items: pd.Index, truth: pd.Series[str], adjudications: pd.DataFrame, question: str
) -> JudgedVotes:
    place = items.get_indexer(pd.Index(coded.items)).astype(np.intp)
    ratings = coded.ratings
    used = place[ratings.item] >= 0
    taken = Ratings(
        place[ratings.item[used]], ratings.annotator[used], ratings.label[used], len(items), ratings.M, ratings.K
    )
    decided = adjudications.loc[adjudications["question"] == question, "item_id"]
    right: Codes = pd.Index(coded.labels).get_indexer(pd.Index(truth)).astype(np.intp)
    return JudgedVotes(taken, right, np.asarray(items.isin(decided), dtype=np.bool_))
