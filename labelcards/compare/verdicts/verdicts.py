"""From measured differences to verdicts: corrected for how many were looked at, and read against what matters.

A difference beyond noise is told apart by whether it is as large as the margin that matters in practice; one that is
not beyond noise, by whether its interval shows that nothing as large as the margin happened (equivalence: Schuirmann
1987, doi:10.1007/BF01068419) or leaves that open. What is no news of its own does not count: figures of one aspect are
several looks at one thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import special

from labelcards.catalog.places import aspect_of, margin_of, rank_of
from labelcards.compare.verdicts.detectable import annotators_drawn
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.documents.figures import CatalogEntry, figure
from labelcards.documents.metric_difference import (
    VERDICTS,
    DifferenceVerdict,
    Family,
    MetricDifference,
    VersionContrast,
    by_estimand,
)
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.correction import benjamini_hochberg
from labelcards.metrics.intervals.level import UPPER

__all__ = ["POWER", "contrast_of_pair", "judge", "tally", "whole_tally"]

POWER = 0.8
"""How often a difference of the margin shall be found where it is told how many items would do."""

_FAMILIES: tuple[Family, ...] = ("headline", "alongside", "detail")


def judge(
    measured: Iterable[MetricPair], catalog: Mapping[str, CatalogEntry], margins: Mapping[str, float] | None = None
) -> tuple[MetricDifference, ...]:
    """Verdicts on all of them: headline metrics first, then by path.

    p-values are corrected by Benjamini and Hochberg within each family, so that at most 5% of the differences called
    evidence are expected to be noise: on labels and on the versions as a whole each. A figure alongside a headline one
    is no surer than that: it is a second look at the same thing.

    Args:
        measured: distinct paths.
        catalog: metric → definition.
        margins: metric → the difference that begins to matter, instead of the catalog's.
    """
    held = sorted(_in_families(list(measured)), key=lambda one: (_FAMILIES.index(one.family), one.path))
    judged = _adjusted(held, [one.judged for one in held])
    whole = _adjusted(held, [one.whole for one in held])
    return tuple(
        _difference(one, pair, catalog[one.metric], margins or {})
        for one, pair in zip(held, zip(judged, whole, strict=True), strict=True)
    )


def _in_families(measured: Sequence[MetricPair]) -> Iterator[MetricPair]:
    """One headline figure per question and aspect, the first in rank that can be judged; the others go alongside it."""
    leading: dict[tuple[str, str], MetricPair] = {}
    for one in sorted(measured, key=lambda each: (each.judged.p is None, rank_of(each.path), each.path)):
        if one.family == "headline":
            leading.setdefault(_aspect(one), one)
    kept = {one.path for one in leading.values()}
    for one in measured:
        yield replace(one, family="alongside") if one.family == "headline" and one.path not in kept else one


def _adjusted(held: Sequence[MetricPair], contrasts: Sequence[FigureContrast]) -> list[float]:
    """p-values after correction within each family; NaN where there is none, or where the figures do not compare."""
    raw = np.array([np.nan if one.p is None or one.why else one.p for one in contrasts])
    adjusted = raw.copy()
    for family in ("headline", "detail"):
        mine = np.array([one.family == family for one in held], dtype=np.bool_)
        adjusted[mine] = benjamini_hochberg(raw[mine])
    leading = {_aspect(one): p for one, p in zip(held, adjusted, strict=True) if one.family == "headline"}
    for place, one in enumerate(held):
        if one.family == "alongside":
            adjusted[place] = np.fmax(adjusted[place], leading[_aspect(one)]) if np.isfinite(raw[place]) else np.nan
    return [float(p) for p in adjusted]


def _aspect(one: MetricPair) -> tuple[str, str]:
    return one.question, aspect_of(one.path)


def _difference(
    one: MetricPair, adjusted: tuple[float, float], entry: CatalogEntry, margins: Mapping[str, float]
) -> MetricDifference:
    margin = margins.get(one.metric, margin_of(one.path, entry.unit))
    judged = None if one.shared is None else _contrast(one.shared, adjusted[0], entry.direction, margin)
    return MetricDifference(
        path=one.path,
        metric=one.metric,
        title=entry.title,
        unit=entry.unit,
        direction=entry.direction,
        question=one.question,
        family=one.family,
        aspect=aspect_of(one.path),
        margin=margin,
        shared=judged,
        composition=None if one.composition is None else figure("difference", one.composition),
        whole=_contrast(one.whole, adjusted[1], entry.direction, margin),
    )


def _contrast(one: FigureContrast, adjusted: float, direction: str, margin: float | None) -> VersionContrast:
    verdict = _verdict(one, adjusted, direction, margin)
    return VersionContrast(
        old=one.old,
        new=one.new,
        difference=figure("difference", one.difference),
        paired=one.paired,
        p=None if one.p is None else _three_digits(one.p),
        p_adjusted=None if np.isnan(adjusted) else _three_digits(adjusted),
        verdict=verdict,
        why=one.why,
        needed=_needed(one.difference, margin) if verdict == "not enough data" else None,
    )


def contrast_of_pair(one: FigureContrast, direction: str, margin: float | None) -> VersionContrast:
    """One contrast alone, which is not corrected for others."""
    return _contrast(one, float("nan") if one.p is None else one.p, direction, margin)


def _three_digits(p: float) -> float:
    """Three significant digits, so that a small p-value does not become 0."""
    return float(f"{p:.3g}")


def _verdict(one: FigureContrast, adjusted: float, direction: str, margin: float | None) -> DifferenceVerdict:
    difference = one.difference
    if one.why or not isinstance(difference, Estimate):
        return "not comparable"
    if np.isnan(adjusted):
        return "no difference" if difference.value == 0 else "not comparable"
    if adjusted > SIGNIFICANCE or difference.value == 0:
        return _unproven(difference, margin, same=one.p == 1.0 and difference.low is None)
    if direction not in ("higher", "lower"):
        return "changed"
    better = (difference.value > 0) == (direction == "higher")
    if margin is not None and abs(difference.value) < margin:
        return "slightly better" if better else "slightly worse"
    return "better" if better else "worse"


def _unproven(difference: Estimate, margin: float | None, *, same: bool) -> DifferenceVerdict:
    """Not beyond noise: nothing as large as the margin, or not known."""
    if same:
        return "no difference"
    if margin is None or difference.low is None or difference.high is None:
        return "not enough data"
    return "no difference" if -margin < difference.low and difference.high < margin else "not enough data"


def _needed(difference: object, margin: float | None) -> float | None:
    """How many times as many items would find a difference of the margin in `POWER` of the cases."""
    if margin is None or not isinstance(difference, Estimate) or difference.low is None or difference.high is None:
        return None
    if annotators_drawn(difference.method):
        return None  # with as many annotators, more items may never do
    error = (difference.high - difference.low) / 2 / float(special.ndtri(UPPER))
    wanted = margin / float(special.ndtri(UPPER) + special.ndtri(POWER))
    return _three_digits(max((error / wanted) ** 2, 1.0))


def tally(compared: Iterable[MetricDifference]) -> dict[DifferenceVerdict, int]:
    """Verdict on labels → how many headline metrics have it, worst news first; verdicts nobody has are left out."""
    labels, _ = by_estimand(one for one in compared if one.family == "headline")
    return _counted(one.verdict for one in labels)


def whole_tally(compared: Iterable[MetricDifference]) -> dict[DifferenceVerdict, int]:
    """The same of versions as a whole: where that is another difference, or the only one; empty if it is no other."""
    labels, versions = by_estimand(one for one in compared if one.family == "headline")
    return _counted(one.whole.verdict for one in (*(each for each in labels if each.composition), *versions))


def _counted(verdicts: Iterable[DifferenceVerdict]) -> dict[DifferenceVerdict, int]:
    counts = Counter(verdicts)
    return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}
