"""One value in two spellings: merged where that is certain, told where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from labelcards.labels.numbers import as_number, number_text

__all__ = ["is_truth", "same_value", "tidy", "variants"]

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f"), None)
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127], None)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" *\n[\s]*")
_COMMA_ZERO = re.compile(r"[+-]?\d+,0+")
_TRUTH = frozenset(("true", "false"))


def tidy(text: str) -> str:
    r"""The text in Unicode NFC without invisible or control characters; white space is one blank or one line break.

    >>> tidy("\u00a0very\u2009 good\u200b ")
    'very good'
    """
    plain = _SPACES.sub(" ", text.translate(_INVISIBLE | _CONTROLS))
    return normalize("NFC", _LINES.sub("\n", plain).strip())


def is_truth(text: str) -> bool:
    """Whether the text says true or false."""
    return text.casefold() in _TRUTH


def same_value(values: Iterable[str], *, ignore_case: bool = False, padded: bool = True) -> dict[str, str]:
    """Spelling → value, for the values of one column.

    ``1``, ``1.0`` and ``01`` are one value when all values are numbers; ``TRUE`` and ``True`` are when all say true or
    false. Other differences of upper and lower case are merged on request, to the first spelling.

    Args:
        values: the distinct values.
        ignore_case: merge those that differ in upper and lower case only.
        padded: whether ``01`` is ``1``, as for labels; an identifier may need its zeros.
    """
    distinct = list(values)
    plain = {value: value.replace(",", ".") if _COMMA_ZERO.fullmatch(value) else value for value in distinct}
    numbers = {value: as_number(text) for value, text in plain.items()}
    if distinct and all(number is not None for number in numbers.values()):
        return {
            value: value if not padded and _is_padded(value) else number_text(number or 0.0)
            for value, number in numbers.items()
        }
    if distinct and all(map(is_truth, distinct)):
        return {value: value.casefold() for value in distinct}
    if not ignore_case:
        return {value: value for value in distinct}
    first: dict[str, str] = {}
    return {value: first.setdefault(value.casefold(), value) for value in distinct}


def _is_padded(text: str) -> bool:
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()


def variants(counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Groups of values that may be one: equal but for case, leading zeros or a decimal zero."""
    groups: dict[str, list[str]] = {}
    for value in counts:
        number = as_number(value)
        key = value.casefold() if number is None else number_text(number)
        groups.setdefault(key, []).append(value)
    return [tuple(group) for group in groups.values() if len(group) > 1]
