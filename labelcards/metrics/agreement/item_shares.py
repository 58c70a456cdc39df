"""Uncorrected shares of agreement beside the pairwise one: the majority's, that on one label, and unanimity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labelcards.metrics.agreement.coefficients import Totals, quotient
from labelcards.metrics.agreement.count_vectors import CountVectors, Floats
from labelcards.metrics.agreement.rarefied import alike_chance

__all__ = ["MajorityShare", "SpecificAgreement", "Unanimity"]


@dataclass(frozen=True)
class MajorityShare:
    """Mean over items with two annotations or more of the share of the most frequent label.

    Some papers report this as "percentage agreement"; it is higher than the share of agreeing pairs. Range 1/K … 1.
    Features: items, shares.

    Source: as computed by Röttger et al. 2022, doi:10.18653/v1/2022.naacl-main.13, section 5.
    """

    least: int = 2
    floor: float = 0.0
    by_minority: bool = False

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
    by_minority: bool = True

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


@dataclass(frozen=True)
class Unanimity:
    """Mean over items of the chance that ``least`` of their annotations, drawn at random, all have the same label.

    Σ_k C(r_k, m) / C(r, m) of an item with r_k annotations of label k, over items with m annotations or more. One minus
    it is the share of disputed items had each item been annotated m times, so versions in which items were annotated
    more or less often can be compared. Range 0 … 1; exact, nothing is drawn.

    Source: see `rarefied`.

    Attributes:
        least: m, at least 2.
    """

    least: int = 2
    floor: float = 0.0
    by_minority: bool = False

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, 2) per distinct vector what is summed over items."""
        chance = alike_chance(vectors.counts, vectors.sizes, self.least)
        return sparse.csr_array(np.stack([np.ones(vectors.U), chance], axis=1))

    def value(self, totals: Totals) -> Totals:
        """(B,) the share of B samples from their (B, P) sums."""
        return quotient(totals[:, 1], totals[:, 0])

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        return f"no item has {self.least} annotations"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        return 1.0
