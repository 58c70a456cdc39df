"""What a person says about a table; everything else is read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["LAYOUTS", "Layout", "ReadingOptions"]

Layout = Literal["long", "wide", "counts", "count-list", "one-hot", "contingency", "single"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
"""``long``: a row per annotation. ``wide``: a row per item, a column per annotator. ``counts``: a row per item, a
column per label with the number of annotators who chose it. ``count-list``: a row per item and label with that number.
``one-hot``: a column per label that says whether it was chosen. ``contingency``: a square table of counts of two
annotators' labels. ``single``: one label per item, of one annotator without a name."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the person said; it wins over every guess.

    Attributes:
        item, annotator, gold: columns.
        label: columns with answers, one per question; one with ``*`` matches the annotators' columns of a wide table.
        layout: one of `LAYOUTS`; None to see it from the table.
        level: the kind of label; None to see it from the answers.
        labels: all labels that could be chosen, in ascending order; None to take those that occur.
        missing: further texts that mean "no answer".
        usual_missing: whether the usual ones do; see `labelcards.labels.missing`.
        ignore_case: whether labels that differ in upper and lower case only are one.
        separator: what separates the labels of a set.
        drop: columns that are left aside.
        header: whether the first row of a CSV file names the columns.
    """

    item: str | None = None
    annotator: str | None = None
    label: tuple[str, ...] = ()
    gold: str | None = None
    layout: Layout | None = None
    level: str | None = None
    labels: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    usual_missing: bool = True
    ignore_case: bool = False
    separator: str | None = None
    drop: tuple[str, ...] = ()
    header: bool = True

    @property
    def pattern(self) -> str | None:
        """What the annotators' columns of a wide table are called."""
        return next((name for name in self.label if "*" in name), None)

    @property
    def columns(self) -> dict[str, str]:
        """Role → column, for those that were named without a pattern; a second label is ``label 2``."""
        named = {"item": self.item, "annotator": self.annotator, "gold": self.gold}
        answers = [name for name in self.label if "*" not in name]
        named |= {"label" if not place else f"label {place + 1}": name for place, name in enumerate(answers)}
        return {role: name for role, name in named.items() if name is not None}
