"""An outsider with a linear program: what the figures of a public card say together about each suppressed count.

It knows nothing of how cells are chosen for suppression; it reads the public documents only, and what anybody may know:
that groups of a column add up to all items, intersections to their groups, labels to a group's items.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linprog

from labelcards.documents.figures import Figure, MetricsDocument

__all__ = ["Attack", "Unknown"]

Unknown = tuple[str, ...]
"""``("items", column, value)``, ``("label", column, value, label)`` or ``("gold", column, value)``."""
CROSS = " × "


class Attack:
    """All linear equations that public documents give about counts of items, and the ranges that they leave."""

    def __init__(self, public: Mapping[str, MetricsDocument], gold_items: int, question: str = "topic") -> None:
        quality, bias = public["quality"], public["bias"]
        self.unknowns: dict[Unknown, int] = {}
        self.rows: list[dict[int, float]] = []
        self.totals: list[float] = []
        self.question = question
        everything = quality.find("counts", "items")
        assert everything is not None
        assert everything.value is not None
        self._items(bias, everything.value)
        self._sizes(quality, bias)
        self._labels(quality, bias, everything.value)
        self._gold(bias, gold_items)

    def range(self, unknown: Unknown) -> tuple[float, float]:
        """The smallest and the largest value that fits all equations; of a count that no public table has, anything."""
        if unknown not in self.unknowns:
            return 0.0, float("inf")
        system = np.zeros((len(self.rows), len(self.unknowns)))
        for row, equation in enumerate(self.rows):
            for position, factor in equation.items():
                system[row, position] += factor
        goal = np.zeros(len(self.unknowns))
        goal[self.unknowns[unknown]] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            solved = linprog(sign * goal, A_eq=system, b_eq=self.totals, bounds=(0, None), method="highs")
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return ends[0], ends[1]

    def _place(self, unknown: Unknown) -> int:
        return self.unknowns.setdefault(unknown, len(self.unknowns))

    def _add(self, parts: list[Unknown], total: float | Unknown) -> None:
        equation: dict[int, float] = {}
        for part in parts:
            equation[self._place(part)] = equation.get(self._place(part), 0.0) + 1.0
        if isinstance(total, tuple):
            equation[self._place(total)] = equation.get(self._place(total), 0.0) - 1.0
        self.rows.append(equation)
        self.totals.append(0.0 if isinstance(total, tuple) else total)

    def _margins(self, kind: str, columns: Mapping[str, object], total: float, *tail: str) -> None:
        """Groups of a column add up to the total, intersections to the groups of either column."""
        for column, held in columns.items():
            assert isinstance(held, dict)
            parts = column.split(CROSS)
            if len(parts) == 1:
                self._add([(kind, column, value, *tail) for value in held], total)
                continue
            for side, single in enumerate(parts):
                for group in columns[single]:  # type: ignore[attr-defined]
                    inside = [value for value in held if value.split(CROSS)[side] == group]
                    self._add([(kind, column, value, *tail) for value in inside], (kind, single, group, *tail))

    def _items(self, bias: MetricsDocument, everything: float) -> None:
        columns = bias.branch("representation", "items")
        self._margins("items", columns, everything)
        for column, values in columns.items():
            for value, held in values.items():
                for figure, scale in ((held["count"], 1.0), (held["share"], everything)):
                    if figure.value is not None:
                        self._add([("items", column, value)], float(round(figure.value * scale)))

    def _sizes(self, quality: MetricsDocument, bias: MetricsDocument) -> None:
        """The n of any figure on a group is the group's size, too."""
        for document, path in (
            (quality, ("questions", self.question, "agreement", "per_group")),
            (bias, ("questions", self.question, "disagreement")),
        ):
            for column, values in document.branch(*path).items():
                for value, held in values.items():
                    for n in {figure.n for figure in _figures(held) if figure.n}:
                        self._add([("items", column, value)], float(n))

    def _labels(self, quality: MetricsDocument, bias: MetricsDocument, everything: float) -> None:
        columns = bias.branch("questions", self.question, "label_rate")
        labels = quality.branch("questions", self.question, "labels")
        for label, held in labels.items():
            self._margins("label", columns, float(round(held["consensus_share"].value * everything)), label)
        for column, values in columns.items():
            for value, by_label in values.items():
                self._add([("label", column, value, label) for label in by_label], ("items", column, value))
                for label, held in by_label.items():
                    n = next((figure.n for figure in _figures(held) if figure.n), None)
                    if n:
                        self._add([("items", column, value)], float(n))
                    if held["rate"].value is not None:
                        self._add([("label", column, value, label)], float(round(held["rate"].value * held["rate"].n)))

    def _gold(self, bias: MetricsDocument, gold_items: int) -> None:
        columns = bias.branch("questions", self.question, "error_rate")
        self._margins("gold", columns, float(gold_items))
        for column, values in columns.items():
            for value, held in values.items():
                for n in {figure.n for figure in _figures(held) if figure.n}:
                    self._add([("gold", column, value)], n / 3)


def _figures(node: object) -> list[Figure]:
    if isinstance(node, Figure):
        return [node]
    return [figure for child in node.values() for figure in _figures(child)] if isinstance(node, dict) else []
