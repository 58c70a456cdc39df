"""The smallest difference to another version that the figures of this one could find."""

from __future__ import annotations

from labelcards.catalog.branches import WatchedFigure
from labelcards.catalog.metrics import CATALOG
from labelcards.catalog.places import looked_at
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import Figure, FigureTree, leaves
from labelcards.metrics.agreement.two_way import annotators_in
from labelcards.metrics.power.annotators import TwoWayError
from labelcards.metrics.power.detectable import (
    POWER,
    DetectionAim,
    MeasuredError,
    error_of_independent,
    error_of_interval,
    error_of_logit_interval,
)
from labelcards.metrics.power.shares import IndependentShares

__all__ = ["OTHERS", "detectable_figures"]

OTHERS = "_other_annotators"
"""What ends the name of a difference to a version by other annotators."""

_ASPECTS = ("agreement", "accuracy", "suspected errors")
_AIM = DetectionAim()
_INDEPENDENT = "to another version of as many other items"


def detectable_figures(question: str, branches: FigureTree) -> FigureTree:
    """``alpha``, ``alpha_other_annotators``, ``gold_accuracy``, ``flagged_share``: one of each aspect with an interval.

    Args:
        question: its key.
        branches: the figures of the question, as ``quality.json`` holds them.
    """
    found: FigureTree = {}
    told: set[str] = set()
    for watched, steps, leaf in _watched(question, branches):
        if watched.aspect in told:
            continue
        told.add(watched.aspect)
        found[watched.name] = _independent(leaf)
        both = _two_way(branches, steps)
        people = annotators_in(both.method or "") if both is not None else None
        if both is not None and people is not None:
            found[watched.name + OTHERS] = _by_others(leaf, both, people)
    return found


def _watched(question: str, branches: FigureTree) -> list[tuple[WatchedFigure, FigurePath, Figure]]:
    """Headline figures of the aspects that have an interval, most telling first."""
    found = []
    for steps, leaf in leaves(branches):
        looked = looked_at(("quality", "questions", question, *steps))
        if looked is not None and looked.watched.aspect in _ASPECTS and leaf.low is not None and leaf.high is not None:
            found.append((looked.watched, steps, leaf))
    return sorted(found, key=lambda one: one[0].rank)


def _two_way(branches: FigureTree, steps: tuple[str, ...]) -> Figure | None:
    """The same coefficient with its interval over items and annotators."""
    agreement = branches.get("agreement")
    held = agreement.get("two_way") if isinstance(agreement, dict) and steps[:2] == ("agreement", "overall") else None
    found = held.get(steps[-1]) if isinstance(held, dict) else None
    return found if isinstance(found, Figure) and found.low is not None else None


def _independent(leaf: Figure) -> Figure:
    share = CATALOG[leaf.metric].unit == "share"
    value, n = leaf.value or 0.0, leaf.n or 0
    error = error_of_interval(value, leaf.low or 0.0, leaf.high or 0.0)
    if share:
        found = IndependentShares.measured(value, error, n).detectable(_AIM)
    else:
        found = MeasuredError(error_of_independent(error), n).detectable(_AIM)
    metric = "detectable_share" if share else "detectable"
    if found is None:
        return Figure(metric=metric, n=n, why="no difference would be found with so few")
    return _figure(metric, found, n, _INDEPENDENT)


def _by_others(leaf: Figure, both: Figure, people: int) -> Figure:
    floor = float(CATALOG[leaf.metric].low)
    error = TwoWayError(
        error_of_interval(leaf.value or 0.0, leaf.low or 0.0, leaf.high or 0.0),
        error_of_logit_interval(leaf.value or 0.0, both.low or 0.0, both.high or 0.0, people - 1, floor),
        people,
    )
    share = CATALOG[leaf.metric].unit == "share"
    about = f"{_INDEPENDENT} and {people:,} other annotators"
    return _figure("detectable_share" if share else "detectable", error.detectable(_AIM), people, about)


def _figure(metric: str, value: float, n: int | None, about: str) -> Figure:
    method = f"{POWER:.0%} power, {_AIM.level:.0%} two-sided, {about}"
    return Figure(metric=metric, value=round(value, 6), n=n, method=method, why="a formula, which has no interval")
