"""The most probable tags of many texts at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from labelcards.privacy.finding import Finding
from labelcards.privacy.tagger.features import END, OFFSETS, START, pair_features, word_features
from labelcards.privacy.tagger.model import TaggerModel
from labelcards.privacy.tagger.tokens import spans, words

__all__ = ["SCORE", "NameTagger"]

SCORE = 0.85
"""The confidence given to every finding of the tagger, as Presidio does for spaCy's."""

Floats = npt.NDArray[np.float32]
_Entry = TypeVar("_Entry", bound=Hashable)
Places = list[tuple[int, int]]
Places64 = npt.NDArray[np.int64]

_PAD = 3
_REMEMBERED = 20_000


class NameTagger:
    """Viterbi decoding of `TaggerModel` over tokens, exact and without a loop over the tokens that are surely no name.

    A token is surely outside when its score for ``O`` leads by more than any change of the neighboring transitions
    could win back; the best path goes through ``O`` there, so the text falls apart into short stretches that are
    decoded on their own.

    Args:
        model: the weights.
        leaning: taken from the score of ``O`` at every token; above 0 more is found, and more of it wrongly.
    """

    def __init__(self, model: TaggerModel, leaning: float = 0.0) -> None:
        self.model = model
        self._outside = model.tags.index("O")
        self._leaning = leaning
        self._words = _Memory(len(OFFSETS), len(model.tags))
        self._pairs = _Memory(2, len(model.tags))
        self._bound = self._largest_change()

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """What the tagger finds in each text, in order."""
        places = [spans(text) for text in texts]
        tokens = [words(text, there) for text, there in zip(texts, places, strict=True)]
        return [_findings(there, tags) for there, tags in zip(places, self.tag(tokens), strict=True)]

    def tag(self, tokens: Sequence[list[str]]) -> list[list[str]]:
        """The best tag of every token of each text."""
        lengths = [len(text) for text in tokens]
        if not sum(lengths):
            return [[] for _ in tokens]
        emissions = self._emissions(tokens)
        best = self._viterbi(emissions, np.cumsum([0, *lengths]))
        names = self.model.tags
        flat = [names[tag] for tag in best.tolist()]
        ends = np.cumsum([0, *lengths]).tolist()
        return [flat[ends[number] : ends[number + 1]] for number in range(len(tokens))]

    def _largest_change(self) -> Floats:
        """(T,) by how much more than ``O`` the transitions into and out of a tag can be worth."""
        moves = self.model.transitions
        into = np.maximum((moves - moves[:, [self._outside]]).max(axis=0), 0.0)
        out = np.maximum((moves - moves[[self._outside], :]).max(axis=1), 0.0)
        bound: Floats = into + out
        return bound

    def _emissions(self, tokens: Sequence[list[str]]) -> Floats:
        """(N, T) the state scores of all tokens of all texts."""
        row: list[str] = []
        keep: list[int] = []
        for text in tokens:
            keep.extend(range(len(row) + _PAD, len(row) + _PAD + len(text)))
            row += [START] * _PAD + text + [END] * _PAD
        singles, single = self._words.rows(row, self._word)
        doubles, double = self._pairs.rows(list(pairwise(row)), self._pair)
        at = np.array(keep)
        total: Floats = double[doubles[at - 1], 1] + double[doubles[at], 0]
        for number, offset in enumerate(OFFSETS):
            total += single[singles[at + offset], number]
        total[:, self._outside] -= self._leaning
        return total

    def _word(self, word: str) -> list[Floats]:
        return [self.model.score(word_features(word, offset)) for offset in OFFSETS]

    def _pair(self, pair: tuple[str, str]) -> list[Floats]:
        return [self.model.score(pair_features(*pair, side)) for side in (0, 1)]

    def _viterbi(self, emissions: Floats, ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        outside = emissions[:, self._outside]
        rivals = emissions + self._bound
        rivals[:, self._outside] = -np.inf
        best = np.full(len(emissions), self._outside, dtype=np.int64)
        open_ = outside <= rivals.max(axis=1)
        firsts = np.zeros(len(emissions) + 1, dtype=bool)
        firsts[ends] = True
        buckets: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for start, end in _stretches(open_, firsts):
            buckets[(end - start).bit_length()].append((start, end))
        for _, runs in sorted(buckets.items()):
            runs.sort(key=lambda run: (run[0] - run[1], run[0]))
            starts = np.array([start for start, _ in runs])
            lengths = np.array([end - start for start, end in runs])
            paths = self._paths(emissions, starts, lengths, firsts)
            for (start, end), path in zip(runs, paths, strict=True):
                best[start:end] = path[: end - start]
        return best

    def _paths(self, emissions: Floats, starts: Places64, lengths: Places64, firsts: npt.NDArray[np.bool_]) -> Places64:
        """(R, L) best tags of R stretches, longest first, whose neighbors, where there are any, are ``O``.

        All stretches take each step together; those that have ended drop out at the end of the array. They are of
        similar length (within a factor of two), which bounds the memory.
        """
        moves = self.model.transitions
        R, L, T = len(starts), int(lengths[0]), moves.shape[0]
        ahead = emissions[starts] + np.where(firsts[starts][:, None], np.float32(0), moves[self._outside])
        back = np.zeros((L, R, T), dtype=np.int16)
        running = R
        for step in range(1, L):
            running = int(np.searchsorted(-lengths[:running], -step, side="left"))
            ways = ahead[:running, :, None] + moves
            choice = ways.argmax(axis=1)
            back[step, :running] = choice
            reached = np.take_along_axis(ways, choice[:, None, :], axis=1)[:, 0]
            ahead[:running] = reached + emissions[starts[:running] + step]
        ahead += np.where(firsts[starts + lengths][:, None], np.float32(0), moves[:, self._outside])
        path = np.zeros((R, L), dtype=np.int64)
        path[np.arange(R), lengths - 1] = ahead.argmax(axis=1)
        for step in range(L - 1, 0, -1):
            open_ = np.flatnonzero(lengths > step)
            path[open_, step - 1] = back[step, open_, path[open_, step]]
        return path


class _Memory:
    """Summed weights of the words (or pairs) seen so far: a table that grows, and starts anew when it becomes too
    large.

    Args:
        parts: score vectors per entry.
        tags: their length.
    """

    def __init__(self, parts: int, tags: int) -> None:
        self._shape = (parts, tags)
        self._places: dict[Hashable, int] = {}
        self._table: Floats = np.zeros((1024, parts, tags), dtype=np.float32)

    def rows(
        self, entries: Sequence[_Entry], score: Callable[[_Entry], list[Floats]]
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        """(places, table): entry ``k`` has the scores ``table[places[k]]``."""
        places = self._places
        if len(places) > _REMEMBERED:
            places.clear()
        for entry in set(entries) - places.keys():
            place = len(places)
            if place == len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._table[place] = score(entry)
            places[entry] = place
        return np.fromiter(map(places.__getitem__, entries), dtype=np.int64, count=len(entries)), self._table


def _stretches(open_: npt.NDArray[np.bool_], firsts: npt.NDArray[np.bool_]) -> Iterable[tuple[int, int]]:
    """Maximal runs of open tokens that do not cross the start of a text."""
    start = last = -1
    for place in np.flatnonzero(open_).tolist():
        if start >= 0 and (place != last + 1 or firsts[place]):
            yield start, last + 1
            start = place
        elif start < 0:
            start = place
        last = place
    if start >= 0:
        yield start, last + 1


def _findings(places: Places, tags: list[str]) -> list[Finding]:
    """Spans of equal type; a begin or single-token tag starts a new one."""
    found: list[Finding] = []
    open_type = ""
    for (start, end), tag in zip(places, tags, strict=True):
        position, _, entity_type = tag.partition("-")
        if open_type and entity_type == open_type and position in ("I", "L"):
            found[-1] = found[-1]._replace(end=end)
        elif entity_type:
            found.append(Finding(start, end, entity_type, SCORE))
        open_type = "" if position in ("L", "U", "O") else entity_type
    return found
