"""The state scores of all tokens of many texts, as sums of table rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.privacy.tagger.features import END, OFFSETS, START, parts, word_class
from labelcards.privacy.tagger.gazetteer import gazetteer
from labelcards.privacy.tagger.model import TaggerModel

__all__ = ["Emissions"]

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]

_PAD = 3
_REMEMBERED = 20_000
_NOTHING = -1
_SIDES = 2


class Emissions:
    """State scores of `TaggerModel`: what it gives for `token_features`, in a few array operations for many texts.

    Every feature belongs to one word or to a pair of neighbors. A word's scores for all its neighbors are summed once
    and remembered; features of pairs are looked up by the classes of the two words.

    Args:
        model: the weights.
    """

    def __init__(self, model: TaggerModel) -> None:
        self._tags = len(model.tags)
        self._words = _Words(model)
        self._pairs = _Pairs(model, self._words.names, self._words.common)

    def of(self, tokens: Sequence[list[str]]) -> Floats:
        """(N, T) the scores of all tokens of all texts, one text after the other."""
        lengths = np.array([len(text) for text in tokens], dtype=np.int64)
        row: list[str] = []
        for text in tokens:
            row += (START, START, START, *text, END, END, END)
        ends = np.cumsum(lengths + 2 * _PAD)
        keep = np.ones(len(row), dtype=bool)
        for edge in range(_PAD):
            keep[ends - 1 - edge] = False
            keep[ends - lengths - 2 * _PAD + edge] = False
        at = np.flatnonzero(keep)
        places = self._words.places(row)
        singles = np.stack([places[at + offset] * len(OFFSETS) + k for k, offset in enumerate(OFFSETS)], axis=1)
        total = _summed(singles.astype(np.int32), self._words.scores.reshape(-1, self._tags))
        left, right = places[:-1], places[1:]
        rows = self._pairs.rows(self._words, left, right)
        both = np.concatenate([_sided(rows[at - 1], 1), _sided(rows[at], 0)], axis=1)
        total += _summed(both, self._pairs.scores.reshape(-1, self._tags))
        return total


def _sided(rows: Numbers, side: int) -> Numbers:
    found: Numbers = np.where(rows < 0, np.int32(_NOTHING), rows * np.int32(_SIDES) + np.int32(side))
    return found


def _summed(rows: Numbers, table: Floats) -> Floats:
    """(N, T) for each line of ``rows`` the sum of those rows of the table; negative numbers are none."""
    there = rows >= 0
    ends = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum(there.sum(axis=1), out=ends[1:])
    chosen = rows[there]
    matrix = sparse.csr_matrix((np.ones(len(chosen), dtype=np.float32), chosen, ends), shape=(len(rows), len(table)))
    summed: Floats = matrix @ table
    return summed


class _Words:
    """The words seen so far: their scores for each neighbor, and what pairs need of them."""

    def __init__(self, model: TaggerModel) -> None:
        self._tags = len(model.tags)
        rows, self._base = _base_table(model)
        self._known = (rows[0].get, rows[1].get, rows[2].get)
        self._lows = {word: number for number, word in enumerate(_pair_words(model))}
        self._places: dict[str, int] = {}
        self.names = ["", *_pair_classes(model)]
        self._classes = {name: number for number, name in enumerate(self.names)}
        self.scores: Floats = np.zeros((1024, len(OFFSETS), self._tags), dtype=np.float32)
        self.kind: Numbers = np.zeros(1024, dtype=np.int32)
        self.low: Numbers = np.full(1024, len(self._lows), dtype=np.int32)

    @property
    def common(self) -> list[str]:
        """The words that features of pairs name, and one that stands for all others."""
        return [*self._lows, ""]

    def places(self, words: Sequence[str]) -> npt.NDArray[np.int64]:
        """Where each word stands in the tables."""
        if len(self._places) > _REMEMBERED:
            self._places.clear()
        new = list(set(words) - self._places.keys())
        if new:
            self._add(new)
        return np.fromiter(map(self._places.__getitem__, words), dtype=np.int64, count=len(words))

    def _add(self, new: list[str]) -> None:
        first = len(self._places)
        while first + len(new) > len(self.kind):
            self.scores = np.concatenate([self.scores, np.zeros_like(self.scores)])
            self.kind = np.concatenate([self.kind, np.zeros_like(self.kind)])
            self.low = np.concatenate([self.low, np.full_like(self.low, len(self._lows))])
        chosen: list[int] = []
        ends = [0]
        for place, word in enumerate(new, start=first):
            self._places[word] = place
            chosen += self._features(word)
            ends.append(len(chosen))
            self.kind[place] = self._classes.get(word_class(word), 0)
            self.low[place] = self._lows.get(word.lower(), len(self._lows))
        ones = np.ones(len(chosen), dtype=np.float32)
        matrix = sparse.csr_matrix((ones, chosen, ends), shape=(len(new), len(self._base)))
        self.scores[first : first + len(new)] = (matrix @ self._base).reshape(-1, len(OFFSETS), self._tags)

    def _features(self, word: str) -> list[int]:
        """The rows of ``_base`` that the word has; feature by feature, those the model does not know left out."""
        every, direct, own = self._known
        if not word.isprintable():
            return [row for row in (every(f"w={word!r}"),) if row]
        far, near, here = parts(word)
        return [*filter(None, map(every, far)), *filter(None, map(direct, near)), *filter(None, map(own, here))]


Rows = tuple[dict[str, int], dict[str, int], dict[str, int]]


def _base_table(model: TaggerModel) -> tuple[Rows, Floats]:
    """Feature without its offset → row of a (R, 6·T) table, for features of every neighbor, of direct neighbors, and
    of the word itself: one row holds a feature's weights for all offsets it is used at. The first row stays free.
    """
    reach = (OFFSETS, tuple(offset for offset in OFFSETS if abs(offset) < _SIDES), (0,))
    rows: Rows = ({}, {}, {})
    slots: list[tuple[int, int, int]] = []
    count = 1
    for name, source in model.features.items():
        sign = name.startswith("-")
        head, feature = name[: 1 + sign], name[1 + sign :]
        if feature.startswith("&"):
            continue
        offset = int(head)
        for offsets, own in zip(reach, rows, strict=True):
            if offset in offsets:
                row = own.setdefault(feature, count)
                count += row == count
                slots.append((row, OFFSETS.index(offset), source))
    table = np.zeros((count, len(OFFSETS), len(model.tags)), dtype=np.float32)
    if slots:
        at, slot, source_rows = np.array(slots).T
        table[at, slot] = model.weights[source_rows]
    return rows, table.reshape(count, -1)


def _pair_words(model: TaggerModel) -> list[str]:
    """Common words that a feature of pairs may name, sorted."""
    band = gazetteer().band
    named = (name[2:] for name in model.features if name[1] == "&")
    return sorted({word for name in named for word in (name.split("~")[0], name.rsplit("~")[-1]) if word in band})


def _pair_classes(model: TaggerModel) -> list[str]:
    """Classes that a feature of pairs may name, sorted; of the others no feature tells anything."""
    named = [name[2:] for name in model.features if name[1] == "&"]
    return sorted({part for name in named for part in (name.split("~")[0], name.rsplit("~")[-1])} - {""} | {"~"})


class _Pairs:
    """Features of two neighboring words: of their classes, and of a common word and the other's class.

    Args:
        model: the weights.
        names: the classes, by number; the first stands for all others.
        common: the words, by number; the last stands for all others.
    """

    def __init__(self, model: TaggerModel, names: Sequence[str], common: Sequence[str]) -> None:
        named = {name: row for name, row in model.features.items() if name[1] == "&"}
        bases = {base: row for row, base in enumerate(sorted({name[2:] for name in named}))}
        self.scores: Floats = np.zeros((max(len(bases), 1), _SIDES, len(model.tags)), dtype=np.float32)
        for name, row in named.items():
            self.scores[bases[name[2:]], int(name[0])] = model.weights[row]
        classes = {name: number for number, name in enumerate(names) if name}
        words = {word: number for number, word in enumerate(common) if word}
        sizes = (len(names), len(common))
        self._classes = _table(bases, "~", (sizes[0], sizes[0]), classes, classes)
        self._before = _table(bases, "~~", (sizes[1], sizes[0]), words, classes)
        self._after = _table(bases, "~~~", (sizes[0], sizes[1]), classes, words)

    def rows(self, words: _Words, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> Numbers:
        """(P, 3) the rows of ``scores`` that each pair has; -1 is none."""
        first, second = words.kind[left], words.kind[right]
        found = (
            self._classes[first, second],
            self._before[words.low[left], second],
            self._after[first, words.low[right]],
        )
        return np.stack(found, axis=1)


def _table(
    bases: dict[str, int], sign: str, shape: tuple[int, int], left: dict[str, int], right: dict[str, int]
) -> Numbers:
    """The row of the feature that is named by the left part, the sign and the right part; -1 is none."""
    table = np.full(shape, _NOTHING, dtype=np.int32)
    for base, row in bases.items():
        place = base.find(sign)
        while place >= 0:
            first, second = left.get(base[:place]), right.get(base[place + len(sign) :])
            if first is not None and second is not None:
                table[first, second] = row
            place = base.find(sign, place + 1)
    return table
