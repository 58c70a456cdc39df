"""The headline alpha through the ``krippendorff`` package, and the proof that our kernel gives the same.

Intervals, groups and bootstrap come from our own kernel. Here every annotated item also passes through the published
package; if the two differ by more than 1e-9 anywhere, nothing is reported.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labelcards.errors import ToolError
from labelcards.labels.kind import LabelKind
from labelcards.metrics.agreement.coefficients import Alpha
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.agreement.distances import Distance, MatrixDistance
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.ratings import Codes

__all__ = ["TOLERANCE", "checked_alpha"]

TOLERANCE = 1e-9
_CELLS = 1 << 22
_MOST_BLOCKS = 64


def checked_alpha(vectors: CountVectors, distance: Distance, kind: LabelKind, labels: tuple[str, ...]) -> float:
    """Krippendorff's alpha from the ``krippendorff`` package, equal to our kernel's.

    The package's memory grows with items × labels². When that is more than four million cells the items are dealt out
    to as many blocks as fit (at most 64), each block is compared, and the kernel's alpha of all items is returned.

    Args:
        vectors: of the question's annotations, with ``of_item``.
        distance: ``kind.distance(labels)``.
        kind: the label kind; gives values to labels with an order.
        labels: the K labels.

    Returns:
        alpha; NaN when it is undefined.

    Raises:
        ToolError: the two differ by more than 1e-9.
    """
    paired = vectors.at_least(2)
    ours = sample_of(paired, Alpha(distance)).value
    if not np.isfinite(ours):
        return ours
    values = kind.values(labels) if kind.scale else np.arange(len(labels), dtype=np.float64)
    of_item = paired.of_item[paired.of_item >= 0]
    blocks = _blocks(paired, of_item)
    for block in blocks:
        theirs = _by_package(paired, block, distance, values)
        weights = np.bincount(block, minlength=paired.U).astype(np.float64)
        mine = ours if len(blocks) == 1 else sample_of(paired.reweighted(weights), Alpha(distance)).value
        if np.isfinite(theirs) != np.isfinite(mine) or abs(np.nan_to_num(theirs - mine)) > TOLERANCE:
            raise ToolError(
                "Krippendorff's alpha differs between labelcards and the krippendorff package.",
                hint="Report it with the versions of krippendorff and numpy; `pip install -U krippendorff` may help.",
            )
        if len(blocks) == 1:
            return theirs
    return ours


def _blocks(vectors: CountVectors, of_item: Codes) -> list[Codes]:
    """The items' vectors, dealt out so that a block has at most four million cells of items × labels used²."""
    largest = max(float(vectors.sizes.max(initial=2.0)), 2.0)
    used = min(vectors.K, max(2, int(largest * len(of_item))))
    rows = len(of_item)
    if rows * used**2 > _CELLS:
        rows = max(2, _CELLS // vectors.K**2, int((_CELLS / largest**2) ** (1 / 3)))
    count = -(-len(of_item) // rows)
    return [of_item[start::count] for start in range(min(count, _MOST_BLOCKS))]


def _by_package(vectors: CountVectors, block: Codes, distance: Distance, values: Floats) -> float:
    import krippendorff  # noqa: PLC0415 - GPL package, loaded only when used

    counts = vectors.counts[block]
    present = np.flatnonzero(np.asarray(counts.sum(axis=0)))
    if len(present) < 2:
        return float("nan")
    table = counts[:, present].toarray()
    level = _level(distance, present)
    return float(krippendorff.alpha(value_counts=table, value_domain=values[present], level_of_measurement=level))


def _level(distance: Distance, present: Codes) -> Any:
    if not isinstance(distance, MatrixDistance) or distance.standard:
        return distance.name
    matrix = distance.matrix[np.ix_(present, present)]

    def metric(_v1: Any, _v2: Any, i1: Codes, i2: Codes, n_v: Any, dtype: Any = np.float64) -> Any:
        return matrix[i1, i2].astype(dtype)

    return metric
