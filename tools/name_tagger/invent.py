"""Invent words that look like names, so that the tagger cannot lean on its word lists alone."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

__all__ = ["Inventor"]

_ORDER = 3


class Inventor:
    """A character Markov chain of order 3 over a list of words.

    Args:
        words: what the invented words should look like.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._following: dict[str, list[str]] = defaultdict(list)
        for word in words:
            padded = "^" * _ORDER + word.lower() + "$"
            for place in range(_ORDER, len(padded)):
                self._following[padded[place - _ORDER : place]].append(padded[place])

    def invent(self, rng: random.Random) -> str:
        """A capitalized word of 3 to 12 letters."""
        while True:
            state, made = "^" * _ORDER, ""
            while len(made) <= 12:
                following = rng.choice(self._following[state])
                if following == "$":
                    break
                made += following
                state = (state + following)[-_ORDER:]
            if 3 <= len(made) <= 12:
                return made[0].upper() + made[1:]
