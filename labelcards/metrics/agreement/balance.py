"""What to know before trusting an agreement figure, as measured evidence.

Each finding has a code and the numbers behind it; wording is left to the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from labelcards.metrics.agreement.coefficients import ChanceCorrection
from labelcards.metrics.agreement.count_vectors import CountVectors, count_vectors
from labelcards.metrics.agreement.rare_labels import vector_minority
from labelcards.metrics.annotators.codes import active_annotators
from labelcards.metrics.ratings import Ratings

__all__ = ["AgreementFinding", "agreement_findings", "label_shares"]

PARADOX_PERCENT = 0.8
PARADOX_KAPPA = 0.4
PARADOX_GAP = 0.3
THIN_ITEMS = 30
THIN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class AgreementFinding:
    """One thing that limits what an agreement figure says.

    Attributes:
        code: ``no-annotations``, ``single-annotator``, ``no-overlap``, ``thin-overlap``, ``one-label``,
            ``rare-label``, ``prevalence-paradox`` or ``separate-annotators``.
        evidence: name of a measured quantity → its value.
    """

    code: str
    evidence: dict[str, float] = field(default_factory=dict)


def label_shares(vectors: CountVectors) -> tuple[float, ...]:
    """(K,) share of each label among all annotations; zeros when there is none."""
    counts = np.asarray(vectors.weights @ vectors.counts, dtype=np.float64)
    total = counts.sum()
    return tuple(float(share) for share in (counts / total if total else counts))


def agreement_findings(ratings: Ratings) -> tuple[AgreementFinding, ...]:
    """All findings about the annotations of one question, in a fixed order.

    - ``single-annotator``, ``no-overlap``: agreement cannot be measured.
    - ``thin-overlap``: fewer than 30 items, or less than a tenth of the annotated ones, have two annotations.
    - ``one-label``: all annotations have one label; alpha and kappa are undefined.
    - ``rare-label``: to fewer than ten multiply annotated items, and at most a fifth, most annotations give another
      label than the most frequent one. Alpha and the kappas rest on these alone; single dissenting annotations are no
      evidence of them (`rare_labels`).
    - ``prevalence-paradox``: percent agreement of .8 or more, Fleiss' kappa below .4, AC1 higher by .3 or more: one
      label dominates and kappa punishes that (Feinstein and Cicchetti 1990, doi:10.1016/0895-4356(90)90158-L).
    - ``separate-annotators``: the annotators fall into groups that share no item with each other, so agreement within
      the groups says nothing about agreement between them.
    """
    if not len(ratings):
        return (AgreementFinding("no-annotations"),)
    annotators = len(active_annotators(ratings))
    if annotators == 1:
        return (AgreementFinding("single-annotator", {"annotations": float(len(ratings))}),)
    vectors = count_vectors(ratings)
    items = float(vectors.weights.sum())
    paired = float(vectors.weights[vectors.sizes >= 2].sum())
    if paired == 0:
        return (AgreementFinding("no-overlap", {"items": items, "annotators": float(annotators)}),)
    found = [*_overlap(items, paired), *_variety(vectors), *_separation(ratings)]
    return tuple(found)


def _overlap(items: float, paired: float) -> list[AgreementFinding]:
    if paired >= THIN_ITEMS and paired >= THIN_SHARE * items:
        return []
    return [AgreementFinding("thin-overlap", {"items": items, "multiply_annotated": paired})]


def _variety(vectors: CountVectors) -> list[AgreementFinding]:
    shares = label_shares(vectors)
    if max(shares) > 1 - 1e-12:
        return [AgreementFinding("one-label", {"items": float(vectors.weights.sum())})]
    paired = vectors.at_least(2)
    held = vector_minority(paired)
    found = []
    if held.few:
        found.append(AgreementFinding("rare-label", {"items": held.minority, "multiply_annotated": held.items}))
    return [*found, *_paradox(vectors, max(shares))]


def _paradox(vectors: CountVectors, dominant: float) -> list[AgreementFinding]:
    values = {}
    for name, chance in (("percent", "none"), ("fleiss_kappa", "pooled"), ("gwet_ac1", "hard-items")):
        coefficient = ChanceCorrection(chance, vectors.K)  # type: ignore[arg-type]
        used = vectors.at_least(coefficient.least)
        values[name] = float(coefficient.value((used.weights @ coefficient.features(used))[None, :])[0])
    high, low = values["percent"] >= PARADOX_PERCENT, values["fleiss_kappa"] < PARADOX_KAPPA
    if high and low and values["gwet_ac1"] - values["fleiss_kappa"] >= PARADOX_GAP:
        return [AgreementFinding("prevalence-paradox", {**values, "largest_label_share": dominant})]
    return []


def _separation(ratings: Ratings) -> list[AgreementFinding]:
    """Annotators connected through shared items; several components never meet."""
    used = active_annotators(ratings)
    ones = np.ones(len(ratings), dtype=np.int8)
    size = ratings.M + ratings.N
    links = sparse.coo_array((ones, (ratings.annotator, ratings.M + ratings.item)), shape=(size, size))
    _, component = csgraph.connected_components(links.tocsr(), directed=False)
    groups, sizes = np.unique(component[used], return_counts=True)
    if len(groups) == 1:
        return []
    evidence = {"groups": float(len(groups)), "annotators": float(len(used)), "largest_group": float(sizes.max())}
    return [AgreementFinding("separate-annotators", evidence)]
