"""Predictions, the truth and groups in one table, without a manifest: what ``labelcards model --truth`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.assess.bias.axes import GroupAxis, crossed_axes
from labelcards.assess.model.gold_comparison import GoldComparison
from labelcards.assess.model.version import predicted_figures
from labelcards.dataset.files.table_file import FileTable
from labelcards.documents.figure_path import is_crossed, names_of
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.documents.params import ModelParams
from labelcards.documents.yaml_document import did_you_mean
from labelcards.errors import LISTED, InputError, Problem
from labelcards.metrics.consensus.gold import GoldJudgements
from labelcards.metrics.groups.binary_rates import RATES, BinaryCounts, rate_difference
from labelcards.metrics.ratings import Codes

__all__ = ["PredictionColumns", "table_predictions"]

MOST_ITEMS = 20_000_000
MOST_LABELS = 100


@dataclass(frozen=True, slots=True)
class PredictionColumns:
    """What the columns of the table are.

    Attributes:
        truth: the true label.
        predicted: the predicted label; or
        score: a number, with ``threshold`` and ``positive``: from the threshold on, the positive label is predicted.
        groups: columns with groups.
        count: how many items a row stands for; one when None.
        threshold: of the score.
        positive: the label whose rates matter; needed with a score.
    """

    truth: str
    predicted: str | None = None
    score: str | None = None
    groups: tuple[str, ...] = ()
    count: str | None = None
    threshold: float = 0.5
    positive: str | None = None


def table_predictions(file: FileTable, columns: PredictionColumns, params: ModelParams | None = None) -> dict[str, Any]:
    """Scores and rates of the predictions, overall, by group, and the differences between groups.

    Args:
        file: the table, as text.
        columns: what its columns are.
        params: seed and the bars for groups.

    Returns:
        ``items``, ``left_out`` (rows without truth or prediction), ``labels``, ``positive``, ``groups``; ``overall``,
        ``per_label``, ``per_group`` (column → group → score or ``per_label``), ``gap`` (column → largest differences),
        ``differences`` (column → label → rate → pairs of groups, first minus second), each leaf ``value, low, high, n,
        method`` or ``why``; and ``findings`` (`Warned`). Intersections of the group columns are columns of their own in
        ``per_group`` and ``gap``, named ``"a × b"`` like their groups; a × inside a column's name is doubled there.

    Raises:
        InputError: all problems of the table at once; no problem quotes a value.
    """
    params = params or ModelParams()
    read = _read(file, columns)
    labels = read.labels
    K = len(labels)
    item = np.arange(len(read.truth), dtype=np.intp)
    scored = GoldJudgements(item, read.given, read.truth, K)
    positive = columns.positive or (labels[-1] if K == 2 else None)
    predicted = GoldComparison("table", scored, labels, labels, np.eye(K, dtype=bool), True, None, positive)
    axes = tuple(_axis(name, values) for name, values in read.groups.items())
    crossed = crossed_axes(axes)
    tree, findings = predicted_figures(predicted, (axes, crossed), params, prefix=())
    shown = labels if columns.positive is None else (columns.positive,)
    return {
        "items": len(item),
        "left_out": read.left_out,
        "labels": list(labels),
        "positive": columns.positive,
        "groups": {axis.columns[0]: [name for value in axis.values for name in names_of(value)] for axis in axes},
        "minimum_cell": params.minimum_cell,
        **{name: _plain(tree[name]) for name in ("overall", "per_label", "gap", "confusion") if name in tree},
        **({"per_group": _by_name(_plain(tree["per_group"]))} if "per_group" in tree else {}),
        "differences": {
            axis.columns[0]: {label: _differences(predicted, axis, label, params.minimum_cell) for label in shown}
            for axis in axes
        },
        "findings": findings,
    }


@dataclass(frozen=True, slots=True, eq=False)
class _CodedTable:
    """The table, coded; one entry per item."""

    truth: Codes
    given: Codes
    labels: tuple[str, ...]
    groups: dict[str, pd.Series[str]]
    left_out: int


def _read(file: FileTable, columns: PredictionColumns) -> _CodedTable:
    frame = _chosen(file, columns)
    used = frame["truth"].notna() & frame["answer"].notna()
    left_out = int((~used).sum())
    frame, rows = frame[used], file.rows[used.to_numpy()]
    problems: list[Problem] = []
    if not len(frame):
        raise _refused(file, "no-rows", "No row has both a true and a predicted label.", "Check the two columns.")
    weight = _counts(file, frame, rows, columns.count, problems)
    given, labels = _answers(file, frame, rows, columns, problems)
    if problems:
        raise InputError(problems)
    if weight.sum() > MOST_ITEMS:
        raise _refused(file, "too-many", f"The table stands for more than {MOST_ITEMS:,} items.", "Use fewer.")
    place = np.repeat(np.arange(len(frame)), weight)
    truth = pd.Index(labels).get_indexer(pd.Index(frame["truth"])).astype(np.intp)
    groups = {name: frame[f"group:{name}"].iloc[place].reset_index(drop=True) for name in columns.groups}
    return _CodedTable(truth[place], given[place], labels, groups, left_out)


def _chosen(file: FileTable, columns: PredictionColumns) -> pd.DataFrame:
    """The named columns; all missing ones are reported at once."""
    wanted = {"truth": columns.truth, "answer": columns.predicted or columns.score, "count": columns.count}
    wanted |= {f"group:{name}": name for name in columns.groups}
    problems = []
    for name in dict.fromkeys(name for name in wanted.values() if name is not None):
        if name not in file.frame.columns:
            remedy = (
                did_you_mean(name, file.frame.columns) or f"The file has {', '.join(map(str, file.frame.columns))}."
            )
            problems.append(Problem(file.file, "missing-column", "The column is missing.", remedy, column=name))
    if columns.score is not None and columns.positive is None:
        message = "A score needs the label that it speaks for."
        problems.append(Problem("--positive", "missing-option", message, "Give --positive LABEL."))
    if problems:
        raise InputError(problems)
    return pd.DataFrame({key: file.frame[name] for key, name in wanted.items() if name is not None})


def _counts(
    file: FileTable, frame: pd.DataFrame, rows: npt.NDArray[np.int64], name: str | None, problems: list[Problem]
) -> npt.NDArray[np.int64]:
    if name is None:
        return np.ones(len(frame), dtype=np.int64)
    number = pd.to_numeric(frame["count"], errors="coerce").to_numpy(dtype=np.float64)
    good = np.isfinite(number) & (number >= 0) & (number % 1 == 0) & (number <= MOST_ITEMS)
    message, remedy = "The count is not a whole number of at least 0.", "Write it in digits, without separators."
    problems += _listed(file, rows[~good], name, "bad-count", message, remedy)
    return np.where(good, number, 0).astype(np.int64)


def _answers(
    file: FileTable,
    frame: pd.DataFrame,
    rows: npt.NDArray[np.int64],
    columns: PredictionColumns,
    problems: list[Problem],
) -> tuple[Codes, tuple[str, ...]]:
    """Codes of the predicted labels, and all labels in text order."""
    true = set(frame["truth"])
    named = {columns.positive} if columns.positive is not None else set()
    if columns.score is None:
        labels = tuple(sorted(true | set(frame["answer"])))
        if named - set(labels):
            problems.append(_unknown_positive(file, columns.truth))
        if len(labels) > MOST_LABELS:
            message = f"The two columns have more than {MOST_LABELS} values: they do not hold labels."
            problems.append(Problem(file.file, "too-many-labels", message, "Name other columns.", column=columns.truth))
            labels = labels[:MOST_LABELS]
        return pd.Index(labels).get_indexer(pd.Index(frame["answer"])).astype(np.intp), labels
    labels = tuple(sorted(true))
    if named - set(labels):
        problems.append(_unknown_positive(file, columns.truth))
    if len(labels) != 2:
        message = "A score decides between two labels, and the column of true labels has another number of them."
        problems.append(Problem(file.file, "not-binary", message, "Give --predicted COLUMN.", column=columns.truth))
    score = pd.to_numeric(frame["answer"], errors="coerce").to_numpy(dtype=np.float64)
    bad = ~np.isfinite(score)
    problems += _listed(file, rows[bad], columns.score, "bad-number", "The score is not a number.", "Correct it.")
    if problems:
        return np.zeros(len(frame), dtype=np.intp), labels
    yes = labels.index(str(columns.positive))
    return np.where(score >= columns.threshold, yes, 1 - yes).astype(np.intp), labels


def _unknown_positive(file: FileTable, column: str) -> Problem:
    message = "The label given as positive does not occur."
    return Problem(file.file, "unknown-label", message, "Give --positive as the table writes it.", column=column)


def _listed(  # noqa: PLR0917 - one kind of problem, in the order of `Problem`
    file: FileTable, rows: npt.NDArray[np.int64], column: str, code: str, message: str, remedy: str
) -> list[Problem]:
    listed = [Problem(file.file, code, message, remedy, int(row), column) for row in rows[:LISTED]]
    if len(rows) > LISTED:
        more = f"… and {len(rows) - LISTED:,} more. {message}"
        listed.append(Problem(file.file, code, more, remedy, int(rows[LISTED]), column))
    return listed


def _refused(file: FileTable, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(file.file, code, message, remedy)])


def _by_name(groups: dict[str, Any]) -> dict[str, Any]:
    """The groups of each column under their names; those of intersections under the steps that cross them."""
    return {
        column: held if is_crossed(column) else {names_of(value)[0]: leaves for value, leaves in held.items()}
        for column, held in groups.items()
    }


def _axis(name: str, values: pd.Series[str]) -> GroupAxis:
    known = tuple(sorted(set(values.dropna())))
    return GroupAxis.of(name, known, pd.Index(known).get_indexer(pd.Index(values)).astype(np.intp))


def _differences(
    predicted: GoldComparison, axis: GroupAxis, label: str, minimum: int
) -> dict[str, list[dict[str, Any]]]:
    """Every rate of one label, and its differences between all pairs of groups that are large enough."""
    binary = predicted.binary(label)
    cells = binary.truth * 2 + binary.given
    codes = axis.codes[predicted.scored.item]
    counts = {
        names_of(value)[0]: BinaryCounts(*np.bincount(cells[codes == g], minlength=4).tolist())
        for g, value in enumerate(axis.values)
        if (codes == g).sum() >= minimum
    }
    return {
        rate: [
            {"first": a, "second": b, **_plain(figure("rate_difference", rate_difference(counts[a], counts[b], rate)))}
            for a, b in combinations(_by_rate(counts, rate), 2)
        ]
        for rate in (*RATES, "accuracy")
    }


def _by_rate(counts: dict[str, BinaryCounts], rate: str) -> Sequence[str]:
    """The groups with the highest rate first, so that differences are positive."""

    def key(value: str) -> tuple[float, str]:
        hits, units = counts[value].fraction(rate)
        return (-(hits / units) if units else 1.0, value)

    return sorted(counts, key=key)


def _plain(tree: FigureTree | Figure) -> dict[str, Any]:
    if isinstance(tree, Figure):
        return tree.model_dump(exclude={"metric"}, exclude_none=True)
    return {name: _plain(node) for name, node in tree.items()}
