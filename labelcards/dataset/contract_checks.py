"""What must hold for the rows of the five tables, each with the problems it gives when it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from labelcards.dataset.arrangement import Arranged
from labelcards.dataset.origin import Mask
from labelcards.dataset.tables import CONTRACT
from labelcards.errors import Problem

__all__ = ["check_characters", "check_filled", "check_known", "check_questions", "check_unique"]

_CONTROL = r"[\x00-\x1f\x7f]"


def check_filled(name: str, table: Arranged) -> list[Problem]:
    """Every required column is filled."""
    problems: list[Problem] = []
    for column in CONTRACT[name].required:
        empty = _flags(table.frame[column].isna())
        message = f"The row has no '{column}'."
        problems += table.origin.problems(empty, column, "missing-value", message, "Fill it in, or remove the row.")
    return problems


def check_characters(name: str, table: Arranged) -> tuple[Arranged, list[Problem]]:
    """Ids and labels hold no control characters, line breaks or tabs.

    Returns:
        The table with such cells emptied, so that no later check reports them again, and the problems.
    """
    problems: list[Problem] = []
    frame = table.frame
    for column in CONTRACT[name].required:
        codes, distinct = pd.factorize(table.frame[column])
        wrong = pd.Series(distinct, dtype="str").str.contains(_CONTROL, regex=True).to_numpy(dtype=np.bool_)
        if wrong.any():
            flagged = np.append(wrong, False)[codes]
            message = "The cell holds a control character, a tab or a line break."
            remedy = "Remove it; ids and labels are one line of text."
            problems += table.origin.problems(flagged, column, "control-character", message, remedy)
            frame = frame.assign(**{column: frame[column].mask(flagged)})
    return replace(table, frame=frame), problems


def check_questions(table: Arranged, questions: tuple[str, ...]) -> list[Problem]:
    """Every row answers a declared question."""
    unknown = _flags(table.frame["question"].notna() & ~table.frame["question"].isin(questions))
    message = f"The question is none of the declared ones: {', '.join(questions)}."
    remedy = "Correct it, or map another column (or a constant) to `question` in the version's manifest."
    return table.origin.problems(unknown, "question", "unknown-question", message, remedy)


def check_known(table: Arranged, column: str, known: pd.Series[str], where: str) -> list[Problem]:
    """Every id in ``column`` is among ``known``, the ids of the table ``where``."""
    unknown = _flags(table.frame[column].notna() & ~table.frame[column].isin(known))
    noun = where.removesuffix("s")
    message = f"The {noun} is not in the table '{where}'."
    remedy = f"Add the {noun}, or remove the row."
    found = table.frame[column][unknown].drop_duplicates()
    if len(found) and found.str.endswith(".0").all() and found.str.removesuffix(".0").isin(known).all():
        remedy = "Write the ids without '.0', as the other table does."
    return table.origin.problems(unknown, column, f"unknown-{noun}", message, remedy)


def check_unique(name: str, table: Arranged) -> list[Problem]:
    """No two rows have the same key; the later ones are reported, with the place of the first one."""
    key = list(CONTRACT[name].key)
    filled = table.frame[key].notna().all(axis="columns")
    repeated = _flags(table.frame.duplicated(key) & filled)
    if not repeated.any():
        return []
    group = table.frame.groupby(key, sort=False, dropna=False).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    noun = {"items": "item", "annotators": "annotator", "gold": "gold", "adjudications": "adjudication"}[name]
    answer = name in ("gold", "adjudications")
    about = {"gold": "another label for", "adjudications": "another decision on"}.get(name, "")
    what = f"{about} the same item and question" if answer else f"the same {noun}"
    remedy = "Keep one of them." if answer else "Keep one; if the rows are equal, set `distinct: true` for the table."

    def message(position: int) -> str:
        place = table.origin.place(int(first[group[position]]), position)
        return f"{place[0].upper()}{place[1:]} has {what}."

    return table.origin.problems(repeated, key[0], f"duplicate-{noun}", message, remedy)


def _flags(column: pd.Series[bool]) -> Mask:
    return column.to_numpy(dtype=np.bool_)
