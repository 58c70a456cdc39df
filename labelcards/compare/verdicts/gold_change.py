"""How the yardstick changed, and what final labels are worth by either."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelcards.catalog.branches import UNIT_MARGINS
from labelcards.catalog.metrics import CATALOG
from labelcards.compare.verdicts.metric_pair import FigureContrast
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.compare.verdicts.verdicts import contrast_of_pair
from labelcards.documents.figures import Figure, figure
from labelcards.documents.metric_difference import VersionContrast
from labelcards.documents.table_changes import GoldChange
from labelcards.metrics.intervals.proportions import wilson
from labelcards.metrics.intervals.share_decomposition import SharePair, share_decomposition

__all__ = ["gold_change"]


def gold_change(pair: QuestionPair, margin: float = UNIT_MARGINS["share"]) -> GoldChange | None:
    """Gold items kept, dropped, added and relabelled; None when neither version has gold.

    Args:
        pair: the question in both versions.
        margin: the difference of accuracy that begins to matter.
    """
    old, new = pair.gold
    if old.empty and new.empty:
        return None
    kept = old.index.intersection(new.index)
    counts = {
        "kept": len(kept),
        "dropped": len(old) - len(kept),
        "added": len(new) - len(kept),
        "relabelled": int((old[kept] != new[kept]).sum()),
    }
    if not any(counts[what] for what in ("dropped", "added", "relabelled")):
        return GoldChange.model_validate(counts)
    finals = [table["final"].dropna() for table in pair.finals]
    dropped = old.index.difference(new.index)
    return GoldChange(
        **counts,
        on_newer=_contrast(pair, new, finals, new.index, margin),
        on_older=_contrast(pair, old, finals, old.index, margin),  # dropped ones, too: they still judge the labels
        dropped_accuracy=_accuracy(finals[0], old, dropped),
        kept_accuracy=_accuracy(finals[0], old, kept),
    )


def _contrast(
    pair: QuestionPair, gold: pd.Series[str], finals: list[pd.Series[str]], judged: pd.Index, margin: float
) -> VersionContrast:
    items = judged.intersection(finals[0].index).intersection(finals[1].index)
    was, now = ((side[items] == gold[items]).to_numpy(np.bool_) for side in finals)
    same = np.arange(len(items))
    unmoved = bool((finals[0][items] == finals[1][items]).all())
    found = share_decomposition(SharePair(was, now, (same, same), None, pair.pool_part(items, gold[items]), unmoved))
    held = FigureContrast.of(figure("accuracy", found.old), figure("accuracy", found.new), found.shared)
    return contrast_of_pair(held, CATALOG["accuracy"].direction, margin)


def _accuracy(final: pd.Series[str], gold: pd.Series[str], items: pd.Index) -> Figure:
    settled = items.intersection(final.index)
    return figure("accuracy", wilson(int((final[settled] == gold[settled]).sum()), len(settled)))
