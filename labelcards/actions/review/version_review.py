"""One version of a change: what was edited, what it is compared with, and whether it meets every gate.

Reads: tables and documents of the version, its parent and the target, from the workspace, Git and DVC's cache.
Writes: nothing.
Params: none.
Deterministic: because the day that waivers are judged by is an argument.
Privacy: sees anonymized tables only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labelcards.actions.review.bars import GateSource
from labelcards.actions.review.check import version_step
from labelcards.actions.review.diff import difference_of
from labelcards.actions.review.outcomes import Measurement, gate_outcomes
from labelcards.actions.review.target import ReviewTarget, TargetDataSet, written_files
from labelcards.compare.bars.allowance import why_no_owner
from labelcards.compare.report import catalog_of
from labelcards.compare.sides.locate import committed_side, workspace_side
from labelcards.compare.sides.side import Side
from labelcards.compare.sides.state import VersionState
from labelcards.dataset.contract.tables import CONTRACT
from labelcards.documents.bars import BarChange
from labelcards.documents.review import VersionReview

__all__ = ["ReviewedDataSet", "review_version"]

_UNMEASURED = ("params.publish.", "params.scan.", "params.versions.")
"""Parameters that no figure depends on."""


@dataclass(frozen=True)
class ReviewedDataSet:
    """Everything that the review of a version needs of its data set.

    Attributes:
        folder: the data set in the workspace.
        states: version → state, in the workspace.
        target, held: what the change goes to, and what that has of the data set; None where there is none.
        bars: what the change moves.
        sources: the gates that versions have to meet.
        today: the day that waivers are judged by.
    """

    folder: Path
    states: Mapping[str, VersionState]
    target: ReviewTarget | None
    held: TargetDataSet | None
    bars: tuple[BarChange, ...]
    sources: tuple[GateSource, ...]
    today: date

    def before(self, version: str) -> VersionState | None:
        """The same version at the target."""
        return self.held.states.get(version) if self.held is not None else None

    @property
    def edited(self) -> tuple[str, ...]:
        """Versions that the target has, and in which people wrote or judged something else."""
        return tuple(
            version for version, state in self.states.items() if (old := self.before(version)) and old.edits(state)
        )

    @property
    def differing(self) -> tuple[str, ...]:
        """Versions that are new, edited or measured anew; the newest always."""
        if self.held is None:
            return tuple(self.states)[-1:]
        found = [
            version
            for version, state in self.states.items()
            if (old := self.before(version)) is None or old.edits(state) or old.remeasured(state)
        ]
        return tuple(dict.fromkeys([*found, *tuple(self.states)[-1:]]))


def review_version(data: ReviewedDataSet, version: str) -> VersionReview:
    """The review of one version.

    Raises:
        InputError: the version, its parent or what they are compared with cannot be read.
    """
    state, before = data.states[version], data.before(version)
    new = workspace_side(data.folder, version)
    old = _at_target(data, version) if before is not None and _differs(before, state) else None
    edits = before.edits(state) if before is not None else ()
    if edits == ("its tables",) and old is not None and _same_content(old, new):
        edits = ()
    kind, what, causes = "same", edits, tuple[str, ...]()
    if data.held is not None and before is None:
        kind = "new"
    elif edits:
        kind = "edited"
    elif before is not None and old is not None and before.remeasured(state):
        kind, what, causes = "measured anew", before.remeasured(state), _causes(data, before, state, old, new)
    measured = list(_measurements(data, new, old, kind))
    allowed, refused = _amended(data, before, state) if kind == "edited" else ("", "")
    steps = [
        step
        for source in data.sources
        for one in measured
        if one.parent and one.difference is not None and kind in ("new", "same")
        if (step := version_step(source.gates, one.difference)) is not None
    ]
    return VersionReview.model_validate(
        {
            "version": version,
            "kind": kind,
            "edits": what,
            "causes": causes,
            "content": state.content if kind == "edited" else "",
            "allowed": allowed,
            "refused": refused,
            "comparisons": tuple(one.difference for one in measured if one.shown and one.difference is not None),
            "step": max(steps, key=lambda step: ("passed", "warned", "failed").index(step.status), default=None),
            "outcomes": gate_outcomes(new, measured, data.sources, data.today),
            "notes": _notes(state),
        }
    )


def _differs(before: VersionState, state: VersionState) -> bool:
    return bool(before.edits(state) or before.remeasured(state))


def _measurements(data: ReviewedDataSet, new: Side, old: Side | None, kind: str) -> Iterator[Measurement]:
    """What the version is measured against: its parent, and what the target has in its place."""
    found: list[tuple[Side, bool, bool]] = []
    parent = new.declared.parent
    if old is not None:
        found.append((old, True, False))
    if parent is not None:
        there = data.held is not None and parent in data.held.states
        side = _at_target(data, parent) if there else workspace_side(data.folder, parent)
        found.append((side, kind == "new", True))
    newest = next(iter(reversed(tuple(data.held.states))), None) if data.held is not None else None
    if kind == "new" and newest is not None and newest != parent:
        found.append((_at_target(data, newest), True, False))
    for side, shown, is_parent in found:
        catalog = catalog_of(side, new)
        gates = data.sources[0].gates if data.sources else None
        yield Measurement(side, difference_of(side, new, gates), catalog, shown=shown, parent=is_parent)
    if not found:
        yield Measurement(None, None, catalog_of(new))


def _at_target(data: ReviewedDataSet, version: str) -> Side:
    if data.target is None:
        raise ValueError("there is no target")
    return committed_side(data.target.inside(data.folder), version, f"{data.target.name}:{version}")


def _same_content(old: Side, new: Side) -> bool:
    """Whether tables whose bytes differ, as another release of a library may write them, say the same."""
    if old.labels is None or new.labels is None:
        return False
    return all(getattr(old.labels, name).equals(getattr(new.labels, name)) for name in CONTRACT)


def _amended(data: ReviewedDataSet, before: VersionState | None, state: VersionState) -> tuple[str, str]:
    """Who allows that the version was edited in place; or why a line that was written does not count."""
    line = state.manifest.amended
    if line is None or before is None or data.held is None:
        return "", ""
    if line == before.manifest.amended:
        return "", "the line was there before; it was for another edit"
    if line.content != state.content:
        return "", "the line is about other content"
    refused = why_no_owner(line.by, data.held.owners)
    return ("", refused) if refused else (f"{line.by}: {line.reason}", "")


def _causes(data: ReviewedDataSet, before: VersionState, state: VersionState, old: Side, new: Side) -> tuple[str, ...]:
    """Why figures of a version that nobody edited differ; empty when some are not explained."""
    known = [name for name in before.remeasured(state) if name in before.figures]
    if not known:
        return ("it was not measured before",)
    written, had = written_files(data.folder), data.held.written if data.held else {}
    changed = [name for name in sorted({*written, *had}) if written.get(name) != had.get(name)]
    strong = [one.bar for one in data.bars if one.bar.startswith("params.") and not one.bar.startswith(_UNMEASURED)]
    strong += [name for name in changed if name == "dataset.yaml"]
    strong += [f"version {version} was edited" for version in data.edited if version != state.version]
    strong += _packages(old, new)
    return tuple([*strong, *changed] if strong or known == ["answers"] else ())


def _packages(old: Side, new: Side) -> Sequence[str]:
    """Packages that the figures were measured with, where they differ."""
    held = [
        {
            name.removeprefix("package."): str(value)
            for document in side.documents.values()
            for name, value in document.parameters.items()
            if name.startswith("package.")
        }
        for side in (old, new)
    ]
    return [
        f"{name} {held[0][name]} → {held[1][name]}"
        for name in sorted(held[0].keys() & held[1].keys())
        if held[0][name] != held[1][name]
    ]


def _notes(state: VersionState) -> tuple[str, ...]:
    if state.tables_here:
        return ()
    remedy = "run `dvc push` where they were made, and `dvc pull` here"
    return (f"the tables are not here, so only documents are compared: {remedy}",)
