"""Figures of disputed and adjudicated items."""

from __future__ import annotations

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.consensus.consensus import TIE_TOLERANCE, Flags
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import share_of

__all__ = ["adjudication_figures"]


def adjudication_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.adjudication``: ``disputed``, ``adjudicated`` items and ``overturn_rate``.

    Overturned is an adjudicated item with annotations whose decision is none of the labels with the most votes (for
    numbers: not the median).
    """
    ruled = (decided.adjudicated >= 0) & (decided.per_item > 0)
    overturned = ruled & ~_upheld(decided)
    rate = share_of(overturned, ruled, nothing="no adjudicated item has an annotation")
    return {
        "disputed": figure("disputed", counted(int(decided.disputed.sum()))),
        "adjudicated": figure("adjudicated", counted(int((decided.adjudicated >= 0).sum()))),
        "overturn_rate": figure("overturn_rate", rate),
    }


def _upheld(decided: QuestionConsensus) -> Flags:
    """(N,) whether the decision is a winner of the vote; meaningless where there is no decision."""
    if not decided.kind.categorical:
        return np.asarray(decided.reference.label == decided.adjudicated)
    shares = decided.methods["majority"].posterior
    if not shares.size:
        return np.zeros(len(shares), dtype=np.bool_)
    given = shares[np.arange(len(shares)), np.maximum(decided.adjudicated, 0)]
    return np.asarray(given >= shares.max(axis=1, initial=0.0) - TIE_TOLERANCE)
