"""The most probable tags of many texts at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.tagger.emissions import Emissions
from labelcards.privacy.tagger.model import TaggerModel
from labelcards.privacy.tagger.moves import Moves
from labelcards.privacy.tagger.tokens import TokenSequence

__all__ = ["SCORE", "NameTagger"]

SCORE = 0.85
"""The confidence given to every finding of the tagger, as Presidio does for spaCy's."""

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

_LETTERS = re.compile(r"[^\W\d_]{2}")
_LIST = re.compile(r"\d\D*,\D*\d")
_WORDED = frozenset({"ORGANIZATION", "PERSON", "STREET_ADDRESS"})


class NameTagger:
    """Viterbi decoding of `TaggerModel` over tokens, exact, for many texts at once.

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
        self._parts = [tag.partition("-")[::2] for tag in model.tags]

    def find(self, texts: Sequence[TokenSequence]) -> list[list[EntityFinding]]:
        """What the tagger finds in each text, in order."""
        ends = np.cumsum([0, *(len(text.words) for text in texts)])
        best = self._best([text.words for text in texts], ends)
        inside = np.flatnonzero(best != self._outside)
        cuts = np.searchsorted(inside, ends).tolist()
        places, tags = inside.tolist(), best[inside].tolist()
        firsts = ends.tolist()
        return [
            self._findings(text, [place - firsts[number] for place in places[start:end]], tags[start:end])
            for number, (text, start, end) in enumerate(zip(texts, cuts[:-1], cuts[1:], strict=True))
        ]

    def tag(self, tokens: Sequence[list[str]]) -> list[list[str]]:
        """The best tag of every token of each text."""
        ends = np.cumsum([0, *map(len, tokens)])
        flat = [self.model.tags[tag] for tag in self._best(tokens, ends).tolist()]
        return [flat[start:end] for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]

    def _best(self, tokens: Sequence[list[str]], ends: Whole) -> Whole:
        """(N,) the best tag of every token of all texts, one text after the other."""
        if not ends[-1]:
            return np.zeros(0, dtype=np.int64)
        emissions = self._emissions.of(tokens)
        emissions[:, self._outside] -= self._leaning
        return self._viterbi(emissions, ends)

    def _viterbi(self, emissions: Floats, ends: Whole) -> Whole:
        """All texts take each step together, longest first; those that have ended drop out at the end.

        Scores are kept step by step: the first tokens of all texts, then the second of those that have one, and so on.
        """
        lengths = np.diff(ends)
        texts = np.argsort(-lengths, kind="stable")
        starts, lengths = ends[:-1][texts], lengths[texts]
        running = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
        offsets = np.cumsum([0, *running])
        order = np.concatenate([starts[:open_] + step for step, open_ in enumerate(running.tolist())])
        ahead = emissions[order]
        begins, opens = offsets.tolist(), running.tolist()
        for step in range(1, len(opens)):
            begin, before, open_ = begins[step], begins[step - 1], opens[step]
            ahead[begin : begin + open_] += self._moves.best(ahead[before : before + open_])
        backwards = np.ascontiguousarray(self.model.transitions.T)
        path = np.zeros(len(ahead), dtype=np.int64)
        for step in range(len(opens) - 1, -1, -1):
            begin, following, open_ = begins[step], begins[step + 1], opens[step]
            going = opens[step + 1] if step + 1 < len(opens) else 0
            scores = ahead[begin : begin + open_]
            scores[:going] += backwards[path[following : following + going]]
            path[begin:following] = scores.argmax(axis=1)
        best = np.empty_like(path)
        best[order] = path
        return best

    def _findings(self, text: TokenSequence, places: list[int], tags: list[int]) -> list[EntityFinding]:
        """Spans of equal type; a begin or single-token tag starts a new one."""
        found: list[EntityFinding] = []
        open_type, last = "", -1
        for place, tag in zip(places, tags, strict=True):
            position, entity_type = self._parts[tag]
            if entity_type == open_type and place == last + 1 and position in ("I", "L"):
                found[-1] = found[-1]._replace(end=text.ends[place])
            else:
                found.append(EntityFinding(text.start(place), text.ends[place], entity_type, SCORE))
            open_type = "" if position in ("L", "U") else entity_type
            last = place
        return [finding for finding in found if not _numbers_only(finding, text.text)]


def _numbers_only(finding: EntityFinding, text: str) -> bool:
    """Whether what should have a word in it is a list of numbers with commas, such as ``1, 3, 5])``."""
    if finding.entity_type not in _WORDED:
        return False
    piece = text[finding.start : finding.end]
    return not _LETTERS.search(piece) and _LIST.search(piece) is not None
