"""The pieces of a view of a difference: plain, formatted text that the Markdown template and the terminal lay out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from labelcards.documents.metric_difference import DifferenceVerdict

__all__ = [
    "AnswerFlowLine",
    "ContrastLine",
    "DifferenceView",
    "FlowLine",
    "GroupLine",
    "GuidelineLine",
    "ItemLine",
    "MetricLine",
    "QuestionView",
    "ShortList",
    "SignLine",
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

    def first(self, most: int) -> ShortList[Shown_co]:
        """The first ones, and how many more there are than these."""
        shown = self.entries[:most]
        return ShortList(shown, self.total - len(shown))

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
class AnswerFlowLine:
    """Answers from one label to another; ``by`` says who changed most of them, for internal output only.

    ``most`` is the first of these where half of the flow is theirs: ``38 by a02``.
    """

    old: str
    new: str
    answers: str
    most: str
    by: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A changed item, for internal output only."""

    item: str
    what: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class SignLine:
    """A sign in words; ``question`` is its title where there are several."""

    integrity: bool
    question: str
    text: str


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
    """Where the labels of one question went.

    Attributes:
        answers: changed answers by direction, largest first.
        items: the first changed items; ``items_in_all`` says how many there are.
        pool, gold: who answered and how the yardstick changed, as far as no sign says it.
    """

    title: str
    changed: str
    compared: str
    share: str
    annotations: str
    reasons: str
    plurality: bool
    answers: ShortList[AnswerFlowLine]
    items: tuple[ItemLine, ...]
    items_in_all: str
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
        signs: what the tables show about how the new version was made and must be looked at first, integrity before
            mechanical changes; ``further`` the others. ``withheld`` counts those that only insiders see.
        undeclared: whether renames, mergers or splits are suspected; ``mapping``: YAML to declare them by, for
            ``mapping_file``; empty where it is too long for here.
        privacy, settings: changes of the anonymization policy in sentences: of columns, those that are hidden less
            first; of the detectors.
        sentences: what was done, what became of the labels, what that does not show.
        verdicts: (verdict, how many aspects), worst news first; ``whole`` the same for the versions as a whole.
        compared: how many aspects there are.
        leading: one figure of the labels per aspect, worst news first; ``beside`` those that only whole versions have;
            ``evident`` those of either beyond noise.
        parted: whether a leading figure tells shared items from the whole.
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
    signs: tuple[SignLine, ...]
    further: ShortList[SignLine]
    withheld: int
    undeclared: bool
    mapping: str
    mapping_file: str
    privacy: ShortList[str]
    settings: ShortList[str]
    sentences: tuple[str, ...]
    verdicts: tuple[tuple[DifferenceVerdict, int], ...]
    whole: tuple[tuple[DifferenceVerdict, int], ...]
    compared: int
    leading: ShortList[MetricLine]
    beside: ShortList[MetricLine]
    parted: bool
    evident: ShortList[MetricLine]
    headline: ShortList[MetricLine]
    headline_beside: ShortList[MetricLine]
    detail: ShortList[MetricLine]
    details_compared: int
    gaps: ShortList[MetricLine]
    gaps_changed: int
    items: str
    annotations: str
    questions: tuple[QuestionView, ...]
    schema: ShortList[str]
    guidelines: ShortList[GuidelineLine]
    gates: ShortList[str]
    level: str
    proposed: str
    declared: str
    fit: str
    reasons: ShortList[str]
    notes: tuple[str, ...]
    erratum: str
    empty: bool

    @property
    def fence(self) -> str:
        """Backticks that no text of the mapping ends."""
        return "`" * (4 + self.mapping.count("`"))
