"""What changed in the tables, the label scheme, the guidelines and the settings, between two label versions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from labelcards.documents.document import Part
from labelcards.documents.figures import Figure
from labelcards.documents.metric_difference import VersionContrast

__all__ = [
    "AnswerFlow",
    "AnswerShare",
    "ChangedItem",
    "Flow",
    "GoldChange",
    "GroupChange",
    "GuidelineChange",
    "PoolChange",
    "QuestionChange",
    "Reason",
    "RowCounts",
    "SchemaChange",
    "SettingChange",
]

Reason = Literal["adjudicated", "relabelled", "new annotators", "annotations withdrawn", "decided anew"]
"""Why an item's final label changed; the first that applies, in this order."""


class RowCounts(Part):
    """Rows only in the new version, only in the old one, in both with other content, in both alike."""

    added: int
    removed: int
    changed: int
    same: int


class Flow(Part):
    """Items that went from one label to another, and why; ``reasons`` adds up to ``items``."""

    old: str
    new: str
    items: int
    reasons: dict[Reason, int] = Field(default_factory=dict)


class AnswerShare(Part):
    """How many answers of a flow are one annotator's; by pseudonym, for internal output only."""

    annotator: str
    answers: int


class AnswerFlow(Part):
    """Answers that one and the same annotator changed from one label to another.

    Attributes:
        old, new: the labels; empty for an answer without one.
        answers: how many.
        annotators: whose they are, how many people; absent in public output, like ``by``.
        by: who changed most of them, at most five; several of them may have changed as many.
    """

    old: str
    new: str
    answers: int
    annotators: int | None = None
    by: tuple[AnswerShare, ...] = ()


class ChangedItem(Part):
    """One item whose labels are others; for internal output only.

    Attributes:
        item: its id.
        of: what changed: the final label, the gold label, or one answer where the final label stayed.
        old, new: that label in both versions.
        reason: why a final label changed.
        by: pseudonyms of up to five annotators who changed, gave or withdrew an answer on it.
    """

    item: str
    of: Literal["final label", "gold label", "answer"]
    old: str
    new: str
    reason: Reason | None = None
    by: tuple[str, ...] = ()


class GroupChange(Part):
    """How many of a group's items (final labels) or annotators' annotations changed, of those in both versions."""

    of: Literal["items", "annotators"]
    column: str
    value: str
    changed: int
    compared: int


class PoolChange(Part):
    """Who answered a question on the items that both versions have.

    Attributes:
        kept, left, came: annotators of both versions, of the old one only, of the new one only.
        old_votes, new_votes: mean number of annotations per shared item.
    """

    kept: int
    left: int
    came: int
    old_votes: float
    new_votes: float

    @property
    def changed(self) -> bool:
        """Whether others answered."""
        return bool(self.left or self.came)


class GoldChange(Part):
    """The yardstick in both versions, and the final labels measured by either.

    Attributes:
        kept: items with a gold label in both versions.
        dropped, added: items with one in the old version only, in the new one only.
        relabelled: kept ones whose gold label differs.
        on_newer, on_older: accuracy of final labels on the items that both versions decide, by all newer and by all
            older gold labels.
        dropped_accuracy, kept_accuracy: of the old final labels by the old gold, on items that were dropped and kept.
    """

    kept: int
    dropped: int
    added: int
    relabelled: int
    on_newer: VersionContrast | None = None
    on_older: VersionContrast | None = None
    dropped_accuracy: Figure | None = None
    kept_accuracy: Figure | None = None

    @property
    def changed(self) -> bool:
        """Whether the yardstick is another one."""
        return bool(self.dropped or self.added or self.relabelled)


class QuestionChange(Part):
    """Where the labels of one question went.

    Attributes:
        question, title: its key and its title.
        compared: items with a final label in both versions.
        changed: those whose final label differs; a declared renaming, merger or split of a label is no change.
        flow: the changed ones by old and new label, largest first.
        gold_flow: the same of gold labels.
        splits: where the items of split labels are now, by old and new label; no changes, as the split was declared.
        reasons: the changed ones by reason.
        groups: by group of items and of annotators.
        annotations: rows of the annotations table.
        answer_flow: changed answers by old and new label, largest first, at most a hundred directions.
        items: the first thousand items that changed: final labels, then gold labels, then answers where the final label
            stayed, each with the largest flow first. None in public output.
        items_in_all: how many such entries there are.
        finals: where final labels come from: ``consensus`` (adjudicated, else the decided label), ``plurality`` when a
            version has no consensus table.
        pool: who answered; absent without shared items.
        gold: how the gold labels changed; absent when neither version has any.
    """

    question: str
    title: str
    compared: int
    changed: int
    flow: tuple[Flow, ...] = ()
    gold_flow: tuple[Flow, ...] = ()
    splits: tuple[Flow, ...] = ()
    reasons: dict[Reason, int] = Field(default_factory=dict)
    groups: tuple[GroupChange, ...] = ()
    annotations: RowCounts
    answer_flow: tuple[AnswerFlow, ...] = ()
    items: tuple[ChangedItem, ...] = ()
    items_in_all: int = 0
    finals: Literal["consensus", "plurality"] = "consensus"
    pool: PoolChange | None = None
    gold: GoldChange | None = None


class SchemaChange(Part):
    """A change of what may be answered; ``old`` and ``new`` are names, joined by ``, `` when several."""

    kind: Literal[
        "question added",
        "question removed",
        "question kind changed",
        "consensus method changed",
        "label added",
        "label removed",
        "label renamed",
        "labels merged",
        "label split",
        "labels reshuffled",
        "label definition changed",
        "label order changed",
    ]
    question: str
    old: str = ""
    new: str = ""


class GuidelineChange(Part):
    """One part of the guidelines that reads differently; ``question`` and ``label`` are empty for the introduction."""

    question: str = ""
    label: str = ""
    part: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


class SettingChange(Part):
    """A setting of the anonymization policy that changed; empty text means that it is absent.

    Attributes:
        name: ``items.<column>``, ``annotators.<column>`` or ``anonymize.<setting>``.
        old, new: what becomes of the column, or the setting.
        effect: whether the new one hides ``less`` or ``more`` of a column; ``other`` where neither is sure.
    """

    name: str
    old: str = ""
    new: str = ""
    effect: Literal["less", "more", "other"] = "other"
