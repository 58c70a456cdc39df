"""Uncorrected shares of agreement beside the pairwise one: the majority's, and that on one label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.coefficients import Totals, quotient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats

__all__ = ["MajorityShare", "SpecificAgreement"]


@dataclass(frozen=True)
class MajorityShare:
    """Mean over items with two annotations or more of the share of the most frequent label.

    Some papers report this as "percentage agreement"; it is higher than the share of agreeing pairs. Range 1/K … 1.
    Features: items, shares.

    Source: as computed by Röttger et al. 2022, doi:10.18653/v1/2022.naacl-main.13, section 5.
    """

    least: int = 2
    floor: float = 0.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, 2) per distinct vector what is summed over items."""
        top = vectors.counts.max(axis=1).toarray().ravel() if vectors.U else np.zeros(0)
        return sparse.csr_array(np.stack([np.ones(vectors.U), top / vectors.sizes], axis=1))

    def value(self, totals: Totals) -> Totals:
        """(B,) the share of B samples from their (B, P) sums."""
        return quotient(totals[:, 1], totals[:, 0])

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        return "no item has two annotations"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        return 1.0


@dataclass(frozen=True)
class SpecificAgreement:
    """Given that an annotator chose label 1 of two, how likely another annotator of the item chose it too.

    Σ r_1 (r_1 - 1) / Σ r_1 (r - 1) over items with two annotations or more. Range 0 … 1.

    Source: Fleiss 1971, doi:10.1037/h0031619; Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M.
    """

    least: int = 2
    floor: float = 0.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, 2) per distinct vector what is summed over items."""
        chosen = vectors.counts[:, [1]].toarray().ravel().astype(np.float64)
        return sparse.csr_array(np.stack([chosen * (chosen - 1), chosen * (vectors.sizes - 1)], axis=1))

    def value(self, totals: Totals) -> Totals:
        """(B,) the coefficient of B samples from their (B, P) sums."""
        return quotient(totals[:, 0], totals[:, 1])

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        return "no multiply annotated item has this label"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        return 1.0
