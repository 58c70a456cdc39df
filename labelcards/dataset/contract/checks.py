"""What must hold for the rows of the tables, each with the problems it gives when it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from labelcards.dataset.contract.arrangement import ArrangedTable
from labelcards.dataset.contract.origin import Mask
from labelcards.dataset.contract.tables import CONTRACT
from labelcards.errors import Problem

__all__ = [
    "check_characters",
    "check_design",
    "check_filled",
    "check_known",
    "check_probabilities",
    "check_questions",
    "check_unique",
]

ROUNDING = 1e-4
"""How far arithmetic in half or single precision, or few printed digits, may put a probability outside of 0 to 1."""

_CONTROL = r"[\x00-\x1f\x7f]"
_ANOTHER = {
    "gold": "another label for the same item and question",
    "adjudications": "another decision on the same item and question",
    "audit": "another judgment of the same item and question",
    "predictions": "another probability of the same item, question and label",
}


def check_filled(name: str, table: ArrangedTable) -> list[Problem]:
    """Every required column is filled."""
    problems: list[Problem] = []
    for column in CONTRACT[name].required:
        empty = _flags(table.frame[column].isna())
        message = f"The row has no '{column}'."
        problems += table.origin.problems(empty, column, "missing-value", message, "Fill it in, or remove the row.")
    return problems


def check_characters(name: str, table: ArrangedTable) -> tuple[ArrangedTable, list[Problem]]:
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


def check_questions(table: ArrangedTable, questions: tuple[str, ...]) -> list[Problem]:
    """Every row answers a declared question."""
    unknown = _flags(table.frame["question"].notna() & ~table.frame["question"].isin(questions))
    message = f"The question is none of the declared ones: {', '.join(questions)}."
    remedy = "Correct it, or map another column (or a constant) to `question` in the version's manifest."
    return table.origin.problems(unknown, "question", "unknown-question", message, remedy)


def check_known(table: ArrangedTable, column: str, known: pd.Series[str], where: str) -> list[Problem]:
    """Every id in ``column`` is among ``known``, the ids of the table ``where``."""
    unknown = _flags(table.frame[column].notna() & ~table.frame[column].isin(known))
    noun = where.removesuffix("s")
    message = f"The {noun} is not in the table '{where}'."
    remedy = f"Add the {noun}, or remove the row."
    found = table.frame[column][unknown].drop_duplicates()
    if len(found) and found.str.endswith(".0").all() and found.str.removesuffix(".0").isin(known).all():
        remedy = "Write the ids without '.0', as the other table does."
    return table.origin.problems(unknown, column, f"unknown-{noun}", message, remedy)


def check_unique(name: str, table: ArrangedTable) -> list[Problem]:
    """No two rows have the same key; the later ones are reported, with the place of the first one."""
    key = list(CONTRACT[name].key)
    filled = table.frame[key].notna().all(axis="columns")
    repeated = _flags(table.frame.duplicated(key) & filled)
    if not repeated.any():
        return []
    group = table.frame.groupby(key, sort=False, dropna=False).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    noun = name if name in ("gold", "audit") else name.removesuffix("s")
    about = _ANOTHER.get(name)
    what = about or f"the same {noun}"
    remedy = "Keep one of them." if about else "Keep one; if the rows are equal, set `distinct: true` for the table."

    def message(position: int) -> str:
        place = table.origin.place(int(first[group[position]]), position)
        return f"{place[0].upper()}{place[1:]} has {what}."

    return table.origin.problems(repeated, key[0], f"duplicate-{noun}", message, remedy)


def check_probabilities(table: ArrangedTable) -> tuple[ArrangedTable, list[Problem]]:
    """Every probability is a number from 0 to 1; a question has one for each row, or none and one row per item.

    Returns:
        The table with what `ROUNDING` put outside set to 0 or 1, and the problems.
    """
    frame = table.frame
    text = frame["probability"] if "probability" in frame else pd.Series([None] * len(frame), dtype="str")
    value = pd.to_numeric(text, errors="coerce")
    rounded = value.between(-ROUNDING, 1 + ROUNDING) & ~value.between(0, 1)
    if rounded.any():
        text = text.mask(rounded & (value < 0), "0").mask(rounded & (value > 1), "1")
        frame = frame.assign(probability=text)
    wrong = _flags(text.notna() & ~rounded & ~value.between(0, 1))
    message = "The probability is not a number from 0 to 1."
    problems = table.origin.problems(wrong, "probability", "bad-probability", message, "Write it like 0.875.")
    some = text.notna().groupby(frame["question"]).transform("any").fillna(False).astype(bool)
    message = "Other rows of the question have a probability; this one does not."
    remedy = "Fill it in, or give no probabilities for the question."
    blank = _flags(some & text.isna())
    problems += table.origin.problems(blank, "probability", "missing-value", message, remedy)
    return replace(table, frame=frame), problems + _one_label(table, _flags(~some))


def _one_label(table: ArrangedTable, plain: Mask) -> list[Problem]:
    """Without probabilities a row is the predicted label, so an item has one."""
    frame = table.frame
    key = ["item_id", "question"]
    filled = _flags(frame[[*key, "label"]].notna().all(axis="columns"))
    repeated = filled & plain & _flags(frame.duplicated(key)) & ~_flags(frame.duplicated([*key, "label"]))
    message = "An earlier row predicts another label for the item, and there are no probabilities to choose by."
    return table.origin.problems(repeated, "item_id", "repeated-prediction", message, "Keep one, or add probabilities.")


def check_design(table: ArrangedTable) -> list[Problem]:
    """An audited row says which stratum it was drawn from and how many items that has, or no row of its question does.

    The number is the same throughout a stratum and not smaller than its rows.
    """
    frame = table.frame
    stratum, text = frame["stratum"], frame["stratum_items"]
    size = pd.to_numeric(text, errors="coerce")
    half = _flags(stratum.isna() != text.isna())
    message = "A stratum and its number of items go together; one of them is missing."
    problems = table.origin.problems(half, "stratum_items", "half-design", message, "Fill in both, or neither.")
    known = stratum.notna()
    some = known.groupby(frame["question"]).transform("any") & ~known & text.isna() & frame["question"].notna()
    message = "Other rows of the question name a stratum; this one does not."
    problems += table.origin.problems(_flags(some), "stratum", "half-design", message, "Fill it in, or remove the row.")
    bad = _flags(text.notna() & ~((size >= 1) & (size % 1 == 0)))
    message = "The number of items of the stratum is not a whole number above zero."
    problems += table.origin.problems(bad, "stratum_items", "bad-number", message, "Write it in digits.")
    group = [frame["question"], stratum]
    rows = size.groupby(group).transform("size")
    unequal = _flags(known & size.notna() & ~bad & ((size != size.groupby(group).transform("first")) | (size < rows)))
    message = "The number of items differs within the stratum, or is smaller than its rows."
    return problems + table.origin.problems(
        unequal, "stratum_items", "bad-number", message, "Write the number that the sample was drawn from."
    )


def _flags(column: pd.Series[bool]) -> Mask:
    return column.to_numpy(dtype=np.bool_)
