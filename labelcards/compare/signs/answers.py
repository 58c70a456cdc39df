"""The answers to one question in two versions, as arrays whose codes mean the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.sides.side import Side
from labelcards.compare.signs.names import JointNames
from labelcards.compare.signs.spelling import places_among
from labelcards.compare.tables.alignment import label_maps
from labelcards.compare.tables.renaming import LabelMap
from labelcards.compare.tables.rows import AnnotationMatch
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.labels.kind import LabelKind
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["NO_TIME", "AnswerPair", "AnswerRows", "answer_pairs"]

Mask = npt.NDArray[np.bool_]
Times = npt.NDArray[np.int64]

_LONGEST = 50_000_000

NO_TIME = np.iinfo(np.int64).min
"""How a missing time reads as a number of microseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerRows:
    """One version's R answers, without ground truth and missing labels, in the order of its table.

    Attributes:
        row: (R,) positions in the annotations table, ascending.
        item, annotator, label: (R,) codes of the pair.
        time: (R,) when they were submitted, in microseconds; `NO_TIME` where that is not known.
    """

    row: Codes
    item: Codes
    annotator: Codes
    label: Codes
    time: Times

    def __len__(self) -> int:
        """R."""
        return len(self.row)


@dataclass(frozen=True, eq=False)
class AnswerPair:
    """Both versions' answers to one question.

    Attributes:
        question, kind: the question and what its answers are.
        items, annotators, labels: what the codes mean: the names of both versions, the old ones first. Labels that
            correspond have one code: renamed and merged ones that of the new label, split ones that of the old label.
        old, new: the answers.
        same: (2, S) positions of the matched answers in ``old`` and ``new``.
        removed, added: positions of the answers that only one version has.
        shared: (N,) whether an item is in both versions' tables.
        gold: (2, N) codes of the gold labels, -1 without one.
        renamings: how each side's labels were renamed, one mapping after the other.
        tangled: whether the declared mapping sends parts of labels to others, so that no label can be followed.
    """

    question: str
    kind: LabelKind
    items: pd.Index[Any]
    annotators: pd.Index[Any]
    labels: tuple[str, ...]
    old: AnswerRows
    new: AnswerRows
    same: npt.NDArray[np.intp]
    removed: Codes
    added: Codes
    shared: Mask
    gold: npt.NDArray[np.intp]
    renamings: tuple[tuple[Mapping[str, str], ...], tuple[Mapping[str, str], ...]]
    tangled: bool = False

    @cached_property
    def changed(self) -> Mask:
        """(S,) whether the label of a matched answer differs."""
        return np.asarray(self.old.label[self.same[0]] != self.new.label[self.same[1]])

    def ratings(self, side: AnswerRows) -> Ratings:
        """The answers of one side to shared items."""
        kept = self.shared[side.item]
        if kept.all():
            kept = slice(None)  # type: ignore[assignment]
        sizes = len(self.items), len(self.annotators), len(self.labels)
        return Ratings(side.item[kept], side.annotator[kept], side.label[kept], *sizes)

    @cached_property
    def votes(self) -> tuple[Ratings, Ratings]:
        """Old and new answers to shared items."""
        return self.ratings(self.old), self.ratings(self.new)

    @cached_property
    def disputed(self) -> tuple[Mask, Mask]:
        """(N,) per side whether the votes of a shared item are not all equal."""
        return _disputed(self.votes[0]), _disputed(self.votes[1])

    @cached_property
    def _tally(self) -> npt.NDArray[np.int64] | None:
        """(N·K,) old votes per item and label; None where that would be too long."""
        size = len(self.items) * len(self.labels)
        return np.bincount(self._key, minlength=size) if size <= _LONGEST else None

    @property
    def _key(self) -> Codes:
        return self.old.item * len(self.labels) + self.old.label

    def old_votes(self, item: Codes, label: Codes) -> Codes:
        """(R,) how many old votes an item has for a label."""
        wanted = item * len(self.labels) + label
        if self._tally is not None:
            return np.asarray(self._tally[wanted])
        key = np.sort(self._key)
        return np.searchsorted(key, wanted, "right") - np.searchsorted(key, wanted, "left")

    def with_labels(self, names: Mapping[str, str], back: Mapping[str, str]) -> AnswerPair:
        """The pair under further correspondences: ``names`` old → new label, ``back`` part of a split → old label."""
        if not names and not back:
            return self
        tables = [[self.kind.renamed(label, mapping) for label in self.labels] for mapping in (names, back)]
        known = {label: code for code, label in enumerate(dict.fromkeys([*self.labels, *tables[0], *tables[1]]))}
        codes = [np.array([*(known[label] for label in table), -1], dtype=np.intp) for table in tables]
        return replace(
            self,
            labels=tuple(known),
            old=replace(self.old, label=codes[0][self.old.label]),
            new=replace(self.new, label=codes[1][self.new.label]),
            gold=np.stack([codes[0][self.gold[0]], codes[1][self.gold[1]]]),
            renamings=((*self.renamings[0], names), (*self.renamings[1], back)),
        )

    def final_labels(self, old: pd.DataFrame, new: pd.DataFrame) -> tuple[Codes, Codes]:
        """(N,) codes of both versions' final labels, -1 without one or with a label that nobody gave.

        Args:
            old, new: ``question, item_id, final`` as `labelcards.compare.sides.side.Side.finals` has them.
        """
        known = {label: code for code, label in enumerate(self.labels)}
        found = []
        for table, mappings in zip((old, new), self.renamings, strict=True):
            mine = table[(table["question"] == self.question) & table["final"].notna()]
            given, distinct = pd.factorize(mine["final"])
            code = np.array([known.get(self._renamed(name, mappings), -1) for name in distinct], dtype=np.intp)
            place = _places(self.items, mine["item_id"].to_numpy(dtype=object))
            final = np.full(len(self.items), -1, dtype=np.intp)
            final[place[place >= 0]] = code[given][place >= 0]
            found.append(final)
        return found[0], found[1]

    def _renamed(self, name: str, mappings: tuple[Mapping[str, str], ...]) -> str:
        for mapping in mappings:
            name = self.kind.renamed(name, mapping)
        return name


def _places(names: pd.Index[Any], wanted: npt.NDArray[np.object_]) -> Codes:
    """Positions among the names, -1 for none; at once where the names begin with those wanted, as old items do."""
    if len(wanted) <= len(names) and (names.to_numpy()[: len(wanted)] == wanted).all():
        return np.arange(len(wanted), dtype=np.intp)
    return places_among(names, wanted)


def _disputed(votes: Ratings) -> Mask:
    low = np.full(votes.N, votes.K, dtype=np.intp)
    high = np.full(votes.N, -1, dtype=np.intp)
    np.minimum.at(low, votes.item, votes.label)
    np.maximum.at(high, votes.item, votes.label)
    return np.asarray(high > low)


def answer_pairs(old: Side, new: Side, match: AnnotationMatch, items: JointNames) -> Iterator[AnswerPair]:
    """The answers of every question of one kind in both versions, under the correspondences that are declared.

    Args:
        old, new: both with tables.
        match: their annotations, matched.
        items: the ids of their items.
    """
    if old.labels is None or new.labels is None:
        raise ValueError("a side without tables has no answers")
    versions = old.labels, new.labels
    people = JointNames.of(*(version.annotators["annotator_id"] for version in versions))
    for question, declared in label_maps(old, new):
        yield _pair(versions, match, question, declared, names=(items, people))


def _pair(
    versions: tuple[LabelVersion, LabelVersion],
    match: AnnotationMatch,
    question: str,
    declared: LabelMap,
    *,
    names: tuple[JointNames, JointNames],
) -> AnswerPair:
    items, people = names
    asked = [_asked(version, question) for version in versions]
    kind = versions[1].manifest.questions[question].label_kind
    renamings = (declared.forward, declared.back)
    tables = [_answers(version, rows, question) for version, rows in zip(versions, asked, strict=True)]
    known: dict[str, int] = {}
    sides, gold = [], np.full((2, len(items.every)), -1, dtype=np.intp)
    for side, (version, rows) in enumerate(zip(versions, asked, strict=True)):
        answers, given, marked = tables[side]
        code = np.array(
            [*(known.setdefault(kind.renamed(name, renamings[side]), len(known)) for name in answers), -1],
            dtype=np.intp,
        )
        codes = version.codes
        sides.append(
            AnswerRows(
                rows,
                items.codes(side)[codes.item[rows]],
                people.codes(side)[codes.annotator[rows]],
                code[given],
                version.annotations["submitted_at"].to_numpy("datetime64[us]").view(np.int64)[rows],
            )
        )
        place = places_among(items.every, marked["item_id"])
        given_gold = code[pd.Index(answers, dtype=object).get_indexer(pd.Index(marked["label"], dtype=object))]
        gold[side, place[place >= 0]] = given_gold[place >= 0]
    old, new = sides
    same, removed, added = _matched(match, asked, [len(version.annotations) for version in versions])
    return AnswerPair(
        question, kind, items.every, people.every, tuple(known), old, new, same, removed, added, items.kept, gold,
        ((renamings[0],), (renamings[1],)), bool(declared.tangled),
    )  # fmt: skip


def _asked(version: LabelVersion, question: str) -> Codes:
    """Positions of the answers to a question that people gave."""
    codes = version.codes
    mine = codes.question == list(version.manifest.questions).index(question)
    mine &= (codes.label >= 0) & (codes.item >= 0) & (codes.annotator >= 0)
    truth = version.annotations["source"].eq("ground_truth").fillna(False).to_numpy(dtype=np.bool_)
    return np.flatnonzero(mine & ~truth).astype(np.intp)


def _answers(version: LabelVersion, rows: Codes, question: str) -> tuple[list[str], Codes, pd.DataFrame]:
    """The distinct answers, gold ones included; the position of each row's answer among them; the gold rows."""
    codes = version.codes
    used = np.flatnonzero(np.bincount(codes.label[rows], minlength=len(codes.labels)))
    place = np.full(len(codes.labels), -1, dtype=np.intp)
    place[used] = np.arange(len(used))
    gold = version.gold[version.gold["question"] == question]
    names = dict.fromkeys([*codes.labels[used], *gold["label"]])
    return list(names), place[codes.label[rows]], gold


def _matched(match: AnnotationMatch, asked: list[Codes], sizes: list[int]) -> tuple[npt.NDArray[np.intp], Codes, Codes]:
    """The matched, removed and added rows as positions among a question's answers."""
    places = []
    for rows, size in zip(asked, sizes, strict=True):
        place = np.full(size, -1, dtype=np.intp)
        place[rows] = np.arange(len(rows))
        places.append(place)
    same = np.stack([places[0][match.rows.old], places[1][match.rows.new]])
    same = same[:, (same >= 0).all(axis=0)]
    alone = []
    for side, rows in enumerate(asked):
        left = np.ones(len(rows), dtype=np.bool_)
        left[same[side]] = False
        alone.append(np.flatnonzero(left).astype(np.intp))
    return same, alone[0], alone[1]
