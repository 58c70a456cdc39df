"""What differs between two label versions: the document ``labelcards diff --format json`` prints.

Written by the stage ``diff``; read by programs and by the terminal and Markdown views. Schema history: 1, first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from labelcards.documents.document import Document, Part
from labelcards.documents.figure_frame import figure_frame, figure_line
from labelcards.documents.figure_path import written
from labelcards.documents.metric_difference import DifferenceVerdict, MetricDifference
from labelcards.documents.signs import Sign
from labelcards.documents.table_changes import (
    GuidelineChange,
    QuestionChange,
    RowCounts,
    SchemaChange,
    SettingChange,
)
from labelcards.documents.version_step import VersionLevel

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Advice", "DifferenceDocument", "GateChange", "SideName"]


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
        verdicts: verdict on labels → how many headline metrics, one per question and aspect, have it.
        whole: the same for the versions as a whole: where items came or went, and of figures that only whole versions
            have, such as a model's; empty where nothing is told of shared items.
        advice: the version number that the changes ask for.
        signs: what the tables show about how the new version was made: mechanical changes, and what nobody may have
            meant; integrity first.
        signs_withheld: how many further ones tell of single annotators; in public output, which leaves them out.
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
    whole: dict[DifferenceVerdict, int] = Field(default_factory=dict)
    advice: Advice
    signs: tuple[Sign, ...] = ()
    signs_withheld: int = 0
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

        Columns ``path, title, question, family, aspect, estimand, old, new``; the judged difference as ``value, low,
        high, n, method, why``; ``p_adjusted, verdict, margin``; and ``composition, whole``, the other two differences.
        """
        frame = figure_frame((_about(one), one.judged.difference) for one in self.metrics)
        if frame.empty:
            return frame
        frame["p_adjusted"] = [one.judged.p_adjusted for one in self.metrics]
        frame["verdict"] = [one.verdict for one in self.metrics]
        frame["margin"] = [one.margin for one in self.metrics]
        frame["composition"] = [one.composition.value if one.composition else None for one in self.metrics]
        frame["whole"] = [one.whole.difference.value for one in self.metrics]
        numbers = ("old", "new", "p_adjusted", "margin", "composition", "whole")
        return frame.astype(dict.fromkeys(numbers, "float64"))

    def __repr__(self) -> str:
        """What was compared, the verdicts on headline metrics, and each of these that is beyond noise."""
        told = ", ".join(f"{count} {verdict}" for verdict, count in self.verdicts.items() if count)
        lines = [f"{self.dataset} {self.new.given} against {self.old.given}: {told or 'no headline metric'}"]
        lines += [
            f"  {one.verdict}: {one.title}, {written(one.path)}  {figure_line(one.judged.difference)}"
            for one in self.metrics
            if one.family == "headline" and one.evident
        ]
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])

    __str__ = __repr__


def _about(one: MetricDifference) -> dict[str, object]:
    judged = one.judged
    values = {side: figure.value if figure else None for side, figure in (("old", judged.old), ("new", judged.new))}
    about = {"path": written(one.path), "title": one.title, "question": one.question, "family": one.family}
    return {**about, "aspect": one.aspect, "estimand": "shared" if one.shared else "whole", **values}
