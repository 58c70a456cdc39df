"""Gold answers that found their way into annotations.

``gold-copied-changes``: answers changed on gold items far more often than on others with as many votes and as much
dispute, and nearly all changes end at the gold label. Items are the units, so that answers of one item may change
together.

``gold-copied-answers``: answers given anew equal gold far more often than the same people's agreement with the old
votes elsewhere lets expect. The link is taken from the old version: its annotators have accuracy A on gold items
and agree with each other on a share E elsewhere; who equals gold always would agree with them on a share A. Between
these two points accuracy is read off linearly, at the upper end of the interval of the agreement elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import NO_TIME, AnswerPair
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import binomial_tail

__all__ = ["leak_signs"]

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

LEAST = 10
NEARLY_ALL = 0.9
TIMES = 2.0
"""So many times as often as expected must gold items have changed."""
DOUBT = 1e-3
UPPER = 3.0
"""Standard errors above the agreement elsewhere at which accuracy is read off."""


def leak_signs(pair: AnswerPair) -> Iterator[Sign]:
    """One of the two signs, or none; none for numbers."""
    if not pair.kind.categorical or not (pair.gold[1] >= 0).any():
        return
    found = list(_changes(pair))
    yield from found or _answers(pair)


def _changes(pair: AnswerPair) -> Iterator[Sign]:
    gold = pair.gold[1] >= 0
    old, new = pair.same[0][pair.changed], pair.same[1][pair.changed]
    touched = np.zeros(len(pair.items), dtype=np.bool_)
    touched[pair.old.item[old]] = True
    counts = pair.votes[0].counts()
    votes = np.asarray(counts.sum(axis=1)).ravel()
    known = pair.shared & (votes > 0)
    kinds = np.unique(votes * (int(votes.max(initial=0)) + 1) + _most(counts), return_inverse=True)[1]
    size = int(kinds.max(initial=0)) + 1
    every, marked, hit = (np.bincount(kinds[mask], minlength=size) for mask in (known, known & gold, known & touched))
    expected = float((hit * marked / np.maximum(every, 1)).sum())
    hits, total = int((known & touched & gold).sum()), int(hit.sum())
    on_gold = gold[pair.old.item[old]]
    landed = int((pair.new.label[new] == pair.gold[1][pair.new.item[new]])[on_gold].sum())
    if hits < LEAST or hits < TIMES * expected or landed < NEARLY_ALL * on_gold.sum():
        return
    p = float(binomial_tail(hits, total, expected / total))
    if p <= DOUBT:
        yield signed(
            "gold-copied-changes",
            pair.question,
            items=hits,
            gold=int((known & gold).sum()),
            expected=expected,
            changes=int(on_gold.sum()),
            landed=landed,
            others=total - hits,
            p=p,
        )


def _most(counts: object) -> Codes:
    """(N,) votes for the most frequent label."""
    return np.asarray(counts.max(axis=1).toarray()).ravel().astype(np.intp)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, eq=False)
class FreshAnswers:
    """Answers to shared items that are new or have a new time.

    Attributes:
        item, annotator: (R,) codes.
        right: (R,) whether they equal gold; False without gold.
        gold: (R,) whether the item has gold.
        agreement: (R,) the share of other annotators' old votes on the item that are the same; NaN without such votes.
    """

    item: Codes
    annotator: Codes
    right: Mask
    gold: Mask
    agreement: Floats


def _answers(pair: AnswerPair) -> Iterator[Sign]:
    fresh = _fresh(pair)
    if fresh.gold.sum() < LEAST:
        return
    before = _agreeing(pair, pair.old.item, pair.old.label, pair.old.label)
    marked = pair.gold[1][pair.old.item]
    on_gold = (marked >= 0) & pair.shared[pair.old.item]
    elsewhere = (marked < 0) & pair.shared[pair.old.item] & ~np.isnan(before)
    if min(int(on_gold.sum()), int(elsewhere.sum())) < LEAST:
        return
    accuracy = float((pair.old.label == marked)[on_gold].mean())
    usual = float(before[elsewhere].mean())
    people = np.unique(fresh.annotator[fresh.gold])
    tests = len(people) + 1
    groups = [(fresh.annotator == one, str(pair.annotators[one])) for one in people.tolist()]
    groups.append((np.ones(len(fresh.item), dtype=np.bool_), ""))
    found = []
    for mine, name in groups:
        told = _surprise(fresh, mine, accuracy, usual)
        if told is not None and told[-1] * tests <= DOUBT:
            found.append((*told, name))
    if found:
        right, n, expected, p, _ = min(found, key=lambda one: (one[3], -one[1]))
        names = [one[4] for one in found if one[4]]
        facts: dict[str, Any] = {"right": right, "answers": n, "expected": expected, "p": min(1.0, p * tests)}
        yield signed("gold-copied-answers", pair.question, ids=names, annotators=len(names), **facts)


def _surprise(fresh: FreshAnswers, mine: Mask, accuracy: float, usual: float) -> tuple[int, int, float, float] | None:
    """Answers equal to gold, of how many, the accuracy expected at most, and p; one answer per item."""
    first = np.zeros(len(mine), dtype=np.bool_)
    first[np.flatnonzero(mine)[np.unique(fresh.item[mine], return_index=True)[1]]] = True
    other = mine & ~fresh.gold & ~np.isnan(fresh.agreement)
    n = int((first & fresh.gold).sum())
    if n < LEAST or other.sum() < LEAST:
        return None
    sums = np.bincount(fresh.item[other], fresh.agreement[other])
    sizes = np.bincount(fresh.item[other])
    means = sums[sizes > 0] / sizes[sizes > 0]
    upper = float(means.mean() + UPPER * means.std(ddof=1) / np.sqrt(len(means))) if len(means) > 1 else 1.0
    slope = (1 - accuracy) / max(accuracy - usual, 0.05)
    expected = min(1.0, accuracy + max(0.0, upper - usual) * slope)
    right = int((first & fresh.right).sum())
    return right, n, expected, float(binomial_tail(right, n, expected))


def _fresh(pair: AnswerPair) -> FreshAnswers:
    """The answers given anew, each with how far it agrees with the old votes of others."""
    before, after = pair.old.time[pair.same[0]], pair.new.time[pair.same[1]]
    moved = (before != after) & (before != NO_TIME) & (after != NO_TIME)
    own = np.full(len(pair.new), -1, dtype=np.intp)
    own[pair.same[1]] = pair.old.label[pair.same[0]]
    rows = np.concatenate([pair.same[1][moved], pair.added])
    rows = np.sort(rows[pair.shared[pair.new.item[rows]]])
    item, label = pair.new.item[rows], pair.new.label[rows]
    marked = pair.gold[1][item]
    agreement = _agreeing(pair, item, label, own[rows])
    return FreshAnswers(item, pair.new.annotator[rows], label == marked, marked >= 0, agreement)


def _agreeing(pair: AnswerPair, item: Codes, label: Codes, own: Codes) -> Floats:
    """(R,) the share of the old votes on an item that equal a label, an ``own`` old vote (-1: none) left aside."""
    votes = np.bincount(pair.old.item, minlength=len(pair.items))[item] - (own >= 0)
    equal = pair.old_votes(item, label) - (own == label)
    return np.asarray(np.divide(equal, votes, out=np.full(len(item), np.nan), where=votes > 0))
