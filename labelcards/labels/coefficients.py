"""The agreement coefficients that suit a kind of label: the one table, and the one guard on distinct answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from labelcards.labels.kind import LabelKind
from labelcards.labels.limits import why_too_many
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.distances import WeightScheme, agreement_weights
from labelcards.metrics.agreement.item_shares import MajorityShare
from labelcards.metrics.ratings import Codes

__all__ = ["Coefficients", "suitable", "weighted_schemes"]

MOST_LEVELS = 64
"""A scale with more labels is a number; its question is better declared as interval."""

_WEIGHTED: tuple[WeightScheme, ...] = ("linear", "quadratic", "ordinal")

_BY_COUNTS: Mapping[str, Callable[[int], VectorCoefficient]] = {
    "brennan_prediger": lambda K: ChanceCorrection("uniform", K),
    "fleiss_kappa": lambda K: ChanceCorrection("pooled", K),
    "gwet_ac1": lambda K: ChanceCorrection("hard-items", K),
    "majority_share": lambda K: MajorityShare(),
    "percent": lambda K: ChanceCorrection("none", K),
}
"""Coefficients for which two answers are equal or different."""

_BY_WEIGHTS = ("gwet_ac2",)
"""Coefficients of count vectors that give credit for near misses."""

_BY_PAIRS: Mapping[str, WeightScheme] = {
    "cohen_kappa": "identity",
    "cohen_kappa_linear": "linear",
    "cohen_kappa_quadratic": "quadratic",
}
"""Coefficients of two annotators, with their agreement weights."""

_BY_ANNOTATORS = frozenset({"conger_kappa", "scott_pi"})
"""Coefficients that need to know which annotator gave which answer. What is in no table is an alpha of the kind."""


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    """The coefficients that suit the annotations of a question, made for its K answers.

    Attributes:
        of_vectors: metric key → coefficient that needs count vectors only.
        of_pairs: metric key → agreement weights of Cohen's kappa.
        of_annotators: metric keys: Conger's kappa, and Scott's pi of two annotators.
        refused: metric key → why there are too many distinct answers for it.
    """

    of_vectors: Mapping[str, VectorCoefficient]
    of_pairs: Mapping[str, WeightScheme]
    of_annotators: frozenset[str]
    refused: Mapping[str, str]


def suitable(
    kind: LabelKind,
    labels: tuple[str, ...],
    given: Codes | None = None,
    *,
    scheme: WeightScheme | None = None,
    wanted: Iterable[str] | None = None,
) -> Coefficients:
    """What `LabelKind.coefficients` names, ready to be computed.

    Args:
        kind: what the labels are.
        labels: the K answers, in code order.
        given: (R,) codes of the annotations; see `LabelKind.distance`.
        scheme: agreement weights of the coefficients of count vectors; the kind's usual ones when absent.
        wanted: only these; all when absent.
    """
    K = len(labels)
    keys = [key for key in kind.coefficients if wanted is None or key in wanted]
    refused = {key: why for key in keys if (why := _why_not(kind, key, K))}
    allowed = [key for key in keys if key not in refused]
    vectors: dict[str, VectorCoefficient] = {}
    for key in allowed:
        if key in _BY_COUNTS:
            vectors[key] = _BY_COUNTS[key](K)
        elif key in _BY_WEIGHTS:
            weights = agreement_weights(scheme or kind.weights[0], kind.values(labels))
            vectors[key] = ChanceCorrection("hard-items", K, weights)
        elif key not in _BY_PAIRS and key not in _BY_ANNOTATORS:
            vectors[key] = Alpha(kind.distance(labels, given, of=key))
    return Coefficients(
        of_vectors=vectors,
        of_pairs={key: _BY_PAIRS[key] for key in allowed if key in _BY_PAIRS},
        of_annotators=_BY_ANNOTATORS.intersection(allowed),
        refused=refused,
    )


def _why_not(kind: LabelKind, key: str, K: int) -> str | None:
    """The guard: a table of K × K distances or weights is made up to a limit only."""
    if key in _BY_COUNTS or key in _BY_ANNOTATORS or _BY_PAIRS.get(key) == "identity":
        return None
    return why_too_many(K) if key in _BY_WEIGHTS or key in _BY_PAIRS else kind.why_no_distance(K)


def weighted_schemes(kind: LabelKind, K: int) -> tuple[WeightScheme, ...]:
    """The agreement weights by which K levels are compared side by side; none for other kinds, or too many levels."""
    return _WEIGHTED if kind.scale == "level" and 2 <= K <= MOST_LEVELS else ()
