"""Who is under-represented: groups whose share is far from that in the population they should stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.assess.bias.comparison import SMALLEST, size_interval
from labelcards.catalog.warnings import warned
from labelcards.documents.figure_path import crossed
from labelcards.documents.figures import Figure, FigureTree
from labelcards.documents.policy import ComparisonPolicy
from labelcards.documents.warning_record import WarningRecord

__all__ = ["Population", "misrepresented"]

HALF = 0.5
"""A group with less than half of its expected share is told of, however small that share is."""


@dataclass(frozen=True, slots=True)
class Population:
    """What a group column should stand for.

    Attributes:
        name: who that is, and where the numbers come from.
        shares: value → share; they sum to 1.
    """

    name: str
    shares: Mapping[str, float]


def misrepresented(
    tree: FigureTree, side: str, populations: Mapping[str, Population], policy: ComparisonPolicy
) -> tuple[list[WarningRecord], list[WarningRecord]]:
    """The groups of one side, ``items`` or ``annotators``, that there are too few or too many of.

    Args:
        tree: ``representation.<side>`` with the comparisons made.
        side: what is counted.
        populations: column → population.
        policy: the adjusted p-value from which a difference is told.

    Returns:
        under-represented groups, largest gap first; notes on over-represented ones and on groups the population
        does not name.
    """
    under: list[tuple[float, WarningRecord]] = []
    notes: list[WarningRecord] = []
    for column, population in sorted(populations.items()):
        branch = tree.get(crossed(column))
        if not isinstance(branch, dict):
            continue
        for value, held in branch.items():
            if not isinstance(held, dict):
                continue
            names = {"side": side, "column": crossed(column), "value": value}
            about = ("representation", side, names["column"], value)
            expected = held.get("expected_share")
            if isinstance(expected, Figure) and expected.value is None:
                notes.append(warned("unnamed-group", about, **names))
            found = _stands_out(held, policy)
            if found is None:
                continue
            facts = {**names, "population": population.name, **found}
            if found["difference"] < 0:
                under.append((found["difference"], warned("under-represented", about, **facts)))
            else:
                notes.append(warned("over-represented", about, **facts))
    return [each for _, each in sorted(under, key=lambda pair: (pair[0], pair[1].about))], notes


def _stands_out(held: Mapping[str, object], policy: ComparisonPolicy) -> dict[str, Any] | None:
    """The facts of a difference from the population; None when it may be chance or is small."""
    named = [held.get(name) for name in ("expected_share", "difference", "p_adjusted")]
    expected, gap, p = (each if isinstance(each, Figure) else None for each in named)
    if gap is None or gap.value is None or expected is None or expected.value is None or p is None or p.value is None:
        return None
    mine = expected.value + gap.value
    small = abs(gap.value) < SMALLEST and not mine < HALF * expected.value
    if p.value > policy.level or small:
        return None
    low, high = size_interval(gap.low, gap.high)
    return {
        "share": mine,
        "expected": expected.value,
        "n": gap.n,
        "difference": gap.value,
        "low": low,
        "high": high,
        "p": p.value,
    }
