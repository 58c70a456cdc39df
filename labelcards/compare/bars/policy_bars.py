"""What ``dataset.yaml`` keeps, groups and publishes, against the target's."""

from __future__ import annotations

from collections.abc import Iterator

from labelcards.documents.bars import BarChange, BarKind
from labelcards.documents.columns import Column
from labelcards.documents.manifest import DatasetManifest

__all__ = ["policy_bar_changes"]

_TAKEN = {"keep": 0, "clean": 1, "month": 1, "band": 1, "prefix": 1, "year": 2, "pseudonym": 2, "drop": 3}
"""How much an action takes away. A column that is not declared is dropped."""

_DROPPED = Column(action="drop")
_MARKS = {
    "group": "figures are no longer compared across its values",
    "quasi_identifier": "it no longer counts for k-anonymity",
    "sensitive": "it is no longer named as sensitive",
}
"""What a column may be marked as → what follows when the mark is taken away."""


def policy_bar_changes(old: DatasetManifest, new: DatasetManifest) -> tuple[BarChange, ...]:
    """What differs, loosened bars first; questions, labels and descriptions aside."""
    found: list[BarChange] = []
    for table in ("items", "annotators"):
        before, after = getattr(old, table).columns, getattr(new, table).columns
        for name in sorted({*before, *after}):
            columns = before.get(name, _DROPPED), after.get(name, _DROPPED)
            found += _column(f"dataset.{table}.{name}", *columns)
    found += _published(old, new)
    if old.relates_to_people != new.relates_to_people:
        kind: BarKind = "loosened" if old.relates_to_people else "tightened"
        texts = {"was": str(old.relates_to_people).lower(), "becomes": str(new.relates_to_people).lower()}
        found.append(BarChange(bar="dataset.relates_to_people", kind=kind, **texts))
    owners = [", ".join(party.name for party in held.owners) for held in (old, new)]
    if owners[0] != owners[1]:
        note = "who may allow a loosened bar, once this has gone in"
        found.append(BarChange(bar="dataset.owners", kind="changed", was=owners[0], becomes=owners[1], note=note))
    return tuple(sorted(found, key=lambda one: (one.kind != "loosened", one.kind != "tightened", one.bar)))


def _column(place: str, old: Column, new: Column) -> Iterator[BarChange]:
    if old.action != new.action:
        taken = _TAKEN[new.action] - _TAKEN[old.action]
        kind: BarKind = "loosened" if taken < 0 else "tightened" if taken > 0 else "changed"
        yield BarChange(bar=f"{place}.action", kind=kind, was=old.action, becomes=new.action)
    for name, wider_is_stricter in (("width", True), ("keep", False)):
        before, after = getattr(old, name), getattr(new, name)
        if before is not None and after is not None and before != after:
            stricter = (after > before) == wider_is_stricter
            yield BarChange(
                bar=f"{place}.{name}",
                kind="tightened" if stricter else "loosened",
                was=str(before),
                becomes=str(after),
            )
    if _DROPPED in (old, new):
        return
    for mark, lost in _MARKS.items():
        if getattr(old, mark) != getattr(new, mark):
            gone = getattr(old, mark)
            yield BarChange(
                bar=f"{place}.{mark}",
                kind="loosened" if gone else "tightened",
                was=str(gone).lower(),
                becomes=str(not gone).lower(),
                note=lost if gone else "",
            )


def _published(old: DatasetManifest, new: DatasetManifest) -> Iterator[BarChange]:
    before, after = set(old.publication.tables), set(new.publication.tables)
    if before != after:
        texts = {"was": ", ".join(sorted(before)), "becomes": ", ".join(sorted(after))}
        yield BarChange(bar="dataset.publication.tables", kind="loosened" if after - before else "tightened", **texts)
