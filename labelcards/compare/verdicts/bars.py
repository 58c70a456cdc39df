"""Which figures on groups clear the bars of both versions, where the documents were held to different ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from labelcards.catalog.places import looked_at
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.metric_pair import MetricPair
from labelcards.documents.policy import ComparisonPolicy

__all__ = ["above_the_bars"]


def above_the_bars(measured: Iterable[MetricPair], old: Side, new: Side) -> Iterator[MetricPair]:
    """What may be compared from documents: no group that either version's policy would have left out.

    A document that was held to a lower bar holds figures that the other would not. How many annotators a group has is
    not beside its figures, so groups of annotators are left out where the bars for annotators differ.
    """
    bars = {name: _policies(name, old, new) for name in ("bias", "model")}
    for one in measured:
        looked = looked_at(one.path)
        if looked is None or not looked.branch.grouped:
            yield one
            continue
        held = bars["model" if one.path[0] == "model" else "bias"]
        policy = ComparisonPolicy.strictest(held)
        different = len({each.minimum_annotators for each in held}) > 1
        sizes = [figure.n for figure in (one.whole.old, one.whole.new) if figure is not None and figure.n is not None]
        if all(map(policy.compares_cells, sizes)) and not (different and "<annotators>" in looked.branch.steps):
            yield one


def _policies(document: str, *sides: Side) -> list[ComparisonPolicy]:
    """What the sides' documents of a name were held to, as far as they exist."""
    found = (side.documents.get(document) for side in sides)
    return [ComparisonPolicy.recorded(held.parameters) for held in found if held is not None]
