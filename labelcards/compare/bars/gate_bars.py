"""Gates of a change against those of its target."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from labelcards.documents.bars import BarChange, BarKind
from labelcards.documents.gates import Gate, GatesDocument, Waiver

__all__ = ["gate_bar_changes"]

_STEPS = {"ignore": 0, "warn": 1, "fail": 2}
_LEVELS = {"warn": 0, "fail": 1}
_ENDS = {"low": -1, "value": 0, "high": 1}

_STRICTER_WHEN_HIGHER = {
    "min": True,
    "max": False,
    "min_change": True,
    "max_regression": False,
}
"""Bound → whether a higher one asks for more."""


_COMPARED = {
    *_STRICTER_WHEN_HIGHER,
    *("name", "metric", "label", "group", "atol", "rtol", "significant", "use", "level", "reason", "waiver"),
}
"""Keys of a gate that have a direction of their own; any other has none that is known to be harmless."""


def gate_bar_changes(old: GatesDocument | None, new: GatesDocument | None) -> tuple[BarChange, ...]:
    """What differs between two ``gates.yaml``, loosened bars first.

    Args:
        old: the target's; None when it has none.
        new: the change's; None when it deletes them.
    """
    if old is None or new is None:
        return () if old is new else (_whole(old, new),)
    found = list(_ranked("version_step", old.version_step, new.version_step, _STEPS))
    found += _ranked("integrity", old.integrity, new.integrity, _STEPS)
    before, after = ({gate.name: gate for gate in held.gates} for held in (old, new))
    renamed = _renamed(before, after)
    for name, gate in before.items():
        if name in after:
            found += _gate(gate, after[name])
        elif name in renamed:
            found.append(BarChange(bar=f"gates.{name}", kind="changed", was=name, becomes=renamed[name]))
        else:
            found.append(BarChange(bar=f"gates.{name}", kind="loosened", was=gate.metric, note="the gate is gone"))
    found += [
        BarChange(bar=f"gates.{name}", kind="tightened", becomes=gate.metric, note="the gate is new")
        for name, gate in after.items()
        if name not in before and name not in renamed.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.kind != "loosened", one.kind != "tightened", one.bar)))


def _whole(old: GatesDocument | None, new: GatesDocument | None) -> BarChange:
    if new is None and old is not None:
        return BarChange(bar="gates", kind="loosened", was=f"{len(old.gates)} gates", note="gates.yaml is deleted")
    size = len(new.gates) if new is not None else 0
    return BarChange(bar="gates", kind="tightened", becomes=f"{size} gates", note="gates.yaml is new")


def _renamed(before: dict[str, Gate], after: dict[str, Gate]) -> dict[str, str]:
    """Gates that only have another name: old → new."""
    added = {name: gate for name, gate in after.items() if name not in before}
    pairs: dict[str, str] = {}
    for name, gate in before.items():
        if name in after:
            continue
        same = [other for other, held in added.items() if held == gate.model_copy(update={"name": other})]
        if free := [other for other in same if other not in pairs.values()]:
            pairs[name] = free[0]
    return pairs


def _gate(old: Gate, new: Gate) -> Iterator[BarChange]:
    place = f"gates.{old.name}"
    for name, higher in _STRICTER_WHEN_HIGHER.items():
        yield from _bound(f"{place}.{name}", getattr(old, name), getattr(new, name), higher_is_stricter=higher)
    for name in ("atol", "rtol"):
        yield from _bound(f"{place}.{name}", getattr(old, name), getattr(new, name), higher_is_stricter=False)
    yield from _ranked(f"{place}.level", old.level, new.level, _LEVELS)
    yield from _significant(place, old, new)
    yield from _end(place, old, new)
    yield from _measured(place, old, new)
    yield from _waiver(f"{place}.waiver", old.waiver, new.waiver)
    if old.reason != new.reason:
        yield BarChange(bar=f"{place}.reason", kind="changed", was=old.reason, becomes=new.reason)
    for name in sorted(set(Gate.model_fields) - _COMPARED):
        was, becomes = (str(getattr(gate, name)) for gate in (old, new))
        if was != becomes:
            note = "it bounds something else; the old bar is gone"
            yield BarChange(bar=f"{place}.{name}", kind="loosened", was=was, becomes=becomes, note=note)


def _bound(bar: str, old: float | None, new: float | None, *, higher_is_stricter: bool) -> Iterator[BarChange]:
    if old == new:
        return
    if old is None or new is None:
        kind: BarKind = "tightened" if old is None else "loosened"
    else:
        kind = "tightened" if (new > old) == higher_is_stricter else "loosened"
    yield BarChange(bar=bar, kind=kind, was=_number(old), becomes=_number(new))


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _ranked(bar: str, old: str, new: str, ranks: dict[str, int]) -> Iterator[BarChange]:
    """A setting whose values are more or less strict."""
    if old != new:
        yield BarChange(bar=bar, kind="tightened" if ranks[new] > ranks[old] else "loosened", was=old, becomes=new)


def _significant(place: str, old: Gate, new: Gate) -> Iterator[BarChange]:
    """Asking whether a change is beyond noise spares regressions, and demands more of wanted changes."""
    if old.significant == new.significant:
        return
    loosened = (new.significant and old.max_regression is not None) or (old.significant and old.min_change is not None)
    kind: BarKind = "loosened" if loosened else "tightened"
    yield BarChange(
        bar=f"{place}.significant", kind=kind, was=str(old.significant).lower(), becomes=str(new.significant).lower()
    )


def _end(place: str, old: Gate, new: Gate) -> Iterator[BarChange]:
    """``low`` is the strictest end for a minimum, ``high`` for a maximum."""
    if old.use == new.use:
        return
    moved = _ENDS[new.use] - _ENDS[old.use]
    loosened = (old.min is not None and moved > 0) or (old.max is not None and moved < 0)
    yield BarChange(bar=f"{place}.use", kind="loosened" if loosened else "tightened", was=old.use, becomes=new.use)


def _measured(place: str, old: Gate, new: Gate) -> Iterator[BarChange]:
    """What the bar is about: another figure means that the old bar is gone."""
    if old.metric != new.metric:
        note = "it measures something else; the old bar is gone"
        yield BarChange(bar=f"{place}.metric", kind="loosened", was=old.metric, becomes=new.metric, note=note)
    yield from _selected(f"{place}.label", set(old.label), set(new.label), lambda held: ", ".join(sorted(held)))
    groups = [{held} if held else set() for held in (old.group, new.group)]
    if groups[0] != groups[1]:
        wider = old.group is not None and new.group is not None and old.group.startswith(f"{new.group}=")
        kind: BarKind = "tightened" if wider else "loosened"
        yield BarChange(bar=f"{place}.group", kind=kind, was=old.group or "", becomes=new.group or "")


def _selected(bar: str, old: set[str], new: set[str], text: Callable[[set[str]], str]) -> Iterator[BarChange]:
    """Which of several figures it holds for; none named means all of them."""
    if old == new:
        return
    wider = not new or (bool(old) and new >= old)
    yield BarChange(bar=bar, kind="tightened" if wider else "loosened", was=text(old), becomes=text(new))


def _waiver(bar: str, old: Waiver | None, new: Waiver | None) -> Iterator[BarChange]:
    if old == new:
        return
    texts = {"was": _waived(old), "becomes": _waived(new)}
    if new is None:
        yield BarChange(bar=bar, kind="tightened", **texts)
    elif old is None or new.until > old.until:
        note = "added" if old is None else "prolonged"
        yield BarChange(bar=bar, kind="loosened", note=note, signed_by=new.owner, **texts)
    else:
        yield BarChange(bar=bar, kind="tightened" if new.until < old.until else "changed", **texts)


def _waived(waiver: Waiver | None) -> str:
    return "" if waiver is None else f"until {waiver.until.isoformat()} by {waiver.owner}"
