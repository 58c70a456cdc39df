"""One annotator, one direction: a flow between two labels that is nearly all one annotator's, and nearly all of theirs.

Both must be unlikely. That the flow is one annotator's: against their share of the answers with the old label. That the
annotator's changes go this one way: against where they differed from others before, so that somebody who sets right a
confusion of their own, or who alone looked over old answers, is no sign. Both are binomial tests.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from labelcards.catalog.signs import signed
from labelcards.compare.signs.answers import AnswerPair
from labelcards.documents.signs import Sign
from labelcards.metrics.intervals.tails import binomial_tail

__all__ = ["direction_signs"]

Codes = npt.NDArray[np.intp]

LEAST = 10
MOSTLY = 0.8
"""Least share of the flow that is the annotator's."""
HALF = 0.5
"""Least share of the annotator's changes that are of the flow."""
DOUBT = 1e-4
"""Each of the two p-values, times the annotators and directions that occur."""
PRIOR = 5.0
"""So many disagreements, shared out by how often labels occur, are added to those observed."""


def direction_signs(pair: AnswerPair) -> Iterator[Sign]:
    """``one-direction``, one sign per annotator and direction; none where answers are not one label each."""
    if not pair.kind.exclusive or pair.changed.sum() < LEAST:
        return
    K = len(pair.labels)
    who, label = pair.old.annotator[pair.same[0]], pair.old.label[pair.same[0]]
    flow = label[pair.changed] * K + pair.new.label[pair.same[1][pair.changed]]
    cells, counts = np.unique(who[pair.changed] * K * K + flow, return_counts=True)
    by_flow = np.bincount(flow, minlength=K * K)
    by_person = np.bincount(who[pair.changed], minlength=len(pair.annotators))
    answers = np.bincount(label, minlength=K)
    for cell, hits in zip(cells.tolist(), counts.tolist(), strict=True):
        person, way = divmod(cell, K * K)
        if hits < LEAST or hits < MOSTLY * by_flow[way] or hits < HALF * by_person[person]:
            continue
        before, after = divmod(way, K)
        exposure = float((label[who == person] == before).sum() / answers[before])
        usual = _usual(pair, person, before, after)
        p = float(
            max(binomial_tail(hits, by_flow[way], exposure), binomial_tail(hits, by_person[person], usual)) * len(cells)
        )
        if p <= DOUBT:
            yield signed(
                "one-direction",
                pair.question,
                old=pair.labels[before],
                new=pair.labels[after],
                hits=hits,
                flow=int(by_flow[way]),
                own=int(by_person[person]),
                exposure=exposure,
                usual=usual,
                p=min(1.0, p),
                ids=[pair.annotators[person]],
            )


def _usual(pair: AnswerPair, person: int, before: int, after: int) -> float:
    """The share of an annotator's disagreements with others, in the old version, in which they said ``before`` and
    the other ``after``.
    """
    votes = pair.votes[0]
    mine = votes.annotator == person
    item, label = votes.item[mine], votes.label[mine]
    counts = votes.counts()
    said = np.bincount(label, minlength=votes.K) / max(1, len(label))
    there = counts[item[label == before]]
    others = np.asarray(there.sum(axis=0)).ravel()
    differing = float(others[after])
    every = float(np.asarray(counts[item].sum(axis=1)).sum() - _equal(pair, person))
    chance = float(said[before] * said[after] / max(1e-9, 1 - float((said**2).sum())))
    return (differing + PRIOR * chance) / (every + PRIOR)


def _equal(pair: AnswerPair, person: int) -> float:
    """How many votes on the annotator's items equal the annotator's own, itself included."""
    votes = pair.votes[0]
    mine = votes.annotator == person
    return float(pair.old_votes(votes.item[mine], votes.label[mine]).sum())
