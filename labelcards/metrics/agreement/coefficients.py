"""The agreement coefficients, each as a function of sums over items.

Every coefficient here looks at a sample only through P sums of per-item features. `Coefficient.features` says what
to sum, `Coefficient.value` what the sums mean. The same two functions serve the sample, every group of items,
every deleted item of a jackknife and every bootstrap replicate.

Where an item was annotated once, the family of Fleiss, Scott and Gwet follows Gwet's rule: the item counts in the
label shares and not in the observed agreement; alpha ignores it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labelcards.metrics.agreement.count_vectors import CountVectors, Floats, unlike_pairs
from labelcards.metrics.agreement.distances import Distance, NominalDistance

__all__ = [
    "Alpha",
    "ChanceCorrection",
    "ChanceModel",
    "Coefficient",
    "Totals",
    "VectorCoefficient",
    "observed_agreement",
    "quotient",
]

Totals = npt.NDArray[Any]

ChanceModel = Literal["none", "pooled", "hard-items", "uniform"]
"""What chance agreement is: nothing (percent), pooled label shares (Fleiss, Scott), Gwet's AC, uniform (B–P)."""


class Coefficient(Protocol):
    """A statistic that depends on a sample only through sums over its items; at most 1, which is perfect agreement.

    Attributes:
        floor: no value is lower.
    """

    @property
    def floor(self) -> float:
        """No value is lower."""
        ...

    def value(self, totals: Totals) -> Totals:
        """(B,) the coefficient of B samples from their (B, P) sums; NaN where it is undefined."""
        ...

    def why_undefined(self, totals: Floats) -> str:
        """Why ``value`` is NaN for these (P,) sums."""
        ...

    def chance_disagreement(self, totals: Floats) -> float:
        """Disagreement expected by chance, as a share of the worst possible, for (P,) sums."""
        ...


class VectorCoefficient(Coefficient, Protocol):
    """A coefficient of count vectors.

    Attributes:
        least: items with fewer annotations do not matter to it.
        by_minority: whether it rests on the items that have another label than the most frequent one.
    """

    @property
    def least(self) -> int:
        """Fewest annotations of an item that matters."""
        ...

    @property
    def by_minority(self) -> bool:
        """Whether it rests on the items that have another label than the most frequent one."""
        ...

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        ...


def quotient(numerator: Totals, denominator: Totals, smallest: float = 1e-12) -> Totals:
    """Quotient, NaN where the denominator is no larger than ``smallest``; keeps complex steps."""
    fine = denominator.real > smallest
    safe = np.where(fine, denominator, 1.0)
    return np.where(fine, numerator / safe, np.nan)


def observed_agreement(vectors: CountVectors, weights: Floats | None = None) -> Floats:
    """(U,) share of the annotation pairs of a vector that agree; mean credit with weights; 0 for size 1.

    Σ_k r_k (Σ_l w_kl r_l - 1) / (r (r - 1)) of Gwet 2014, ch. 2; ``weights`` (K, K) are 1 on the diagonal.
    """
    counts = vectors.counts
    agreeing = np.asarray(counts.multiply(counts).sum(axis=1), dtype=np.float64) - vectors.sizes
    if weights is not None:
        unit, first, second, count = unlike_pairs(vectors)
        agreeing += np.bincount(unit, weights=2 * count * weights[first, second], minlength=vectors.U)
    pairs = vectors.sizes * (vectors.sizes - 1)
    return np.asarray(np.divide(agreeing, pairs, out=np.zeros(vectors.U), where=pairs > 0))


@dataclass(frozen=True, eq=False)
class ChanceCorrection:
    """(p_a - p_e) / (1 - p_e): percent agreement, Fleiss' kappa, Scott's pi, Gwet's AC1/AC2, Brennan–Prediger.

    p_a is the mean over items with two annotations or more of the share of agreeing pairs; the label shares π are
    the mean over all annotated items of each item's shares.

    - ``none``: p_e = 0. Share of agreeing pairs (with weights: mean credit), 0 … 1.
    - ``pooled``: p_e = Σ_kl w_kl π_k π_l. Any number of annotators (Fleiss 1971, doi:10.1037/h0031619); with exactly
      two this is Scott's pi (Scott 1955, doi:10.1086/266577). Undefined when all annotations have one label.
    - ``hard-items``: p_e = Σ_kl w_kl · Σ_k π_k (1 - π_k) / (K (K - 1)). AC1, with weights AC2 (Gwet 2008,
      doi:10.1348/000711006X126600). Defined, and 1, when all annotations have one label of several.
    - ``uniform``: p_e = Σ_kl w_kl / K² (Brennan and Prediger 1981, doi:10.1177/001316448104100307).

    -1 … 1, higher is better, 0 is chance. Undefined without an item that has two annotations, and, but for ``none``,
    with K = 1: nothing could be chosen. K counts the declared
    labels, used or not; ``weights`` (K, K) are the credit for two labels, 1 on the diagonal, equality when absent.
    Features: items, items with two annotations, p_a sum, K label shares.

    Source: Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 2-5.
    """

    chance: ChanceModel
    K: int
    weights: Floats | None = None

    @property
    def least(self) -> int:
        """Items annotated once matter to the label shares only."""
        return 2 if self.chance in ("none", "uniform") else 1

    @property
    def by_minority(self) -> bool:
        """Only what takes chance from the label shares hangs on the rarer labels."""
        return self.chance == "pooled"

    @property
    def floor(self) -> float:
        """0 for percent agreement, -1 for the chance-corrected ones."""
        return 0.0 if self.chance == "none" else -1.0

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        paired = (vectors.sizes >= 2).astype(np.float64)
        head = np.stack([np.ones(vectors.U), paired, observed_agreement(vectors, self.weights)], axis=1)
        shares = sparse.diags_array(1 / vectors.sizes) @ vectors.counts
        return sparse.csr_array(sparse.hstack([sparse.csr_array(head), shares]))

    def value(self, totals: Totals) -> Totals:
        """(B,) the coefficient of B samples from their (B, P) sums."""
        observed = quotient(totals[:, 2], totals[:, 1])
        expected = self._expected(quotient(totals[:, 3:], totals[:, :1]))
        return quotient(observed - expected, 1 - expected)

    def _expected(self, shares: Totals) -> Totals:
        total = float(self.K if self.weights is None else self.weights.sum())
        if self.chance == "pooled":
            credit = shares if self.weights is None else shares @ self.weights
            return np.asarray((credit * shares).sum(axis=1))
        if self.chance == "hard-items" and self.K > 1:
            spread = (shares * (1 - shares)).sum(axis=1)
            return np.asarray(total * spread / (self.K * (self.K - 1)))
        constant = 0.0 if self.chance == "none" else total / max(self.K, 1) ** 2
        return np.full(len(shares), constant)

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        if totals[1] == 0:
            return "no item has two annotations"
        return "only one label is known" if self.K < 2 else "all annotations have the same label"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        return 1 - self.chance_agreement(totals)

    def chance_agreement(self, totals: Floats) -> float:
        """p_e of one sample from its (P,) sums."""
        return float(self._expected(totals[None, 3:] / totals[0])[0])


@dataclass(frozen=True, eq=False)
class Alpha:
    """Krippendorff's alpha, 1 - (n - 1) Σ o·d / Σ n·n·d, over the pairable annotations.

    About -1 … 1, higher is better, 0 is chance. Undefined when no item has two annotations, or when all pairable
    annotations have one label (there is nothing to disagree about).

    Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example B; for its reading as a ratio of
    sums see Gwet 2014, ch. 2.

    >>> from labelcards.metrics.agreement.measures import agreement
    >>> from labelcards.metrics.ratings import Ratings
    >>> labels = np.array(["abcde".index(letter) for letter in "aabbdcccedda" "babbbccceddd"])
    >>> ratings = Ratings(np.tile(np.arange(12), 2), np.repeat([0, 1], 12), labels, 12, 2, 5)
    >>> round(agreement(ratings, Alpha()).value, 3)
    0.692
    """

    distance: Distance = field(default_factory=NominalDistance)
    least: int = 2
    floor: float = -1.0
    by_minority: bool = True

    def features(self, vectors: CountVectors) -> sparse.csr_array:
        """(U, P) per distinct vector what is summed over items."""
        return self.distance.features(vectors)

    def value(self, totals: Totals) -> Totals:
        """(B,) the coefficient of B samples from their (B, P) sums."""
        observed, expected = self.distance.disagreement(totals)
        pairable = self.distance.pairable(totals)
        return 1 - (pairable - 1) * quotient(observed, expected)

    def why_undefined(self, totals: Floats) -> str:
        """The reason for NaN."""
        if self.distance.pairable(totals[None, :])[0] == 0:
            return "no item has two annotations"
        return "all annotations have the same label"

    def chance_disagreement(self, totals: Floats) -> float:
        """Expected disagreement as a share of the worst possible."""
        n = float(self.distance.pairable(totals[None, :])[0])
        expected = float(self.distance.disagreement(totals[None, :])[1][0])
        return expected / (n * (n - 1) * self.distance.largest)
