"""Which annotators occur, which rows are theirs, and whether one labelled an item more than once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from labelcards.metrics.ratings import Codes, Ratings, ascending

__all__ = ["active_annotators", "repeats_an_item", "rows_of"]


def active_annotators(ratings: Ratings) -> Codes:
    """The codes of the annotators with at least one annotation, ascending."""
    return np.flatnonzero(np.bincount(ratings.annotator, minlength=ratings.M))


def repeats_an_item(ratings: Ratings) -> bool:
    """Whether an annotator labelled some item more than once."""
    key = ascending(ratings.item * ratings.M + ratings.annotator)
    return bool((key[1:] == key[:-1]).any())


def rows_of(who: Codes, M: int, order: npt.NDArray[np.float64] | None = None) -> list[Codes]:
    """Per code 0 … M-1: where it stands in ``who`` (R,), by ascending ``order`` (R,); equal ones by position."""
    rows = np.argsort(who, kind="stable") if order is None else np.lexsort((order, who))
    starts = np.searchsorted(who[rows], np.arange(M + 1))
    return [rows[start:stop] for start, stop in pairwise(starts)]
