"""Comparisons of a group with the rest: what is measured, corrected together, written as figures, and found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from labelcards.catalog.warnings import warned
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.documents.policy import SIGNIFICANCE, ComparisonPolicy
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.correction import benjamini_hochberg

__all__ = [
    "CONFIRMED",
    "MEANS",
    "SMALLEST",
    "SMALLEST_DEVIATIONS",
    "BiasFinding",
    "GroupComparison",
    "Scale",
    "findings",
    "grow",
    "p_result",
    "settled",
    "size_interval",
    "stands_out",
    "with_p",
]

Path = tuple[str, ...]

Scale = Literal["share", "level", "number"]
"""What is compared: shares of an event, positions on an ordered scale, or numbers in their own unit."""

DIFFERENCES: dict[Scale, str] = {"share": "rate_difference", "level": "level_difference", "number": "mean_difference"}
"""Scale → catalog key of a difference on it."""

MEANS: dict[Scale, str] = {"level": "mean_level", "number": "mean_value"}
"""Ordered scale → catalog key of a mean on it."""

CONFIRMED = SIGNIFICANCE
"""Where there is a permutation p-value as a second opinion, a finding's must not exceed this."""

SMALLEST = 0.05
"""A finding is at least this large, whatever its p-value."""

SMALLEST_DEVIATIONS = 0.2
"""The same for numbers, in standard deviations: "small" by Cohen 1988."""


@dataclass(frozen=True, slots=True)
class BiasFinding:
    """What a comparison is called when it stands out.

    Attributes:
        code: stable reason code, e.g. ``blind-spot``.
        names: the facts of the code that are names: the group, the label, the items.
        higher_only: whether only a positive difference is a finding (errors), or either direction (labels).
        scale: what the compared values are.
    """

    code: str
    names: Mapping[str, str]
    higher_only: bool = False
    scale: Scale = "share"


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """One group against the rest on one outcome.

    Attributes:
        path: where its figures stand.
        metric: catalog key of ``rate``.
        rate: the outcome in the group.
        difference: group minus rest.
        p: p-value before correction; NaN when not tested.
        finding: what it is when it stands out.
        p_permutation: second opinion by shuffling annotator profiles; NaN when there is none.
        more: further leaves: name → (catalog key, result).
        headline: the difference that is tested and told, when it is not ``difference``.
        explained: whether a stronger comparison accounts for it, so that it is not a finding of its own.
        spread: standard deviation of the compared numbers, by which the size of a difference of numbers is judged.
    """

    path: Path
    metric: str
    rate: Result
    difference: Result
    p: float
    finding: BiasFinding
    p_permutation: float = math.nan
    more: dict[str, tuple[str, Result]] = field(default_factory=dict)
    headline: Result | None = None
    explained: bool = False
    spread: float = math.nan

    @property
    def tested(self) -> Result:
        """The difference that the p-value is about."""
        return self.difference if self.headline is None else self.headline

    @property
    def large(self) -> bool:
        """Whether the difference is large enough to be told, whatever its p-value."""
        size = abs(_value(self.tested))
        if self.finding.scale == "number":
            return size >= SMALLEST_DEVIATIONS * self.spread
        return size >= SMALLEST


def p_result(p: float, n: int, why: str = "the groups cannot be tested") -> Result:
    """A p-value as a result."""
    return Undefined(why, n) if math.isnan(p) else Estimate(p, n, why_no_interval="a p-value")


def with_p(difference: Figure, p: float) -> Figure:
    """A difference with the p-value of the test that its interval inverts, before any correction."""
    return difference if math.isnan(p) or difference.value is None else difference.model_copy(update={"p": round(p, 6)})


def settled(family: Sequence[GroupComparison]) -> list[tuple[GroupComparison, float]]:
    """Each comparison with its p-value corrected over the whole family (Benjamini–Hochberg)."""
    adjusted = benjamini_hochberg([comparison.p for comparison in family])
    return [(comparison, float(p)) for comparison, p in zip(family, adjusted, strict=True)]


def grow(tree: FigureTree, judged: Iterable[tuple[GroupComparison, float]]) -> None:
    """Write the figures of settled comparisons into ``tree``."""
    for comparison, p in judged:
        n = comparison.tested.n
        why = comparison.tested.why if isinstance(comparison.tested, Undefined) else None
        leaves = {
            "rate": figure(comparison.metric, comparison.rate),
            "difference": figure(DIFFERENCES[comparison.finding.scale], comparison.difference),
            "p_adjusted": figure("p_adjusted", p_result(p, n, why or "a side has too few clusters to test")),
        }
        if not math.isnan(comparison.p_permutation):
            leaves["p_permutation"] = figure("p_permutation", p_result(comparison.p_permutation, n))
        leaves |= {name: figure(metric, result) for name, (metric, result) in comparison.more.items()}
        tested = next(
            (name for name, (_, held) in comparison.more.items() if held is comparison.headline), "difference"
        )
        leaves[tested] = with_p(leaves[tested], comparison.p)
        branch = _branch(tree, comparison.path)
        branch.update(leaves)


def _branch(tree: FigureTree, path: Path) -> FigureTree:
    node = tree
    for step in path:
        below = node.setdefault(step, {})
        if isinstance(below, Figure):
            raise TypeError("a figure has no branches")
        node = below
    return node


def findings(
    judged: Iterable[tuple[GroupComparison, float]], prefix: Path, policy: ComparisonPolicy
) -> list[WarningRecord]:
    """The comparisons that stand out, largest difference first, each with its size, interval and n.

    Where a column has two groups, one is the other's rest, and only the one with more is told.
    """
    chosen = [(c, p) for c, p in judged if stands_out(c, p, policy)]
    told = {_but_group(c) for c, _ in chosen if _value(c.tested) > 0}
    chosen = [(c, p) for c, p in chosen if _value(c.tested) > 0 or _but_group(c) not in told]
    chosen.sort(key=lambda pair: (-abs(_value(pair[0].tested)), pair[0].path))
    return [_found(comparison, p, prefix) for comparison, p in chosen]


def _but_group(comparison: GroupComparison) -> tuple[Path, float]:
    """What a comparison shares with the one of the opposite group: all of its path but the group, and the size."""
    path = comparison.path
    return (*path[:2], *path[3:]), round(abs(_value(comparison.tested)), 9)


def stands_out(comparison: GroupComparison, p: float, policy: ComparisonPolicy) -> bool:
    """Whether a comparison is a finding."""
    tested = comparison.tested
    if not isinstance(tested, Estimate) or math.isnan(p) or comparison.explained:
        return False
    if comparison.finding.higher_only and tested.value < 0:
        return False
    confirmed = math.isnan(comparison.p_permutation) or comparison.p_permutation <= CONFIRMED
    return p <= policy.level and confirmed and comparison.large


def _value(result: Result) -> float:
    return result.value if isinstance(result, Estimate) else 0.0


def _found(comparison: GroupComparison, p: float, prefix: Path) -> WarningRecord:
    gap, rate, finding = comparison.tested, comparison.rate, comparison.finding
    assert isinstance(gap, Estimate)  # noqa: S101 - stands_out checked it
    low, high = size_interval(gap.low, gap.high)
    facts: dict[str, Any] = {
        "rate": rate.value if isinstance(rate, Estimate) else None,
        "n": gap.n,
        "difference": gap.value,
        "low": low,
        "high": high,
        "p": p,
    }
    return warned(finding.code, (*prefix, *comparison.path), **finding.names, **facts)


def size_interval(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """The interval of the size of a difference; with signs when it holds 0.

    >>> size_interval(-0.3, -0.1), size_interval(-0.3, 0.1)
    ((0.1, 0.3), (-0.3, 0.1))
    """
    if low is None or high is None:
        return None, None
    if low * high > 0:
        low, high = sorted((abs(low), abs(high)))
    return low, high
