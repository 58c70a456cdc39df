"""How gaps between groups changed: how much more often a group has, or gives, a label than the rest."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import Figure, figure
from labelcards.documents.policy import GroupPolicy
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.intervals.clustered import (
    ClusterScores,
    Contrast,
    WithinItems,
    change_of,
    on_shared_items,
    side_scores,
)
from labelcards.metrics.ratings import Codes

__all__ = ["group_gaps"]

Mask = npt.NDArray[np.bool_]
_ELSEWHERE = "the interval is on the bias page"


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Labelled rows of one version: final labels of items, or annotations.

    Attributes:
        label: (R,) position of the label given among the question's.
        group: column → (R,) position of the row's group among ``values``, -1 where there is none.
        values: column → its groups.
        item, annotator: (R,) codes that mean the same in both versions; annotator is None for final labels.
    """

    label: Codes
    group: dict[str, Codes]
    values: dict[str, list[str]]
    item: Codes
    annotator: Codes | None


def group_gaps(old: Side, new: Side, question: str, policy: GroupPolicy) -> Iterator[MetricPair]:
    """Group minus rest in both versions and the change, for every group column and label; both sides have tables.

    Figures stand where the bias document has them: ``label_rate`` compares final labels between groups of items,
    ``annotator_rate`` annotations between groups of annotators on items that both labelled.

    Args:
        policy: the bars that group and rest must clear in both versions.
    """
    asked = new.manifest.questions[question]
    if not asked.label_kind.exclusive:
        return
    families = {"label_rate": _final_rows(old, new, question), "annotator_rate": _given(old, new, question)}
    for family, rows in families.items():
        for column in sorted(set(rows[0].group) & set(rows[1].group)):
            held = [side.values[column] for side in rows]
            values = sorted(set(held[0]) & set(held[1]))
            halves = (
                len(values) == 2 and held[0] == held[1] and not any((side.group[column] < 0).any() for side in rows)
            )
            changes: dict[str, list[Contrast]] = {}
            for value in values:
                sides = _sides(rows, column, value, policy)
                for place, label in enumerate(asked.label_ids):
                    path = ("bias", "questions", question, family, crossed(column), crossed(value), label, "difference")
                    if value == values[-1] and halves:
                        found = [_mirrored(one) for one in changes.get(label, [])]
                    else:
                        found = changes[label] = _contrasts(sides, place) if sides else []
                    if found:
                        yield _measured(path, found, (old, new))


def _sides(rows: tuple[_Rows, _Rows], column: str, value: str, policy: GroupPolicy) -> list[_GroupSide]:
    """The group in the old and in the new version; empty when it is too small in either."""
    insides = [side.group[column] == side.values[column].index(value) for side in rows]
    if not all(_large(*each, policy) for each in zip(rows, insides, strict=True)):
        return []
    return [_GroupSide(side, inside) for side, inside in zip(rows, insides, strict=True)]


@dataclass(frozen=True, eq=False)
class _GroupSide:
    """A group and its rest in one version."""

    rows: _Rows
    inside: Mask

    @cached_property
    def within_items(self) -> WithinItems | Undefined:
        """Annotators against the others on the items both labelled."""
        if self.rows.annotator is None:
            raise ValueError("final labels have no annotators")
        return WithinItems.of(self.inside, self.rows.item, self.rows.annotator)

    def scores(self, label: int) -> ClusterScores | Undefined:
        """Of one label."""
        given = (self.rows.label == label).astype(np.float64)
        if self.rows.annotator is None:
            return side_scores(given, self.inside, (self.rows.item,))
        group = self.within_items
        return group if isinstance(group, Undefined) else group.scores(given)


def _contrasts(sides: list[_GroupSide], label: int) -> list[Contrast]:
    """The gap in the old version, in the new one, and its change; empty where it is undefined."""
    before, after = (side.scores(label) for side in sides)
    if isinstance(before, Undefined) or isinstance(after, Undefined):
        return []
    plain = [Contrast(Estimate(one.value, one.n, why_no_interval=_ELSEWHERE), math.nan) for one in (before, after)]
    return [*plain, change_of(before, after)]


def _mirrored(found: Contrast) -> Contrast:
    """The gap of the other of two groups: the same with the opposite sign."""
    one = found.difference
    if not isinstance(one, Estimate):
        return found
    low, high = (None if end is None else -end for end in (one.high, one.low))
    return Contrast(replace(one, value=-one.value, low=low, high=high), found.p)


def _large(rows: _Rows, inside: Mask, policy: GroupPolicy) -> bool:
    """Whether the group and its rest are large enough to be compared."""
    if rows.annotator is None:
        return policy.compares_cells(int(inside.sum()), int((~inside).sum()))
    people = (int(np.count_nonzero(np.bincount(rows.annotator[side]))) for side in (inside, ~inside))
    shared = int((inside & on_shared_items(inside, rows.item)).sum())
    return policy.compares_annotators(*people) and policy.compares_cells(shared)


def _measured(path: tuple[str, ...], found: list[Contrast], sides: tuple[Side, Side]) -> MetricPair:
    """The change, beside the two gaps with the intervals that the bias documents give them, if they hold them."""
    gaps = [
        _documented(side, path, figure("difference", one.difference)) for side, one in zip(sides, found, strict=False)
    ]
    p = found[-1].p
    change = FigureContrast(gaps[0], gaps[1], found[-1].difference, paired=True, p=None if math.isnan(p) else p)
    return MetricPair(path, "difference", "detail", change)


def _documented(side: Side, path: tuple[str, ...], ours: Figure) -> Figure:
    document = side.documents.get("bias")
    held = document.find(*path[1:]) if document else None
    same = held is not None and held.value is not None and abs(held.value - (ours.value or 0.0)) < 2e-6
    return held if held is not None and same else ours


def _final_rows(old: Side, new: Side, question: str) -> tuple[_Rows, _Rows]:
    """The items that have a final label, each version with all of its own."""
    tables = [
        side.finals.loc[side.finals["question"] == question, ["item_id", "final"]].dropna() for side in (old, new)
    ]
    items = _joint(*(table["item_id"] for table in tables))
    rows = []
    for side, table, item in zip((old, new), tables, items, strict=True):
        if side.labels is None:
            raise ValueError("groups need the tables of both sides")
        records = side.labels.items.set_index("item_id")
        columns = side.manifest.items.named(group=True)
        label = pd.Index(new.manifest.questions[question].label_ids).get_indexer(pd.Index(table["final"]))
        groups, values = _groups(records, columns, table["item_id"])
        rows.append(_Rows(label.astype(np.intp), groups, values, item, None))
    return rows[0], rows[1]


def _given(old: Side, new: Side, question: str) -> tuple[_Rows, _Rows]:
    """The annotations, without ground truth and after the policy on repeated ones."""
    coded = [side.coded(question).of_people for side in (old, new)]
    items = _joint(*(pd.Series(one.items, dtype="str") for one in coded))
    people = _joint(*(pd.Series(one.annotators, dtype="str") for one in coded))
    rows = []
    for side, one, item, person in zip((old, new), coded, items, people, strict=True):
        if side.labels is None:
            raise ValueError("groups need the tables of both sides")
        records = side.labels.annotators.set_index("annotator_id")
        columns = side.manifest.annotators.named(group=True)
        who, values = _groups(records, columns, pd.Series(one.annotators, dtype="str"))
        place = pd.Index(new.manifest.questions[question].label_ids).get_indexer(pd.Index(one.labels))
        rows.append(
            _Rows(
                place.astype(np.intp)[one.ratings.label],
                {column: group[one.ratings.annotator] for column, group in who.items()},
                values,
                item[one.ratings.item],
                person[one.ratings.annotator],
            )
        )
    return rows[0], rows[1]


def _joint(old: pd.Series[str], new: pd.Series[str]) -> tuple[Codes, Codes]:
    """Codes that are equal where the names are."""
    codes, _ = pd.factorize(pd.concat([old, new], ignore_index=True))
    return codes[: len(old)].astype(np.intp), codes[len(old) :].astype(np.intp)


def _groups(
    records: pd.DataFrame, columns: tuple[str, ...], keys: pd.Series[str]
) -> tuple[dict[str, Codes], dict[str, list[str]]]:
    """Column → the group of each key as a position, and column → the groups."""
    place = records.index.get_indexer(pd.Index(keys))
    groups: dict[str, Codes] = {}
    values: dict[str, list[str]] = {}
    for column in columns:
        if column in records.columns:
            codes, found = pd.factorize(records[column], sort=True)
            groups[column] = np.append(codes, -1)[place].astype(np.intp)
            values[column] = [str(value) for value in found]
    return groups, values
