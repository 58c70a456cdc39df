"""How gaps between groups changed: how much more often a group has, or gives, a label than the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.measured import Measured
from labelcards.compare.side import Side
from labelcards.documents.figures import figure
from labelcards.metrics.clustered import (
    Contrast,
    Scores,
    change_of,
    contrast_of,
    on_shared_items,
    side_scores,
    within_item_scores,
)
from labelcards.metrics.estimate import Undefined
from labelcards.metrics.ratings import Codes

__all__ = ["MINIMUM_ANNOTATORS", "MINIMUM_CELL", "group_gaps"]

MINIMUM_CELL = 10
"""Groups that rest on fewer items or annotations in either version are not compared."""

MINIMUM_ANNOTATORS = 3
"""Nor are groups of fewer annotators, or whose rest is: their figures would be about persons."""

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Labelled rows of one version: final labels of items, or annotations.

    Attributes:
        label: (R,) the label given.
        group: column → (R,) value, None where there is none.
        item, annotator: (R,) codes that mean the same in both versions; annotator is None for final labels.
    """

    label: Texts
    group: dict[str, Texts]
    item: Codes
    annotator: Codes | None


def group_gaps(old: Side, new: Side, question: str) -> Iterator[Measured]:
    """Group minus rest in both versions and the change, for every group column and label; both sides have tables.

    Figures stand where the bias document has them: ``label_rate`` compares final labels between groups of items,
    ``annotator_rate`` annotations between groups of annotators on items that both labelled.
    """
    asked = new.manifest.questions[question]
    if asked.kind not in ("nominal", "ordinal"):
        return
    for family, rows in (
        ("label_rate", _final_rows(old, new, question)),
        ("annotator_rate", _given(old, new, question)),
    ):
        before, after = rows
        for column in after.group:
            if column not in before.group:
                continue
            values = {value for value in after.group[column] if value is not None}
            for value in sorted(values & {value for value in before.group[column] if value is not None}):
                sides = [(side, np.asarray(side.group[column] == value)) for side in rows]
                if not all(_large(side, inside) for side, inside in sides):
                    continue
                for label in asked.label_ids:
                    path = ("bias", "questions", question, family, column, str(value), label, "difference")
                    yield _measured(path, [_scores(side, inside, label) for side, inside in sides])


def _large(rows: _Rows, inside: npt.NDArray[np.bool_]) -> bool:
    """Whether the group and its rest are large enough to be compared."""
    if rows.annotator is None:
        return bool(min(inside.sum(), (~inside).sum()) >= MINIMUM_CELL)
    people = [len(np.unique(rows.annotator[side])) for side in (inside, ~inside)]
    return (
        min(people) >= MINIMUM_ANNOTATORS and int((inside & on_shared_items(inside, rows.item)).sum()) >= MINIMUM_CELL
    )


def _scores(rows: _Rows, inside: npt.NDArray[np.bool_], label: str) -> Scores | Undefined:
    given = np.asarray(rows.label == label, dtype=np.float64)
    if rows.annotator is None:
        return side_scores(given, inside, (rows.item,))
    return within_item_scores(given, inside, rows.item, rows.annotator)


def _measured(path: tuple[str, ...], scores: list[Scores | Undefined]) -> Measured:
    old, new = scores
    if isinstance(old, Undefined) or isinstance(new, Undefined):
        missing = next(one for one in scores if isinstance(one, Undefined))
        return Measured(path, "difference", "detail", None, None, missing, paired=True, p=None)
    contrasts: list[Contrast] = [contrast_of(old), contrast_of(new), change_of(old, new)]
    before, after, change = (one.difference for one in contrasts)
    p = contrasts[2].p
    return Measured(
        path,
        "difference",
        "detail",
        figure("difference", before),
        figure("difference", after),
        change,
        paired=True,
        p=None if np.isnan(p) else p,
    )


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
        rows.append(_Rows(_texts(table["final"]), _groups(records, columns, table["item_id"]), item, None))
    return rows[0], rows[1]


def _given(old: Side, new: Side, question: str) -> tuple[_Rows, _Rows]:
    """The annotations, without ground truth and after the policy on repeated ones."""
    coded = [side.coded(question) for side in (old, new)]
    items = _joint(*(pd.Series(one.items, dtype="str") for one in coded))
    people = _joint(*(pd.Series(one.annotators, dtype="str") for one in coded))
    rows = []
    for side, one, item, person in zip((old, new), coded, items, people, strict=True):
        if side.labels is None:
            raise ValueError("groups need the tables of both sides")
        records = side.labels.annotators.set_index("annotator_id")
        columns = side.manifest.annotators.named(group=True)
        who = _groups(records, columns, pd.Series(one.annotators, dtype="str"))
        labels = np.array(one.labels, dtype=object)
        rows.append(
            _Rows(
                labels[one.ratings.label],
                {column: values[one.ratings.annotator] for column, values in who.items()},
                item[one.ratings.item],
                person[one.ratings.annotator],
            )
        )
    return rows[0], rows[1]


def _joint(old: pd.Series[str], new: pd.Series[str]) -> tuple[Codes, Codes]:
    """Codes that are equal where the names are."""
    codes, _ = pd.factorize(pd.concat([old, new], ignore_index=True))
    return codes[: len(old)].astype(np.intp), codes[len(old) :].astype(np.intp)


def _groups(records: pd.DataFrame, columns: tuple[str, ...], keys: pd.Series[str]) -> dict[str, Texts]:
    held = records.reindex(pd.Index(keys))
    return {column: _texts(held[column]) for column in columns if column in held.columns}


def _texts(column: pd.Series[str]) -> Texts:
    return np.asarray(column.astype(object).where(column.notna(), None).to_numpy(dtype=object))
