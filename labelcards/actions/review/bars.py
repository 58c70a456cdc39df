"""All bars that a change of a data set moves, and what its owners allow of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labelcards.actions.pipeline_file import labelcards_stages
from labelcards.actions.review.target import ReviewTarget, TargetDataSet
from labelcards.compare.bars.allowance import with_allowances
from labelcards.compare.bars.gate_bars import gate_bar_changes
from labelcards.compare.bars.param_bars import param_bar_changes
from labelcards.compare.bars.policy_bars import policy_bar_changes
from labelcards.compare.bars.stage_bars import stage_bar_changes
from labelcards.documents.bars import BarChange
from labelcards.documents.gates import Gate, GatesDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.stages.inputs import read_params

__all__ = ["GateSource", "bars_moved", "gate_sources"]

_STEPS = ("ignore", "warn", "fail")


@dataclass(frozen=True, slots=True)
class GateSource:
    """Gates, and whose they are."""

    whose: str
    gates: GatesDocument


def bars_moved(
    folder: Path, gates: GatesDocument | None, target: ReviewTarget, held: TargetDataSet, *, today: date
) -> tuple[tuple[BarChange, ...], tuple[BarChange, ...]]:
    """What differs from the target, and the versions that are gone, both with what owners allow.

    Raises:
        InputError: a file on either side does not fit.
    """
    found = [
        *gate_bar_changes(held.gates, gates),
        *param_bar_changes(target.params, read_params(Path("params.yaml"))),
        *policy_bar_changes(held.manifest, read_yaml_document(folder / "dataset.yaml", DatasetManifest)),
        *stage_bar_changes(target.stages, _stages_here()),
    ]
    here = {path.stem for path in (folder / "versions").glob("*.yaml")}
    gone = [
        BarChange(bar=f"versions.{version}", kind="loosened", was=state.content)
        for version, state in held.states.items()
        if version not in here
    ]
    found.sort(key=lambda one: (one.kind != "loosened", one.kind != "tightened"))
    moved, removed = (
        with_allowances(
            changes,
            gates.loosened if gates else (),
            before=held.gates.loosened if held.gates else (),
            owners=held.owners,
            today=today,
        )
        for changes in (found, gone)
    )
    return moved, removed


def gate_sources(
    gates: GatesDocument | None, target: ReviewTarget | None, held: TargetDataSet | None, bars: tuple[BarChange, ...]
) -> tuple[GateSource, ...]:
    """The gates that a version has to meet: the change's, and the target's as far as no owner allowed otherwise."""
    ours = GateSource("the branch", gates) if gates is not None else None
    theirs = None
    if target is not None and held is not None and held.gates is not None:
        kept = tuple(_kept(held.gates, gates, bars))
        if kept:
            steps = {name: _step(name, held.gates, gates, bars) for name in ("integrity", "version_step")}
            theirs = GateSource(target.name, held.gates.model_copy(update={"gates": kept, **steps}))
    if ours is not None and theirs is not None and ours.gates.gates == theirs.gates.gates:
        return (theirs,)
    return tuple(one for one in (ours, theirs) if one is not None)


def _step(name: str, held: GatesDocument, gates: GatesDocument | None, bars: tuple[BarChange, ...]) -> str:
    """The stricter of both sides' settings; the change's own where an owner allowed that."""
    if gates is not None and _allowed(name, bars):
        return str(getattr(gates, name))
    return max((str(getattr(one, name)) for one in (held, gates) if one is not None), key=_STEPS.index)


def _kept(held: GatesDocument, gates: GatesDocument | None, bars: tuple[BarChange, ...]) -> Iterator[Gate]:
    """The target's gates; one whose loosening is allowed is the change's, if that still has it."""
    if _allowed("gates", bars):
        return
    new = {gate.name: gate for gate in gates.gates} if gates else {}
    for gate in held.gates:
        place = f"gates.{gate.name}"
        if any(one.bar == place and one.kind == "changed" for one in bars):
            continue  # renamed: the change's own gates hold it
        if not _allowed(place, bars):
            yield gate
        elif gate.name in new:
            yield new[gate.name]


def _allowed(place: str, bars: tuple[BarChange, ...]) -> bool:
    """Whether a bar was loosened, and every loosening of it is allowed."""
    loosened = [one for one in bars if one.kind == "loosened" and (one.bar == place or one.bar.startswith(f"{place}."))]
    if place == "gates":
        loosened = [one for one in loosened if one.bar == place]
    return bool(loosened) and all(one.allowed for one in loosened)


def _stages_here() -> dict[str, object]:
    path = Path("dvc.yaml")
    return labelcards_stages(path.read_bytes() if path.is_file() else None)
