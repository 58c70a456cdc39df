"""Which items and annotations were added, removed or changed between two label versions.

Rows are matched through integer codes of their keys, so that a million items and three million annotations per side
take seconds and no joined table is ever built.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.ratings import ascending

__all__ = [
    "AnnotationMatch",
    "RowChanges",
    "RowMatch",
    "annotation_changes",
    "item_changes",
    "match_annotations",
    "match_rows",
    "row_changes",
]

Positions = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.int64]

_ROOM = 1 << 62


@dataclass(frozen=True, slots=True)
class RowChanges:
    """How many keys are only in the new table, only in the old one, in both with other content, in both alike."""

    added: int
    removed: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True, eq=False)
class RowMatch:
    """Rows of two tables matched by key.

    Attributes:
        old, new: (S,) positions of the rows in both tables, aligned.
        removed, added: positions of the rows of one table only.
    """

    old: Positions
    new: Positions
    removed: Positions
    added: Positions

    def changes(self, changed: Mask) -> RowChanges:
        """The counts, given which of the S matched rows differ."""
        differ = int(changed.sum())
        return RowChanges(len(self.added), len(self.removed), differ, len(self.old) - differ)


@dataclass(frozen=True, slots=True, eq=False)
class AnnotationMatch:
    """Annotations matched by item, annotator, question and occasion.

    Attributes:
        rows: which rows correspond.
        changed: (S,) whether the label differs.
    """

    rows: RowMatch
    changed: Mask

    def of_question(self, versions: tuple[LabelVersion, LabelVersion], question: str) -> RowChanges:
        """The counts of one question's annotations; ``versions`` are old and new."""
        old, new = (version.codes.question == list(version.manifest.questions).index(question) for version in versions)
        mine = new[self.rows.new]
        changed = int((self.changed & mine).sum())
        return RowChanges(
            int(new[self.rows.added].sum()), int(old[self.rows.removed].sum()), changed, int(mine.sum()) - changed
        )


def match_rows(old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str]) -> RowMatch:
    """Match rows whose ``key`` columns are equal; a key occurs once per table."""
    return _match(*_joint_keys(old, new, key))


def _joint_keys(old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str]) -> tuple[Keys, Keys]:
    """One number per row and key, the same number for the same key in either table."""
    columns = [pd.factorize(pd.concat([old[column], new[column]], ignore_index=True)) for column in key]
    joint = _numbered([(codes, len(values)) for codes, values in columns])
    return joint[: len(old)], joint[len(old) :]


def _annotation_keys(old: LabelVersion, new: LabelVersion) -> tuple[Keys, Keys]:
    """The same for annotations by item, annotator and question, from the codes that the versions have already."""
    before, after = old.codes, new.codes
    columns = [
        _same_names(before.item, after.item, old.items["item_id"], new.items["item_id"]),
        _same_names(before.annotator, after.annotator, old.annotators["annotator_id"], new.annotators["annotator_id"]),
        _same_names(before.question, after.question, old.manifest.questions, new.manifest.questions),
    ]
    joint = _numbered(columns)
    return joint[: len(before)], joint[len(before) :]


def _same_names(
    old: npt.NDArray[Any], new: npt.NDArray[Any], old_names: Iterable[str], new_names: Iterable[str]
) -> tuple[Keys, int]:
    """The codes of both tables, old rows first, with one number for one name; and how many names there are.

    A code of -1 stays.
    """
    known, given = (
        pd.Index(names if isinstance(names, pd.Series) else list(names)) for names in (old_names, new_names)
    )
    place = known.get_indexer(given)
    fresh = place < 0
    place[fresh] = len(known) + np.arange(int(fresh.sum()))
    return np.concatenate([old, np.append(place, -1)[new]]).astype(np.int64), len(known) + int(fresh.sum())


def _numbered(columns: Iterable[tuple[npt.NDArray[Any], int]]) -> Keys:
    """One number per row for its codes in all columns; each column with how many codes it can have."""
    joint, size = np.zeros(1, dtype=np.int64), 1
    for codes, count in columns:
        width = max(count, 1)
        if size > _ROOM // width:
            joint = np.unique(joint, return_inverse=True)[1].astype(np.int64)
            size = int(joint.max(initial=0)) + 1
        joint = joint * width + codes
        size *= width
    return joint


def _match(old: Keys, new: Keys) -> RowMatch:
    if not len(old) or not len(new):
        none = np.zeros(0, dtype=np.intp)
        return RowMatch(none, none, np.arange(len(old), dtype=np.intp), np.arange(len(new), dtype=np.intp))
    order = np.argsort(old, kind="stable").astype(np.intp)
    ranked = old[order]
    place = np.minimum(np.searchsorted(ranked, new), len(old) - 1)
    found = ranked[place] == new
    partner = order[place[found]]
    alone = np.ones(len(old), dtype=np.bool_)
    alone[partner] = False
    return RowMatch(
        partner, np.flatnonzero(found).astype(np.intp), np.flatnonzero(alone), np.flatnonzero(~found).astype(np.intp)
    )


def item_changes(old: LabelVersion, new: LabelVersion) -> RowChanges:
    """Items by ``item_id``; changed means that any column both versions have differs."""
    rows = match_rows(old.items, new.items, ["item_id"])
    changed = np.zeros(len(rows.old), dtype=np.bool_)
    for column in new.items.columns:
        if column in old.items.columns and column != "item_id":
            changed |= _differs(old.items[column], new.items[column], rows)
    return rows.changes(changed)


def _differs(old: pd.Series[str], new: pd.Series[str], rows: RowMatch) -> Mask:
    """(S,) whether a column differs; absent in both is equal."""
    before = old.take(rows.old).reset_index(drop=True)
    after = new.take(rows.new).reset_index(drop=True)
    absent = before.isna().to_numpy(dtype=np.bool_), after.isna().to_numpy(dtype=np.bool_)
    unequal = (before != after).to_numpy(dtype=np.bool_)
    return np.asarray(np.where(absent[0] | absent[1], absent[0] != absent[1], unequal), dtype=np.bool_)


def match_annotations(old: LabelVersion, new: LabelVersion) -> AnnotationMatch:
    """Match annotations by item, annotator, question and how often that annotator had answered it before."""
    keys = _annotation_keys(old, new)
    occasions = tuple(_occasions(key, version) for key, version in zip(keys, (old, new), strict=True))
    most = 1 + max(int(occasion.max(initial=0)) for occasion in occasions)
    if most > 1:
        keys = _compact(*keys)
    rows = _match(*(key * most + occasion for key, occasion in zip(keys, occasions, strict=True)))
    codes, _ = _same_names(old.codes.label, new.codes.label, old.codes.labels, new.codes.labels)
    before, after = np.split(codes, [len(old.codes)])
    return AnnotationMatch(rows, before[rows.old] != after[rows.new])


def _compact(old: Keys, new: Keys) -> tuple[Keys, Keys]:
    joint = np.unique(np.concatenate([old, new]), return_inverse=True)[1].astype(np.int64)
    return joint[: len(old)], joint[len(old) :]


def _occasions(key: Keys, version: LabelVersion) -> Keys:
    """(R,) 0 for the first annotation with a key, 1 for the second …, in order of submission."""
    if not (np.diff(ascending(key)) == 0).any():
        return np.zeros(len(key), dtype=np.int64)
    submitted = version.annotations["submitted_at"].to_numpy(dtype="datetime64[us]").astype(np.int64)
    order = np.lexsort((submitted, key))  # a missing time is the smallest number, so it comes first
    ranked = key[order]
    start = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
    run = np.repeat(start, np.diff(start, append=len(ranked)))
    occasions = np.empty(len(key), dtype=np.int64)
    occasions[order] = np.arange(len(key)) - run
    return occasions


def _labels(old: pd.DataFrame, new: pd.DataFrame) -> tuple[Keys, Keys]:
    """Labels of both tables as comparable codes."""
    codes, _ = pd.factorize(pd.concat([old["label"], new["label"]], ignore_index=True))
    return codes[: len(old)], codes[len(old) :]


def row_changes(old: LabelVersion, new: LabelVersion, table: Literal["gold", "adjudications"]) -> RowChanges:
    """Gold labels or adjudications by item and question; changed means another label."""
    before: pd.DataFrame = getattr(old, table)
    after: pd.DataFrame = getattr(new, table)
    rows = match_rows(before, after, ["item_id", "question"])
    labels = _labels(before, after)
    return rows.changes(labels[0][rows.old] != labels[1][rows.new])


def annotation_changes(old: LabelVersion, new: LabelVersion) -> RowChanges:
    """Annotations by item, annotator, question and occasion; changed means another label.

    Times, batches and sources are not compared.
    """
    match = match_annotations(old, new)
    return match.rows.changes(match.changed)
