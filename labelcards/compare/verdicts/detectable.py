"""What a comparison of two versions, or a version on its own, could have found.

The standard error is the one that was measured: of the paired difference where both versions hold the same items. The
level is what the correction of p-values leaves to a figure, given the p-values of the others that are judged with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

import numpy as np

from labelcards.catalog.places import aspect_of, margin_of, rank_of
from labelcards.compare.verdicts.unpaired import Figures
from labelcards.documents.detectable import DetectableDifference
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import CatalogEntry, Figure
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.metrics.agreement.two_way import annotators_in
from labelcards.metrics.intervals.correction import level_left
from labelcards.metrics.power.annotators import TwoWayError
from labelcards.metrics.power.detectable import (
    DetectionAim,
    MeasuredError,
    error_of_independent,
    error_of_interval,
    error_of_logit_interval,
)
from labelcards.metrics.power.shares import IndependentShares, PairedShares

__all__ = [
    "FamilyLevels",
    "annotators_drawn",
    "detectable_by_others",
    "detectable_changes",
    "detectable_next",
    "error_of_difference",
    "units_of",
]

_DEGREES = re.compile(r"cluster-robust t, ([\d,]+) degrees")
_MANY = 60
"""Fewer degrees of freedom of clustered annotations come from annotators, not from items."""
_SHARES = ("share", "difference of shares")
_NO_MOVE = "no label differs between the versions, so nothing says how much a difference would scatter"
_FEW = "the limit is the number of annotators: with as many of them, more items may never do"
_OF_CASES = ("Tango", "t over items")
Margins = Mapping[str, float]
ErrorModel = MeasuredError | PairedShares | IndependentShares


def detectable_changes(
    compared: Sequence[MetricDifference], power: float, *, everything: bool = False
) -> Iterator[DetectableDifference]:
    """Of each headline figure, the smallest change from the other version that would have been called.

    Args:
        compared: all differences, judged.
        power: how often it is to be called.
        everything: the figures beside the headline ones, too.
    """
    levels = FamilyLevels(compared)
    for one in sorted(compared, key=lambda each: (not each.question, each.question, rank_of(each.path))):
        if one.family == "headline" or (everything and one.family == "alongside"):
            yield _change(one, DetectionAim(levels.of(one.path), power))


class FamilyLevels:
    """The level that is left to a figure, the p-values of the others of its family being what they are."""

    def __init__(self, compared: Iterable[MetricDifference]) -> None:
        """Hold the p-values of all that was compared."""
        self._families: dict[str, dict[FigurePath, float]] = {}
        for one in compared:
            p = None if one.judged.why else one.judged.p
            self._families.setdefault(one.family, {})[one.path] = np.nan if p is None else p

    def of(self, path: FigurePath) -> float:
        """Two-sided; 5% for a figure that was not compared."""
        for family in self._families.values():
            if path in family:
                return level_left([p for other, p in family.items() if other != path], SIGNIFICANCE)
        return SIGNIFICANCE


def _change(one: MetricDifference, aim: DetectionAim) -> DetectableDifference:
    difference, margin = one.judged.difference, one.margin
    found = DetectableDifference(
        path=one.path,
        title=one.title,
        unit=one.unit,
        direction=one.direction,
        question=one.question,
        against="parent",
        figure=difference,
        basis=difference.method or "",
        margin=margin,
        n=difference.n,
        units=units_of(one.path),
        level=aim.level,
        power=aim.power,
    )
    if one.judged.why or difference.value is None:
        return found.model_copy(update={"why": one.judged.why or difference.why or ""})
    if difference.low is None or difference.high is None:
        return found.model_copy(update={"why": _NO_MOVE if difference.value == 0 else difference.why or ""})
    return _measured(found, _error(difference, one.judged.paired), aim)


def _error(difference: Figure, paired: bool) -> MeasuredError | PairedShares:
    """What the difference scatters by, as its method makes it."""
    error, n = error_of_difference(difference), difference.n or 0
    if paired and (difference.method or "").startswith(_OF_CASES):
        return PairedShares.measured(difference.value or 0.0, error, n)
    return MeasuredError(error, n)


def error_of_difference(difference: Figure) -> float:
    """The standard error of a difference with an interval."""
    method = difference.method or ""
    ends = difference.value or 0.0, difference.low or 0.0, difference.high or 0.0
    return error_of_interval(*ends, _degrees(method))


def _degrees(method: str) -> float | None:
    """Of Student's t, where the method says so."""
    told = _DEGREES.search(method)
    return float(told[1].replace(",", "")) if told else None


def _measured(found: DetectableDifference, error: ErrorModel, aim: DetectionAim) -> DetectableDifference:
    drawn, margin = annotators_drawn(found.basis), found.margin
    able = error.detectable(aim, _degrees(found.basis)) if found.n else None
    if able is None:
        return found.model_copy(update={"why": f"no difference would be found with so few {found.units}"})
    needed = None if drawn or margin is None else error.needed(margin, aim)
    why = _FEW if drawn and margin is not None and able > margin else ""
    return found.model_copy(update={"difference": round(able, 6), "needed": needed, "why": why})


def annotators_drawn(method: str) -> bool:
    """Whether an interval takes annotators as drawn, by what its method says."""
    few = _degrees(method)
    return ("annotators" in method and "for these annotators" not in method) or (few is not None and few < _MANY)


def detectable_next(
    held: Figures,
    catalog: Mapping[str, CatalogEntry],
    power: float,
    *,
    margins: Margins | None = None,
    everything: bool = False,
) -> Iterator[DetectableDifference]:
    """Of each headline figure, the smallest difference to another version of as many other items.

    Args:
        held: the figures of one version that a comparison looks at.
        catalog: metric → definition.
        power: how often it is to be found.
        margins: metric → the difference to be found, ``""`` for all, instead of the catalog's.
        everything: the figures beside the first of each question's aspects, too.
    """
    told: set[tuple[str, str]] = set()
    aim = DetectionAim(SIGNIFICANCE, power)
    for path in sorted(held, key=lambda each: (rank_of(each), each)):
        family, figure = held[path]
        question = path[2] if path[1] == "questions" else ""
        if family != "headline" or figure.low is None or figure.high is None or figure.value is None:
            continue
        if (question, aspect_of(path)) in told and not everything:
            continue
        told.add((question, aspect_of(path)))
        entry = catalog[figure.metric]
        own = margin_of(path, entry.unit)
        margin = (margins or {}).get(figure.metric, (margins or {}).get("", own or 0.0)) or None
        yield _next(path, figure, entry, aim, margin)


def _next(
    path: FigurePath, figure: Figure, entry: CatalogEntry, aim: DetectionAim, margin: float | None
) -> DetectableDifference:
    found = DetectableDifference(
        path=path,
        title=entry.title,
        unit=entry.unit,
        direction=entry.direction,
        question=path[2] if path[1] == "questions" else "",
        against="independent",
        figure=figure,
        basis=figure.method or "",
        margin=margin,
        n=figure.n,
        units=units_of(path),
        level=aim.level,
        power=aim.power,
    )
    error = error_of_interval(figure.value or 0.0, figure.low or 0.0, figure.high or 0.0)
    if entry.unit == "share":
        return _measured(found, IndependentShares.measured(figure.value or 0.0, error, figure.n or 0), aim)
    return _measured(found, MeasuredError(error_of_independent(error), figure.n or 0), aim)


def detectable_by_others(found: DetectableDifference, both: Figure, aim: DetectionAim) -> DetectableDifference | None:
    """The smallest difference to a version with other items and as many other annotators.

    Args:
        found: of the figure with its interval over items.
        both: the same figure with its two-way interval.
        aim: level and power.

    Returns:
        None without both intervals. ``n`` and ``needed`` are annotators: of each version, with as many items as now;
        where no number of them would do with these items, ``why`` says so.
    """
    people, figure, margin = annotators_in(both.method or ""), found.figure, found.margin
    if people is None or figure is None or figure.low is None or both.low is None:
        return None
    value, low, high = figure.value or 0.0, figure.low, figure.high or 0.0
    floor = 0.0 if found.unit in _SHARES else -1.0
    wide = error_of_logit_interval(value, both.low, both.high or 0.0, people - 1, floor)
    error = TwoWayError(error_of_interval(value, low, high), wide, people)
    able = error.detectable(aim)
    needed = None if margin is None else error.annotators_needed(margin, aim)
    return found.model_copy(
        update={
            "against": "other annotators",
            "figure": both,
            "basis": both.method or "",
            "difference": round(able, 6),
            "n": people,
            "units": "annotators",
            "needed": needed,
            "level": aim.level,
            "why": "" if margin is None or able <= margin else _limit(error, margin, aim, needed),
        }
    )


def _limit(error: TwoWayError, margin: float, aim: DetectionAim, needed: int | None) -> str:
    """What stands against finding the margin."""
    told = (
        f"however many items, {error.annotators:,} annotators find no less than {error.detectable(aim, items=inf):.3f}"
    )
    if needed is not None:
        return told
    more = error.annotators_needed(margin, aim, items=inf)
    return f"{told}; the margin asks for more items and more than {more:,} annotators" if more else told


def units_of(path: FigurePath) -> str:
    """What a figure's n counts."""
    if path[0] in ("model", "changes"):
        return "gold items"
    if len(path) > 3 and path[3] in ("gold", "gold_checks"):
        return "gold answers" if path[3] == "gold_checks" or path[4] == "annotators" else "gold items"
    return "items"
