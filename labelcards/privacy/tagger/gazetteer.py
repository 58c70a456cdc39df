"""The frozen word lists behind the tagger's features.

Where they come from and under which licences is said in ``data/SOURCES.md``; `tools/freeze_gazetteers.py` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = ["Gazetteer", "gazetteer"]

LISTS = ("given", "family", "place", "placepart", "country", "people", "job", "org")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Lower-case words and what they can be.

    Attributes:
        kinds: word → one letter per list it is in, e.g. ``"gf"`` for a given name that is a family name too.
        band: common English word → frequency band, 0 (most frequent) to 5.
    """

    kinds: dict[str, str]
    band: dict[str, int]


_LETTERS = {
    "given": "g",
    "family": "f",
    "place": "p",
    "placepart": "q",
    "country": "c",
    "people": "n",
    "job": "j",
    "org": "o",
}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Read the lists once per process."""
    kinds: dict[str, str] = {}
    for name in LISTS:
        for word in _lines(f"{name}.txt"):
            kinds[word] = kinds.get(word, "") + _LETTERS[name]
    band: dict[str, int] = {}
    for number, limit in enumerate((100, 400, 1600, 6400, 15000, 40000)):
        for word in _lines("words.txt")[:limit]:
            band.setdefault(word, number)
    return Gazetteer(kinds, band)


@lru_cache(maxsize=16)
def _lines(name: str) -> tuple[str, ...]:
    text = (files("labelcards.privacy") / "data" / name).read_text(encoding="utf-8")
    return tuple(text.split("\n")[:-1])
