"""A table whose columns have been read, and what a person said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from labelcards.dataset.files.table_file import FileTable
from labelcards.documents.yaml_document import did_you_mean
from labelcards.errors import LISTED, InputError, Problem
from labelcards.inspection.columns import ColumnContent, read_columns
from labelcards.inspection.names import Role, is_index_name, named_like
from labelcards.inspection.options import ReadingOptions
from labelcards.labels.numbers import as_number
from labelcards.metrics.ratings import Codes

__all__ = ["TOTALS", "Sheet", "missing_cells", "open_sheet", "refuse"]

TOTALS = frozenset(("all", "total", "totals", "sum", "margin", "grand total", "gesamt", "summe"))
"""What programs and people call a row or column with totals."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table under examination.

    Attributes:
        file: its name, for problems.
        rows: (R,) the row of each record in the file.
        columns: those that are not left aside, in order.
        options: what the person said.
        total: whether a last row with totals was left out.
    """

    file: str
    rows: Codes
    columns: tuple[ColumnContent, ...]
    options: ReadingOptions
    total: bool = False

    @property
    def R(self) -> int:  # noqa: N802 - the house's letter for rows
        """How many records there are."""
        return len(self.rows)

    @property
    def row_names(self) -> np.ndarray:
        """(R,) names of items where no column has them: each row is one."""
        return np.arange(1, self.R + 1).astype(str).astype(object)

    @cached_property
    def by_name(self) -> dict[str, ColumnContent]:
        """Name → column."""
        return {column.name: column for column in self.columns}

    @cached_property
    def told(self) -> dict[str, ColumnContent]:
        """Role → the column that the person named for it."""
        return {role: self.by_name[name] for role, name in self.options.columns.items()}

    @property
    def told_labels(self) -> tuple[ColumnContent, ...]:
        """The columns that the person called answers."""
        return tuple(column for role, column in self.told.items() if role.startswith("label"))

    def named(self, role: Role, *, but: Iterable[ColumnContent] = ()) -> list[ColumnContent]:
        """The columns whose names are usual for the role, the likeliest first; none that was told to be another."""
        taken = {column.name for column in (*but, *(c for r, c in self.told.items() if r.split()[0] != role))}
        ranked = [
            (rank, place, column)
            for place, column in enumerate(self.columns)
            if column.name not in taken and (rank := named_like(column.name, role)) is not None
        ]
        return [column for _, _, column in sorted(ranked, key=lambda entry: entry[:2])]

    def is_named(self, column: ColumnContent, *roles: Role) -> bool:
        """Whether the column's name is usual for one of the roles, and the person did not say otherwise."""
        if column.name in {told.name for told in self.told.values()}:
            return False
        return any(named_like(column.name, role) is not None for role in roles)

    def is_index(self, column: ColumnContent) -> bool:
        """Whether the column numbers the rows and has no other meaning."""
        if column in self.told.values() or not is_index_name(column.name):
            return False
        numbers = column.number_of_rows()
        return any(np.array_equal(numbers, np.arange(start, start + self.R)) for start in (0, 1))


def open_sheet(table: FileTable, options: ReadingOptions) -> Sheet:
    """Read the columns of a table.

    Raises:
        InputError: the table is empty or too broad, or a column that was named does not exist.
    """
    columns = read_columns(table)
    names = [column.name for column in columns]
    if options.header and not options.columns and _is_data(columns):
        message = "The first row looks like data, not like names of columns."
        raise InputError([Problem(table.file, "no-header", message, "Add a row of names, or give --no-header.", row=1)])
    asked = dict.fromkeys([*options.columns.values(), *options.drop])
    problems = [
        Problem(
            table.file,
            "missing-column",
            "The table has no such column.",
            did_you_mean(name, names) or f"It has {_listed(names)}.",
            column=name,
        )
        for name in asked
        if name not in names
    ]
    used = list(options.columns.values())
    if len(set(used)) < len(used):
        message = "Two of item, annotator, label and gold are one column."
        problems.append(Problem(table.file, "same-column", message, "Name different columns."))
    if problems:
        raise InputError(problems)
    kept = tuple(column for column in columns if column.name not in options.drop)
    rows = np.asarray(table.rows, dtype=np.intp)
    total = _ends_in_totals(kept)
    if total:
        kept = tuple(column.without_last() for column in kept)
        rows = rows[:-1]
    return Sheet(table.file, rows, kept, options, total=total)


def _ends_in_totals(columns: tuple[ColumnContent, ...]) -> bool:
    """Whether the last row says "total", and everything else in it adds up the column."""
    if len(columns) < 2 or len(columns[0].codes) < 3:
        return False
    last = {c.name: c.values[c.codes[-1]] for c in columns if c.codes[-1] >= 0}
    named = [name for name, value in last.items() if value.casefold() in TOTALS]
    others = [c for c in columns if c.name in last and c.name not in named]
    if len(named) != 1 or not others:
        return False
    return all(abs(np.nansum(c.number_of_rows()[:-1]) - (as_number(last[c.name]) or np.nan)) < 0.5 for c in others)


def _is_data(columns: tuple[ColumnContent, ...]) -> bool:
    """Whether what should be names are values: a word that stands in its own column too, or nothing but numbers."""
    named = [column for column in columns if column.name]
    if all(as_number(column.name) is not None for column in named):
        return len(named) == len(columns) > 1
    return any(column.name in column.values and as_number(column.name) is None for column in named)


def refuse(sheet: Sheet, code: str, message: str, remedy: str, column: str | None = None) -> InputError:
    """One problem of the whole table, or of one column."""
    return InputError([Problem(sheet.file, code, message, remedy, column=column)])


def missing_cells(sheet: Sheet, column: ColumnContent, role: str) -> list[Problem]:
    """The rows in which an item or an annotator is missing: the first ones one by one, the others counted."""
    rows = sheet.rows[column.codes < 0]
    code, message, remedy = f"missing-{role}", f"The {role} is missing.", "Fill it in, or delete the row."
    listed = [Problem(sheet.file, code, message, remedy, int(row), column.name) for row in rows[:LISTED]]
    if len(rows) > LISTED:
        message = f"The {role} is missing in {len(rows) - LISTED:,} more rows."
        remedy = "Fill them in, or delete the rows."
        listed.append(Problem(sheet.file, code, message, remedy, column=column.name))
    return listed


def _listed(names: list[str], most: int = 12) -> str:
    return ", ".join(f"'{name}'" for name in names[:most]) + (" …" if len(names) > most else "")
