"""Whether answers are sets of labels, and how their parts are separated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from labelcards.labels.kind import EMPTY_SET, SEPARATOR
from labelcards.labels.spelling import tidy

__all__ = ["EMPTY", "SEPARATORS", "SetReading", "only_entry", "read_sets", "repeats_within", "split_set"]

SEPARATORS = ("|", ";", "\n", ",", "/", " & ", " + ")
EMPTY = EMPTY_SET
"""The set without a label, as JSON writes it."""

_ARRAY = re.compile(r"\[\s*(?:(?:'[^']*'|\"[^\"]*\")\s*)*\]")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_LISTED = re.compile(r"\[.*\]|\{.*\}|\(.*\)", re.DOTALL)


class SetReading:
    """How the answers of a question read as sets.

    Attributes:
        separator: between labels; empty when sets are written as lists.
        sets: answer → its labels.
        certain: whether nothing else can be meant.
    """

    def __init__(self, separator: str, sets: Mapping[str, tuple[str, ...]], *, certain: bool) -> None:
        self.separator, self.sets, self.certain = separator, sets, certain


def split_set(text: str, separator: str = SEPARATOR) -> tuple[str, ...]:
    """The labels of one answer, each once, in the order written: a JSON or Python list, or parts between separators."""
    parts = _listed(text)
    if parts is None:
        parts = text.split(separator) if separator else [text]
    found = [tidy(part).replace(SEPARATOR, "/") for part in parts]
    return tuple(dict.fromkeys(part for part in found if part))


def only_entry(text: str) -> str | None:
    """What a list of one entry holds, tidied; None when the text is no such list."""
    parts = _listed(text)
    return tidy(parts[0]) if parts is not None and len(parts) == 1 else None


def _listed(text: str) -> list[str] | None:
    """The entries of a list, or of the ``choices`` of an object; None when the text is neither."""
    if not _LISTED.fullmatch(text):
        return None
    for candidate in (text, _single_quotes(text)):
        try:
            value = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            value = value.get("choices", value.get("labels"))
        if isinstance(value, list) and not any(isinstance(entry, list | dict) for entry in value):
            return [str(entry) for entry in value if entry is not None]
    quoted = _QUOTED.findall(text)
    return [one or other for one, other in quoted] if _ARRAY.fullmatch(text) else None


def _single_quotes(text: str) -> str:
    """A Python list or set of texts as JSON."""
    inner = re.sub(r"'((?:[^'\\]|\\.)*)'", lambda match: json.dumps(match.group(1)), text)
    return f"[{inner[1:-1].rstrip(', ')}]"


def repeats_within(counts: Mapping[str, int]) -> bool:
    """Whether a cell lists a label twice, as votes do and sets do not, or holds records."""
    for value in counts:
        if value.startswith("[{"):
            return True
        parts = _listed(value) or (value.split(SEPARATOR) if SEPARATOR in value else [])
        if len(set(parts)) < len(parts):
            return True
    return False


def read_sets(counts: Mapping[str, int], separator: str | None = None) -> SetReading | None:
    """How the answers read as sets of labels; None when nothing speaks for it.

    Lists are sets. A separator divides sets when the parts are labels too: each of them stands alone somewhere, or in
    two different answers. When only some of the parts do, that is not certain.
    """
    lists = {value: split_set(value, "") for value in counts if _listed(value) is not None}
    used = [separator] if separator else [mark for mark in SEPARATORS if any(mark in value for value in counts)]
    for mark in used:
        sets = {
            value: lists.get(value) or split_set(value, mark) if value not in lists else lists[value]
            for value in counts
        }
        several = [parts for value, parts in sets.items() if len(parts) > 1 and value not in lists]
        if not several and not separator:
            continue
        uses: dict[str, int] = {}
        for parts in sets.values():
            for part in parts:
                uses[part] = uses.get(part, 0) + 1
        known = [all(uses[part] > 1 for part in parts) for parts in several]
        if separator or lists or all(known):
            return SetReading(mark, sets, certain=True)
        if any(known):
            return SetReading(mark, sets, certain=False)
    return SetReading("", {**{value: (value,) for value in counts}, **lists}, certain=True) if lists else None
