"""What the columns of a plain table of labels seem to mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import pandas as pd

from labelcards.dataset.files.table_file import FileTable
from labelcards.documents.yaml_document import did_you_mean
from labelcards.errors import InputError, Problem
from labelcards.exchange.forms import FORMS

__all__ = ["TableGuess", "guess_table"]

_NAMES = {
    "item_id": "item_id item id task_id task doc_id document_id text_id example_id sample_id orig_id ticket_id post_id",
    "annotator_id": "annotator_id annotator worker_id worker workerid coder_id coder rater_id rater labeler labeller "
    "amt_worker_ids user_id user username completed_by who",
    "label": "label answer response annotation class category judgment judgement rating value choice",
    "gold": "gold gold_label truth ground_truth true_label expert correct gold_answer",
    "started_at": "started_at start start_time accept_time accepttime",
    "submitted_at": "submitted_at end end_time submit_time submittime created_at timestamp time date",
    "batch": "batch batch_id round",
}
"""Role → the names a column of that role often has, the likeliest first."""

_LABEL_ENDINGS = ("_label", "_class", "_answer", "_category")
_FEW = 20


@dataclass(frozen=True, slots=True)
class TableGuess:
    """The roles of a table's columns.

    Attributes:
        roles: contract column (and ``gold``) → column.
        wide: the columns that hold one annotator's answers each; empty in long layout.
        pattern: for wide tables: what those columns match.
        items, annotators: further columns that are the same in all rows of an item, or of an annotator.
        left: the other columns.
        labels: the distinct answers, sorted; in ascending order when they are numbers.
        repeated: whether an item stands in several rows.
    """

    roles: dict[str, str]
    wide: tuple[str, ...]
    pattern: str
    items: tuple[str, ...]
    annotators: tuple[str, ...]
    left: tuple[str, ...]
    labels: tuple[str, ...]
    repeated: bool


def guess_table(table: FileTable, told: Mapping[str, str] | None = None) -> TableGuess:
    """Guess the roles of the columns of ``table``.

    Args:
        table: the table.
        told: role (``item_id``, ``annotator_id``, ``label``, ``gold``) → column, where somebody knows.

    Raises:
        InputError: no column looks like item ids, or none like labels, or a column that was told does not exist.
    """
    frame = table.frame
    told = told or {}
    _check_told(table, told)
    roles = {**_roles(frame.drop(columns=list(told.values()))), **told}
    wide: tuple[str, ...] = ()
    if "annotator_id" not in roles:
        wide = _wide_columns(frame, set(roles.values()) - {roles.get("label", "")})
        if wide:
            roles.pop("label", None)
    _require(table, roles, wide)
    rest = [str(column) for column in frame if column not in {*roles.values(), *wide}]
    items = [column for column in rest if _depends(frame, column, roles["item_id"])]
    who = roles.get("annotator_id")
    annotators = [column for column in rest if who and column not in items and _depends(frame, column, who)]
    answers = frame[list(wide)] if wide else frame[[roles["label"]]]
    return TableGuess(
        roles=roles,
        wide=wide,
        pattern=_pattern(wide) if wide else "",
        items=tuple(items),
        annotators=tuple(annotators),
        left=tuple(column for column in rest if column not in {*items, *annotators}),
        labels=FORMS["scale"].kind.order(value for column in answers for value in answers[column].dropna().unique()),
        repeated=bool(frame[roles["item_id"]].duplicated().any()),
    )


def _check_told(table: FileTable, told: Mapping[str, str]) -> None:
    names = [str(column) for column in table.frame]
    problems = [
        Problem(
            table.file,
            "missing-column",
            f"There is no column '{column}' to read as {role}.",
            did_you_mean(column, names) or f"The file has {', '.join(repr(name) for name in names)}.",
        )
        for role, column in told.items()
        if column not in names
    ]
    if problems:
        raise InputError(problems)


def _require(table: FileTable, roles: dict[str, str], wide: tuple[str, ...]) -> None:
    remedy = f"Say which it is (--{{}} COLUMN); the file has {', '.join(repr(name) for name in table.frame)}."
    problems = []
    if "item_id" not in roles:
        message = "No column looks like the ids of items."
        problems.append(Problem(table.file, "no-items", message, remedy.format("item")))
    if "label" not in roles and not wide:
        message = "No column looks like labels."
        problems.append(Problem(table.file, "no-labels", message, remedy.format("label")))
    if problems:
        raise InputError(problems)


def _roles(frame: pd.DataFrame) -> dict[str, str]:
    plain = {re.sub(r"[^a-z0-9]+", "_", str(column).lower()).strip("_"): str(column) for column in frame}
    roles: dict[str, str] = {}
    for role, names in sorted(_NAMES.items(), key=lambda entry: entry[0] == "item_id"):
        found = [plain[name] for name in names.split() if name in plain and plain[name] not in roles.values()]
        if found:
            roles[role] = found[0] if role != "item_id" else _best_key(frame, found, repeats="annotator_id" in roles)
    if "label" not in roles:
        free = {name: column for name, column in plain.items() if column not in roles.values()}
        ending = [column for name, column in free.items() if name.endswith(_LABEL_ENDINGS)]
        if ending:
            roles["label"] = ending[0]
    return roles


def _best_key(frame: pd.DataFrame, candidates: list[str], *, repeats: bool) -> str:
    """The candidate on which the most other columns depend; where annotators share items, one whose values repeat."""

    def score(key: str) -> tuple[bool, int]:
        dependent = sum(_depends(frame, str(column), key) for column in frame)
        return repeats and bool(frame[key].duplicated().any()), dependent

    return max(candidates, key=score)


def _wide_columns(frame: pd.DataFrame, taken: set[str]) -> tuple[str, ...]:
    """The largest group of columns that share their few distinct values."""
    few = {str(column): set(frame[column].dropna().unique()) for column in frame if column not in taken}
    few = {column: values for column, values in few.items() if 0 < len(values) <= min(_FEW, max(2, len(frame) / 2))}
    groups = [
        tuple(other for other, values in few.items() if len(values & few[column]) * 2 >= len(values | few[column]))
        for column in few
    ]
    largest = max(groups, key=len, default=())
    return largest if len(largest) > 1 else ()


def _pattern(columns: tuple[str, ...]) -> str:
    prefix = _common_start(columns)
    suffix = _common_start([column[len(prefix) :][::-1] for column in columns])[::-1]
    middles = [column[len(prefix) : len(column) - len(suffix)] for column in columns]
    if prefix or suffix:
        return f"{re.escape(prefix)}(?P<annotator_id>.+){re.escape(suffix)}"
    return f"(?P<annotator_id>{'|'.join(re.escape(middle) for middle in middles)})"


def _common_start(texts: Sequence[str]) -> str:
    return "".join(
        letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    )


def _depends(frame: pd.DataFrame, column: str, key: str) -> bool:
    """Whether ``column`` has at most one value per value of ``key``."""
    return bool((frame.groupby(key, sort=False)[column].nunique() <= 1).all())
