"""How many columns a table may have."""

from __future__ import annotations

from labelcards.errors import InputError, Problem

__all__ = ["check_width"]

MOST_COLUMNS = 5_000
"""A wide table has a column per annotator, per label or per question, so that hundreds are many."""


def check_width(columns: int, file: str) -> None:
    """Refuse a table before it is read, which would take minutes for tens of thousands of columns.

    Raises:
        InputError: the table has more than `MOST_COLUMNS`.
    """
    if columns > MOST_COLUMNS:
        message = f"The table has {columns:,} columns; up to {MOST_COLUMNS:,} are read."
        remedy = "Keep the columns with items, annotators and labels; a matrix goes into rows: item, annotator, label."
        raise InputError([Problem(file, "too-many-columns", message, remedy)])
