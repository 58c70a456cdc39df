"""Labels that go by another name in the new version, and labels that became one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labelcards.documents.manifest import Question

__all__ = ["Renaming", "label_renaming", "renamed"]

Renaming = Mapping[str, str]
"""Old label → new label."""


def label_renaming(old: Question, new: Question) -> dict[str, str]:
    """The renamings and mergers that the new manifest declares.

    A label that is gone counts as renamed when a label of the new version lists it among its ``aliases``.
    """
    gone = set(old.label_ids) - set(new.label_ids)
    return {alias: label.id for label in new.labels for alias in label.aliases if alias in gone}


def renamed(labels: pd.Series[str], mapping: Renaming) -> pd.Series[str]:
    """``labels`` with old names replaced; sets of labels (``a|b``) are renamed label by label and sorted again."""
    known = {value: _renamed_one(value, mapping) for value in labels.dropna().unique()}
    return labels.map(known).astype("str")


def _renamed_one(value: str, mapping: Renaming) -> str:
    if value in mapping:
        return mapping[value]
    if "|" not in value:
        return value
    return "|".join(sorted({mapping.get(part, part) for part in value.split("|")}))
