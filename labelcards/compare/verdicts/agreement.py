"""New minus old, for the agreement on one question, paired over the items both versions have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion
from labelcards.labels.registry import kind_named
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrected, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import CountVectors, count_vectors
from labelcards.metrics.agreement.measures import agreement_of_vectors, why_no_agreement
from labelcards.metrics.agreement.paired import agreement_difference
from labelcards.metrics.estimate import Result, Undefined
from labelcards.metrics.intervals.uncertainty import IntervalPlan
from labelcards.metrics.ratings import Codes

__all__ = ["Agreements", "PairedAgreement", "shared_items"]


@dataclass(frozen=True, slots=True)
class PairedAgreement:
    """One coefficient in both versions and its difference, new minus old."""

    old: Result
    new: Result
    difference: Result


@dataclass(frozen=True, eq=False)
class Agreements:
    """The annotations of one question in both versions, ready to be compared.

    Attributes:
        kind: the question's label kind.
        old, new: the codes, without ground truth.
        vectors: label-count vectors, old first.
        shared: codes of the items that both have, new first, as `agreement_difference` wants them.
    """

    kind: str
    old: CodedQuestion
    new: CodedQuestion
    vectors: tuple[CountVectors, CountVectors]
    shared: tuple[Codes, Codes]

    @classmethod
    def of(cls, kind: str, before: CodedQuestion, after: CodedQuestion) -> Agreements:
        """Count both versions' annotations and align their items."""
        return cls(
            kind=kind,
            old=before,
            new=after,
            vectors=(count_vectors(before.ratings), count_vectors(after.ratings)),
            shared=shared_items(after.items, before.items),
        )

    def compare(self, plan: IntervalPlan) -> dict[str, PairedAgreement]:
        """Every coefficient that suits the kind.

        Each version's coefficient is over all its own items; the interval of the difference uses that items in both
        versions move together.
        """
        before, after = _coefficients(self.kind, self.old), _coefficients(self.kind, self.new)
        whys = [why_no_agreement(coded.ratings) for coded in (self.old, self.new)]
        return {name: self._one(before[name], after[name], whys, plan) for name in after}

    def _one(
        self, before: VectorCoefficient, after: VectorCoefficient, whys: list[str | None], plan: IntervalPlan
    ) -> PairedAgreement:
        old, new = (
            Undefined(why) if why else agreement_of_vectors(vectors, coefficient, plan)
            for why, vectors, coefficient in zip(whys, self.vectors, (before, after), strict=True)
        )
        named = [f"{name} version: {why}" for name, why in zip(("new", "old"), reversed(whys), strict=True) if why]
        difference: Result = (
            Undefined(named[0])
            if named
            else agreement_difference((self.vectors[1], after), (self.vectors[0], before), self.shared, plan)
        )
        return PairedAgreement(old, new, difference)


def shared_items(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[Codes, Codes]:
    """Codes of the items that both have, in the new and, aligned, in the old version."""
    place = pd.Index(old).get_indexer(pd.Index(new)).astype(np.intp)
    both = np.flatnonzero(place >= 0).astype(np.intp)
    return both, place[both]


def _coefficients(kind: str, coded: CodedQuestion) -> dict[str, VectorCoefficient]:
    """The coefficients compared, with this version's labels."""
    scale = kind_named(kind)
    K = coded.ratings.K
    named: dict[str, VectorCoefficient] = {
        "percent": ChanceCorrected("none", K),
        "alpha": Alpha(scale.distance(coded.labels)),
    }
    if kind in ("nominal", "ordinal"):
        named["fleiss_kappa"] = ChanceCorrected("pooled", K)
        named["gwet_ac1"] = ChanceCorrected("hard-items", K)
    return named
