"""Gates: the bars a label version has to meet before it may be released.

Written by the data lead (``datasets/<name>/gates.yaml``), read by the stage ``check``, which writes a `CheckReport`.
Schema history: 1, first.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from pydantic import Field, field_validator, model_validator

from labelcards.documents.bars import Loosening
from labelcards.documents.detectable import BarReach
from labelcards.documents.difference import Advice
from labelcards.documents.document import Document, Part
from labelcards.documents.field_types import Slug
from labelcards.documents.figure_path import Slot, pattern_of
from labelcards.documents.figures import CatalogEntry, Figure
from labelcards.documents.party import Line
from labelcards.documents.signs import SignInWords

__all__ = ["CheckReport", "Gate", "GateFigure", "GateResult", "GatesDocument", "IntegrityStep", "VersionStep", "Waiver"]

_PATH = re.compile(r"(quality|bias|model|changes|anonymization|answers)\.[^.\s].*")


class Waiver(Part):
    """A person's decision to let a failing gate pass until a day, that day included."""

    until: date
    owner: Line
    reason: Line


class Gate(Part):
    """One bar.

    Attributes:
        name: unique within the file.
        metric: dotted path into a document, e.g. ``quality.questions.topic.agreement.overall.alpha``. ``*`` stands for
            any one step, ``{label}`` and ``{group}`` for the selectors; the gate then holds for every match. A dot
            inside a name is written with a backslash in front, as is a name that is one of these marks.
        label: label ids that ``{label}`` stands for; all labels the document has when absent.
        group: ``column=value``, or ``column`` for all its values, that ``{group}`` stands for;
            a ``=`` inside a column's name is written with a backslash in front.
        min, max: bounds of the figure itself.
        min_change: least change against the parent, new minus old.
        max_regression: most that the figure may get worse against the parent, in the catalog's direction; not negative.
        atol, rtol: how far a bound may be missed: ``atol + rtol · |bound|``.
        items: whose change ``min_change`` and ``max_regression`` bound: ``shared`` by both versions, which tells what
            became of the labels, or ``all`` of either version, which other items change as well.
        significant: ask the interval of the change: a regression fails only if it is beyond noise, a demanded change
            must be beyond noise.
        use: compare the value, or the lower or upper end of its interval, with ``min`` and ``max``.
        level: ``fail`` makes the check fail, ``warn`` only says so.
        reason: why the bar is there, in a sentence.
        waiver: lets the gate pass for a while.
    """

    name: Slug
    metric: Line
    label: tuple[Line, ...] = ()
    group: Line | None = None
    min: float | None = Field(default=None, allow_inf_nan=False)
    max: float | None = Field(default=None, allow_inf_nan=False)
    min_change: float | None = Field(default=None, allow_inf_nan=False)
    max_regression: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    atol: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    rtol: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    items: Literal["shared", "all"] = "shared"
    significant: bool = False
    use: Literal["value", "low", "high"] = "value"
    level: Literal["warn", "fail"] = "fail"
    reason: Line
    waiver: Waiver | None = None

    @field_validator("label", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _consistent(self) -> Gate:
        if not _PATH.fullmatch(self.metric):
            raise ValueError(
                "metric must start with a document: quality, bias, model, changes, anonymization or answers"
            )
        if not self.absolute and not self.relative:
            raise ValueError("needs min, max, min_change or max_regression")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min must not exceed max")
        if self.items == "all" and not self.relative:
            raise ValueError("items belongs to min_change or max_regression")
        if self.significant and not self.relative:
            raise ValueError("significant belongs to min_change or max_regression; min and max have use: low or high")
        if self.use != "value" and not self.absolute:
            raise ValueError("use belongs to min or max")
        slots = pattern_of(self.metric)
        if self.label and Slot.LABEL not in slots:
            raise ValueError("label needs {label} in metric")
        if (Slot.GROUP in slots) != (self.group is not None):
            raise ValueError("group and {group} in metric belong together")
        return self

    @property
    def absolute(self) -> bool:
        """Whether it bounds the figure itself."""
        return self.min is not None or self.max is not None

    @property
    def relative(self) -> bool:
        """Whether it bounds the change against the parent."""
        return self.min_change is not None or self.max_regression is not None


class GatesDocument(Part):
    """``datasets/<name>/gates.yaml``.

    Attributes:
        integrity: what a sign is that something happened to the tables that nobody may have meant (copied gold answers,
            shifted rows, overwritten answers …): ``warn``, ``fail`` or ``ignore``.
        version_step: what a version number is that promises less than has changed: ``warn``, ``fail`` or ``ignore``.
        gates: the bars.
        loosened: what an owner allows of a change that loosens a bar; of no effect once it has gone in.
    """

    schema_version: Literal[1] = 1
    integrity: Literal["warn", "fail", "ignore"] = "warn"
    version_step: Literal["warn", "fail", "ignore"] = "warn"
    gates: tuple[Gate, ...] = Field(min_length=1)
    loosened: tuple[Loosening, ...] = ()

    @model_validator(mode="after")
    def _distinct(self) -> GatesDocument:
        names = [gate.name for gate in self.gates]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"gates must have different names; given twice: {', '.join(twice)}")
        return self


class GateFigure(Part):
    """What a gate found at one path.

    Attributes:
        path: the figure, as a gate names it; a pattern where it fits no figure.
        figure: the figure of the version; absent when there is none.
        change: new minus old, for gates on the change.
        direction: which way is better.
        problems: the bounds that are missed, in words; empty when all hold.
        remedy: what to do when the figure is missing or undefined.
        detectable: from where on each bound decides: what it could have found.
    """

    path: str
    figure: Figure | None = None
    change: Figure | None = None
    direction: str = "neither"
    problems: tuple[str, ...] = ()
    remedy: str = ""
    detectable: tuple[BarReach, ...] = ()


class GateResult(Part):
    """What became of one gate.

    Attributes:
        gate: the gate as declared.
        status: ``passed``, ``failed``, ``warned`` (level warn), ``waived``, or ``skipped`` (a gate on the change of a
            version without a parent).
        figures: one per path that the gate stands for.
        note: about the waiver, or why it was skipped; may be empty.
        definition: the catalog's entry for the metric.
    """

    gate: Gate
    status: Literal["passed", "failed", "warned", "waived", "skipped"]
    figures: tuple[GateFigure, ...] = ()
    note: str = ""
    definition: CatalogEntry | None = None


class VersionStep(Part):
    """Whether the version number says how much has changed.

    Attributes:
        status: ``passed``, ``warned`` or ``failed``, when the number is too small a step.
        advice: the number that the changes ask for, and why.
    """

    status: Literal["passed", "warned", "failed"]
    advice: Advice


class IntegrityStep(Part):
    """Whether the tables show that something happened to them that nobody may have meant.

    Attributes:
        status: ``passed``, ``warned`` or ``failed``, when there is a sign.
        signs: what they show, in words, without ids.
    """

    status: Literal["passed", "warned", "failed"]
    signs: tuple[SignInWords, ...] = ()


class CheckReport(Document):
    """All gates of a data set for one version; ``labelcards check --json`` prints it.

    Attributes:
        against: what changes are measured against; absent for a first version.
        today: the day that waivers are judged by.
        integrity: whether the tables are sound against what they are compared with; absent like ``version_step``.
        version_step: whether the version number fits; absent without something to compare with, or when ignored.
        results: in the file's order.
    """

    dataset: str
    version: str
    against: str | None = None
    today: date
    integrity: IntegrityStep | None = None
    version_step: VersionStep | None = None
    results: tuple[GateResult, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the gates that make the check fail; ``integrity`` and ``version-step`` among them."""
        steps = {"integrity": self.integrity, "version-step": self.version_step}
        failed = [name for name, step in steps.items() if step is not None and step.status == "failed"]
        return (*failed, *(result.gate.name for result in self.results if result.status == "failed"))
