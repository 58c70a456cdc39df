"""Differences that the way a version was made explains, whatever its labels are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from labelcards.compare.verdicts.metric_pair import MetricPair
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.signs import Sign

__all__ = ["COPIED_GOLD", "explained"]


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What a sign does to figures.

    Attributes:
        parts: the branches of a question's quality figures that it moves.
        why: in words.
        shared: whether figures on shared items are moved, or only those of the whole.
    """

    parts: tuple[str, ...]
    why: str
    shared: bool = True


_BY_DISPUTE = _Explanation(
    ("agreement", "consensus"), "items were chosen for new answers by their dispute, which raises agreement by itself"
)
_BY_GOLD = _Explanation(("gold",), "answers seem to be copied from the gold labels")
_BY_SPLIT = _Explanation(("agreement", "consensus", "gold"), "a label seems to have been split, and no mapping says so")

COPIED_GOLD = frozenset({"gold-copied-changes", "gold-copied-answers"})
"""Codes of signs after which accuracy against gold says nothing of other items."""

EXPLANATIONS: Mapping[str, _Explanation] = {
    "chosen-by-dispute": _BY_DISPUTE,
    "changes-on-disputed": _BY_DISPUTE,
    "gold-copied-changes": _BY_GOLD,
    "gold-copied-answers": _BY_GOLD,
    "label-split": _BY_SPLIT,
    "gold-text-copied": replace(_BY_GOLD, why="new items repeat the texts of gold items", shared=False),
}
"""Code of a sign → which figures it explains."""


def explained(measured: Iterable[MetricPair], signs: Sequence[Sign]) -> Iterator[MetricPair]:
    """The metrics; those that a sign explains do not compare, and say so.

    Args:
        measured: every metric.
        signs: what the tables show.
    """
    held = [(sign.question, EXPLANATIONS[sign.code]) for sign in signs if sign.code in EXPLANATIONS]
    for one in measured:
        found = [each for question, each in held if question in ("", one.question) and _touches(each, one.path)]
        yield _marked(one, found[0]) if found else one


def _touches(explanation: _Explanation, path: FigurePath) -> bool:
    return path[:2] == ("quality", "questions") and len(path) > 3 and path[3] in explanation.parts


def _marked(one: MetricPair, by: _Explanation) -> MetricPair:
    shared = replace(one.shared, why=by.why) if one.shared is not None and by.shared else one.shared
    return replace(one, shared=shared, whole=replace(one.whole, why=by.why))
