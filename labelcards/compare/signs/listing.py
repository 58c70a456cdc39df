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
from labelcards.compare.signs.explained import without_explained
from labelcards.compare.signs.identity import id_signs
from labelcards.compare.signs.leaks import leak_signs
from labelcards.compare.signs.names import JointNames
from labelcards.compare.signs.newcomers import annotator_signs
from labelcards.compare.signs.redundancy import redundancy_signs
from labelcards.compare.signs.selection import selection_signs
from labelcards.compare.signs.shifts import shift_signs
from labelcards.compare.signs.stamps import time_signs
from labelcards.compare.signs.undeclared import LabelMove, label_moves, move_signs
from labelcards.compare.signs.yardstick import gold_signs
from labelcards.compare.tables.rows import AnnotationMatch
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.signs import Sign

__all__ = ["mapping_of", "signs_of"]

_OF_ANSWERS = (
    leak_signs,
    time_signs,
    direction_signs,
    person_signs,
    label_exchange_signs,
    redundancy_signs,
    selection_signs,
)
_OF_PEOPLE = (doubled_signs, annotator_signs)
"""What can be said where parts of labels went to others, so that a changed label need not be a changed answer."""
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
    versions = _tables(old, new)
    items = JointNames.of(*(version.items["item_id"] for version in versions))
    people = JointNames.of(*(version.annotators["annotator_id"] for version in versions))
    found = list(id_signs(items, people))
    respelled = any(sign.facts["what"] == "items" for sign in found)
    found += text_signs(*versions, items, respelled=respelled)
    for pair in answer_pairs(old, new, match, items):
        found += _of_question(pair, old, new)
    return tuple(sorted(without_explained(found), key=lambda one: (_CONCERNS.index(one.concern), _ORDER[one.code])))


def mapping_of(signs: Iterable[Sign]) -> dict[str, dict[str, str]]:
    """Question → old label → new label, of renames and mergers that the tables show and no manifest declares.

    Questions without any are left out. Splits have no such mapping; they are in the signs.
    """
    found: dict[str, dict[str, str]] = {}
    for sign in signs:
        names = {old: new[0] for old, new in sign.mapping.items() if len(new) == 1 and new[0] != old}
        if names:
            found.setdefault(sign.question, {}).update(names)
    return found


def _tables(old: Side, new: Side) -> tuple[LabelVersion, LabelVersion]:
    if old.labels is None or new.labels is None:
        raise ValueError("a side without tables shows nothing")
    return old.labels, new.labels


def _under(pair: AnswerPair, moves: tuple[LabelMove, ...]) -> AnswerPair:
    """The pair with one code for labels that became each other."""
    names = {before: after for move in moves for before, after in move.names.items()}
    back = {part: whole for move in moves for part, whole in move.back.items()}
    return pair.with_labels(names, back)


def _of_question(pair: AnswerPair, old: Side, new: Side) -> Iterator[Sign]:
    finals = pair.final_labels(old.finals, new.finals)
    moves = label_moves(pair, finals)
    yield from move_signs(pair, moves)
    if moves:
        pair = _under(pair, moves)
        finals = pair.final_labels(old.finals, new.finals)
    yield from gold_signs(pair, finals[0] if pair.kind.categorical else np.full_like(finals[0], -1))
    if not pair.tangled:
        yield from shift_signs(pair, finals)
    for signs in _OF_PEOPLE if pair.tangled else (*_OF_ANSWERS, *_OF_PEOPLE):
        yield from signs(pair)
