"""The columns of the contract in their order, and rows in theirs: equal content is an equal table."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

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
    codes = [_ranks(frame[column]) for column in reversed(_SORTED_BY[name])]
    return frame.iloc[np.lexsort(codes)].reset_index(drop=True)


def _ranks(column: pd.Series[str]) -> npt.NDArray[np.int64]:
    """(R,) the rank of each value among the distinct ones by code point; -1 for a missing value."""
    codes, distinct = pd.factorize(column)
    values = np.asarray(distinct, dtype=TIME_TYPE if column.dtype.kind == "M" else object)
    ranks = np.empty(len(values) + 1, dtype=np.int64)
    ranks[np.argsort(values)] = np.arange(len(values))
    ranks[-1] = -1
    return ranks[codes]
