"""Suspicious patterns: constant, cyclic, too fast, copying, drifting. Each is a test, corrected for how many were made.

A pattern needs two things: it would be surprising of an honest annotator (p-value after Bonferroni correction below
``ALPHA``), and it is large enough to matter. What it means is for a person to say: two annotators with the same wrong
idea of a label look like one who copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from labelcards.metrics.annotators.accuracy import peer_credit
from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.consensus.dawid_skene import FLOOR, DawidSkene
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["ALPHA", "Pattern", "constant_answers", "copied_errors", "cyclic_answers", "drifting", "too_fast"]

ALPHA = 0.01
LEAST = 20
"""An annotator with fewer annotations is not judged."""

LONGEST_CYCLE = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """One finding about one annotator.

    Attributes:
        annotator: code.
        code: ``constant``, ``cyclic``, ``too-fast``, ``copying`` or ``drift``.
        observed: what was seen; see the function.
        expected: what an honest annotator would show.
        n: how many annotations it rests on.
        p: p-value, Bonferroni-corrected, in [0, 1].
        partner: code of the other annotator (``copying``), else -1.
    """

    annotator: int
    code: str
    observed: float
    expected: float
    n: int
    p: float
    partner: int = -1


def _judged(owned: Sequence[Codes]) -> list[tuple[int, Codes]]:
    """Every annotator with at least ``LEAST`` annotations, and their rows."""
    return [(annotator, rows) for annotator, rows in enumerate(owned) if len(rows) >= LEAST]


def constant_answers(ratings: Ratings, owned: Sequence[Codes]) -> list[Pattern]:
    """Nearly always the same label, on items where the others differ.

    ``observed`` is the share of the most given label (at least 0.95). ``expected`` is the mean share of that label on
    the same items among the others (with the pool's share as one more vote). The p-value is the binomial tail at that
    mean, which bounds the tail of the sum of unequal chances (W. Hoeffding 1956, Annals of Mathematical Statistics 27,
    713–721).

    Args:
        ratings: the annotations.
        owned: per annotator code their rows, in any order.
    """
    counts = ratings.counts().toarray().astype(np.float64)
    pool = counts.sum(axis=0) / max(counts.sum(), 1)
    found = []
    judged = _judged(owned)
    for annotator, rows in judged:
        given = ratings.label[rows]
        label = int(np.argmax(np.bincount(given, minlength=ratings.K)))
        hits = int((given == label).sum())
        votes = counts[ratings.item[rows]]
        others = votes[:, label] - (given == label)
        chance = float(np.mean((others + pool[label]) / votes.sum(axis=1)))
        p = float(stats.binom.sf(hits - 1, len(rows), chance)) * len(judged)
        if hits / len(rows) >= 0.95 and p < ALPHA:
            found.append(Pattern(annotator, "constant", hits / len(rows), chance, len(rows), min(p, 1.0)))
    return found


def cyclic_answers(ratings: Ratings, worked: Sequence[Codes]) -> list[Pattern]:
    """Answers that repeat with a period of 2 to 6 whatever the items are, like a, b, a, b.

    ``observed`` is the share of answers that equal the one a period before but not the one just before (at least 0.8),
    ``expected`` the chance of that if the annotator gave the same answers in random order; binomial tail.

    Args:
        ratings: the annotations.
        worked: per annotator code their rows, in the order of their work.
    """
    found = []
    judged = _judged(worked)
    tests = len(judged) * (LONGEST_CYCLE - 1)
    for annotator, rows in judged:
        given = ratings.label[rows]
        shares = np.bincount(given, minlength=ratings.K) / len(rows)
        chance = float((shares**2 * (1 - shares)).sum())
        best: Pattern | None = None
        for period in range(2, LONGEST_CYCLE + 1):
            hits = (given[period:] == given[:-period]) & (given[period:] != given[period - 1 : -1])
            p = min(float(stats.binom.sf(int(hits.sum()) - 1, len(hits), chance)) * tests, 1.0)
            if hits.mean() >= 0.8 and p < ALPHA and (best is None or hits.mean() > best.observed):
                best = Pattern(annotator, "cyclic", float(hits.mean()), chance, len(hits), p)
        if best:
            found.append(best)
    return found


def too_fast(seconds: Floats, owned: Sequence[Codes]) -> list[Pattern]:
    """A median time per annotation far below the others'.

    ``observed`` and ``expected`` are the annotator's and the median annotator's median seconds. Flagged is who needs
    less than a third of the latter and lies more than 3.5 robust standard deviations (1.4826 · MAD) below it on the log
    scale (Iglewicz and Hoaglin 1993). Needs five annotators with 20 timed annotations.

    Args:
        seconds: (R,) time each annotation took; NaN when unknown.
        owned: per annotator code their rows, in any order.
    """
    timed = np.isfinite(seconds) & (seconds > 0)
    medians = {
        annotator: (float(np.median(np.log(seconds[rows[timed[rows]]]))), int(timed[rows].sum()))
        for annotator, rows in _judged(owned)
        if timed[rows].sum() >= LEAST
    }
    if len(medians) < 5:
        return []
    values = np.array([median for median, _ in medians.values()])
    center = float(np.median(values))
    spread = max(1.4826 * float(np.median(np.abs(values - center))), 0.1)
    found = []
    for annotator, (median, n) in medians.items():
        z = (median - center) / spread
        if z < -3.5 and median < center - np.log(3):
            p = min(float(stats.norm.cdf(z)) * len(medians), 1.0)
            found.append(Pattern(annotator, "too-fast", float(np.exp(median)), float(np.exp(center)), n, p))
    return found


def drifting(ratings: Ratings, worked: Sequence[Codes]) -> list[Pattern]:
    """Agreement with the others that falls or rises over the annotator's work.

    For each annotation: credit for agreeing with the majority of the others, minus the mean credit of the others on
    that item (so that harder items do not look like drift). Tested is its rank correlation with the order of work.
    ``expected`` and ``observed`` are the mean credit in the first and in the second half; flagged when they differ by
    at least 0.1.

    Args:
        ratings: the annotations.
        worked: per annotator code their rows, in the order of their work.
    """
    credit, counted = peer_credit(ratings)
    sums = np.bincount(ratings.item, credit, minlength=ratings.N)
    sizes = np.bincount(ratings.item, minlength=ratings.N)
    others = np.maximum(sizes[ratings.item] - 1, 1)
    residual = credit - (sums[ratings.item] - credit) / others
    found = []
    able = _judged(worked)
    for annotator, rows in able:
        judged = rows[counted[rows]]
        if len(judged) < LEAST or np.ptp(residual[judged]) == 0:
            continue
        p = float(stats.spearmanr(np.arange(len(judged)), residual[judged]).pvalue) * len(able)
        half = len(judged) // 2
        before, after = float(credit[judged[:half]].mean()), float(credit[judged[half:]].mean())
        if p < ALPHA and abs(after - before) >= 0.1:
            found.append(Pattern(annotator, "drift", after, before, len(judged), min(p, 1.0)))
    return found


def copied_errors(ratings: Ratings, model: DawidSkene) -> list[Pattern]:
    """Pairs that give the same surprising answer more often than two independent annotators would.

    For each item that A and B both annotated, the fitted Dawid–Skene model predicts B's answer from all *other*
    annotations, A's included. Counted are the items where it gives A's answer a chance below one half: ``observed`` is
    the share of these in which B gives it all the same (at least one half), ``expected`` the mean chance, scaled up if
    all pairs together coincide more often than predicted (hard items do that). Binomial tail over at least five such
    items; Bonferroni over pairs. Two who copy from each other and outnumber the rest cannot be found by this or any
    such test.

    Args:
        ratings: the annotations.
        model: `labelcards.metrics.consensus.dawid_skene.dawid_skene` of the same annotations.

    Cost: O(pairs of annotations of one item · K).
    """
    leave_out = _LeaveOneOut(ratings, model)
    pairs, same, chance = [], [], []
    for first, second in _item_pairs(ratings, leave_out):
        given = model.confusion[ratings.annotator[second], :, ratings.label[first]]
        predicted = (leave_out(second) * given).sum(axis=1)
        kept = predicted < 0.5
        pairs.append((ratings.annotator[first] * ratings.M + ratings.annotator[second])[kept])
        same.append((ratings.label[first] == ratings.label[second])[kept])
        chance.append(predicted[kept])
    if not pairs:
        return []
    hits, expected = np.concatenate(same).astype(np.float64), np.concatenate(chance)
    scale = max(float(hits.sum()) / max(float(expected.sum()), 1e-12), 1.0)
    return _test_pairs(np.concatenate(pairs), hits, np.minimum(expected * scale, 0.5), ratings.M)


BLOCK = 200_000


class _LeaveOneOut:
    """What the model says about an annotation's item without that annotation."""

    def __init__(self, ratings: Ratings, model: DawidSkene) -> None:
        self._ratings, self._log = ratings, np.log(np.maximum(model.confusion, FLOOR))
        prior = np.log(np.maximum(model.prior, FLOOR))
        self._joint = np.empty((ratings.N, len(prior)))
        for true, share in enumerate(prior):
            evidence = self._log[ratings.annotator, true, ratings.label]
            self._joint[:, true] = share + np.bincount(ratings.item, evidence, minlength=ratings.N)

    def __call__(self, rows: Codes | slice) -> Floats:
        """(n, K) probabilities of the true label, for the given rows of the ratings."""
        ratings = self._ratings
        joint = self._joint[ratings.item[rows]] - self._log[ratings.annotator[rows], :, ratings.label[rows]]
        joint = np.exp(joint - joint.max(axis=1, keepdims=True))
        return np.asarray(joint / joint.sum(axis=1, keepdims=True))

    def unsure(self) -> Codes:
        """The rows whose own answer the others make anything but certain."""
        found = [np.zeros(0, dtype=np.intp)]
        for start in range(0, len(self._ratings), BLOCK):
            part = slice(start, start + BLOCK)
            label = self._ratings.label[part]
            found.append(start + np.flatnonzero(self(part)[np.arange(len(label)), label] < 0.9))
        return np.concatenate(found)


def _item_pairs(ratings: Ratings, leave_out: _LeaveOneOut) -> Iterator[tuple[Codes, Codes]]:
    """Blocks of rows (a, b) of one item by two annotators, where the others make a's answer anything but certain."""
    order = np.argsort(ratings.item, kind="stable")
    starts = np.searchsorted(ratings.item[order], np.arange(ratings.N + 1))
    open_rows = leave_out.unsure()
    sizes = (starts[1:] - starts[:-1])[ratings.item[open_rows]]
    blocks = np.cumsum(sizes) // BLOCK
    for part in np.split(np.arange(len(blocks)), np.flatnonzero(np.diff(blocks)) + 1):
        rows, size = open_rows[part], sizes[part]
        first = np.repeat(rows, size)
        offset = np.arange(len(first)) - np.repeat(np.cumsum(size) - size, size)
        second = order[starts[ratings.item[first]] + offset]
        other = ratings.annotator[first] != ratings.annotator[second]
        yield first[other], second[other]


def _test_pairs(pair: Codes, same: Floats, chance: Floats, M: int) -> list[Pattern]:
    names, codes, sizes = np.unique(pair, return_inverse=True, return_counts=True)
    hits = np.bincount(codes, same)
    mean = np.bincount(codes, chance) / np.maximum(sizes, 1)
    tested = sizes >= 5
    p = np.minimum(stats.binom.sf(hits - 1, sizes, mean) * max(int(tested.sum()), 1), 1.0)
    flagged = np.flatnonzero(tested & (p < ALPHA) & (hits >= 0.5 * sizes))
    return [
        Pattern(
            int(names[row] // M),
            "copying",
            float(hits[row] / sizes[row]),
            float(mean[row]),
            int(sizes[row]),
            float(p[row]),
            int(names[row] % M),
        )
        for row in flagged
    ]
