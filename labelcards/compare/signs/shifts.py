"""Labels that slipped by a few rows: what a cell pasted one row too low does to a table.

Clean tables are sorted by id, so a row's neighbours are looked for in three orders: of ids as text, of the numbers in
ids (``item-9`` before ``item-10``), and, for answers, of submission. Two tests, each for every shift by one to three
rows either way:

*whole*, where at least 10% of rows changed: new labels equal the old labels of the shifted row in at least 80% of rows,
and in far more rows than they equal their own old label (sign test over rows where only one of the two holds).

*part*: labels that changed equal the old label of the shifted row far more often than that of the row as far away on
the other side, which is the same by chance, also where neighbours are alike (sign test); and far more often than the
labels' shares explain. Rows whose two neighbours are not both of the same item, or both of others, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import NO_TIME, AnswerPair
from labelcards.compare.signs.spelling import number_order
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import binomial_tail

__all__ = ["shift_signs"]

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

STEPS = (1, -1, 2, -2, 3, -3)
LEAST = 10
DOUBT = 1e-4
"""The p-value after correction for all shifts, orders and annotators of a question."""
OFTEN = 0.1
"""Share of changed rows from which on a whole sequence may have slipped."""
WHOLE, PART = 0.8, 0.6
"""Share of rows, and of changed rows, whose new label is the shifted row's old one."""


@dataclass(frozen=True, slots=True, eq=False)
class RowSequence:
    """Rows in an order in which they may have slipped.

    Attributes:
        of: ``answers``, ``answers of one annotator``, ``final labels`` or ``gold labels``.
        before, after: (S,) codes of old and new labels in this order.
        item: (S,) the items; rows of one item are no independent neighbours.
        group: (S,) ascending; shifts stay inside a group.
    """

    of: str
    before: Codes
    after: Codes
    item: Codes
    group: Codes


@dataclass(frozen=True, slots=True)
class Slip:
    """A shift that a sequence shows.

    Attributes:
        of: of which rows.
        rows: by how many rows; positive where the old label stood above.
        hits, n: rows whose new label is the shifted row's old one, of how many.
        own: rows among the n whose new label is their own old one.
        p: uncorrected.
    """

    of: str
    rows: int
    hits: int
    n: int
    own: int
    p: float


def shift_signs(pair: AnswerPair, finals: tuple[Codes, Codes]) -> Iterator[Sign]:
    """``labels-shifted`` with the likeliest shift of answers or final labels, and one of gold labels.

    Args:
        pair: the answers.
        finals: (N,) old and new final labels as codes, -1 without one.
    """
    orders = _orders(pair)
    gold = [slip for order in orders for slip in _slips(_by_item("gold labels", pair.gold[0], pair.gold[1], order))]
    yield from _best(pair, gold)
    if pair.changed.sum() >= LEAST:
        found = [slip for sequence in _of_answers(pair, orders) for slip in _slips(sequence)]
        yield from _best(pair, found or _final_slips(finals, orders))
    else:
        yield from _best(pair, _final_slips(finals, orders))


def _final_slips(finals: tuple[Codes, Codes], orders: list[Codes]) -> list[Slip]:
    return [slip for order in orders for slip in _slips(_by_item("final labels", finals[0], finals[1], order))]


def _best(pair: AnswerPair, slips: list[Slip]) -> Iterator[Sign]:
    if slips:
        one = min(slips, key=lambda slip: (slip.p, -slip.hits, abs(slip.rows), -slip.rows))
        facts: dict[str, Any] = {
            "of": one.of,
            "rows": one.rows,
            "hits": one.hits,
            "n": one.n,
            "own": one.own,
            "p": one.p,
        }
        yield signed("labels-shifted", pair.question, **facts)


def _orders(pair: AnswerPair) -> list[Codes]:
    """(N,) ranks of the items: by id, and by the number in the id where that is another order."""
    names = np.arange(len(pair.items), dtype=np.intp)  # of the old table's items, which are sorted by id
    numbers = number_order(pair.items)
    return [names] if np.array_equal(names, numbers) else [names, numbers]


def _of_answers(pair: AnswerPair, orders: list[Codes]) -> Iterator[RowSequence]:
    """The matched answers in each order of items and in that of submission: all of them, and annotator by annotator."""
    item, who = pair.old.item[pair.same[0]], pair.old.annotator[pair.same[0]]
    before, after = pair.old.label[pair.same[0]], pair.new.label[pair.same[1]]
    time = pair.old.time[pair.same[0]]
    tables = [_sorted(order[item]) for order in orders]  # annotators in order inside items, as they stand
    if len(time) and (time != NO_TIME).all():
        tables.append(np.argsort(time, kind="stable").astype(np.intp))
    for table in tables:
        yield RowSequence("answers", before[table], after[table], item[table], np.zeros(len(table), dtype=np.intp))
        own = table[_sorted(who[table])]
        yield RowSequence("answers of one annotator", before[own], after[own], item[own], who[own])


def _sorted(key: Codes) -> Codes:
    """Positions in ascending order of a key, equal ones as they stand; small keys are sorted by radix."""
    if (key[1:] >= key[:-1]).all():
        return np.arange(len(key), dtype=np.intp)
    return np.argsort(key.astype(np.min_scalar_type(int(key.max()))), kind="stable").astype(np.intp)


def _by_item(of: str, before: Codes, after: Codes, order: Codes) -> RowSequence:
    item = np.flatnonzero((before >= 0) & (after >= 0))
    item = item[np.argsort(order[item], kind="stable")]
    return RowSequence(of, before[item], after[item], item, np.zeros(len(item), dtype=np.intp))


def _slips(rows: RowSequence) -> Iterator[Slip]:
    differs = rows.before != rows.after
    changed = np.flatnonzero(differs)
    if len(changed) < LEAST:
        return
    chance = np.bincount(rows.before, minlength=int(rows.after.max()) + 1)[rows.after[changed]] / len(rows.before)
    size = np.bincount(rows.group)
    many = np.bincount(rows.group[changed], minlength=len(size)) >= OFTEN * np.maximum(size, 1)
    looked = np.flatnonzero(many[rows.group]) if many.any() else changed[:0]
    for step in STEPS:
        if len(looked):
            yield from _whole(rows, step, looked, differs[looked])
        yield from _part(rows, step, changed, chance)


def _partner(rows: RowSequence, step: int, at: Codes) -> tuple[Codes, Mask]:
    """The positions ``step`` rows above those ``at``, and whether they are in the same group."""
    place = at - step
    inside = (place >= 0) & (place < len(rows.group))
    place = np.where(inside, place, 0)
    return place, inside & (rows.group[place] == rows.group[at])


def _whole(rows: RowSequence, step: int, at: Codes, changed: Mask) -> Iterator[Slip]:
    place, inside = _partner(rows, step, at)
    hit = (rows.after[at] == rows.before[place]) & inside
    group, size = rows.group[at], int(rows.group.max(initial=0)) + 1
    n, hits, own, gains, losses = (
        np.bincount(group[mask], minlength=size)
        for mask in (inside, hit, inside & ~changed, hit & changed, inside & ~changed & ~hit)
    )
    p = binomial_tail(gains, gains + losses, 0.5)
    yield from _kept(rows, step, (n, hits, own, p), (gains >= LEAST) & (hits >= WHOLE * n))


def _part(rows: RowSequence, step: int, at: Codes, chance: npt.NDArray[np.float64]) -> Iterator[Slip]:
    above, inside = _partner(rows, step, at)
    below, also = _partner(rows, -step, at)
    used = inside & also & ((rows.item[above] == rows.item[at]) == (rows.item[below] == rows.item[at]))
    hit, miss = rows.after[at] == rows.before[above], rows.after[at] == rows.before[below]
    group, size = rows.group[at], int(rows.group.max(initial=0)) + 1
    n, hits, gains, losses = (
        np.bincount(group[mask], minlength=size) for mask in (used, used & hit, used & hit & ~miss, used & miss & ~hit)
    )
    mean = np.bincount(group[used], chance[used], minlength=size) / np.maximum(n, 1)
    p = np.maximum(binomial_tail(gains, gains + losses, 0.5), binomial_tail(hits, n, mean))
    yield from _kept(rows, step, (n, hits, np.zeros_like(n), p), (n >= LEAST) & (hits >= PART * n))


def _kept(
    rows: RowSequence, step: int, found: tuple[Codes, Codes, Codes, npt.NDArray[np.float64]], likely: Mask
) -> Iterator[Slip]:
    n, hits, own, p = found
    tests = 2 * len(STEPS) * 9 * max(1, int((n > 0).sum()))
    for group in np.flatnonzero(likely & (p * tests <= DOUBT)):
        yield Slip(rows.of, step, int(hits[group]), int(n[group]), int(own[group]), min(1.0, float(p[group]) * tests))
