"""labelcards' stages in ``dvc.yaml`` against the target's: who changes a command changes what is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labelcards.documents.bars import BarChange

__all__ = ["stage_bar_changes"]


def stage_bar_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[BarChange, ...]:
    """What differs, loosened bars first.

    Args:
        old, new: stage → its body, of those that run labelcards.
    """
    found = [one for name in old for one in _stage(f"stages.{name}", _body(old[name]), _body(new.get(name)))]
    return tuple(sorted(found, key=lambda one: (one.kind != "loosened", one.bar)))


def _body(stage: Any) -> dict[str, Any]:
    body = stage.get("do", stage) if isinstance(stage, dict) else {}
    return body if isinstance(body, dict) else {}


def _stage(place: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[BarChange]:
    was, becomes = _command(old), _command(new)
    if not new:
        yield BarChange(bar=place, kind="loosened", was=was, note="the stage is gone")
        return
    if was != becomes:
        note = "nothing here shows that it measures the same"
        yield BarChange(bar=f"{place}.cmd", kind="loosened", was=was, becomes=becomes, note=note)
    rest = sorted(key for key in {*old, *new} - {"cmd", "desc"} if old.get(key) != new.get(key))
    if rest:
        yield BarChange(bar=place, kind="changed", note=f"{', '.join(rest)} differ")


def _command(body: dict[str, Any]) -> str:
    command = body.get("cmd", "")
    return " ".join("; ".join(map(str, command)).split() if isinstance(command, list) else str(command).split())
