"""Figures of disputed and adjudicated items."""

from __future__ import annotations

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.documents.figures import FigureTree, figure
from labelcards.metrics.intervals.counted import counted
from labelcards.metrics.intervals.shares import share_of

__all__ = ["adjudication_figures"]


def adjudication_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.adjudication``: which items were disputed, which of these a reviewer decided, and how.

    ``disputed``
        items whose annotations do not all have the same label; annotations with source ``ground_truth`` do not count.
    ``adjudicated``
        items that a reviewer decided, disputed or not.
    ``adjudicated_disputed``
        items that are both: the denominator of ``overturn_rate`` and its n.
    ``overturned``
        of these, the items whose decision is not the label that the method that decides gives without it; the
        numerator. No method sees adjudications.
    ``overturn_rate``
        the one by the other.
    """
    settled = decided.adjudicated >= 0
    ruled = settled & decided.disputed
    overturned = ruled & (decided.adjudicated != decided.reference.label)
    rate = share_of(overturned, ruled, nothing="no disputed item was adjudicated")
    return {
        "disputed": figure("disputed", counted(int(decided.disputed.sum()))),
        "adjudicated": figure("adjudicated", counted(int(np.count_nonzero(settled)))),
        "adjudicated_disputed": figure("adjudicated_disputed", counted(int(np.count_nonzero(ruled)))),
        "overturned": figure("overturned", counted(int(np.count_nonzero(overturned)))),
        "overturn_rate": figure("overturn_rate", rate),
    }
