"""Tables that say how often, not by whom: counts per label, lists of counts, and one column per label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from labelcards.errors import LISTED, InputError, Problem
from labelcards.inspection.arrangement import Arrangement, LayoutEvidence, Note, TableLayout, annotation_rows, texts
from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.dependence import pairs_unique
from labelcards.inspection.long_layout import NOBODY, annotator_column, item_column, label_columns, named_left
from labelcards.inspection.names import Role
from labelcards.inspection.sets import only_entry
from labelcards.inspection.sheet import TOTALS, Sheet, missing_cells, refuse
from labelcards.inspection.wide_layout import wide_item
from labelcards.labels.kind import SEPARATOR
from labelcards.labels.registry import SETS

__all__ = ["COUNTS", "COUNT_LIST", "ONE_HOT"]

_MOST_ANNOTATIONS = 50_000_000
_SURE_ROWS = 8
_NOT_LABELS: tuple[Role, ...] = (
    "gold",
    "final",
    "count",
    "text",
    "measure",
    "started_at",
    "submitted_at",
    "batch",
    "item",
    "aside",
)


def _label_columns(sheet: Sheet) -> list[ColumnContent]:
    """The columns that may count or mark a label each."""
    if sheet.options.pattern or sheet.told_labels:
        return []
    return [
        c
        for c in sheet.columns
        if c.answers
        and c.name.casefold() not in TOTALS
        and c.whole | c.flags
        and c not in sheet.told.values()
        and not sheet.is_index(c)
        and not sheet.is_named(c, *_NOT_LABELS)
    ]


def _table(columns: Sequence[ColumnContent]) -> np.ndarray:
    """(R, K) the numbers; an empty cell is 0."""
    return np.asarray(np.nan_to_num(np.column_stack([_marks(c) if c.flags else c.number_of_rows() for c in columns])))


def _marks(column: ColumnContent) -> np.ndarray:
    """(R,) 1 where the cell says yes."""
    yes = np.array([value.casefold() in ("1", "true", "1.0") for value in column.values] + [False])
    return np.asarray(yes[column.codes], dtype=np.float64)


def _counts_evidence(sheet: Sheet) -> LayoutEvidence | None:
    if annotator_column(sheet) is not None:
        return None
    columns = [c for c in _label_columns(sheet) if not c.flags or c.whole]
    item = wide_item(sheet, columns)
    columns = [c for c in columns if c is not item]
    if len(columns) < 2:
        return None
    counts = _table(columns)
    totals = counts.sum(axis=1)
    if counts.max() < 2 or totals.max() < 2 or any(c.filled < sheet.R for c in columns):
        return None
    constant = bool((totals == totals[0]).all())
    zeros = float((counts == 0).mean())
    if constant and zeros > 0 and sheet.R > 2:
        return LayoutEvidence(2, flag="--layout counts")
    return LayoutEvidence(1, flag="--layout counts") if (constant or _opposed(counts)) and zeros > 0 else None


def _opposed(counts: np.ndarray) -> bool:
    """Whether a high number in one column goes with low ones in the others, as votes do and ratings do not."""
    centred = counts - counts.mean(axis=0)
    covariance = centred.T @ centred
    return bool(covariance.sum() - np.trace(covariance) < 0)


def _arrange_counts(sheet: Sheet) -> Arrangement:
    columns = [c for c in _label_columns(sheet) if c.whole]
    item = wide_item(sheet, columns)
    columns = [c for c in columns if c is not item]
    if len(columns) < 2:
        message = "A table of counts has a column with whole numbers for each label."
        raise refuse(sheet, "no-counts", message, "Give --layout wide or --layout long.")
    notes = [Note(f"{len(columns)} columns are read as counts of one label each.", "--layout wide")]
    _check_names(sheet, item, notes)
    return _counted(sheet, item, columns, notes)


def _check_names(sheet: Sheet, item: ColumnContent | None, notes: list[Note]) -> None:
    if item is None:
        notes.append(Note("No column names the items; each row is one.", "--item COLUMN"))
        return
    if "item" not in sheet.told:
        notes.append(Note(f"'{item.name}' is read as the item.", "--item COLUMN"))
    if not item.unique:
        message = "An item stands in two rows, or has no name."
        raise refuse(sheet, "duplicate-item", message, "Add its counts up.", item.name)


def _counted(
    sheet: Sheet, item: ColumnContent | None, columns: Sequence[ColumnContent], notes: Sequence[Note]
) -> Arrangement:
    what = texts(item) if item is not None else sheet.row_names
    labels = np.array([only_entry(column.name) or column.name for column in columns], dtype=object)
    counts = _table(columns)
    _check_size(sheet, counts)
    counts = counts.astype(np.int64)
    places, label = np.nonzero(counts)
    rows = _expanded(what[places], labels[label], sheet.rows[places], counts[places, label])
    said = (*notes, Note("Counts do not say who labelled: figures that need to know are left out."))
    used = [*columns, *([item] if item is not None else [])]
    roles = {"item": (item.name,) if item is not None else (), "labels": tuple(labels)}
    left = named_left(sheet, used)
    return Arrangement("counts", {"label": rows}, roles, left, said, labels=tuple(labels), anonymous=True)


def _expanded(item: np.ndarray, label: np.ndarray, row: np.ndarray, times: np.ndarray) -> pd.DataFrame:
    """One row per annotation; annotators are numbered within their item, which says nothing about who they are."""
    rows = annotation_rows(np.repeat(item, times), NOBODY, np.repeat(label, times), np.repeat(row, times))
    rows["annotator"] = (rows.groupby("item", sort=False).cumcount() + 1).astype(str)
    return rows


def _check_size(sheet: Sheet, counts: np.ndarray) -> None:
    """Before counts become rows: there must not be more than memory has room for."""
    if counts.sum() > _MOST_ANNOTATIONS:
        message = f"The table counts more than {_MOST_ANNOTATIONS:,} annotations."
        raise refuse(sheet, "too-many", message, "Use a table with one row per annotation.")


def _list_columns(sheet: Sheet) -> tuple[ColumnContent, ColumnContent, ColumnContent] | None:
    counts = [c for c in sheet.named("count") if c.whole]
    if len(counts) != 1 or annotator_column(sheet) is not None:
        return None
    labels = [c for c in label_columns(sheet, None, None) if c is not counts[0]]
    item = item_column(sheet, None, labels)
    if item is None or len(labels) != 1 or pairs_unique(item, labels[0]) < 1:
        return None
    once = counts[0].numbers == (1.0,) and item.unique
    return None if once else (item, labels[0], counts[0])


def _list_evidence(sheet: Sheet) -> LayoutEvidence | None:
    return LayoutEvidence(2, flag="--layout count-list") if _list_columns(sheet) else None


def _arrange_list(sheet: Sheet) -> Arrangement:
    found = _list_columns(sheet)
    if found is None:
        message = "A list of counts has a column for the item, one for the label, and one named count."
        raise refuse(sheet, "no-counts", message, "Give --item and --label, or another --layout.")
    item, label, count = found
    gaps = [column.name for column in found if (column.codes < 0).any()]
    if gaps:
        raise InputError(
            Problem(sheet.file, "missing-cell", "A cell is empty.", "Fill it in, or delete the row.", column=name)
            for name in gaps[:LISTED]
        )
    _check_size(sheet, count.number_of_rows())
    times = count.number_of_rows().astype(np.int64)
    rows = _expanded(texts(item), texts(label), sheet.rows, times)
    notes = (
        Note(
            f"'{item.name}', '{label.name}' and '{count.name}' are read as item, label and how often.", "--layout long"
        ),
        Note("Counts do not say who labelled: figures that need to know are left out."),
    )
    roles = {"item": (item.name,), "label": (label.name,), "count": (count.name,)}
    left = named_left(sheet, list(found))
    return Arrangement("count-list", {label.name: rows}, roles, left, notes, anonymous=True)


def _flag_columns(sheet: Sheet) -> list[ColumnContent]:
    return [c for c in _label_columns(sheet) if c.flags and c is not annotator_column(sheet)]


def _hot_evidence(sheet: Sheet) -> LayoutEvidence | None:
    columns = _flag_columns(sheet)
    if len(columns) < 2 or any(c.few and not c.flags for c in sheet.named("label")):
        return None
    one = bool((_table(columns).sum(axis=1) == 1).all())
    if annotator_column(sheet) is not None:
        return LayoutEvidence(2 if one else 0, flag="--layout one-hot")
    if not one:
        return None
    return LayoutEvidence(2 if sheet.R >= _SURE_ROWS else 1, flag="--layout one-hot")


def _arrange_hot(sheet: Sheet) -> Arrangement:
    columns = _flag_columns(sheet)
    if len(columns) < 2:
        message = "A one-hot table has a column with 0 and 1, or true and false, for each label."
        raise refuse(sheet, "no-flags", message, "Give another --layout.")
    annotator = annotator_column(sheet)
    item = item_column(sheet, annotator, columns) if annotator is not None else wide_item(sheet, columns)
    notes = [Note(f"{len(columns)} columns are read as one label each, chosen or not.", "--layout long")]
    if annotator is None:
        notes.append(Note("No column says who labelled: the labels are read as one annotator's.", "--annotator COLUMN"))
    named = [(role, column) for role, column in (("item", item), ("annotator", annotator)) if column is not None]
    blanks = [problem for role, column in named for problem in missing_cells(sheet, column, role)]
    if blanks:
        raise InputError(blanks)
    what = texts(item) if item is not None else sheet.row_names
    who = texts(annotator) if annotator is not None else NOBODY
    marks = _table(columns) == 1
    names = _shortened([column.name for column in columns])
    sets = not bool((marks.sum(axis=1) == 1).all())
    chosen = np.array([SETS.joined([names[k] for k in np.flatnonzero(row)]) for row in marks], dtype=object)
    rows = annotation_rows(what, who, np.where(chosen == "", "[]", chosen), sheet.rows)
    used = [*columns, *(c for c in (item, annotator) if c is not None)]
    roles: dict[str, tuple[str, ...]] = {"item": (item.name,) if item else ()}
    roles["annotator"] = (annotator.name,) if annotator else ()
    roles["labels"] = tuple(c.name for c in columns)
    labels = tuple(names)
    left = named_left(sheet, used)
    return Arrangement("one-hot", {"label": rows}, roles, left, tuple(notes), labels=labels, sets=sets)


def _shortened(names: list[str]) -> list[str]:
    """Names without what they all begin with, up to a dot or the like: ``Answer.topic.food`` is ``food``."""
    names = [only_entry(name) or name for name in names]
    start = names[0]
    while start and not all(name.startswith(start) for name in names):
        start = start[:-1]
    cut = max(start.rfind("."), start.rfind("_"), start.rfind(" "), start.rfind("/")) + 1
    return [name[cut:].replace(SEPARATOR, "/") for name in names] if all(name[cut:] for name in names) else names


COUNTS = TableLayout("counts", "how often each label was chosen", _counts_evidence, _arrange_counts)
COUNT_LIST = TableLayout("count-list", "a list of counts", _list_evidence, _arrange_list)
ONE_HOT = TableLayout("one-hot", "one column per label", _hot_evidence, _arrange_hot)
