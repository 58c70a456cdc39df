"""Where final labels went between two versions."""

from __future__ import annotations

from collections import Counter

import pandas as pd

__all__ = ["final_pairs", "label_flow"]


def final_pairs(old: pd.DataFrame, new: pd.DataFrame, question: str) -> pd.DataFrame:
    """The final labels of the items that have one in both versions.

    Args:
        old, new: consensus tables with ``question, item_id, final``.
        question: the question compared.

    Returns:
        ``item_id, old, new``, sorted by item.
    """
    before, after = (
        table.loc[(table["question"] == question) & table["final"].notna(), ["item_id", "final"]]
        for table in (old, new)
    )
    pairs = before.merge(after, on="item_id", suffixes=("_old", "_new"))
    return pairs.rename(columns={"final_old": "old", "final_new": "new"}).sort_values("item_id", ignore_index=True)


def label_flow(pairs: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(old label, new label) → number of items, for every pair that occurs, unchanged ones included."""
    counts = Counter(zip(pairs["old"], pairs["new"], strict=True))
    return {pair: counts[pair] for pair in sorted(counts)}
