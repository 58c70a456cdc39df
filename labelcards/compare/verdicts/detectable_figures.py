"""What a comparison with the parent could have found, as figures of ``changes.json``."""

from __future__ import annotations

from collections.abc import Sequence

from labelcards.compare.verdicts.detectable import detectable_changes
from labelcards.compare.verdicts.judged import difference_key
from labelcards.documents.detectable import DetectableDifference
from labelcards.documents.figures import Figure, FigureTree
from labelcards.documents.metric_difference import MetricDifference
from labelcards.metrics.power.detectable import POWER

__all__ = ["add_detectable"]

_FORMULA = "a formula of the standard error, which has no interval"


def add_detectable(figures: FigureTree, compared: Sequence[MetricDifference]) -> None:
    """Write ``questions.<q>.detectable.<name>`` and ``….needed.<name>`` beside ``….difference.<name>``.

    Args:
        figures: the tree of ``changes.json``, differences included.
        compared: every metric of version and parent, judged.
    """
    for one in detectable_changes(compared, POWER):
        key = difference_key(one.path)
        held = _below(figures, "questions", key[0]) if key else None
        if key is None or held is None:
            continue
        _into(held, "detectable", key[1], _detectable(one))
        if one.margin is not None and one.difference is not None:
            _into(held, "needed", key[1], _needed(one))


def _detectable(one: DetectableDifference) -> Figure:
    metric = "detectable_share" if one.unit in ("share", "difference of shares") else "detectable"
    if one.difference is None:
        return Figure(metric=metric, n=one.n, why=one.why)
    method = f"{one.power:.0%} power, {one.level:.2%} two-sided: {one.basis}" if one.basis else ""
    return Figure(metric=metric, value=one.difference, n=one.n, method=method or None, why=_FORMULA)


def _needed(one: DetectableDifference) -> Figure:
    if one.needed is None:
        return Figure(metric="needed", n=one.n, why=one.why or f"no number of {one.units} does")
    return Figure(metric="needed", value=float(one.needed), n=one.n, why=f"{one.units} that find {one.margin:g}")


def _below(tree: FigureTree, *steps: str) -> FigureTree | None:
    node: FigureTree | Figure | None = tree
    for step in steps:
        node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else None


def _into(held: FigureTree, branch: str, name: str, leaf: Figure) -> None:
    node = held.setdefault(branch, {})
    if isinstance(node, Figure):
        raise TypeError("a figure has no branches")
    node[name] = leaf
