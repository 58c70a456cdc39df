"""From measured differences to verdicts: corrected for how many were looked at, in the catalog's direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from labelcards.compare.verdicts.metric_pair import MetricPair
from labelcards.documents.difference import DifferenceVerdict, MetricDifference
from labelcards.documents.figures import CatalogEntry, figure
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.correction import benjamini_hochberg

__all__ = ["judge", "tally"]

ORDER: tuple[DifferenceVerdict, ...] = ("worse", "better", "changed", "no evidence", "not comparable")


def judge(measured: Iterable[MetricPair], catalog: Mapping[str, CatalogEntry]) -> tuple[MetricDifference, ...]:
    """Verdicts on all of them: headline metrics first, then by path.

    p-values are corrected by Benjamini and Hochberg within each family, so that at most 5% of the differences called
    evidence are expected to be noise.

    Args:
        measured: distinct paths.
        catalog: metric → definition.
    """
    held = sorted(measured, key=lambda one: (one.family != "headline", one.path))
    adjusted = np.full(len(held), np.nan)
    for family in ("headline", "detail"):
        mine = np.array([one.family == family for one in held], dtype=np.bool_)
        raw = np.array([np.nan if one.p is None else one.p for one in held])
        adjusted[mine] = benjamini_hochberg(raw[mine])
    return tuple(_compared(one, float(p), catalog[one.metric]) for one, p in zip(held, adjusted, strict=True))


def _compared(one: MetricPair, adjusted: float, entry: CatalogEntry) -> MetricDifference:
    return MetricDifference(
        path=one.path,
        metric=one.metric,
        title=entry.title,
        unit=entry.unit,
        direction=entry.direction,
        question=one.question,
        family=one.family,
        old=one.old,
        new=one.new,
        difference=figure("difference", one.difference),
        paired=one.paired,
        p=_three_digits(one.p) if one.p is not None else None,
        p_adjusted=_three_digits(adjusted) if one.p is not None else None,
        verdict=_verdict(one, adjusted, entry.direction),
    )


def _three_digits(p: float) -> float:
    """Three significant digits, so that a small p-value does not become 0."""
    return float(f"{p:.3g}")


def _verdict(one: MetricPair, adjusted: float, direction: str) -> DifferenceVerdict:
    if one.p is None or not isinstance(one.difference, Estimate):
        equal = isinstance(one.difference, Estimate) and one.difference.value == 0
        return "no evidence" if equal else "not comparable"
    if adjusted > SIGNIFICANCE or one.difference.value == 0:
        return "no evidence"
    if direction not in ("higher", "lower"):
        return "changed"
    return "better" if (one.difference.value > 0) == (direction == "higher") else "worse"


def tally(compared: Iterable[MetricDifference]) -> dict[DifferenceVerdict, int]:
    """Verdict → how many headline metrics have it, worst news first; verdicts nobody has are left out."""
    counts = Counter(one.verdict for one in compared if one.family == "headline")
    return {verdict: counts[verdict] for verdict in ORDER if counts[verdict]}
