"""Items and annotators that came and went under ids that are the same but for their spelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from labelcards.catalog.signs import signed
from labelcards.compare.signs.names import JointNames
from labelcards.compare.signs.spelling import SPELLINGS, respelled, text_array
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import hypergeometric_tail

__all__ = ["id_signs"]

LEAST = {"items": 3, "annotators": 2}
LEAST_SHARE = 0.05
"""Share of the ids that left or came, whichever are fewer, that must have a partner."""
DOUBT = 1e-4


def id_signs(items: JointNames, annotators: JointNames) -> Iterator[Sign]:
    """``ids-respelled``, for items and for annotators.

    Ids that coincide by chance once their spelling is taken away do so within the old version, too: Fisher's exact test
    of old ids that left and have a partner among those that came, against ids of the old version that have one there.
    """
    for what, names in (("items", items), ("annotators", annotators)):
        if min(len(names.removed), len(names.added)) >= LEAST[what]:
            yield from _respelled(what, names.old, names.removed, names.added)


def _respelled(what: str, before: pd.Index[Any], removed: pd.Index[Any], added: pd.Index[Any]) -> Iterator[Sign]:
    best = max(SPELLINGS[:-1], key=lambda how: len(_partners(removed, added, how)))
    found, every = _partners(removed, added, best), _partners(removed, added, "several")
    how = best if len(found) == len(every) else "several"
    hits = len(every)
    if hits < max(LEAST[what], LEAST_SHARE * min(len(removed), len(added))):
        return
    plain = pd.Index(respelled(text_array(before), "several").to_numpy(zero_copy_only=False))
    alike = int(plain.duplicated(keep=False).sum())
    p = hypergeometric_tail(hits, len(removed), alike, len(before))
    if p <= DOUBT or (what == "annotators" and not alike):
        yield signed(
            "ids-respelled", "", ids=added[every], what=what, how=how, hits=hits, removed=len(removed), added=len(added)
        )


def _partners(removed: pd.Index[Any], added: pd.Index[Any], how: str) -> Any:
    """Positions of the added ids that are a removed one once respelled, each removed one's first partner."""
    left, came = (
        pd.Index(respelled(text_array(names), how).to_numpy(zero_copy_only=False)) for names in (removed, added)
    )
    place = left.drop_duplicates().get_indexer(came)
    hit = np.flatnonzero(place >= 0)
    return hit[np.unique(place[hit], return_index=True)[1]]
