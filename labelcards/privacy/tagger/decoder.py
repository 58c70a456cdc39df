"""The most probable tags of many texts at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from labelcards.privacy.finding import Finding
from labelcards.privacy.tagger.emissions import Emissions
from labelcards.privacy.tagger.gains import Gains
from labelcards.privacy.tagger.model import TaggerModel
from labelcards.privacy.tagger.moves import Moves
from labelcards.privacy.tagger.tokens import Split

__all__ = ["SCORE", "NameTagger"]

SCORE = 0.85
"""The confidence given to every finding of the tagger, as Presidio does for spaCy's."""

Floats = npt.NDArray[np.float32]
Places = list[tuple[int, int]]
Places64 = npt.NDArray[np.int64]


class NameTagger:
    """Viterbi decoding of `TaggerModel` over tokens, exact, for many texts at once.

    Tokens at which the best path is surely ``O`` are found first (`Gains`); the texts fall apart there into shorter
    stretches that are decoded on their own, side by side.

    Args:
        model: the weights.
        leaning: taken from the score of ``O`` at every token; above 0 more is found, and more of it wrongly.
    """

    def __init__(self, model: TaggerModel, leaning: float = 0.0) -> None:
        self.model = model
        self._outside = model.tags.index("O")
        self._leaning = leaning
        self._emissions = Emissions(model)
        self._moves = Moves(model.transitions)
        self._gains = Gains(model.transitions, self._outside)

    def find(self, texts: Sequence[Split]) -> list[list[Finding]]:
        """What the tagger finds in each text, in order."""
        tags = self.tag([text.words for text in texts])
        return [_findings(text.places, own) for text, own in zip(texts, tags, strict=True)]

    def tag(self, tokens: Sequence[list[str]]) -> list[list[str]]:
        """The best tag of every token of each text."""
        lengths = [len(text) for text in tokens]
        if not sum(lengths):
            return [[] for _ in tokens]
        emissions = self._emissions.of(tokens)
        emissions[:, self._outside] -= self._leaning
        best = self._viterbi(emissions, np.cumsum([0, *lengths]))
        names = self.model.tags
        flat = [names[tag] for tag in best.tolist()]
        ends = np.cumsum([0, *lengths]).tolist()
        return [flat[ends[number] : ends[number + 1]] for number in range(len(tokens))]

    def _viterbi(self, emissions: Floats, ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        best = np.full(len(emissions), self._outside, dtype=np.int64)
        firsts = np.zeros(len(emissions) + 1, dtype=bool)
        firsts[ends] = True
        open_ = self._gains.may_be_inside(emissions, firsts)
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
        backwards = np.ascontiguousarray(moves.T)
        R, L = len(starts), int(lengths[0])
        ahead = np.zeros((L, R, len(moves)), dtype=np.float32)
        ahead[0] = emissions[starts] + np.where(firsts[starts][:, None], np.float32(0), moves[self._outside])
        running = np.searchsorted(-lengths, -np.arange(L), side="left").tolist()
        for step in range(1, L):
            open_ = running[step]
            ahead[step, :open_] = self._moves.best(ahead[step - 1, :open_]) + emissions[starts[:open_] + step]
        last = ahead[lengths - 1, np.arange(R)]
        last += np.where(firsts[starts + lengths][:, None], np.float32(0), moves[:, self._outside])
        path = np.zeros((R, L), dtype=np.int64)
        path[np.arange(R), lengths - 1] = last.argmax(axis=1)
        for step in range(L - 1, 0, -1):
            open_ = running[step]
            path[:open_, step - 1] = (ahead[step - 1, :open_] + backwards[path[:open_, step]]).argmax(axis=1)
        return path


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
