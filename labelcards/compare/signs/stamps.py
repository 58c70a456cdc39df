"""Times of submission that do not fit what happened to the answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import NO_TIME, AnswerPair
from labelcards.documents.signs import Sign

__all__ = ["time_signs"]

LEAST = 3
LEAST_DISTINCT = 0.05
"""Distinct times of the old version as a share of its timed answers, from which on times tell answers apart."""
NEARLY_ALL = 0.95
DOUBT_FREE = 100
"""Answers whose times must have moved by one and the same span."""


def time_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``time-kept``, ``time-moved-back`` and ``times-offset``.

    An answer that is given anew has a new time. Where many answers share one time, as in imports that write the day of
    the import, times say nothing and the first sign is not given.
    """
    before, after = pair.old.time[pair.same[0]], pair.new.time[pair.same[1]]
    timed = (before != NO_TIME) & (after != NO_TIME)
    if not timed.any():
        return
    kept = pair.changed & timed & (before == after)
    changed = int((pair.changed & timed).sum())
    if kept.sum() >= LEAST and _told_apart(pair):
        yield signed("time-kept", pair.question, kept=int(kept.sum()), changed=changed, ids=_items(pair, kept))
    offset = _offset(after[timed] - before[timed])
    if offset:
        yield signed("times-offset", pair.question, answers=int(timed.sum()), seconds=offset / 1e6)
        return
    back = timed & (after < before)
    if back.sum() >= LEAST:
        relabelled = int((back & pair.changed).sum())
        yield signed("time-moved-back", pair.question, back=int(back.sum()), changed=relabelled, ids=_items(pair, back))


def _told_apart(pair: AnswerPair) -> bool:
    known = pair.old.time[pair.old.time != NO_TIME]
    return len(np.unique(known)) >= max(LEAST, LEAST_DISTINCT * len(known))


def _offset(spans: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """The one span that nearly all times moved by; 0 if there is none."""
    middle = int(np.median(spans))
    return middle if middle and len(spans) >= DOUBT_FREE and (spans == middle).mean() >= NEARLY_ALL else 0


def _items(pair: AnswerPair, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
    item = pair.old.item[pair.same[0][mask]]
    return [str(name) for name in pair.items[np.unique(item)[:5]]]
