"""Signs that another sign explains are not listed beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from labelcards.documents.signs import Sign

__all__ = ["without_explained"]


def without_explained(found: Sequence[Sign]) -> list[Sign]:
    """The signs without those that follow from others.

    Where a whole column of labels slipped, some annotators have others' answers; where annotators changed places, some
    labels are those of the row beside them. Annotators and gold that left because of how ids are written did not leave.
    """
    held = [sign for sign in found if not any(rule(sign, found) for rule in _RULES)]
    return [sign for sign in held if not _no_other_people(sign, held)]


def _slipped(sign: Sign, found: Sequence[Sign]) -> bool:
    return sign.code == "annotators-exchanged" and sign.question in _questions(found, "labels-shifted", whole=True)


def _exchanged(sign: Sign, found: Sequence[Sign]) -> bool:
    return (
        sign.code == "labels-shifted"
        and sign.facts["of"] != "gold labels"
        and sign.question not in _questions(found, "labels-shifted", whole=True)
        and sign.question in _questions(found, "annotators-exchanged")
    )


def _same_people(sign: Sign, found: Sequence[Sign]) -> bool:
    return sign.code == "annotator-renamed" and any(
        _count(other, "hits") >= _count(sign, "annotators") for other in _respelled(found, "annotators")
    )


def _no_other_people(sign: Sign, found: Sequence[Sign]) -> bool:
    if sign.code != "other-annotators":
        return False
    back = [_count(other, "hits") for other in _respelled(found, "annotators")]
    back += [
        _count(other, "annotators")
        for other in found
        if other.code == "annotator-renamed" and other.question == sign.question
    ]
    return max(back, default=0) >= max(1, _count(sign, "came"))


def _same_gold(sign: Sign, found: Sequence[Sign]) -> bool:
    back = [_count(other, "hits") for other in (*_respelled(found, "items"), *_with(found, "items-renamed"))]
    return (
        sign.code == "gold-changed"
        and not sign.facts["flipped"]
        and sign.facts["gone"] == sign.facts["dropped"]
        and max(back, default=0) >= _count(sign, "gone")
    )


_RULES: tuple[Callable[[Sign, Sequence[Sign]], bool], ...] = (_slipped, _exchanged, _same_people, _same_gold)


def _questions(found: Sequence[Sign], code: str, *, whole: bool = False) -> set[str]:
    """The questions with a sign; of slipped labels those of which all rows were looked at, where ``own`` is counted."""
    return {sign.question for sign in _with(found, code) if not whole or sign.facts["own"]}


def _with(found: Sequence[Sign], code: str) -> list[Sign]:
    return [sign for sign in found if sign.code == code]


def _respelled(found: Sequence[Sign], what: str) -> list[Sign]:
    return [sign for sign in _with(found, "ids-respelled") if sign.facts["what"] == what]


def _count(sign: Sign, name: str) -> int:
    held = sign.facts[name]
    return held if isinstance(held, int) else 0
