"""Which intersections a document holds: those that differ. The others, hundreds of them, are counted.

An intersection is two columns of items or of annotators crossed, or a group of annotators on a group of items.
All are tested and corrected together, and findings come from all of them; only the figures of the unremarkable ones are
left out, so that a document can be read, and its changes reviewed in Git.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from labelcards.assess.bias.comparison import GroupComparison, grow, settled, stands_out
from labelcards.documents.figure_path import crossed, is_crossed, names_of
from labelcards.documents.figures import Figure, FigureTree, figure
from labelcards.documents.policy import SIGNIFICANCE, ComparisonPolicy
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.counted import counted

__all__ = ["ALL", "BRANCH", "ON_ITEMS", "recorded", "unshadowed"]

BRANCH = "intersections"
"""Where the counts stand: ``<question>.intersections.<branch>.{tested, differing, too_small}``."""

ALL = "all"
"""Item column, and group, of the figures of annotator groups over all items."""

ON_ITEMS = ("annotator_error", "annotator_dissent")
"""Branches whose paths name an annotator group and an item group."""


def recorded(tree: FigureTree, family: Sequence[GroupComparison]) -> list[tuple[GroupComparison, float]]:
    """Correct a family of tests together, write its figures into ``tree``, and return all that were tested.

    Single columns are stored in full. Of intersections only those that differ (adjusted p at most 5%) are; how many
    were tested, differ, and were too small to test is stored beside them.
    """
    judged = settled(family)
    single = [(each, p) for each, p in judged if not _crossed(each)]
    several = [(each, p) for each, p in judged if _crossed(each)]
    large = [(each, p) for each, p in several if isinstance(each.rate, Estimate)]
    differing = [(each, p) for each, p in large if p <= SIGNIFICANCE]
    grow(tree, [*single, *differing])
    if several:
        node = tree.setdefault(BRANCH, {})
        assert not isinstance(node, Figure)  # noqa: S101 - a branch
        sizes = {"tested": len(large), "differing": len(differing), "too_small": len(several) - len(large)}
        branch = family[0].path[0]
        node[branch] = {
            name: figure("intersections", counted(size + _so_far(node, branch, name))) for name, size in sizes.items()
        }
    return [*single, *large]


def unshadowed(
    judged: Iterable[tuple[GroupComparison, float]], told: dict[tuple[str, ...], Estimate], policy: ComparisonPolicy
) -> list[tuple[GroupComparison, float]]:
    """Mark the intersections that only repeat what one of their columns says: they are no findings of their own.

    An intersection repeats a column whose group is a finding with a difference in the same direction, when that
    difference lies within the intersection's interval or beyond it.

    Args:
        judged: settled comparisons of one family.
        told: path → difference of the findings so far; those of the family are added.
        policy: when a difference is a finding.
    """
    marked = [(replace(each, explained=True) if _repeats(each, told) else each, p) for each, p in judged]
    for each, p in marked:
        if isinstance(each.tested, Estimate) and stands_out(each, p, policy):
            told[each.path] = each.tested
    return marked


def _repeats(comparison: GroupComparison, told: dict[tuple[str, ...], Estimate]) -> bool:
    branch, column, value, *rest = comparison.path
    columns, values, gap = names_of(column), names_of(value), comparison.tested
    if len(columns) != 2 or len(values) != 2 or not isinstance(gap, Estimate) or gap.low is None or gap.high is None:
        return False
    parents = (told.get((branch, crossed(c), crossed(v), *rest)) for c, v in zip(columns, values, strict=True))
    return any(
        gap.low <= parent.value if gap.value > 0 else gap.high >= parent.value
        for parent in parents
        if parent is not None and parent.value * gap.value > 0
    )


def _so_far(node: FigureTree, branch: str, name: str) -> int:
    """What earlier families of the branch counted."""
    held = node.get(branch)
    found = held.get(name) if isinstance(held, dict) else None
    return round(found.value or 0) if isinstance(found, Figure) else 0


def _crossed(comparison: GroupComparison) -> bool:
    """Whether the columns of the path, its second and fourth step, are two or more."""
    path = comparison.path
    on_items = path[0] in ON_ITEMS and path[3:] != (ALL, ALL)
    return is_crossed(path[1]) or on_items
