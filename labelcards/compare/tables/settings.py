"""How the anonymization policy changed: what happens to each column, and what the detectors were told."""

from __future__ import annotations

from typing import Literal

from labelcards.documents.columns import RecordTable
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.table_changes import SettingChange

__all__ = ["policy_changes"]

Settings = dict[str, str]


def policy_changes(
    old: tuple[DatasetManifest, MetricsDocument | None], new: tuple[DatasetManifest, MetricsDocument | None]
) -> tuple[SettingChange, ...]:
    """Settings that differ, sorted by name; those of the detectors only when both documents are there."""
    before, after = _columns(old[0]), _columns(new[0])
    if old[1] is not None and new[1] is not None:
        before, after = before | _parameters(old[1]), after | _parameters(new[1])
    return tuple(
        SettingChange(name=name, old=before.get(name, ""), new=after.get(name, ""), effect=_effect(name, before, after))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )


_SHOWN = {"": 0, "drop": 0, "pseudonym": 1, "year": 2, "month": 3, "keep": 9}
"""How much of a column an action leaves, where that is an order: of ``clean``, ``band`` and ``prefix`` some."""
_SOME = 2.5
_PARTLY = frozenset({"clean", "band", "prefix"})


def _effect(name: str, before: Settings, after: Settings) -> Literal["less", "more", "other"]:
    """Whether less or more of a column is hidden now; a column that is not declared is dropped."""
    if name.startswith("anonymize."):
        return "other"
    (old, old_detail), (new, new_detail) = (_parts(held.get(name, "")) for held in (before, after))
    if old == new and old in ("band", "prefix") and old_detail != new_detail:
        return "less" if (new_detail > old_detail) == (new == "prefix") else "more"
    if {old, new} <= {*_PARTLY, "year", "month"} and {old, new} & _PARTLY:
        return "other"
    shown = [_SHOWN.get(action, _SOME) for action in (old, new)]
    return "other" if shown[0] == shown[1] else "less" if shown[1] > shown[0] else "more"


def _parts(setting: str) -> tuple[str, int]:
    action, _, detail = setting.partition(" ")
    return action, int(detail or 0)


def _columns(manifest: DatasetManifest) -> Settings:
    tables: dict[str, RecordTable] = {"items": manifest.items, "annotators": manifest.annotators}
    found: Settings = {}
    for table, records in tables.items():
        for name, column in records.columns.items():
            detail = column.width if column.width is not None else column.keep
            found[f"{table}.{name}"] = column.action if detail is None else f"{column.action} {detail}"
    return found


def _parameters(document: MetricsDocument) -> Settings:
    """The detectors' settings; columns are in the manifest."""
    return {
        f"anonymize.{name}": str(value)
        for name, value in document.parameters.items()
        if not name.startswith(("columns.", "package."))
    }
