"""Gold labels that came, went or changed: accuracy then is measured with another yardstick."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import AnswerPair
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import hypergeometric_tail

__all__ = ["gold_signs"]

Codes = npt.NDArray[np.intp]

DOUBT = 0.002
LEAST_DROPPED = 5


def gold_signs(pair: AnswerPair, finals: Codes) -> Iterator[Sign]:
    """``gold-changed`` for any gold label dropped or flipped, else ``gold-added``; ``gold-dropped-harder``.

    Args:
        pair: the answers.
        finals: (N,) the old version's final labels as codes, -1 without one; all -1 where nothing is right or wrong.
    """
    before, after = pair.gold
    had, has = before >= 0, after >= 0
    dropped, added, kept = had & ~has, has & ~had & pair.shared, had & has
    flipped = kept & (before != after)
    right = (finals == before) & had
    if added.any() and not dropped.any() and not flipped.any():
        yield signed("gold-added", pair.question, added=int(added.sum()), kept=int(kept.sum()))
    if dropped.any() or flipped.any():
        yield signed(
            "gold-changed",
            pair.question,
            dropped=int(dropped.sum()),
            gone=int((dropped & ~pair.shared).sum()),
            added=int(added.sum()),
            flipped=int(flipped.sum()),
            kept=int(kept.sum()),
            flipped_right=int((flipped & (finals == after)).sum()),
            ids=pair.items[np.flatnonzero(flipped | dropped)],
        )
    yield from _harder(pair, dropped & (finals >= 0), kept & (finals >= 0), right)


def _harder(
    pair: AnswerPair, dropped: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]
) -> Iterator[Sign]:
    n, m = int(dropped.sum()), int(kept.sum())
    if n < LEAST_DROPPED or not m:
        return
    hits, rest = int((dropped & right).sum()), int((kept & right).sum())
    p = hypergeometric_tail(n - hits, n, m - rest, m)
    if p <= DOUBT:
        facts: dict[str, Any] = {"dropped_right": hits / n, "kept_right": rest / m, "p": p}
        yield signed("gold-dropped-harder", pair.question, dropped=n, kept=m, **facts)
