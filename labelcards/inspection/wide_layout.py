"""A row per item and a column per annotator: the columns whose values are labels like the others'."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import numpy as np

from labelcards.errors import InputError
from labelcards.inspection.arrangement import Arrangement, LayoutEvidence, Note, TableLayout, annotation_rows, texts
from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.long_layout import annotator_column, named_left
from labelcards.inspection.names import Role
from labelcards.inspection.sheet import Sheet, missing_cells, refuse
from labelcards.inspection.wide_doubts import check_group
from labelcards.labels.spelling import same_value

__all__ = ["WIDE", "wide_item"]

_SHARED = 0.5
_NOT_ANNOTATORS: tuple[Role, ...] = ("gold", "final", "count", "text", "measure", "started_at", "submitted_at", "batch")


def wide_item(sheet: Sheet, group: Sequence[ColumnContent] = ()) -> ColumnContent | None:
    """The column that names the items of a table with one row each; None when rows have no names."""
    if "item" in sheet.told:
        return sheet.told["item"]
    people = sheet.named("annotator")
    free = [c for c in sheet.columns if c not in group and c.answers and c not in (*sheet.told.values(), *people)]
    indexes = [c for c in free if sheet.is_index(c)]
    named = [c for c in sheet.named("item") if c in free and not c.textual]
    if named:
        return max(named, key=lambda c: (c.unique, -named.index(c)))
    if indexes:
        return indexes[0]
    unique = [c for c in free if c.unique and not c.textual and not c.times and not sheet.is_named(c, *_NOT_ANNOTATORS)]
    return unique[0] if unique else None


def _values(column: ColumnContent) -> frozenset[str]:
    return frozenset(same_value(column.answers).values())


def _candidates(sheet: Sheet) -> list[ColumnContent]:
    """The columns that may be annotators': filled, no texts, no times, not named for something else."""
    taken = {c.name for c in sheet.told.values()}
    items = {c.name for c in sheet.named("item")}
    annotators = sheet.named("annotator")
    found = [
        c
        for c in sheet.columns
        if c.answers
        and c.name not in taken | items
        and c not in annotators
        and not sheet.is_index(c)
        and not c.textual
        and not c.times
        and not sheet.is_named(c, *_NOT_ANNOTATORS)
    ]
    if "item" in sheet.told or items or any(sheet.is_index(c) for c in sheet.columns):
        return found
    unique = [c for c in found if c.unique]
    return found if len(unique) != 1 else [c for c in found if c is not unique[0]]


def _groups(sheet: Sheet) -> list[list[ColumnContent]]:
    """The candidates in groups that share values, the largest first; of numbers, those whose ranges overlap."""
    columns = _candidates(sheet)
    values = [_values(column) for column in columns]
    parent = list(range(len(columns)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for one in range(len(columns)):
        for other in range(one):
            if root(one) != root(other) and _alike(columns[one], values[one], columns[other], values[other]):
                parent[root(one)] = root(other)
    groups: dict[int, list[ColumnContent]] = {}
    for place, column in enumerate(columns):
        groups.setdefault(root(place), []).append(column)
    return sorted(groups.values(), key=len, reverse=True)


def _alike(one: ColumnContent, values: frozenset[str], other: ColumnContent, others: frozenset[str]) -> bool:
    if len(values & others) >= _SHARED * min(len(values), len(others)):
        return True
    if one.numbers is None or other.numbers is None or one.few or other.few:
        return False
    low, high = max(one.numbers[0], other.numbers[0]), min(one.numbers[-1], other.numbers[-1])
    spread = max(one.numbers[-1] - one.numbers[0], other.numbers[-1] - other.numbers[0])
    return spread > 0 and (high - low) / spread >= _SHARED


def _group(sheet: Sheet) -> list[ColumnContent]:
    """The annotators' columns.

    Raises:
        InputError: two groups could be meant, or a column is half like the others.
    """
    if sheet.options.pattern:
        return [c for c in sheet.columns if fnmatchcase(c.name, sheet.options.pattern) and c.name != sheet.options.item]
    groups = [group for group in _groups(sheet) if len(group) > 1]
    if len(groups) > 1:
        patterns = dict.fromkeys(_common(group) for group in groups[:4])
        named = " or ".join(f"--label '{pattern}'" for pattern in patterns) if len(patterns) > 1 else "--layout wide"
        message = "Two groups of columns may be the annotators'."
        raise refuse(sheet, "several-groups", message, f"Give {named}, or --drop COLUMN for those that are not.")
    return groups[0] if groups else []


def _common(group: Sequence[ColumnContent]) -> str:
    """A pattern that the names of a group fit."""
    names = [column.name for column in group]
    start = _start(names)
    end = _start([name[len(start) :][::-1] for name in names])[::-1]
    return f"{start}*{end}" if start or end else "*"


def _start(names: Sequence[str]) -> str:
    shared = ""
    for letters in zip(*names, strict=False):
        if len(set(letters)) > 1:
            break
        shared += letters[0]
    return shared


def _doubtful(sheet: Sheet, group: Sequence[ColumnContent], item: ColumnContent | None) -> list[ColumnContent]:
    """Columns outside the group whose values look like its labels in another spelling, or a label beside annotators."""
    folded = {value.casefold() for column in group for value in _values(column)}
    odd = []
    for column in sheet.columns:
        if column in group or column is item or column in sheet.told.values() or sheet.is_index(column):
            continue
        if column.textual or column.times or sheet.is_named(column, "item", *_NOT_ANNOTATORS) or not column.few:
            continue
        if {value.casefold() for value in _values(column)} & folded:
            odd.append(column)
    return odd


def _evidence(sheet: Sheet) -> LayoutEvidence | None:
    if sheet.options.pattern:
        return LayoutEvidence(2, flag=f"--label '{sheet.options.pattern}'")
    if annotator_column(sheet) is not None or sheet.told_labels:
        return None
    groups = [group for group in _groups(sheet) if len(group) > 1]
    if not groups:
        return None
    labels = [c for c in sheet.named("label") if c.few]
    inside = [c for c in labels if any(c in group for group in groups)]
    return LayoutEvidence(1 if not labels or len(inside) == len(labels) > 1 else 0, flag="--layout wide")


def _arrange(sheet: Sheet) -> Arrangement:
    group = _group(sheet)
    item = wide_item(sheet, group)
    if not group:
        group = [c for c in _candidates(sheet) if c is not item]
        if not group or sheet.options.layout != "wide":
            message = "A wide table has a column for the item and one for each annotator."
            raise refuse(sheet, "no-annotators", message, "Give --annotator and --label for a long table.")
    if not sheet.options.pattern and sheet.options.layout != "wide":
        check_group(sheet, group)
        for column in _doubtful(sheet, group, item):
            message = "The column has some of the others' labels: it may be an annotator's, or not."
            remedy = f"Give --drop '{column.name}', or --label 'PATTERN' that fits the annotators' columns."
            raise refuse(sheet, "doubtful-column", message, remedy, column.name)
    return _melted(sheet, item, group)


def _melted(sheet: Sheet, item: ColumnContent | None, group: Sequence[ColumnContent]) -> Arrangement:
    M, R = len(group), sheet.R
    notes = []
    if item is None:
        what = sheet.row_names
        notes.append(Note("No column names the items; each row is one.", "--item COLUMN"))
    else:
        blanks = missing_cells(sheet, item, "item")
        if blanks:
            raise InputError(blanks)
        what = texts(item)
        if "item" not in sheet.told:
            notes.append(Note(f"'{item.name}' is read as the item.", "--item COLUMN"))
    if not sheet.options.pattern:
        names = ", ".join(f"'{column.name}'" for column in group[:8]) + (" …" if M > 8 else "")
        notes.append(Note(f"{M} columns are read as one annotator's labels each: {names}.", "--label 'PATTERN'"))
    answers = annotation_rows(
        np.repeat(what, M),
        np.tile(np.array([column.name for column in group], dtype=object), R),
        np.column_stack([texts(column) for column in group]).ravel(),
        np.repeat(sheet.rows, M),
    )
    used = [*group, *([item] if item is not None else [])]
    columns = {"item": (item.name,) if item is not None else (), "annotators": tuple(c.name for c in group)}
    left = named_left(sheet, used)
    if left:
        aside = ", ".join(f"'{name}'" for name in list(left)[:8]) + (" …" if len(left) > 8 else "")
        notes.append(Note(f"Not read as annotators: {aside}.", "--label 'PATTERN'"))
    return Arrangement("wide", {"label": answers}, columns, left, tuple(notes))


WIDE = TableLayout("wide", "one column per annotator", _evidence, _arrange)
