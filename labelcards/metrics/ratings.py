"""Annotations as three aligned code arrays: the input of every agreement and consensus metric."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["Codes", "Ratings", "ascending"]

Codes = npt.NDArray[np.intp]


def ascending(key: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """``key`` sorted; itself, after one pass, where it is sorted already: the rows of a version are, by item."""
    return key if bool((key[1:] >= key[:-1]).all()) else np.sort(key)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Ratings:
    """R annotations of N items by M annotators with K labels, in long form.

    Attributes:
        item: (R,) codes 0 … N-1.
        annotator: (R,) codes 0 … M-1.
        label: (R,) codes 0 … K-1. There is no missing code: an absent annotation has no row.
        N, M, K: how many items, annotators and labels there are; some may have no row.

    Raises:
        ValueError: if the arrays differ in length or a code is out of range.
    """

    item: Codes
    annotator: Codes
    label: Codes
    N: int
    M: int
    K: int

    def __post_init__(self) -> None:
        """Check what the attributes promise."""
        if not len(self.item) == len(self.annotator) == len(self.label):
            raise ValueError("item, annotator and label have the same length")
        for codes, bound in ((self.item, self.N), (self.annotator, self.M), (self.label, self.K)):
            if len(codes) and (codes.min() < 0 or codes.max() >= bound):
                raise ValueError("a code is out of range")

    def __len__(self) -> int:
        """R, the number of ratings."""
        return len(self.item)

    def counts(self) -> sparse.csr_array:
        """(N, K) how often each item got each label."""
        ones = np.ones(len(self), dtype=np.int64)
        return sparse.coo_array((ones, (self.item, self.label)), shape=(self.N, self.K)).tocsr()

    def where(self, mask: npt.NDArray[np.bool_]) -> Ratings:
        """The annotations where ``mask`` (R,) is true; N, M, K and the codes stay."""
        return Ratings(self.item[mask], self.annotator[mask], self.label[mask], self.N, self.M, self.K)
