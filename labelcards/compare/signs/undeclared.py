"""Renamed, merged and split labels that no manifest declares: a flow that is a map of labels.

A label that no longer occurs, or one that is entirely new, need not be a rename: people change their minds. It is one
when at least 95% of what was said under the old name is said under one new name. It is no merger where the newer gold
still holds labels that went: their answers are wrong then, and no mapping would mend them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import AnswerPair
from labelcards.documents.signs import Sign

__all__ = ["LabelMove", "label_moves", "move_signs"]

Codes = npt.NDArray[np.intp]

NEARLY_ALL = 0.95
LEFT_OVER = 0.02
"""A label no longer occurs when it is given at most so often, as a share of how often it was."""
LEAST = 10
"""Answers, or else items, with the old label that are needed to see where it went."""


@dataclass(frozen=True, slots=True)
class LabelMove:
    """Labels that seem to have become others.

    Attributes:
        code: ``label-renamed``, ``labels-merged`` or ``label-split``.
        old, new: the labels; one old label, or one new label.
        moved, seen: how many answers with the old labels are under the new ones, of how many.
        unit: ``answers``, or ``items`` where too few answers are matched and final labels tell.
    """

    code: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    moved: int
    seen: int
    unit: str = "answers"

    @property
    def mapping(self) -> dict[str, tuple[str, ...]]:
        """As a version manifest declares it, a label that keeps its name included."""
        return dict.fromkeys(self.old, self.new)

    @property
    def names(self) -> dict[str, str]:
        """Old label → new label, unless it is a split."""
        return {} if len(self.new) > 1 else {old: self.new[0] for old in self.old if old != self.new[0]}

    @property
    def back(self) -> dict[str, str]:
        """Part of a split → the label that was split."""
        return {new: self.old[0] for new in self.new if new != self.old[0]} if len(self.new) > 1 else {}


@dataclass(slots=True)
class _Tally:
    """How labels inside answers moved: of each old label, how often it was there and which were there afterwards."""

    there: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)


def label_moves(pair: AnswerPair, finals: tuple[Codes, Codes]) -> tuple[LabelMove, ...]:
    """The moves that the tables show; none for answers that hold no listed labels.

    Args:
        pair: the answers.
        finals: (N,) old and new final labels as codes, -1 without one.
    """
    if not pair.kind.lists_labels:
        return ()
    answers = [_occurrences(pair, side.label) for side in (pair.old, pair.new)]
    gone = {name for name, count in answers[0].items() if answers[1][name] <= LEFT_OVER * count and count >= LEAST}
    came = {name for name, count in answers[1].items() if not answers[0][name] and count >= LEAST}
    if not gone and not came:
        return ()
    by_answer = _tallied(pair, pair.old.label[pair.same[0]], pair.new.label[pair.same[1]], gone | came)
    decided = (finals[0] >= 0) & (finals[1] >= 0)
    by_item = _tallied(pair, finals[0][decided], finals[1][decided], gone | came)
    moves = list(_moved(gone, came, answers[0], by_answer, "answers"))
    named = {label for move in moves for label in (*move.old, *move.new)}
    moves += _moved(gone - named, came - named, answers[0], by_item, "items")
    known = _occurrences(pair, pair.gold[1][pair.gold[1] >= 0])
    moves = [move for move in moves if move.code != "labels-merged" or not known.keys() & move.names.keys()]
    return tuple(sorted(moves, key=lambda move: (move.old, move.new)))


def _occurrences(pair: AnswerPair, label: Codes) -> Counter[str]:
    """Label → how many answers hold it."""
    found: Counter[str] = Counter()
    for code, count in enumerate(np.bincount(label, minlength=len(pair.labels)).tolist()):
        if count:
            for part in pair.kind.parts(pair.labels[code]):
                found[part] += count
    return found


def _tallied(pair: AnswerPair, before: Codes, after: Codes, about: set[str]) -> _Tally:
    """The tally of labels that are gone or came; answers without any of them are counted, not looked into."""
    K = len(pair.labels)
    distinct, counts = np.unique(before * K + after, return_counts=True)
    parts = [frozenset(pair.kind.parts(label)) for label in pair.labels]
    tally = _Tally()
    for key, count in zip(distinct.tolist(), counts.tolist(), strict=True):
        old, new = parts[key // K], parts[key % K]
        for label in old & about:
            tally.there[label] += count
        for label in new & about:
            tally.arrived[label] += count
        if (old | new) & about:
            for label in old - new:
                for target in new if label in about else new & about:
                    tally.moved[label, target] += count
    return tally


def _moved(gone: set[str], came: set[str], known: Mapping[str, int], tally: _Tally, unit: str) -> Iterator[LabelMove]:
    """Each gone label to where nearly all of it went, then new labels that nearly all come from one old label."""
    targets: dict[str, str] = {}
    for label in sorted(gone):
        seen = tally.there[label]
        there = [(count, target) for (old, target), count in tally.moved.items() if old == label]
        if seen >= LEAST and there:
            count, target = min(there, key=lambda held: (-held[0], held[1]))
            if count >= NEARLY_ALL * seen:
                targets[label] = target
    united: dict[str, list[str]] = {}
    for label, target in targets.items():
        united.setdefault(target, []).append(label)
    for target, olds in sorted(united.items()):
        counts = sum(tally.moved[old, target] for old in olds), sum(tally.there[old] for old in olds)
        stays = known.get(target, 0) > 0 and target not in gone
        sources = tuple(sorted({*olds, target} if stays else olds))
        code = "labels-merged" if len(sources) > 1 else "label-renamed"
        yield LabelMove(code, sources, (target,), *counts, unit)
    yield from _split(gone - set(targets), came - set(united), tally, unit, {*targets, *united})


def _split(gone: set[str], came: set[str], tally: _Tally, unit: str, taken: set[str]) -> Iterator[LabelMove]:
    """Old labels of which nearly all that each new label holds was a part; none that another move has ``taken``."""
    parts: dict[str, list[str]] = {}
    for label in sorted(came):
        sources = [(count, old) for (old, new), count in tally.moved.items() if new == label and old not in taken]
        if tally.arrived[label] >= LEAST and sources:
            count, old = min(sources, key=lambda held: (-held[0], held[1]))
            if count >= NEARLY_ALL * tally.arrived[label]:
                parts.setdefault(old, []).append(label)
    for old, news in sorted(parts.items()):
        moved = sum(tally.moved[old, new] for new in news)
        if old not in gone:
            yield LabelMove("label-split", (old,), (old, *news), moved, sum(tally.arrived[new] for new in news), unit)
        elif len(news) > 1 and moved >= NEARLY_ALL * tally.there[old]:
            yield LabelMove("label-split", (old,), tuple(news), moved, tally.there[old], unit)


def move_signs(pair: AnswerPair, moves: tuple[LabelMove, ...]) -> Iterator[Sign]:
    """The moves as signs, with the mapping to declare."""
    for move in moves:
        yield signed(
            move.code,
            pair.question,
            mapping=move.mapping,
            old=move.old,
            new=move.new,
            answers=move.seen,
            share=move.moved / move.seen,
            unit=move.unit,
        )
