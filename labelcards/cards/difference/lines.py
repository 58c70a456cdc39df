"""The pieces of a view of a difference: plain, formatted text that the Markdown template and the terminal lay out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from labelcards.documents.metric_difference import DifferenceVerdict

__all__ = [
    "ContrastLine",
    "DifferenceView",
    "FlowLine",
    "GroupLine",
    "GuidelineLine",
    "MetricLine",
    "QuestionView",
    "ShortList",
]

Shown_co = TypeVar("Shown_co", covariant=True)


@dataclass(frozen=True, slots=True)
class ShortList(Generic[Shown_co]):
    """The first entries of a list and how many more there are."""

    entries: tuple[Shown_co, ...]
    more: int

    def __iter__(self) -> Iterator[Shown_co]:
        """The entries that are shown."""
        return iter(self.entries)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.entries) + self.more


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """A figure in both versions, the difference with its interval, and the verdict; ``why`` there is no interval."""

    verdict: DifferenceVerdict
    old: str
    new: str
    difference: str
    interval: str
    p: str
    n: str
    why: str


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One metric: what it is, and what is judged, of shared items where these can be told apart.

    Attributes:
        verdict: of ``judged``.
        shared: whether ``judged`` is of shared items.
        paired: whether its interval uses them.
        composition: what items that came and went add, with its interval; empty where none did.
        whole: of the versions as a whole; None where that is the same.
        needed: how many times the items would do, for a difference of ``margin``; empty when there are enough.
    """

    verdict: DifferenceVerdict
    question: str
    title: str
    about: str
    path: str
    judged: ContrastLine
    shared: bool
    paired: bool
    composition: str
    whole: ContrastLine | None
    margin: str
    needed: str


@dataclass(frozen=True, slots=True)
class FlowLine:
    """Items from one label to another, with reasons."""

    old: str
    new: str
    items: str
    reasons: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group and how much of it changed."""

    of: str
    column: str
    value: str
    changed: str
    compared: str
    share: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Where the labels of one question went."""

    title: str
    changed: str
    compared: str
    share: str
    annotations: str
    reasons: str
    plurality: bool
    flow: ShortList[FlowLine]
    gold_flow: ShortList[FlowLine]
    splits: ShortList[FlowLine]
    groups: ShortList[GroupLine]
    pool: str
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuidelineLine:
    """A part of the guidelines and its removed and added lines."""

    place: str
    removed: ShortList[str]
    added: ShortList[str]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Everything the layouts show.

    Attributes:
        dataset, old, new: names; ``old`` and ``new`` say revision and version.
        note: what the new version's manifest says was done; may be empty.
        verdicts: (verdict, how many aspects), worst news first; ``whole`` the same for the versions as a whole.
        compared: how many aspects there are.
        evident: headline figures beyond noise, worst news first.
        headline, detail: all headline figures and those alongside them; details with evidence.
        gaps: gaps between groups that could be compared, those that changed first; ``gaps_changed`` counts them.
        items, annotations: rows in words; empty without tables.
        gates: gates that one side meets and the other does not.
        level, proposed, declared, fit, reasons: the version advice.
        empty: nothing differs.
    """

    dataset: str
    old: str
    new: str
    note: str
    verdicts: tuple[tuple[DifferenceVerdict, int], ...]
    whole: tuple[tuple[DifferenceVerdict, int], ...]
    compared: int
    evident: ShortList[MetricLine]
    headline: ShortList[MetricLine]
    detail: ShortList[MetricLine]
    details_compared: int
    gaps: ShortList[MetricLine]
    gaps_changed: int
    items: str
    annotations: str
    questions: tuple[QuestionView, ...]
    schema: ShortList[str]
    guidelines: ShortList[GuidelineLine]
    policy: ShortList[tuple[str, str, str]]
    gates: ShortList[str]
    level: str
    proposed: str
    declared: str
    fit: str
    reasons: ShortList[str]
    notes: tuple[str, ...]
    erratum: str
    empty: bool
