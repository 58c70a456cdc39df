"""Label Studio: what the results of one annotation or prediction answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.exchange.json_parts import dicts, listed
from labelcards.labels.kind import Form

__all__ = ["Answers", "ResultReading", "region_question"]

Answers = dict[str, tuple[Form, list[str]]]
"""Question → form and labels, in the order chosen."""

_PLACES = ("start", "end", "x", "y", "points", "sequence", "rle", "startOffset", "globalOffsets", "ranges")
"""Keys of a value that say where in the item it applies."""

_REGIONS = ("rectangle", "ellipse", "polygon", "keypoint", "brush", "magicwand", "cuboid", "vector", "bitmask")


def region_question(result: Mapping[str, Any]) -> str | None:
    """The question whose labels a result gives to a region; None for other results."""
    return None if _region_labels(_kind(result), _value(result)) is None else str(result.get("from_name"))


@dataclass(frozen=True, slots=True)
class ResultReading:
    """What the results of one annotation say.

    Attributes:
        answers: about the item as a whole, and the labels of its regions.
        lost: what cannot be kept → how often.
    """

    answers: Answers
    lost: dict[str, int]

    @classmethod
    def of(cls, results: Any) -> ResultReading:
        """Read the ``result`` of an annotation or a prediction."""
        answers: Answers = {}
        lost: dict[str, int] = {}
        drawn = {str(result.get("id")) for result in dicts(results) if result.get("id") and _draws(result)}
        for result in dicts(results):
            question = str(result.get("from_name"))
            found, what = _answer(result, drawn)
            if what:
                lost[what] = lost.get(what, 0) + 1
            if found is not None:
                form, values = answers.setdefault(question, (found[0], []))
                answers[question] = (form, values + found[1])
        return cls(answers, lost)


def _answer(result: Mapping[str, Any], drawn: set[str]) -> tuple[tuple[Form, list[str]] | None, str | None]:
    """What one result answers and what of it is lost."""
    kind, value = _kind(result), _value(result)
    labels = _region_labels(kind, value)
    if labels is not None:
        return ("set", labels), "positions of regions"
    found = _values(kind, value)
    if found is None:
        return None, kind
    if str(result.get("id")) in drawn or result.get("parentID") or any(place in value for place in _PLACES):
        return None, "answers about single regions"
    return (None, "answers about single images") if "item_index" in result else (found, None)


def _kind(result: Mapping[str, Any]) -> str:
    return str(result.get("type"))


def _value(result: Mapping[str, Any]) -> dict[str, Any]:
    value = result.get("value")
    return value if isinstance(value, dict) else {}


def _draws(result: Mapping[str, Any]) -> bool:
    """Whether a result is a region, to which others with the same id belong."""
    kind = _kind(result)
    return kind.endswith("labels") or kind in _REGIONS


def _values(kind: str, value: dict[str, Any]) -> tuple[Form, list[str]] | None:
    """What one result answers; None for what the contract has no place for."""
    if kind == "choices":
        return "choice", [_path(choice) for choice in listed(value.get("choices"))]
    if kind == "pairwise":
        return "choice", [str(value["selected"])] if "selected" in value else []
    if kind == "taxonomy":
        return "set", [_path(path) for path in listed(value.get("taxonomy"))]
    if kind in ("rating", "number"):
        return ("scale" if kind == "rating" else "number"), [str(value[kind])] if kind in value else []
    return None


def _path(choice: Any) -> str:
    """A choice; one of a nested list is its path from the top."""
    return " > ".join(map(str, choice)) if isinstance(choice, list) else str(choice)


def _region_labels(kind: str, value: dict[str, Any]) -> list[str] | None:
    labels = value.get(kind, value.get("labels")) if kind.endswith("labels") else None
    return [str(label) for label in labels] if isinstance(labels, list) else None
