"""How easily a record can be singled out by its quasi-identifiers: k-anonymity, l-diversity, t-closeness.

**N** records, **Q** quasi-identifier columns as code arrays; -1 is missing and counts as a value of its own. Records
that agree in all Q columns form a class. These figures describe the table, not what an attacker knows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.ratings import Codes

__all__ = ["classes", "k_anonymity", "l_diversity", "records_below", "t_closeness"]

CENSUS = "counted over all records, not a sample"


def classes(quasi: Codes) -> Codes:
    """(N,) class code of each record; classes are numbered in the order of their sorted column values.

    Args:
        quasi: (N, Q) codes; with Q = 0 all records form one class.
    """
    if quasi.shape[1] == 0 or not len(quasi):
        return np.zeros(len(quasi), dtype=np.intp)
    _, code = np.unique(quasi, axis=0, return_inverse=True)
    return code.reshape(-1).astype(np.intp)


def k_anonymity(quasi: Codes) -> Result:
    """k: the size of the smallest class; at least 1, higher is safer. Undefined without records.

    Source: Sweeney 2002, doi:10.1142/S0218488502001648, definition 3.

    >>> k_anonymity(np.array([[0, 1], [0, 1], [2, 1]])).value
    1.0
    """
    if not len(quasi):
        return Undefined("no record", 0)
    return Estimate(float(np.bincount(classes(quasi)).min()), len(quasi), why_no_interval=CENSUS)


def records_below(quasi: Codes, k: int) -> Result:
    """How many records lie in a class of fewer than ``k``; with k = 2 these are the unique records.

    Count, 0 … N, lower is safer; n = N. Undefined without records.
    """
    if not len(quasi):
        return Undefined("no record", 0)
    sizes = np.bincount(classes(quasi))
    return Estimate(float(sizes[sizes < k].sum()), len(quasi), why_no_interval=CENSUS)


def l_diversity(quasi: Codes, sensitive: Codes) -> Result:
    """Distinct l-diversity: the smallest number of sensitive values in a class; at least 1, higher is safer.

    Args:
        sensitive: (N,) codes of the sensitive attribute.

    Source: Machanavajjhala et al. 2007, doi:10.1145/1217299.1217302, section 4.
    """
    if not len(quasi):
        return Undefined("no record", 0)
    return Estimate(float((_by_class(quasi, sensitive) > 0).sum(axis=1).min()), len(quasi), why_no_interval=CENSUS)


def t_closeness(quasi: Codes, sensitive: Codes, *, ordered: bool = False) -> Result:
    """t: the largest distance between a class's distribution of the sensitive attribute and that of all records.

    The distance is the earth mover's: half the sum of absolute differences for unordered values; for ordered values
    the mean absolute difference of the cumulative shares over the V - 1 steps between the V values.
    Range [0, 1], lower is safer; 0 when there is one class or one value.
    Source: Li, Li and Venkatasubramanian 2007, doi:10.1109/ICDE.2007.367856, section 5.
    """
    if not len(quasi):
        return Undefined("no record", 0)
    table = _by_class(quasi, sensitive)
    apart = _shares(table) - table.sum(axis=0) / table.sum()
    steps = max(table.shape[1] - 1, 1)
    moved = np.abs(np.cumsum(apart, axis=1)).sum(axis=1) / steps if ordered else np.abs(apart).sum(axis=1) / 2
    return Estimate(float(moved.max()), len(quasi), why_no_interval=CENSUS)


def _by_class(quasi: Codes, sensitive: Codes) -> npt.NDArray[np.int64]:
    """(classes, V) how often each occurring sensitive value stands in each class."""
    values, code = np.unique(sensitive, return_inverse=True)
    table = np.zeros((int(classes(quasi).max()) + 1, len(values)), dtype=np.int64)
    np.add.at(table, (classes(quasi), code), 1)
    return table


def _shares(table: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.asarray(table / table.sum(axis=1, keepdims=True), dtype=np.float64)
