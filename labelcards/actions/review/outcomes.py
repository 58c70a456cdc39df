"""What becomes of a version's gates when several sets of bars and several older versions count: the strictest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from labelcards.actions.review.bars import GateSource
from labelcards.actions.review.check import integrity_step
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.gates import evaluate_gates
from labelcards.documents.difference import DifferenceDocument
from labelcards.documents.figures import CatalogEntry
from labelcards.documents.gates import GateResult
from labelcards.documents.review import GateOutcome, GateStatus

__all__ = ["Measurement", "gate_outcomes"]

_STRICTEST: tuple[GateStatus, ...] = ("failed", "warned", "waived", "passed", "skipped")


@dataclass(frozen=True)
class Measurement:
    """A version measured against an older one, or against none.

    Attributes:
        old: the older one; None for a first version.
        difference: from it to the version; None without one.
        catalog: metric → definition, of both sides.
        shown: whether reviewers see the comparison, or the gates alone.
        parent: whether the older one is the version's parent, by which its number is judged.
    """

    old: Side | None
    difference: DifferenceDocument | None
    catalog: Mapping[str, CatalogEntry]
    shown: bool = False
    parent: bool = False


@dataclass(frozen=True, slots=True)
class _Judgement:
    """One gate's result by one set of bars against one older version."""

    whose: str
    against: str
    result: GateResult

    @property
    def lines(self) -> Iterator[str]:
        for found in self.result.figures:
            if found.problems:
                remedy = f" {found.remedy}" if found.remedy else ""
                yield f"{found.path}: {'; '.join(found.problems)}{remedy}"


def gate_outcomes(
    new: Side, measurements: Sequence[Measurement], sources: Sequence[GateSource], today: date
) -> tuple[GateOutcome, ...]:
    """Every gate once, in the order of the first file that has it."""
    judged: dict[str, list[_Judgement]] = {}
    for source in sources:
        for one in measurements:
            results = evaluate_gates(
                source.gates,
                new=new,
                old=one.old,
                difference=one.difference,
                catalog=one.catalog,
                today=today,
            )
            against = one.old.name.given if one.old else ""
            for result in results:
                judged.setdefault(result.gate.name, []).append(_Judgement(source.whose, against, result))
    return (*_integrity(measurements, sources), *(_outcome(name, found) for name, found in judged.items()))


def _integrity(measurements: Sequence[Measurement], sources: Sequence[GateSource]) -> Iterator[GateOutcome]:
    """What the tables show, by the strictest bars; nothing when no bars ask for it, or nothing was compared."""
    steps = [
        step
        for source in sources
        for one in measurements
        if (step := integrity_step(source.gates, one.difference)) is not None
    ]
    if steps:
        status = min((step.status for step in steps), key=_STRICTEST.index)
        lines = dict.fromkeys(sign.text for step in steps for sign in step.signs)
        yield GateOutcome(gate="integrity", status=status, lines=tuple(lines))


def _outcome(name: str, judged: Sequence[_Judgement]) -> GateOutcome:
    status = min((one.result.status for one in judged), key=_STRICTEST.index)
    strictest = [one for one in judged if one.result.status == status]
    lines: dict[str, list[_Judgement]] = {}
    for one in strictest:
        for line in one.lines:
            lines.setdefault(line, []).append(one)
    notes = dict.fromkeys(one.result.note for one in strictest if one.result.note)
    told = tuple(f"{line}{_told_by(found, judged)}" for line, found in lines.items())
    return GateOutcome(gate=name, status=status, lines=told, note="; ".join(notes))


def _told_by(found: Sequence[_Judgement], judged: Sequence[_Judgement]) -> str:
    """Whose bar, and against what, where that makes a difference."""
    parts = []
    for kind, word in (("whose", "by the bars of"), ("against", "against")):
        held, every = ({getattr(one, kind) for one in among} for among in (found, judged))
        if held != every:
            parts.append(f"{word} {', '.join(sorted(held))}")
    return f" ({'; '.join(parts)})" if parts else ""
