"""Items that were answered anew because they were disputed: they come out less disputed in any case.

Regression to the mean. Which items were answered anew is known from answers that came, that left while their annotator
stayed, or whose time moved. Where times say nothing, only changed labels show it; and changes fall on disputed items
for good reasons, too: it is on these that people differ. So two tests:

``chosen-by-dispute``: items touched against items left alone, disputed or not in the old version. A score test inside
strata, as Mantel's (doi:10.1080/01621459.1963.10500879), with a variance robust to items: each annotator is a stratum,
so that somebody whose answers cause disputes and who answers all of them anew is no choice of items. It holds whatever
the new answers are.

``changes-on-disputed``: changed labels on formerly agreed items against how many there must be at least when a random
choice of items is answered anew by people who are as good as before. With B(m) the chance that m votes are equal and
another differs, B is log-convex in m (a mixture of powers), so B(n) ≥ B(n-1) · (B(n-1) / B(1))^(1/(n-2)); B(n-1) and
B(1) are estimated from the old votes by leaving one out. Items with fewer than three votes tell nothing, and neither do
changes that are mostly one annotator's: those of somebody who erred often lie on disputed items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import NO_TIME, AnswerPair
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import binomial_tail

__all__ = ["selection_signs"]

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

LEAST_ITEMS = 10
LEAST_GAP = 0.15
"""Touched items were disputed so much more often, as a difference of shares."""
DOUBT = 0.001
"""The p-value of either test."""
MOST_OF_ONE = 0.6
"""Share of the changes that may be one annotator's."""
UNEXPLAINED = 0.1
"""Share of the changed answers without a moved time from which on times are not believed."""


def selection_signs(pair: AnswerPair) -> Iterator[Sign]:
    """One of the two signs, or none; none for numbers, on which nearly all items are in dispute."""
    if not pair.kind.categorical:
        return
    before, after = pair.old.time[pair.same[0]], pair.new.time[pair.same[1]]
    moved = (before != after) & (before != NO_TIME) & (after != NO_TIME)
    found = list(_chosen(pair, moved))
    untimed = pair.changed & ~moved
    if not found and untimed.sum() > UNEXPLAINED * max(1, int(pair.changed.sum())):
        found += _changed(pair, untimed)
    yield from found


def _chances(pair: AnswerPair, moved: Mask) -> tuple[Codes, Codes, Mask]:
    """What could have been answered anew: items, strata, and whether it was.

    A stratum is an annotator with the old answers that the new version has anew, has still, or lacks while the
    annotator is there; and, last, all items, with answers that came.
    """
    staying = np.zeros(len(pair.annotators), dtype=np.bool_)
    staying[pair.new.annotator] = True
    gone = pair.removed[staying[pair.old.annotator[pair.removed]]]
    more = np.zeros(len(pair.items), dtype=np.bool_)
    more[pair.new.item[pair.added]] = True
    every = np.arange(len(pair.items))
    rows = np.concatenate([pair.same[0], gone])
    return (
        np.concatenate([pair.old.item[rows], every]).astype(np.intp),
        np.concatenate([pair.old.annotator[rows], np.full(len(every), len(pair.annotators))]).astype(np.intp),
        np.concatenate([moved, np.ones(len(gone), dtype=np.bool_), more]),
    )


def _chosen(pair: AnswerPair, moved: Mask) -> Iterator[Sign]:
    votes = np.bincount(pair.votes[0].item, minlength=len(pair.items))
    known = pair.shared & (votes > 1)
    item, stratum, anew = _chances(pair, moved)
    used = known[item]
    item, stratum, anew = item[used], stratum[used], anew[used]
    touched = np.zeros(len(pair.items), dtype=np.bool_)
    touched[item[anew]] = True
    disputed = pair.disputed[0]
    n, m = int(touched.sum()), int((known & ~touched).sum())
    if min(n, m) < LEAST_ITEMS:
        return
    p = _excess(anew, disputed[item], stratum, item)
    hits, rest = int((touched & disputed).sum()), int((known & ~touched & disputed).sum())
    if p > DOUBT or hits / n - rest / m < LEAST_GAP:
        return
    facts: dict[str, Any] = {"touched_disputed": hits / n, "others_disputed": rest / m, "p": p}
    yield signed("chosen-by-dispute", pair.question, touched=n, others=m, **facts)


def _excess(anew: Mask, disputed: Mask, stratum: Codes, item: Codes) -> float:
    """One-sided p of the score test that ``anew`` goes with ``disputed`` inside strata, with items as clusters."""
    size = np.bincount(stratum)
    rate, share = (
        np.divide(np.bincount(stratum, each), size, out=np.zeros(len(size)), where=size > 0)[stratum]
        for each in (anew, disputed)
    )
    scores = np.bincount(item, (anew - rate) * (disputed - share))
    spread = float(np.sqrt((scores**2).sum()))
    return float(special.ndtr(-scores.sum() / spread)) if spread else 1.0


def _changed(pair: AnswerPair, untimed: Mask) -> Iterator[Sign]:
    """Changed answers on items that were agreed on, against the least number that there should be.

    One answer per item counts, the first in table order, because answers to one item change together.
    """
    expected, least = _agreed_share(pair)
    item, who = pair.old.item[pair.same[0][untimed]], pair.old.annotator[pair.same[0][untimed]]
    if np.bincount(who).max() > MOST_OF_ONE * len(who):
        return
    votes = np.bincount(pair.votes[0].item, minlength=len(pair.items))
    item = np.unique(item[pair.shared[item] & (votes[item] >= least)])
    changes = len(item)
    if expected is None or changes < LEAST_ITEMS:
        return
    disputed = int(pair.disputed[0][item].sum())
    p = float(binomial_tail(disputed, changes, 1 - expected))
    if p <= DOUBT:
        known = votes >= least
        yield signed(
            "changes-on-disputed",
            pair.question,
            changes=changes,
            on_agreed=changes - disputed,
            expected=expected,
            disputed=float(pair.disputed[0][known & pair.shared].mean()),
            p=p,
        )


def _agreed_share(pair: AnswerPair) -> tuple[float | None, int]:
    """The least share of changes that fall on agreed items by chance, None if unknown; the least votes of such items.

    Over items with three votes or more; the bound of each number of votes is weighted by the changes it would have.
    """
    counts = pair.votes[0].counts()
    size = np.asarray(counts.sum(axis=1)).ravel()
    item = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    n, c = size[item], counts.data
    use = n >= 3
    pairs = np.bincount(n[use], c[use] * (n - c)[use] / (n * (n - 1))[use])
    lone = np.bincount(n[use], (c == n - 1)[use] / n[use])
    total = on_agreed = 0.0
    for votes in range(3, len(pairs)):
        differ, agreed = float(pairs[votes]), float(lone[votes])
        total += differ
        if agreed > 0:
            on_agreed += agreed * (agreed / differ) ** (1 / (votes - 2))
    return (on_agreed / total if total and on_agreed else None), 3
