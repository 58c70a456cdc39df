"""Whether a label version meets its gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from labelcards.catalog.places import margin_of
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.detectable import FamilyLevels
from labelcards.compare.verdicts.explained import COPIED_GOLD
from labelcards.compare.verdicts.gate_paths import GateMatch, figures_of
from labelcards.compare.verdicts.metric_pair import unpaired_difference
from labelcards.compare.verdicts.reach import GateSubject, reach_of
from labelcards.documents.detectable import BarReach
from labelcards.documents.difference import DifferenceDocument, GateChange
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import CatalogEntry, Figure, figure
from labelcards.documents.gates import Gate, GateFigure, GateResult, GatesDocument
from labelcards.documents.metric_difference import EVIDENT, MetricDifference, VersionContrast
from labelcards.documents.table_changes import GoldChange
from labelcards.metrics.power.detectable import POWER, DetectionAim

__all__ = ["evaluate_gates", "gate_changes"]

_UNMET = ("failed", "warned")
_QUESTIONS = ("quality", "questions")

Status = Literal["passed", "failed", "warned", "waived", "skipped"]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What gates are judged by."""

    new: Side
    old: Side | None
    compared: Mapping[FigurePath, MetricDifference]
    catalog: Mapping[str, CatalogEntry]
    gold: Mapping[str, GoldChange]
    copied: frozenset[str]
    levels: FamilyLevels
    power: float


def evaluate_gates(
    gates: GatesDocument,
    *,
    new: Side,
    old: Side | None,
    difference: DifferenceDocument | None,
    catalog: Mapping[str, CatalogEntry],
    today: date,
    power: float = POWER,
) -> tuple[GateResult, ...]:
    """Every gate, in the file's order; none stops the others.

    Args:
        gates: the bars.
        new: the version that has to meet them.
        old: what changes are measured against; None for a first version, whose gates on changes are skipped.
        difference: from the old to the new version, for the paired intervals of changes and the gold labels.
        catalog: metric → definition.
        today: waivers end by this day.
        power: how surely a bar is to decide, for what it could have found.
    """
    questions = difference.questions if difference else ()
    moved = {one.question: one.gold for one in questions if one.gold is not None and one.gold.changed}
    compared = difference.metrics if difference else ()
    by_path = {one.path: one for one in compared}
    copied = frozenset(one.question for one in (difference.signs if difference else ()) if one.code in COPIED_GOLD)
    evidence = _Evidence(new, old, by_path, catalog, moved, copied, FamilyLevels(compared), power)
    return tuple(_gate(gate, evidence, today) for gate in gates.gates)


def gate_changes(
    gates: GatesDocument, old: Side, new: Side, difference: DifferenceDocument, catalog: Mapping[str, CatalogEntry]
) -> tuple[GateChange, ...]:
    """The gates that one side meets and the other does not, without their waivers.

    The old side is judged by bounds on the figure alone: what it changed against is not part of the comparison.
    """
    bare = GatesDocument(gates=tuple(gate.model_copy(update={"waiver": None}) for gate in gates.gates))
    judged = [
        evaluate_gates(bare, new=side, old=against, difference=known, catalog=catalog, today=date.min)
        for side, against, known in ((old, None, None), (new, old, difference))
    ]
    return tuple(
        GateChange(
            gate=after.gate.name,
            level=after.gate.level,
            old=before.status,
            new=after.status,
            problems=tuple(f"{one.path}: {problem}" for one in after.figures for problem in one.problems),
        )
        for before, after in zip(*judged, strict=True)
        if (before.status in _UNMET) != (after.status in _UNMET)
    )


def _gate(gate: Gate, evidence: _Evidence, today: date) -> GateResult:
    if evidence.old is None and not gate.absolute:
        note = "there is no parent to measure a change against"
        return GateResult(gate=gate, status="skipped", note=note)
    figures = tuple(_figure(gate, found, evidence) for found in figures_of(gate, evidence.new.documents))
    metric = next((one.figure.metric for one in figures if one.figure), None)
    status, note = _status(gate, any(one.problems for one in figures), today)
    definition = evidence.catalog.get(metric) if metric else None
    return GateResult(gate=gate, status=status, figures=figures, note=note, definition=definition)


def _status(gate: Gate, failing: bool, today: date) -> tuple[Status, str]:
    waiver = gate.waiver
    if not failing:
        return "passed", "the waiver is no longer needed" if waiver else ""
    status: Status = "failed" if gate.level == "fail" else "warned"
    if waiver is None:
        return status, ""
    if today <= waiver.until:
        return "waived", f"waived by {waiver.owner} until {waiver.until.isoformat()}: {waiver.reason}"
    return status, f"the waiver by {waiver.owner} ended on {waiver.until.isoformat()}"


def _figure(gate: Gate, found: GateMatch, evidence: _Evidence) -> GateFigure:
    path = found.text
    if found.figure is None:
        return GateFigure(path=path, problems=("the figure is missing",), remedy=found.remedy)
    if found.figure.value is None:
        return GateFigure(
            path=path,
            figure=found.figure,
            problems=(f"the figure is undefined: {found.figure.why}",),
            remedy="Supply what it needs, or take the gate out.",
        )
    entry = evidence.catalog.get(found.figure.metric)
    direction = entry.direction if entry else "neither"
    change = _change(gate, found, evidence) if gate.relative and evidence.old is not None else None
    problems = [*_bounds(gate, found.figure)]
    if not problems:
        problems += _by_the_yardstick(gate, found, evidence)
    if change is not None:
        problems += _changes(gate, change, direction)
    return GateFigure(
        path=path,
        figure=found.figure,
        change=change,
        direction=direction,
        problems=tuple(problems),
        detectable=_reach(gate, found, change, evidence),
    )


def _reach(gate: Gate, found: GateMatch, change: Figure | None, evidence: _Evidence) -> tuple[BarReach, ...]:
    """What each bound could have found."""
    if found.figure is None:
        return ()
    path = tuple(str(step) for step in found.path)
    entry, one = evidence.catalog.get(found.figure.metric), evidence.compared.get(path)
    unit, direction = (entry.unit, entry.direction) if entry else ("", "neither")
    margin = one.margin if one is not None else margin_of(path, unit)
    aim = DetectionAim(evidence.levels.of(path), evidence.power)
    return reach_of(gate, GateSubject(path, unit, direction, found.figure, change, margin, aim))


def _change(gate: Gate, found: GateMatch, evidence: _Evidence) -> Figure:
    """New minus old: paired where the comparison has it, else from the two documents."""
    path = tuple(str(step) for step in found.path)
    if path in evidence.compared:
        one = evidence.compared[path]
        contrast = one.judged if gate.items == "shared" else one.whole
        judged = {"p": contrast.p, "p_adjusted": contrast.p_adjusted, "verdict": contrast.verdict}
        why = {"why": contrast.why} if contrast.why else {}
        return contrast.difference.model_copy(update={**judged, **why})
    before = _before(path, evidence)
    if before is None or found.figure is None:
        return Figure(metric="difference", why="the old version does not have it")
    return figure("difference", unpaired_difference(before, found.figure))


def _before(path: FigurePath, evidence: _Evidence) -> Figure | None:
    document = evidence.old.documents.get(path[0]) if evidence.old else None
    return document.find(*path[1:]) if document else None


def _by_the_yardstick(gate: Gate, found: GateMatch, evidence: _Evidence) -> Iterator[str]:
    """A bar on accuracy that is met because gold labels changed or were copied, and not because labels are right."""
    path = tuple(str(step) for step in found.path)
    if len(path) < 5 or path[:2] != _QUESTIONS or path[3] != "gold":
        return
    if path[2] in evidence.copied:
        yield "answers seem to be copied from the gold labels, so that it says nothing of the others"
        return
    moved = evidence.gold.get(path[2])
    if moved is None:
        return
    how = f"gold labels changed: {moved.dropped} dropped, {moved.added} added, {moved.relabelled} relabelled"
    by_older = moved.on_older if path[4:] == ("final", "accuracy") else None
    if by_older is not None:
        yield from (f"by the older gold labels {problem} ({how})" for problem in _by_older_gold(gate, by_older))
    older = by_older.new if by_older is not None else None
    if not gate.absolute or (older is not None and older.value is not None and list(_bounds(gate, older))):
        return
    before, one = _before(path, evidence), evidence.compared.get(path)
    if before is None or before.value is None or not list(_bounds(gate, before)):
        return
    if one is None or one.verdict not in ("better", "slightly better"):
        yield f"the older version missed the bar, and its labels are not shown to be better: {how}"


def _by_older_gold(gate: Gate, found: VersionContrast) -> Iterator[str]:
    """What final labels miss when the older gold judges them, that of dropped items included."""
    if gate.max_regression is not None and found.difference.value is not None:
        change = found.difference.model_copy(update={"verdict": found.verdict})
        yield from _regression(gate, gate.max_regression, change, 1.0)
    if gate.absolute and found.new is not None and found.new.value is not None:
        yield from list(_bounds(gate, found.new))[:1]


def _bounds(gate: Gate, found: Figure) -> Iterator[str]:
    """Violations of min and max."""
    if not gate.absolute:
        return
    number: float | None = getattr(found, gate.use)
    if number is None:
        yield f"it has no interval ({found.why}), and the gate uses its {gate.use} end"
        return
    which = "" if gate.use == "value" else f"{gate.use} end "
    if gate.min is not None and number < gate.min - _slack(gate, gate.min):
        yield f"{which}{number:.4g} is below the minimum {gate.min:g}"
    if gate.max is not None and number > gate.max + _slack(gate, gate.max):
        yield f"{which}{number:.4g} is above the maximum {gate.max:g}"


def _slack(gate: Gate, bound: float) -> float:
    return gate.atol + gate.rtol * abs(bound)


def _changes(gate: Gate, change: Figure, direction: str) -> Iterator[str]:
    """Violations of min_change and max_regression; a figure that the parent lacks cannot have become worse."""
    if change.value is None:
        if gate.min_change is not None or change.why != "the old version does not have it":
            yield f"there is no change to judge: {change.why}"
        return
    if gate.min_change is not None:
        yield from _least_change(gate, gate.min_change, change)
    if gate.max_regression is not None:
        if direction not in ("higher", "lower"):
            yield "neither direction of the metric is better, so nothing is a regression; use min, max or min_change"
        else:
            yield from _regression(gate, gate.max_regression, change, 1.0 if direction == "higher" else -1.0)


def _evident(change: Figure) -> bool:
    """Whether a change is beyond noise: by the comparison's verdict, else by its own interval."""
    if change.verdict is not None:
        return change.verdict in EVIDENT
    return change.low is not None and change.high is not None and not change.low <= 0 <= change.high


def _least_change(gate: Gate, least: float, change: Figure) -> Iterator[str]:
    value = change.value or 0.0
    if change.verdict == "not comparable":
        yield f"the change is not comparable: {change.why or 'it has no interval'}"
    elif value < least - _slack(gate, least):
        yield f"the change {value:+.4g} is below {least:+g}"
    elif gate.significant and not _evident(change):
        yield f"the change {value:+.4g} is not beyond noise"


def _regression(gate: Gate, most: float, change: Figure, sign: float) -> Iterator[str]:
    lost = -sign * (change.value or 0.0)
    if lost <= most + _slack(gate, most):
        return
    judged = change.low is not None and change.high is not None and change.verdict != "not comparable"
    if gate.significant and judged and not _evident(change):
        return
    beside = f", and the versions are not comparable: {change.why}" if change.verdict == "not comparable" else ""
    yield f"it got worse by {lost:.4g}, more than {most:g}{beside}"
