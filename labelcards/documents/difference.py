"""What differs between two label versions: the document ``labelcards diff --format json`` prints.

Written by the stage ``diff``; read by programs and by the terminal and Markdown views. Schema history: 1, first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from labelcards.documents.document import Document, Part
from labelcards.documents.figure_frame import figure_frame, figure_line
from labelcards.documents.figure_path import PathText, written
from labelcards.documents.figures import Figure
from labelcards.documents.version_step import VersionLevel

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Advice",
    "DifferenceDocument",
    "DifferenceVerdict",
    "Family",
    "Flow",
    "GateChange",
    "GroupChange",
    "GuidelineChange",
    "MetricDifference",
    "QuestionChange",
    "Reason",
    "RowCounts",
    "SchemaChange",
    "SettingChange",
    "SideName",
]

Family = Literal["headline", "detail"]
"""What p-values are corrected over together."""

DifferenceVerdict = Literal["better", "worse", "changed", "no evidence", "not comparable"]
"""``changed``: beyond noise, but neither direction is better."""


Reason = Literal["adjudicated", "relabelled", "new annotators", "annotations withdrawn", "decided anew"]
"""Why an item's final label changed; the first that applies, in this order."""


class SideName(Part):
    """One of the two things compared.

    Attributes:
        given: what the command line said.
        version: the label version.
        revision: the full Git commit, when it was read from Git.
        tables: whether its clean tables could be read.
        why_no_tables: the reason when they could not, with the remedy.
    """

    given: str
    version: str
    revision: str | None = None
    tables: bool = True
    why_no_tables: str | None = None


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


class GroupChange(Part):
    """How many of a group's items (final labels) or annotators' annotations changed, of those in both versions."""

    of: Literal["items", "annotators"]
    column: str
    value: str
    changed: int
    compared: int


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
        finals: where final labels come from: ``consensus`` (adjudicated, else the decided label), ``plurality`` when a
            version has no consensus table.
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
    finals: Literal["consensus", "plurality"] = "consensus"


class SchemaChange(Part):
    """A change of what may be answered; ``old`` and ``new`` are names, joined by ``, `` when several."""

    kind: Literal[
        "question added",
        "question removed",
        "question kind changed",
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
    """A setting of the anonymization policy that changed; empty text means that it is absent."""

    name: str
    old: str = ""
    new: str = ""


class MetricDifference(Part):
    """One metric in both versions.

    Attributes:
        path: document and path; in the file ``document.path.to.figure``, as gates name it.
        metric, title, unit, direction: from the catalog.
        question: the question it is about; empty for none.
        family: ``headline`` or ``detail`` (per label, per group); p-values are corrected within a family.
        old, new: the figures; absent where a version lacks it.
        difference: new minus old with its interval, or why there is none.
        paired: whether the interval uses that both versions hold the same items.
        p, p_adjusted: two-sided p-value, and after Benjamini–Hochberg over the family.
        verdict: judged by ``p_adjusted`` at 5%.
    """

    path: PathText
    metric: str
    title: str
    unit: str
    direction: str
    question: str = ""
    family: Family
    old: Figure | None = None
    new: Figure | None = None
    difference: Figure
    paired: bool
    p: float | None = None
    p_adjusted: float | None = None
    verdict: DifferenceVerdict


class GateChange(Part):
    """A gate that one side meets and the other does not; waivers are left aside, changes are judged for the new side.

    Attributes:
        gate: its name.
        level: ``fail`` or ``warn``.
        old, new: ``passed``, ``failed``, ``warned`` or ``skipped``.
        problems: what the new side misses.
    """

    gate: str
    level: Literal["fail", "warn"]
    old: str
    new: str
    problems: tuple[str, ...] = ()


class Advice(Part):
    """The version number that the changes ask for.

    Attributes:
        level: ``patch`` when the data are the same, ``minor`` for additions only, ``major`` when something that was
            there was edited or removed; ``none`` when nothing differs.
        proposed: the number that follows from it.
        declared: the number the new version has.
        fit: ``fits``, ``too small`` (a finding), or ``larger than needed``.
        reasons: what made it the level.

    Source: Croissant format specification 1.0, section "Versioning" (semantic versioning of data sets).
    """

    level: VersionLevel
    proposed: str
    declared: str
    fit: Literal["fits", "too small", "larger than needed"]
    reasons: tuple[str, ...] = ()


class DifferenceDocument(Document):
    """Everything that differs between two label versions.

    Attributes:
        dataset: the data set.
        old, new: what was compared.
        note: what the new version's manifest says was done.
        verdicts: verdict → how many headline metrics have it.
        advice: the version number that the changes ask for.
        items: rows of the items table; absent without tables, like ``annotations``.
        questions, schema_changes, guidelines, policy: what changed, empty when nothing did.
        metrics: headline metrics first, then by path.
        gates: gates of the data set that one side meets and the other does not.
        erratum: text for the Datasheet's maintenance section, to be signed off by a person; empty when nothing that was
            published changed.
        notes: what could not be compared, and why.
    """

    dataset: str
    old: SideName
    new: SideName
    note: str = ""
    verdicts: dict[DifferenceVerdict, int] = Field(default_factory=dict)
    advice: Advice
    items: RowCounts | None = None
    annotations: RowCounts | None = None
    questions: tuple[QuestionChange, ...] = ()
    schema_changes: tuple[SchemaChange, ...] = ()
    guidelines: tuple[GuidelineChange, ...] = ()
    policy: tuple[SettingChange, ...] = ()
    metrics: tuple[MetricDifference, ...] = ()
    gates: tuple[GateChange, ...] = ()
    erratum: str = ""
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs at all."""
        return self.advice.level == "none"

    def to_frame(self) -> pd.DataFrame:
        """One row per metric that both versions may have, headline ones first.

        Columns ``path, title, question, family, old, new``; the difference as ``value, low, high, n, method, why``;
        ``p_adjusted`` and ``verdict``.
        """
        frame = figure_frame((_about(one), one.difference) for one in self.metrics)
        if frame.empty:
            return frame
        frame["p_adjusted"] = [one.p_adjusted for one in self.metrics]
        frame["verdict"] = [one.verdict for one in self.metrics]
        return frame.astype({"old": "float64", "new": "float64", "p_adjusted": "float64"})

    def __repr__(self) -> str:
        """What was compared, the verdicts on headline metrics, and each of these that is better, worse or changed."""
        told = ", ".join(f"{count} {verdict}" for verdict, count in self.verdicts.items() if count)
        lines = [f"{self.dataset} {self.new.given} against {self.old.given}: {told or 'no headline metric'}"]
        lines += [
            f"  {one.verdict}: {one.title} {one.question}  {figure_line(one.difference)}"
            for one in self.metrics
            if one.family == "headline" and one.verdict in ("better", "worse", "changed")
        ]
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])

    __str__ = __repr__


def _about(one: MetricDifference) -> dict[str, object]:
    values = {side: figure.value if figure else None for side, figure in (("old", one.old), ("new", one.new))}
    return {"path": written(one.path), "title": one.title, "question": one.question, "family": one.family, **values}
