"""How easily a row of the clean tables can be singled out by its declared quasi-identifiers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.columns import RecordTable
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.policy import SMALL_CLASS
from labelcards.metrics.disclosure.anonymity import k_anonymity, l_diversity, records_below, t_closeness

__all__ = ["disclosure_figures"]


def disclosure_figures(clean: LabelVersion) -> FigureTree:
    """``items`` and ``annotators`` → ``k``, ``unique_records``, ``records_below_5``, and per sensitive column
    ``l_<column>`` and
    ``t_<column>``. A table whose manifest names no quasi-identifier is absent: its k would say nothing.
    """
    tables = {
        "items": (clean.items, clean.manifest.items),
        "annotators": (clean.annotators, clean.manifest.annotators),
    }
    return {name: found for name, (table, declared) in tables.items() if (found := _table(table, declared))}


def _table(table: pd.DataFrame, declared: RecordTable) -> FigureTree:
    quasi = [name for name in declared.named(quasi_identifier=True) if name in table]
    if not quasi:
        return {}
    codes = np.column_stack([_codes(table[name]) for name in quasi])
    figures: FigureTree = {
        "k": figure("privacy_k_anonymity", k_anonymity(codes)),
        "unique_records": figure("privacy_unique_records", records_below(codes, 2)),
        f"records_below_{SMALL_CLASS}": figure("privacy_small_classes", records_below(codes, SMALL_CLASS)),
    }
    for name in declared.named(sensitive=True):
        if name in table and name not in quasi:
            values = _codes(table[name])
            figures[f"l_{name}"] = figure("privacy_l_diversity", l_diversity(codes, values))
            figures[f"t_{name}"] = figure("privacy_t_closeness", t_closeness(codes, values))
    return figures


def _codes(values: pd.Series) -> npt.NDArray[np.intp]:
    """Codes in the order of the sorted values; -1 is missing."""
    return np.asarray(pd.factorize(values, sort=True)[0], dtype=np.intp)
