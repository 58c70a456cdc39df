"""Who is under-represented: groups whose share is far from that in the population they should stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelcards.assess.bias.comparison import Rule
from labelcards.documents.figures import Figure, FigureTree, Warned

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
    tree: FigureTree, side: str, populations: Mapping[str, Population], rule: Rule
) -> tuple[list[Warned], list[Warned]]:
    """Sentences about the groups of one side, ``items`` or ``annotators``.

    Args:
        tree: ``representation.<side>`` with the comparisons made.
        side: what is counted.
        populations: column → population.
        rule: adjusted p-value and size from which a difference is told.

    Returns:
        under-represented groups, largest gap first; notes on over-represented ones and on groups the population
        does not name.
    """
    under: list[tuple[float, Warned]] = []
    notes: list[Warned] = []
    for column, population in sorted(populations.items()):
        branch = tree.get(column)
        if not isinstance(branch, dict):
            continue
        for value, held in branch.items():
            if not isinstance(held, dict):
                continue
            about = f"representation.{side}.{column}.{value}"
            expected = held.get("expected_share")
            if isinstance(expected, Figure) and expected.value is None:
                text = (
                    f"The population given for {column} has no group {value}; {side} with it are compared with nothing."
                )
                notes.append(Warned(code="unnamed-group", about=about, text=text, level="note"))
            found = _stands_out(held, rule)
            if found is None:
                continue
            gap, before, after = found
            said = f"{before} ({population.name}) {after}"
            who = f"{side[:1].upper()}{side[1:]} with {column} = {value}"
            if gap < 0:
                text = f"{who} are under-represented: {said}"
                under.append((gap, Warned(code="under-represented", about=about, text=text)))
            else:
                text = f"{who} are over-represented: {said}"
                notes.append(Warned(code="over-represented", about=about, text=text, level="note"))
    return [warned for _, warned in sorted(under, key=lambda pair: (pair[0], pair[1].about))], notes


def _stands_out(held: Mapping[str, object], rule: Rule) -> tuple[float, str, str] | None:
    """The difference from the population, and what is said before and after the population's name.

    None when the difference may be chance or is small.
    """
    named = [held.get(name) for name in ("expected_share", "difference", "p_adjusted")]
    expected, gap, p = (each if isinstance(each, Figure) else None for each in named)
    if gap is None or gap.value is None or expected is None or expected.value is None or p is None or p.value is None:
        return None
    mine = expected.value + gap.value
    small = abs(gap.value) < rule.smallest and not mine < HALF * expected.value
    if p.value > rule.level or small:
        return None
    where = "fewer" if gap.value < 0 else "more"
    interval = ""
    if gap.low is not None and gap.high is not None:
        low, high = sorted((abs(gap.low), abs(gap.high)))
        interval = f"95% interval {100 * low:.1f} to {100 * high:.1f}, "
    chance = "adjusted p < 0.001" if p.value < 0.001 else f"adjusted p = {p.value:.3f}"
    before = f"{mine:.1%} of {gap.n}, where the population they should stand for"
    size = f"{100 * abs(gap.value):.1f} percentage points {where}"
    after = f"has {expected.value:.1%}. That is {size} ({interval}{chance})."
    return gap.value, before, after
