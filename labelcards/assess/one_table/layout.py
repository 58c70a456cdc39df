"""One table of annotations in any of three layouts, as one row per annotation.

long: a row per annotation. wide: a row per item, a column per annotator, blanks for missing annotations. contingency:
a square table of counts for two annotators, the first one's labels down, the second one's across.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

import numpy as np
import pandas as pd

from labelcards.dataset.files.table_file import FileTable
from labelcards.errors import LISTED, InputError, Problem

__all__ = ["Layout", "LongForm", "TableColumns", "long_form"]

Layout = Literal["auto", "long", "wide", "contingency"]

_TEXT_VALUES = 20
_MOST_CASES = 50_000_000
_NAMES = {
    "item": ("item_id", "item", "unit", "subject", "id"),
    "annotator": ("annotator_id", "annotator", "coder", "rater", "worker"),
    "label": ("label", "answer", "code", "rating"),
}


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns the user named; None where not."""

    item: str | None = None
    annotator: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LongForm:
    """One row per annotation.

    Attributes:
        layout: the layout the table had.
        frame: columns ``item``, ``annotator``, ``label`` (text, NA where missing) and ``row`` (in the file).
        column: the column a label stands in, for problems; None where it differs from row to row.
        labels: the labels in the order the table gives them; None where it gives none.
    """

    layout: Literal["long", "wide", "contingency"]
    frame: pd.DataFrame
    column: str | None
    labels: tuple[str, ...] | None = None


def long_form(table: FileTable, columns: TableColumns, layout: Layout) -> LongForm:
    """The annotations of a table.

    ``auto`` means long when the columns are given or have usual names (``item_id``, ``annotator_id``, ``label``),
    contingency when the row labels equal the column names (or the row labels have no column name and the table is
    square with whole numbers), and wide otherwise. A label column such as ``label_*`` names the annotators' columns
    of a wide table.

    Raises:
        InputError: the table does not have the layout; all problems at once, none quotes a value.
    """
    if table.frame.empty:
        raise _error(table, "empty-table", "The table has no rows.", "Check the file.")
    pattern = columns.label if columns.label is not None and "*" in columns.label else None
    if pattern is not None and columns.annotator is None and layout in ("auto", "wide"):
        return _wide(table, TableColumns(columns.item), pattern)
    absent = [name for name in _given(columns).values() if name not in table.frame.columns]
    if absent:
        raise InputError(
            Problem(table.file, "missing-column", "The table has no such column.", "Check the name.", column=name)
            for name in absent
        )
    if layout == "long" or (layout == "auto" and _looks_long(table, columns)):
        return _long(table, columns)
    if layout == "contingency" or (layout == "auto" and columns.item is None and _looks_square(table)):
        return _contingency(table)
    return _wide(table, columns)


def _given(columns: TableColumns) -> dict[str, str]:
    named = {"item": columns.item, "annotator": columns.annotator, "label": columns.label}
    return {role: name for role, name in named.items() if name is not None}


def _usual(table: FileTable, role: str) -> str | None:
    lower = {name.lower(): name for name in reversed(list(table.frame.columns))}
    return next((lower[name] for name in _NAMES[role] if name in lower), None)


def _looks_long(table: FileTable, columns: TableColumns) -> bool:
    if columns.annotator is not None or columns.label is not None:
        return True
    return all(_usual(table, role) is not None for role in ("annotator", "label"))


def _long(table: FileTable, columns: TableColumns) -> LongForm:
    given = _given(columns)
    found = {role: given.get(role) or _usual(table, role) for role in _NAMES}
    problems = [
        Problem(table.file, "missing-column", f"No column for the {role} was found.", f"Give --{role} COLUMN.")
        for role, name in found.items()
        if name is None
    ]
    names = {role: name for role, name in found.items() if name is not None}
    if len(set(names.values())) < len(names):
        problems.append(
            Problem(
                table.file, "same-column", "Two of item, annotator and label are one column.", "Name three columns."
            )
        )
    frame = table.frame.reindex(columns=list(names.values()))
    frame.columns = pd.Index(list(names))
    frame["row"] = table.rows
    for role in ("item", "annotator"):
        if role in names:
            problems += _blanks(table, frame, role, names[role])
    if problems:
        raise InputError(problems)
    return LongForm("long", frame, names["label"])


def _blanks(table: FileTable, frame: pd.DataFrame, role: str, name: str) -> list[Problem]:
    rows = frame.loc[frame[role].isna(), "row"]
    listed = [
        Problem(
            table.file, f"missing-{role}", f"The {role} is missing.", "Fill it in, or delete the row.", int(row), name
        )
        for row in rows[:LISTED]
    ]
    if len(rows) > LISTED:
        message = f"The {role} is missing in {len(rows) - LISTED:,} more rows."
        listed.append(Problem(table.file, f"missing-{role}", message, "Fill them in, or delete the rows.", column=name))
    return listed


def _wide(table: FileTable, columns: TableColumns, pattern: str = "*") -> LongForm:
    if columns.item is None and table.unnamed:
        remedy = "Name it in the header, or give --item COLUMN."
        raise _error(table, "unnamed-column", "A column without a name may hold the items.", remedy)
    names = list(table.frame.columns)
    item = columns.item or names[0]
    annotators = [name for name in names if name != item and fnmatchcase(name, pattern)]
    if item not in names or not annotators:
        message = "A wide table has a column for the item and one for each annotator."
        raise _error(table, "no-annotators", message, "Give --annotator and --label for a long table.")
    _refuse_text(table, annotators)
    N, M = len(table.frame), len(annotators)
    keys = pd.DataFrame({"item": table.frame[item], "row": table.rows})
    problems = _blanks(table, keys, "item", item)
    if problems:
        raise InputError(problems)
    long = pd.DataFrame(
        {
            "item": np.repeat(keys["item"].to_numpy(dtype=object), M),
            "annotator": np.tile(np.array(annotators, dtype=object), N),
            "label": table.frame[annotators].to_numpy(dtype=object).ravel(),
            "row": np.repeat(table.rows, M),
        }
    )
    return LongForm("wide", long, None)


def _refuse_text(table: FileTable, annotators: list[str]) -> None:
    """A column of many values that no other column has is not an annotator's."""
    distinct = {name: set(table.frame[name].dropna()) for name in annotators}
    uses: dict[str, int] = {}
    for values in distinct.values():
        for value in values:
            uses[value] = uses.get(value, 0) + 1
    odd = [
        name
        for name, values in distinct.items()
        if len(annotators) > 2 and len(values) > _TEXT_VALUES and all(uses[value] == 1 for value in values)
    ]
    if odd:
        message = "The column has many values and none in common with another one: it does not hold labels."
        raise InputError(
            Problem(table.file, "not-an-annotator", message, "Remove the column from the table.", column=name)
            for name in odd
        )


def _looks_square(table: FileTable) -> bool:
    frame = table.frame
    names = list(frame.columns)
    if len(names) == len(frame) + 1 and set(frame.iloc[:, 0].dropna()) == set(names[1:]):
        return True
    return table.unnamed == 1 and len(names) == len(frame) and not _whole(frame).isna().to_numpy().any()


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells as whole numbers that are not negative, NA where they are not; a blank is 0."""
    columns = {}
    for name in frame.columns:
        numbers = pd.to_numeric(frame[name].fillna("0"), errors="coerce").astype(np.float64)
        columns[name] = numbers.where((numbers >= 0) & (numbers % 1 == 0))
    return pd.DataFrame(columns)


def _contingency(table: FileTable) -> LongForm:
    frame = table.frame
    names = tuple(frame.columns)
    if len(names) == len(frame) + 1:
        down, labels = list(frame.iloc[:, 0]), names[1:]
        cells = frame.iloc[:, 1:]
        if set(down) != set(labels):
            raise _error(table, "not-square", "The row labels are not the column names.", "Use the same labels.")
        first = np.array([labels.index(label) for label in down], dtype=np.intp)
    elif len(names) == len(frame) and table.unnamed == 1:
        labels, cells, first = names, frame, np.arange(len(names))
    else:
        message = "A contingency table has one row and one column per label, row labels in the first column."
        raise _error(table, "not-square", message, "Give --layout wide or --layout long.")
    counts = _whole(cells)
    problems = [
        Problem(
            table.file, "bad-count", "The cell is not a count.", "Write a whole number.", int(table.rows[i]), labels[j]
        )
        for i, j in np.argwhere(counts.isna().to_numpy())[:LISTED]
    ]
    if problems:
        raise InputError(problems)
    cases = counts.to_numpy(dtype=np.int64)
    if cases.sum() > _MOST_CASES:
        raise _error(table, "too-many", f"The table counts more than {_MOST_CASES:,} items.", "Use a long table.")
    return LongForm("contingency", _cases(cases, first, np.array(labels, dtype=object)), None, labels)


def _cases(
    counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]], first: np.ndarray, labels: np.ndarray
) -> pd.DataFrame:
    K = len(labels)
    rows = np.repeat(np.repeat(first, K), counts.ravel())
    columns = np.repeat(np.tile(np.arange(K), K), counts.ravel())
    items = np.arange(len(rows))
    return pd.DataFrame(
        {
            "item": np.tile(items, 2),
            "annotator": np.repeat(["rows", "columns"], len(rows)),
            "label": np.concatenate([labels[rows], labels[columns]]),
            "row": 0,
        }
    )


def _error(table: FileTable, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(table.file, code, message, remedy)])
