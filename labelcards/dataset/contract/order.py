"""The columns of the contract in their order, and rows in theirs: equal content is an equal table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from labelcards.dataset.contract.manifest_checks import declared_columns
from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.contract.times import TIME_TYPE, no_times
from labelcards.documents.manifest import DatasetManifest

__all__ = ["contract_columns", "contract_frame", "ordered"]

_SORTED_BY = {
    "items": ("item_id",),
    "annotations": ("item_id", "annotator_id", "question", "submitted_at"),
    "annotators": ("annotator_id",),
    "gold": ("item_id", "question"),
    "adjudications": ("item_id", "question"),
    "audit": ("item_id", "question"),
    "predictions": ("item_id", "question", "label"),
}


def contract_columns(name: str, manifest: DatasetManifest) -> tuple[str, ...]:
    """All columns a table may have, in order."""
    contract = CONTRACT[name]
    return (*contract.required, *declared_columns(manifest, name), *contract.optional)


def contract_frame(name: str, frame: pd.DataFrame | None, manifest: DatasetManifest) -> pd.DataFrame:
    """``frame`` with exactly the contract's and the declared columns and their types; None gives an empty table."""
    count = 0 if frame is None else len(frame)
    times = CONTRACT[name].times
    columns: dict[str, pd.Series[Any]] = {}
    for column in contract_columns(name, manifest):
        if frame is None or column not in frame.columns:
            columns[column] = no_times(count) if column in times else pd.Series([None] * count, dtype="str")
        elif column in times:
            columns[column] = frame[column].astype(TIME_TYPE).reset_index(drop=True)
        else:
            columns[column] = frame[column].astype("str").reset_index(drop=True)
    return pd.DataFrame(columns)


def ordered(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` sorted by its key; annotations by item, annotator, question and time of submission (none first).

    Rows that are equal in these keep their order, which says which of two untimed answers came last.
    """
    keys = [frame[column] for column in _SORTED_BY[name]]
    if _in_order(keys):
        return frame.reset_index(drop=True)
    return frame.iloc[np.lexsort([_ranks(key) for key in reversed(keys)])].reset_index(drop=True)


def _in_order(keys: Sequence[pd.Series[Any]]) -> bool:
    """Whether rows stand in ascending order of their keys already; one pass, False when text is missing."""
    undecided: pa.Array | None = None  # rows that equal the one before them so far
    for key in keys:
        values = _comparable(key)
        if values is None:
            return False
        earlier, later = values[:-1], values[1:]
        falls, equal = pc.greater(earlier, later), pc.equal(earlier, later)
        if undecided is not None:
            falls, equal = pc.and_(undecided, falls), pc.and_(undecided, equal)
        if pc.any(falls).as_py():
            return False
        undecided = equal
    return True


def _comparable(column: pd.Series[Any]) -> pa.Array | None:
    """A column whose values compare as `_ranks` orders them; None for text with gaps."""
    if column.dtype.kind == "M":
        return pa.array(column.to_numpy(TIME_TYPE).view(np.int64))  # a missing time is the lowest number
    values = pa.array(column, from_pandas=True)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return None if values.null_count else values


def _ranks(column: pd.Series[str]) -> npt.NDArray[np.int64]:
    """(R,) the rank of each value among the distinct ones by code point; -1 for a missing value."""
    codes, distinct = pd.factorize(column)
    values = np.asarray(distinct, dtype=TIME_TYPE if column.dtype.kind == "M" else object)
    ranks = np.empty(len(values) + 1, dtype=np.int64)
    ranks[np.argsort(values)] = np.arange(len(values))
    ranks[-1] = -1
    return ranks[codes]
