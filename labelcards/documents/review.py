"""What a change of a data set is, seen from the branch it goes to: one object behind the comment and the check.

Made by `labelcards ci` for every data set. Schema history: 1, first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from labelcards.documents.bars import BarChange
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.document import Document, Part
from labelcards.documents.gates import VersionStep

__all__ = ["GateOutcome", "GateStatus", "ReviewDocument", "VersionReview"]

GateStatus = Literal["failed", "warned", "waived", "passed", "skipped"]


class GateOutcome(Part):
    """What became of a gate of one version by all the bars and against everything it was measured against.

    Attributes:
        gate: its name.
        status: the strictest.
        lines: what is missed, each with the bars and the version it was measured against where not all agree.
        note: about a waiver, or why it was skipped; may be empty.
    """

    gate: str
    status: GateStatus
    lines: tuple[str, ...] = ()
    note: str = ""

    @property
    def further(self) -> int:
        """How many lines there are beside the first three."""
        return max(len(self.lines) - 3, 0)


class VersionReview(Part):
    """One version of the change.

    Attributes:
        version: its number.
        kind: ``new``; ``edited``: the target has it, and people wrote or judged something else there;
            ``measured anew``: only figures differ; ``same``.
        edits: what was edited, or which figures differ.
        causes: why figures of a version that nobody edited may differ; without one, nothing explains them.
        content: the digest that an owner's line ``amended`` has to name.
        allowed: who allows the edit, and why; empty when nobody does.
        refused: why a line that was written does not count.
        comparisons: with the target's newest version and the parent, or with the same version at the target.
        step: whether the version number fits, against the parent.
        outcomes: the gates.
        notes: what could not be read, and what to run.
    """

    version: str
    kind: Literal["new", "edited", "measured anew", "same"]
    edits: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    content: str = ""
    allowed: str = ""
    refused: str = ""
    comparisons: tuple[DifferenceDocument, ...] = ()
    step: VersionStep | None = None
    outcomes: tuple[GateOutcome, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unallowed(self) -> bool:
        """Whether it was changed in place in a way that must not go in."""
        unexplained = self.kind == "measured anew" and not self.causes
        return (self.kind == "edited" and not self.allowed) or unexplained

    @property
    def counted(self) -> str:
        """``7 passed, 1 failed``, the version step among them; empty without any gate."""
        held = [outcome.status for outcome in self.outcomes] + ([self.step.status] if self.step else [])
        order = ("passed", "failed", "warned", "waived", "skipped")
        return ", ".join(f"{held.count(status)} {status}" for status in order if status in held)


class ReviewDocument(Document):
    """A data set of the change against the target.

    Attributes:
        dataset: its name.
        target: the Git revision as it was given; absent without one.
        state: ``new`` (the target lacks it), ``missing`` (the branch lacks it), ``changed`` or ``same``.
        bars: what differs of gates, parameters and policies, loosened ones first.
        removed: versions that the target has and the branch lacks.
        versions: those that differ, and the newest.
        ungated: whether neither side has gates.
        problems: what kept it from being reviewed.
    """

    dataset: str
    target: str | None = None
    state: Literal["new", "missing", "changed", "same"] = "changed"
    bars: tuple[BarChange, ...] = ()
    removed: tuple[BarChange, ...] = ()
    versions: tuple[VersionReview, ...] = ()
    ungated: bool = False
    problems: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell a reviewer."""
        return self.state != "same" or bool(self.bars or self.removed or self.problems)

    @property
    def failed(self) -> tuple[str, ...]:
        """Why it must not go in, a line each."""
        return tuple(self._failed())

    def _failed(self) -> Iterator[str]:
        yield from self.problems
        if self.state == "missing":
            yield f"the data set is missing; {self.target} has it"
        yield from (f"{one.bar} is missing; {self.target} has it" for one in self.removed if one.fails)
        for one in self.versions:
            if one.unallowed:
                what = "was edited in place" if one.kind == "edited" else "has other figures, and nothing explains them"
                yield f"version {one.version} {what}: {', '.join(one.edits)}"
        yield from (f"{one.bar} is loosened" for one in self.bars if one.fails)
        if self.ungated:
            yield "it has no gates.yaml, so nothing holds it to anything"
        for one in self.versions:
            if one.step is not None and one.step.status == "failed":
                yield f"{one.version}: version-step"
            yield from (f"{one.version}: {gate.gate}" for gate in one.outcomes if gate.status == "failed")
