"""What happens to the values of a structured column: generalized, pseudonymized, or withheld when that fails."""

# ruff: noqa: SIM905 - word lists

from __future__ import annotations

import math
import re
from datetime import date

from labelcards.documents.columns import Column
from labelcards.privacy.key import PseudonymKey

__all__ = ["band", "generalized", "month", "prefix", "year"]

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[Tt ]\S.*)?", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s(?:(\d{1,2})(?:st|nd|rd|th)?,?\s)?(\d{4})")
_BARE_YEAR = re.compile(r"[12]\d{3}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = "january february march april may june july august september october november december".split()


def generalized(value: str, column: Column, key: PseudonymKey, name: str) -> str | None:
    """The published form of one value, or None when it must be withheld.

    Args:
        value: the raw value.
        column: its declaration; ``clean`` and ``drop`` are not decided here.
        key: for ``pseudonym``.
        name: for ``pseudonym``: put before the code.
    """
    if column.action == "pseudonym":
        return key.pseudonym(name, value, digits=16)
    if column.action == "month":
        return month(value)
    if column.action == "year":
        return year(value)
    if column.action == "band":
        return band(value, column.width or 1)
    if column.action == "prefix":
        return prefix(value, column.keep or 1)
    return value


def month(value: str) -> str | None:
    """A date as ``2026-03``; None when it is no date or day and month cannot be told apart."""
    found = _year_month(value)
    return None if found is None else f"{found[0]:04d}-{found[1]:02d}"


def year(value: str) -> str | None:
    """A date or year as ``2026``; None when it is neither. ``03/04/2026`` is fine here: the year is plain."""
    text = value.strip()
    if _BARE_YEAR.fullmatch(text):
        return text
    found = _year_month(text)
    if found is not None:
        return f"{found[0]:04d}"
    slashed = _SLASHED.fullmatch(text)
    return slashed[3] if slashed and int(slashed[1]) <= 12 and int(slashed[2]) <= 12 else None


def band(value: str, width: int) -> str | None:
    """A number as its band: 34 with width 10 → ``30-39``; bands start at multiples of the width; None when no
    number.
    """
    try:
        number = float(value.strip())
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    low = math.floor(number / width) * width
    return f"{low}-{low + width - 1}" if width > 1 else f"{low}"


def prefix(value: str, keep: int) -> str | None:
    """The first ``keep`` characters, spaces left out; None when there are not more than that, since all would show."""
    text = "".join(value.split())
    return text[:keep] if len(text) > keep else None


def _year_month(value: str) -> tuple[int, int] | None:
    text = value.strip().casefold()
    for read in (_numeric, _named):
        found = read(text)
        if found is not None:
            year_, month_, day = found
            return (year_, month_) if _exists(year_, month_, day) else None
    return None


def _numeric(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3] or 1)
    if found := _DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SLASHED.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if first == second or first > 12:
            return int(found[3]), second, first
        if second > 12:
            return int(found[3]), first, second
    return None


def _named(text: str) -> tuple[int, int, int] | None:
    if found := _DAY_MONTH.fullmatch(text):
        number = _month_number(found[2])
        return (int(found[3]), number, int(found[1])) if number else None
    if found := _MONTH_DAY.fullmatch(text):
        number = _month_number(found[1])
        return (int(found[3]), number, int(found[2] or 1)) if number else None
    return None


def _month_number(word: str) -> int | None:
    if word in _MONTH_NAMES:
        return _MONTH_NAMES.index(word) + 1
    short = "sep" if word == "sept" else word
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _exists(year_: int, month_: int, day: int) -> bool:
    try:
        date(year_, month_, day)
    except ValueError:
        return False
    return True
