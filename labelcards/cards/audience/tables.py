"""The figures on groups as tables of cells, each with the number of units that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from labelcards.catalog.branches import Branch
from labelcards.catalog.places import OpenStep, Side, match
from labelcards.documents.figure_path import names_of
from labelcards.documents.figures import Figure, MetricsDocument, leaves

__all__ = ["Axis", "Group", "GroupCell", "GroupTable", "Leaf", "axes_of", "group_tables"]

Leaf = tuple[str, tuple[str, ...]]
"""A figure's place: document and path."""
Axis = tuple[Side, str]
"""What a table is split by: the side (items, annotators, label, slice) and the column."""
Group = frozenset[tuple[Side, str, str]]
"""Items or annotators that share the values of one or more columns."""


@dataclass(slots=True)
class GroupCell:
    """The figures on one group.

    Attributes:
        figures: place → figure.
        size: how many units they rest on; None when the document does not say.
    """

    figures: dict[Leaf, Figure] = field(default_factory=dict)
    size: int | None = None


@dataclass(slots=True)
class GroupTable:
    """All cells of one branch that are split by the same columns.

    Attributes:
        rule: what the branch is about.
        axes: the columns; intersections have several.
        cells: the value of each axis → cell.
    """

    rule: Branch
    axes: tuple[Axis, ...]
    cells: dict[tuple[str, ...], GroupCell] = field(default_factory=dict)

    @property
    def crosses(self) -> bool:
        """Whether it splits people by more than one column."""
        return sum(side in ("items", "annotators") for side, _ in self.axes) > 1

    def groups(self, values: tuple[str, ...]) -> tuple[tuple[Side, str, str], ...]:
        """The people of a cell, one entry per column; labels are not people."""
        return tuple(
            (side, column, value)
            for (side, column), value in zip(self.axes, values, strict=True)
            if side in ("items", "annotators")
        )


def axes_of(place: OpenStep) -> tuple[tuple[Axis, ...], tuple[str, ...]]:
    """The columns and values of a place: ``channel × age``, ``chat × 0-19`` are two columns with a value each.

    A label and a slice have no column, and an axis no value.
    """
    if place.side == "axis":
        return tuple((place.side, column) for column in names_of(place.value)), ()
    if place.side in ("label", "slice"):
        return ((place.side, place.column),), (place.value,)
    columns, values = names_of(place.column), names_of(place.value)
    if len(columns) != len(values):
        return ((place.side, place.column),), (place.value,)
    return tuple((place.side, column) for column in columns), tuple(values)


def group_tables(documents: Mapping[str, MetricsDocument]) -> list[GroupTable]:
    """Every table of groups in the documents, in a fixed order."""
    per_item = _per_item(documents)
    found: dict[object, GroupTable] = {}
    for name in sorted(documents):
        for path, figure in leaves(documents[name].figures):
            made = match(name, path)
            if made is None or made.rule.kind != "group":
                continue
            axes, values = _coordinates(made.places)
            table = found.setdefault((name, made.branch, axes), GroupTable(made.rule, axes))
            table.cells.setdefault(values, GroupCell()).figures[name, path] = figure
    for table in found.values():
        for cell in table.cells.values():
            cell.size = _size(table.rule, cell, per_item)
    return list(found.values())


def _coordinates(places: Iterable[OpenStep]) -> tuple[tuple[Axis, ...], tuple[str, ...]]:
    axes: list[Axis] = []
    values: list[str] = []
    for place in places:
        found, held = axes_of(place)
        axes += found
        values += held
    return tuple(axes), tuple(values)


def _per_item(documents: Mapping[str, MetricsDocument]) -> float:
    """Annotations per item, at least 1: how many annotations one item stands behind."""
    quality = documents.get("quality")
    found = quality.find("counts", "annotations_per_item") if quality else None
    return max(found.value, 1.0) if found and found.value else 1.0


def _size(rule: Branch, cell: GroupCell, per_item: float) -> int | None:
    figures = cell.figures
    if rule.size == "value":
        counted = [figure for (_, path), figure in figures.items() if path[-1] == "count"]
        return None if not counted or counted[0].value is None else round(counted[0].value)
    if rule.size == "events":
        rates = [figure for (_, path), figure in figures.items() if path[-1] == "rate"]
        if not rates or rates[0].value is None or rates[0].n is None:
            return None
        return round(rates[0].value * rates[0].n)
    known = [figure.n for figure in figures.values() if figure.value is not None and figure.n is not None]
    given = known or [figure.n for figure in figures.values() if figure.n is not None]
    if not given:
        return None
    return int(min(given) / per_item) if rule.size == "annotations" else min(given)
