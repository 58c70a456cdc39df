"""How unequally the labels are used: what a model cannot learn and an average hides."""

from __future__ import annotations

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.catalog.warnings import warned
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.shares import share_of

__all__ = ["imbalance_figures", "imbalance_warnings"]

FRACTION = 0.1
"""A label is rare when its share is below this fraction of an equal share (cleanlab Datalab's threshold)."""

NAMED = 5
"""How many rare labels a warning names."""


def imbalance_figures(decided: QuestionConsensus) -> FigureTree:
    """``questions.<q>.imbalance``: share of the rarest label, and how many times more frequent the most frequent is.

    Of final labels; for sets, of the items whose set has the label. Kinds without label rates have no such branch: an
    empty tree.
    """
    if not decided.kind.has_label_rates:
        return {}
    counts = _counts(decided)
    settled = decided.final >= 0
    if not counts:
        nothing = Undefined("no item has a label")
        return {"rarest_share": figure("rarest_share", nothing), "ratio": figure("imbalance_ratio", nothing)}
    rarest = min(counts, key=lambda name: (counts[name].sum(), name))
    share = share_of(counts[rarest], settled, nothing="no item has a label")
    return {"rarest_share": figure("rarest_share", share), "ratio": figure("imbalance_ratio", _ratio(counts, settled))}


def _counts(decided: QuestionConsensus) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Label → (N,) whether the item's final label is, or as a set has, it."""
    settled = decided.final >= 0
    held = {}
    for name, member in decided.members().items():
        items = np.zeros(len(decided.final), dtype=np.bool_)
        items[settled] = member[decided.final[settled]]
        held[name] = items
    return held


def _ratio(counts: dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]], settled: np.ndarray) -> Result:
    sizes = sorted(int(items.sum()) for items in counts.values())
    n = int(settled.sum())
    if n == 0:
        return Undefined("no item has a label")
    if sizes[0] == 0:
        return Undefined("a label is never used", n)
    return Estimate(sizes[-1] / sizes[0], n, why_no_interval="a description of these items")


def imbalance_warnings(decided: QuestionConsensus) -> list[WarningRecord]:
    """A warning that names the first rare labels, and says how many there are."""
    n = int((decided.final >= 0).sum())
    if not decided.kind.has_label_rates or n == 0:
        return []
    counts = {name: int(items.sum()) for name, items in _counts(decided).items()}
    rare = sorted(name for name, count in counts.items() if count / n < FRACTION / len(counts))
    if not rare:
        return []
    named = tuple(rare[:NAMED])
    about = ("questions", decided.question, "imbalance", "rarest_share")
    facts = {"labels": named, "counts": tuple(counts[name] for name in named), "rare": len(rare)}
    return [warned("rare-final-labels", about, items=n, **facts)]
