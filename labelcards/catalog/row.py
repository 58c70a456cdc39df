"""What is known of one figure, and short ways to write it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from labelcards.documents.figures import CatalogEntry

__all__ = [
    "COUNTED",
    "DERIVED",
    "Direction",
    "FigureRow",
    "Seen",
    "Unit",
    "coefficient",
    "count",
    "difference",
    "entries",
    "insiders",
    "row",
    "share",
    "time",
]

COUNTED = "counted in the tables"
DERIVED = "computed from the tables"

Direction = Literal["higher", "lower", "neither"]

Unit = Literal[
    "annotations/item",
    "coefficient",
    "count",
    "difference",
    "difference in the answer's unit",
    "difference of shares",
    "hours",
    "items/hour",
    "label unit",
    "nats",
    "per 1000 words",
    "ratio",
    "seconds",
    "share",
]

Seen = Literal["anybody", "insiders"]
"""``insiders``: the figure is about single persons, wherever it stands. ``anybody``: its place decides (`places`)."""


@dataclass(frozen=True)
class FigureRow:
    """One figure.

    Attributes:
        title: the name a page shows.
        definition: one sentence.
        unit, low, high: what it is measured in, and its range as text: ``"-1"``, ``"1"``, ``"no bound"``.
        direction: whether ``"higher"`` or ``"lower"`` is better, or ``"neither"``.
        source: the publication or rule that the definition follows.
        by: what computes it, below ``labelcards.metrics``; empty for what a stage counts.
        audience: who may see it at most.
    """

    title: str
    definition: str
    unit: Unit
    low: str
    high: str
    direction: Direction
    source: str = DERIVED
    by: str = ""
    audience: Seen = "anybody"

    @cached_property
    def entry(self) -> CatalogEntry:
        """What a document stores of it."""
        return CatalogEntry(
            title=self.title,
            definition=self.definition,
            unit=self.unit,
            low=self.low,
            high=self.high,
            direction=self.direction,
            source=self.source,
        )


row = FigureRow


def entries(rows: Mapping[str, FigureRow]) -> dict[str, CatalogEntry]:
    """What a document stores of a table."""
    return {key: held.entry for key, held in rows.items()}


def insiders(rows: Mapping[str, FigureRow]) -> dict[str, FigureRow]:
    """The same rows, of figures about single persons."""
    return {key: replace(held, audience="insiders") for key, held in rows.items()}


def count(
    title: str, definition: str, direction: Direction = "neither", source: str = COUNTED, *, by: str = ""
) -> FigureRow:
    """A number of things."""
    return FigureRow(title, definition, "count", "0", "no bound", direction, source, by)


def share(
    title: str, definition: str, direction: Direction = "neither", source: str = DERIVED, *, by: str = ""
) -> FigureRow:
    """A part of a whole."""
    return FigureRow(title, definition, "share", "0", "1", direction, source, by)


def coefficient(title: str, definition: str, source: str, *, by: str) -> FigureRow:
    """Agreement corrected for chance: 1 is perfect, 0 is chance."""
    return FigureRow(title, definition, "coefficient", "-1", "1", "higher", source, by)


def difference(
    title: str, definition: str, direction: Direction = "neither", source: str = DERIVED, *, by: str = ""
) -> FigureRow:
    """One share minus another."""
    return FigureRow(title, definition, "difference of shares", "-1", "1", direction, source, by)


def time(title: str, definition: str, unit: Unit, direction: Direction = "neither", *, by: str = "") -> FigureRow:
    """Seconds or hours, or work per hour."""
    return FigureRow(title, definition, unit, "0", "no bound", direction, DERIVED, by)
