"""What the tagger looks at: features of a word, and of two neighboring words.

Every feature depends on one word or on a pair of neighbors. That is what makes the decoder fast: a word's summed
weights are computed once and remembered, so that a text costs a few additions per token.
"""

# ruff: noqa: E501 - word lists

from __future__ import annotations

import re
from functools import lru_cache

from labelcards.privacy.tagger.gazetteer import Gazetteer, gazetteer
from labelcards.privacy.tagger.tokens import NEWLINE

__all__ = ["END", "OFFSETS", "START", "pair_features", "parts", "token_features", "word_class", "word_features"]

START = "\x02"
END = "\x03"
OFFSETS = (0, -1, 1, -2, 2, -3)
"""Neighbors whose words are looked at, relative to the token."""

_SHAPES = {
    code: "X" if chr(code).isupper() else "x" if chr(code).isalpha() else "9"
    for code in range(128)
    if chr(code).isalnum()
}
_RUN = re.compile(r"(.)\1+")
_ONCE = r"\1+"
_ROMAN = re.compile(r"[ivx]{1,4}")
_CUES: dict[str, str] = {
    word: cue
    for cue, listed in {
        "honorific": "mr mrs ms miss mx dr prof professor sir dame madam lord lady rev reverend herr frau mme monsieur señor señora sr sra "
        "captain capt sergeant sgt officer judge sister brother uncle aunt auntie father king queen prince princess",
        "street": "street st road rd avenue ave lane ln drive dr boulevard blvd way court ct square sq place pl terrace crescent highway "
        "hwy parkway pkwy circle close alley row trail rue via calle strasse straße str weg platz gasse allee ulica ul utca tér út "
        "avenida av rua piazza corso viale gade vej väg vägen gatan gata katu tie tänav laan straat plein chemin impasse plaza paseo "
        "carrera camino quai cours náměstí ulice třída trg cesta bulevardul strada",
        "unit": "apt apartment suite ste unit flat floor fl box po room building bldg house no apto piso postfach",
        "month": "january february march april may june july august september october november december jan feb mar apr jun jul aug "
        "sep sept oct nov dec",
        "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
        "age": "old aged age years year months yo y/o turned turning birthday yr yrs",
        "org": "inc ltd llc llp corp corporation company co group gmbh ag plc foundation university college institute bank school "
        "hospital church ministry department agency association club union museum library orchestra airlines insurance holdings "
        "partners sons brothers associates solutions systems services technologies industries consulting council committee party",
        "compass": "north south east west northern southern eastern western central upper lower new old saint st san santa los las port "
        "fort mount lake el la le de",
        "ordinal": "st nd rd th",
        "number": "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety "
        "hundred thousand",
        "state": "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc "
        "sd tn tx ut vt va wa wv wi wy dc uk us usa qc on bc ab nsw",
        "particle": "van von der den de del della di da dos du bin ibn al el la le ter ten zu mac mc af av",
    }.items()
    for word in listed.split()
}


def _shape(word: str) -> str:
    if word.isascii():
        return word.translate(_SHAPES)
    return "".join("X" if c.isupper() else "x" if c.isalpha() else "9" if c.isdigit() else c for c in word)


@lru_cache(maxsize=1 << 12)
def _collapsed(shape: str) -> str:
    """The shape with runs of one character cut to one."""
    return _RUN.sub(_ONCE, shape)


def _case(word: str) -> str:
    if not word.isalpha() and not any(map(str.isalpha, word)):
        return "digits" if word.isdigit() else "other"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "initial"
    if word[0].isupper() and word[1:].islower():
        return "title"
    return "mixed"


@lru_cache(maxsize=1 << 15)
def word_class(word: str) -> str:
    """A coarse class of a word for features of pairs."""
    if word == NEWLINE:
        return "line"
    if not word.isprintable():
        return "edge"
    lists = gazetteer()
    low = word.lower()
    cue = _CUES.get(low, "")
    case = _case(word)
    if case == "digits":
        return f"d{min(len(word), 6)}"
    if case == "other":
        return word if len(word) == 1 else _collapsed(_shape(word))[:6]
    return f"{case}|{lists.kinds.get(low, '')}|{lists.band.get(low, '-')}|{cue}"


def _number_class(word: str) -> str:
    value = int(word) if len(word) < 6 and word.isascii() else 10**6
    if len(word) == 4 and 1900 <= value <= 2035:
        return "year"
    if value <= 31:
        return "day" if value > 12 else "month"
    return "age" if value <= 110 else f"long{min(len(word), 8)}"


def parts(word: str) -> tuple[list[str], list[str], list[str]]:
    """The features of a printable word: those for every neighbor, those for direct neighbors too, and those that only
    the word itself has.

    Word identity counts only for common words: a name seen in training must not be what the model remembers.
    """
    lists: Gazetteer = gazetteer()
    low = word.lower()
    band = lists.band.get(low)
    case = _case(word)
    kinds = lists.kinds.get(low, "")
    cue = _CUES.get(low, "")
    far = [f"c={case}"]
    if band is not None or cue or len(word) == 1:
        far += [f"w={low}", f"cw={case}{low}"]
    else:
        far.append(f"rare={case}")
    if cue:
        far.append(f"q={cue}")
    if word.isdigit():
        far.append(f"n={_number_class(word)}")
    far += [f"l={kind}" for kind in kinds]
    far.append(f"ls={case[0]}{kinds}{'' if band is None else band}")
    shape = _shape(word)
    near = [f"s={_collapsed(shape)[:8]}"]
    here = [f"b={band}{case}", f"z={min(len(word), 9)}{case[0]}"]
    if case in ("digits", "other"):
        here.append(f"fs={shape[:10]}")
        return far, near, here
    here += [f"p3={low[:3]}", f"p2={low[:2]}", f"x4={low[-4:]}"]
    if band is None:
        near += [f"x3={low[-3:]}", f"x2={low[-2:]}"]
    else:
        here.append(f"x3={low[-3:]}")
    if _ROMAN.fullmatch(low):
        here.append("roman")
    return far, near, here


@lru_cache(maxsize=1 << 15)
def word_features(word: str, offset: int) -> tuple[str, ...]:
    """The features that a word gives to the token ``-offset`` places away from it."""
    if not word.isprintable():
        return (f"{offset}w={word!r}",)
    far, near, here = parts(word)
    made = far + near * (abs(offset) < 2) + here * (offset == 0)
    return tuple(f"{offset}{feature}" for feature in dict.fromkeys(made))


@lru_cache(maxsize=1 << 16)
def pair_features(left: str, right: str, side: int) -> tuple[str, ...]:
    """Features of two neighbors for the left token (``side`` 0) or the right one (``side`` 1)."""
    first, second = word_class(left), word_class(right)
    band = gazetteer().band
    made = [f"{first}~{second}"]
    if left.lower() in band:
        made.append(f"{left.lower()}~~{second}")
    if right.lower() in band:
        made.append(f"{first}~~~{right.lower()}")
    return tuple(f"{side}&{feature}" for feature in made)


def token_features(words: list[str]) -> list[list[str]]:
    """The feature strings of every token of one text, as CRFsuite trains on them."""
    padded = [START] * 3 + words + [END] * 3
    rows = []
    for place in range(3, len(words) + 3):
        row = [feature for offset in OFFSETS for feature in word_features(padded[place + offset], offset)]
        row += pair_features(padded[place - 1], padded[place], 1)
        row += pair_features(padded[place], padded[place + 1], 0)
        rows.append(row)
    return rows
