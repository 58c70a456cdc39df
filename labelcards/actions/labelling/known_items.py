"""Whether the items of a new version are those of its parent: ids and texts compared, as tools forget both.

Reads: the raw tables of both versions.
Writes: nothing.
Privacy: texts are compared, never shown.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labelcards.dataset.version.reading import read_raw_version
from labelcards.errors import InputError

__all__ = ["item_notes"]


def item_notes(folder: Path, version: str, parent: str) -> list[str]:
    """Sentences about items that changed their id or their text since the parent.

    Args:
        folder: of the data set.
        version, parent: the numbers of the two.
    """
    try:
        new, old = (_texts(folder, number) for number in (version, parent))
    except InputError:
        return [
            f"The items could not be compared with those of {parent}: the raw tables of one version cannot be read."
        ]
    if new is None or old is None:
        return []
    notes = []
    gone = set(old[~old.index.isin(new.index)])
    renamed = int(new[~new.index.isin(old.index)].isin(gone).sum())
    if renamed:
        notes.append(
            f"{renamed:,} items have a new id and the text of an item of {parent} that is gone: versions are compared "
            f"by id, and these count as other items. Give them their ids of {parent} if they are the same."
        )
    both = new.index.intersection(old.index)
    changed = int((new[both] != old[both]).sum())
    if changed:
        notes.append(
            f"{changed:,} items have the id of an item of {parent} and another text: they count as the same items. "
            "Give them new ids if they are not."
        )
    return notes


def _texts(folder: Path, number: str) -> pd.Series[str] | None:
    """Item → its texts in one; None where items have no text to compare."""
    version, _ = read_raw_version(folder, number)
    columns = [column for column in version.manifest.text_columns if column in version.items.columns]
    if not columns:
        return None
    texts = version.items[columns].fillna("").agg("\x1f".join, axis=1)
    return pd.Series(texts.to_numpy(), index=version.items["item_id"].to_numpy(), dtype="str")
