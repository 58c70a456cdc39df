"""Which items and annotations were added, removed or changed between two label versions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from labelcards.dataset.version import LabelVersion

__all__ = ["RowChanges", "annotation_changes", "item_changes"]


@dataclass(frozen=True, slots=True)
class RowChanges:
    """How many keys are only in the new table, only in the old one, in both with other content, in both alike."""

    added: int
    removed: int
    changed: int
    same: int


def _compare(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> RowChanges:
    """Count changes of rows by key; only columns that both tables have are compared."""
    shared = [column for column in new.columns if column in old.columns and column not in key]
    merged = old[key + shared].merge(new[key + shared], on=key, how="outer", suffixes=("_old", "_new"), indicator=True)
    both = merged[merged["_merge"] == "both"]
    differs = pd.Series(False, index=both.index)
    for column in shared:
        before, after = both[f"{column}_old"], both[f"{column}_new"]
        differs |= (before != after).fillna(True).astype(bool) & ~(before.isna() & after.isna())
    return RowChanges(
        added=int((merged["_merge"] == "right_only").sum()),
        removed=int((merged["_merge"] == "left_only").sum()),
        changed=int(differs.sum()),
        same=int(len(both) - differs.sum()),
    )


def item_changes(old: LabelVersion, new: LabelVersion) -> RowChanges:
    """Items by ``item_id``; changed means that any column both versions have differs."""
    return _compare(old.items, new.items, ["item_id"])


def annotation_changes(old: LabelVersion, new: LabelVersion) -> RowChanges:
    """Annotations by item, annotator, question and how often that annotator had answered it before; changed means
    another label. Times, batches and sources are not compared."""
    return _compare(_numbered(old), _numbered(new), ["item_id", "annotator_id", "question", "occasion"])


def _numbered(version: LabelVersion) -> pd.DataFrame:
    """The annotations with a running number per (item, annotator, question), in order of submission."""
    key = ["item_id", "annotator_id", "question"]
    table = version.annotations.sort_values("submitted_at", kind="stable", na_position="first")
    return table[[*key, "label"]].assign(occasion=table.groupby(key, sort=False).cumcount())
