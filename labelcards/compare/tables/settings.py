"""How the anonymization policy changed: what happens to each column, and what the detectors were told."""

from __future__ import annotations

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
        SettingChange(name=name, old=before.get(name, ""), new=after.get(name, ""))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )


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
