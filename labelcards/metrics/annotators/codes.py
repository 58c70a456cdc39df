"""Which annotators occur, and whether one labelled an item more than once; linear in the annotations."""

from __future__ import annotations

import numpy as np

from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["active_annotators", "repeats_an_item"]


def active_annotators(ratings: Ratings) -> Codes:
    """The codes of the annotators with at least one annotation, ascending."""
    return np.flatnonzero(np.bincount(ratings.annotator, minlength=ratings.M))


def repeats_an_item(ratings: Ratings) -> bool:
    """Whether an annotator labelled some item more than once."""
    key = np.sort(ratings.item * ratings.M + ratings.annotator)
    return bool((key[1:] == key[:-1]).any())
