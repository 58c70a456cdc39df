"""What a comparison could have found: the document that ``labelcards power --json`` prints, and what gates carry.

Schema history: 1, first.
"""

from __future__ import annotations

from typing import Literal

from labelcards.documents.document import Document, Part
from labelcards.documents.figure_path import PathText
from labelcards.documents.figures import Figure

__all__ = ["BarReach", "DetectableDifference", "GateReach", "PowerReport"]

Against = Literal["parent", "independent", "other annotators"]


class DetectableDifference(Part):
    """The smallest true difference of a figure that a comparison finds.

    Attributes:
        path: document and path, as gates name it.
        title, unit, direction: from the catalog.
        question: the question it is about; empty for none.
        against: ``parent``, by the standard error of the measured difference; ``independent``: another version of as
            many other items, an upper bound for versions that share items; ``other annotators``: other items and as
            many other people.
        figure: the figure, or the measured difference from the parent.
        basis: what the standard error is that of.
        difference: found in ``power`` of the cases; absent where that cannot be said.
        margin: the difference that matters.
        n, units: what it rests on, and what that is.
        needed: so many units would find the margin; absent without a margin, or where units of this kind do not do.
        level: two-sided, what the correction of p-values leaves to this figure.
        power: how often it is found.
        why: why there is no difference, or no number that would do.
    """

    path: PathText
    title: str
    unit: str
    direction: str
    question: str = ""
    against: Against
    figure: Figure | None = None
    basis: str = ""
    difference: float | None = None
    margin: float | None = None
    n: int | None = None
    units: str = "items"
    needed: int | None = None
    level: float = 0.05
    power: float = 0.8
    why: str = ""


class BarReach(Part):
    """From where on one bound of a gate decides.

    Attributes:
        bound: ``min``, ``max``, ``min_change`` or ``max_regression``.
        bar: what the gate names.
        fails: a version whose true figure, change or loss is this, or worse, fails in ``power`` of the cases.
        passes: one whose true figure, change or loss is this, or better, passes in ``power`` of them.
        level: two-sided, of the demand that a change is beyond noise; absent when there is none.
        power: how often.
        false_alarm: how often a version that is exactly like its parent fails; of bounds on the change.
        n, units: what it rests on, and what that is.
        margin: the difference that matters.
        needed: with so many units, a truth by the margin beyond the bar is told from the bar.
        why: why that cannot be said; then the numbers are absent.
    """

    bound: Literal["min", "max", "min_change", "max_regression"]
    bar: float
    fails: float | None = None
    passes: float | None = None
    level: float | None = None
    power: float = 0.8
    false_alarm: float | None = None
    n: int | None = None
    units: str = "items"
    margin: float | None = None
    needed: int | None = None
    why: str = ""


class GateReach(Part):
    """One figure of a gate in a `PowerReport`."""

    gate: str
    path: str
    unit: str = ""
    bounds: tuple[BarReach, ...]


class PowerReport(Document):
    """What a version could have detected.

    Attributes:
        against: its parent, or what it was compared with; absent for a first version.
        power: how often a difference is to be found.
        differences: per question, headline figures first.
        gates: the bars of the data set; empty without any.
        notes: what could not be said, and why.
    """

    dataset: str
    version: str
    against: str | None = None
    power: float
    differences: tuple[DetectableDifference, ...]
    gates: tuple[GateReach, ...] = ()
    notes: tuple[str, ...] = ()
