"""More or fewer answers per item: disputes and final labels move without anybody agreeing more or less."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import AnswerPair
from labelcards.documents.signs import Sign
from labelcards.metrics.agreement.rarefied import EqualDraws, rarefied_disputes

__all__ = ["equal_draws", "redundancy_signs"]

LEAST_CHANGE = 0.05
"""Relative change of the votes per shared item that is worth a word."""
LEAST_SHARE = 0.2
"""Share of the shared items with more or fewer votes that is, whatever the mean."""


def equal_draws(pair: AnswerPair) -> EqualDraws | None:
    """Chances of a dispute of the shared items with equal numbers of votes; None for numbers, of which votes differ."""
    return rarefied_disputes(*pair.votes) if pair.kind.categorical else None


def redundancy_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``votes-per-item``, if shared items have 5% more or fewer votes in the mean, or a fifth of them more or fewer."""
    votes = [np.bincount(side.item, minlength=side.N) for side in pair.votes]
    both = (votes[0] > 0) & (votes[1] > 0)
    fewer, more = (int((sign * (votes[1] - votes[0])[both] > 0).sum()) for sign in (-1, 1))
    items = int(both.sum())
    change = abs(int(votes[1][both].sum()) - int(votes[0][both].sum()))
    if not items or (change < LEAST_CHANGE * votes[0][both].sum() and fewer + more < LEAST_SHARE * items):
        return
    draws = equal_draws(pair)
    means: list[float | None] = [None] * 4
    compared = 0
    if draws is not None and len(draws.item):
        chosen = draws.item
        compared = len(chosen)
        raw = [float(side[chosen].mean()) for side in pair.disputed]
        means = [*raw, float(draws.old.mean()), float(draws.new.mean())]
    yield signed(
        "votes-per-item",
        pair.question,
        items=items,
        fewer=fewer,
        more=more,
        old=float(votes[0][both].mean()),
        new=float(votes[1][both].mean()),
        compared=compared,
        old_disputed=means[0],
        new_disputed=means[1],
        old_rarefied=means[2],
        new_rarefied=means[3],
    )
