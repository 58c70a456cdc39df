"""All signs of two versions, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from labelcards.catalog.signs import SIGNS
from labelcards.compare.sides.side import Side
from labelcards.compare.signs.answers import AnswerPair, answer_pairs
from labelcards.compare.signs.copies import text_signs
from labelcards.compare.signs.direction import direction_signs
from labelcards.compare.signs.exchange import doubled_signs, label_exchange_signs, person_signs
from labelcards.compare.signs.identity import id_signs
from labelcards.compare.signs.leaks import leak_signs
from labelcards.compare.signs.names import JointNames
from labelcards.compare.signs.newcomers import annotator_signs
from labelcards.compare.signs.redundancy import redundancy_signs
from labelcards.compare.signs.selection import selection_signs
from labelcards.compare.signs.shifts import shift_signs
from labelcards.compare.signs.stamps import time_signs
from labelcards.compare.signs.undeclared import label_moves, move_signs
from labelcards.compare.signs.yardstick import gold_signs
from labelcards.compare.tables.rows import AnnotationMatch
from labelcards.documents.signs import Sign

__all__ = ["mapping_of", "signs_of", "suspected_mapping"]

_OF_ANSWERS = (
    leak_signs,
    time_signs,
    direction_signs,
    person_signs,
    label_exchange_signs,
    doubled_signs,
    redundancy_signs,
    selection_signs,
    annotator_signs,
)
_ORDER = {code: place for place, code in enumerate(SIGNS)}
_CONCERNS = ("integrity", "mechanical")


def signs_of(old: Side, new: Side, match: AnnotationMatch) -> tuple[Sign, ...]:
    """What the tables show about how the new version was made: integrity first, then in the order of the catalog.

    Args:
        old, new: the sides as they were given, not aligned, both with tables.
        match: their annotations, matched.

    Raises:
        ValueError: a side has no tables.

    Answers are compared under the declared mapping of labels and under the moves that are found, so that a rename
    does not look like thousands of changed answers. Cost: a few sorts of the annotations, see
    ``docs/reference/signs.md``.
    """
    if old.labels is None or new.labels is None:
        raise ValueError("a side without tables shows no signs")
    items = JointNames.of(old.labels.items["item_id"], new.labels.items["item_id"])
    people = JointNames.of(old.labels.annotators["annotator_id"], new.labels.annotators["annotator_id"])
    found = list(id_signs(items, people))
    respelled = any(sign.facts["what"] == "items" for sign in found)
    found += text_signs(old.labels, new.labels, items, respelled=respelled)
    for pair in answer_pairs(old, new, match, items):
        found += _of_question(pair, old, new)
    return tuple(sorted(_settled(found), key=lambda sign: (_CONCERNS.index(sign.concern), _ORDER[sign.code])))


def suspected_mapping(old: Side, new: Side, match: AnnotationMatch) -> dict[str, dict[str, str]]:
    """Question → old label → new label, of renames and mergers that the tables show and no manifest declares.

    Questions without any are left out. Splits have no such mapping; they are in the signs.
    """
    if old.labels is None or new.labels is None:
        raise ValueError("a side without tables shows no mapping")
    items = JointNames.of(old.labels.items["item_id"], new.labels.items["item_id"])
    found: list[Sign] = []
    for pair in answer_pairs(old, new, match, items):
        found += move_signs(pair, label_moves(pair, pair.final_labels(old.finals, new.finals)))
    return mapping_of(found)


def mapping_of(signs: Iterable[Sign]) -> dict[str, dict[str, str]]:
    """The same from signs that were found already, at no cost."""
    found: dict[str, dict[str, str]] = {}
    for sign in signs:
        names = {old: new[0] for old, new in sign.mapping.items() if len(new) == 1 and new[0] != old}
        if names:
            found.setdefault(sign.question, {}).update(names)
    return found


def _of_question(pair: AnswerPair, old: Side, new: Side) -> Iterator[Sign]:
    moves = label_moves(pair, pair.final_labels(old.finals, new.finals))
    yield from move_signs(pair, moves)
    names = {before: after for move in moves for before, after in move.names.items()}
    back = {part: whole for move in moves for part, whole in move.back.items()}
    pair = pair.with_labels(names, back)
    finals = pair.final_labels(old.finals, new.finals)
    yield from shift_signs(pair, finals)
    yield from gold_signs(pair, finals[0] if pair.kind.categorical else np.full_like(finals[0], -1))
    for signs in _OF_ANSWERS:
        yield from signs(pair)


def _settled(found: list[Sign]) -> list[Sign]:
    """Without signs that another one explains.

    Where a whole column of labels slipped, some annotators have others' answers; where annotators changed places, some
    labels are those of the row beside them.
    """
    exchanged = {sign.question for sign in found if sign.code == "annotators-exchanged"}
    whole = {sign.question for sign in found if sign.code == "labels-shifted" and sign.facts["own"]}
    return [
        sign
        for sign in found
        if not (sign.code == "annotators-exchanged" and sign.question in whole)
        and not (sign.facts.get("of", "gold labels") != "gold labels" and sign.question in exchanged - whole)
    ]
