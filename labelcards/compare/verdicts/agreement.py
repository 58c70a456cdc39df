"""New minus old, for the agreement on one question, paired over the items both versions have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion
from labelcards.labels.coefficients import suitable
from labelcards.labels.kind import LabelKind
from labelcards.metrics.agreement.coefficients import VectorCoefficient
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
        kind: what is true of the question's labels.
        old, new: the codes, without ground truth.
        vectors: label-count vectors, old first.
        shared: codes of the items that both have, new first, as `agreement_difference` wants them.
    """

    kind: LabelKind
    old: CodedQuestion
    new: CodedQuestion
    vectors: tuple[CountVectors, CountVectors]
    shared: tuple[Codes, Codes]

    @classmethod
    def of(cls, kind: LabelKind, before: CodedQuestion, after: CodedQuestion) -> Agreements:
        """Count both versions' annotations and align their items."""
        return cls(
            kind=kind,
            old=before,
            new=after,
            vectors=(count_vectors(before.ratings), count_vectors(after.ratings)),
            shared=shared_items(after.items, before.items),
        )

    def compare(self, plan: IntervalPlan) -> dict[str, PairedAgreement]:
        """Every coefficient that versions with labels of the kind are compared by.

        Each version's coefficient is over all its own items; the interval of the difference uses that items in both
        versions move together.
        """
        sides = (self.old, self.new)
        suited = [suitable(self.kind, s.labels, s.ratings.label, wanted=self.kind.compared) for s in sides]
        none = [why_no_agreement(coded.ratings) for coded in sides]
        return {
            key: self._one(
                [found.of_vectors.get(key) for found in suited],
                [found.refused.get(key) or why for found, why in zip(suited, none, strict=True)],
                plan,
            )
            for key in self.kind.compared
        }

    def _one(
        self, coefficients: list[VectorCoefficient | None], whys: list[str | None], plan: IntervalPlan
    ) -> PairedAgreement:
        """One coefficient; ``coefficients`` and ``whys`` (it is undefined) with the old version first."""
        old, new = (
            Undefined(why or "") if why or coefficient is None else agreement_of_vectors(vectors, coefficient, plan)
            for why, vectors, coefficient in zip(whys, self.vectors, coefficients, strict=True)
        )
        before, after = coefficients
        named = [f"{name} version: {why}" for name, why in zip(("new", "old"), reversed(whys), strict=True) if why]
        if named or before is None or after is None:
            return PairedAgreement(old, new, Undefined("; ".join(named[:1])))
        pair = (self.vectors[1], after), (self.vectors[0], before)
        return PairedAgreement(old, new, agreement_difference(*pair, self.shared, plan))


def shared_items(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[Codes, Codes]:
    """Codes of the items that both have, in the new and, aligned, in the old version."""
    place = pd.Index(old).get_indexer(pd.Index(new)).astype(np.intp)
    both = np.flatnonzero(place >= 0).astype(np.intp)
    return both, place[both]
