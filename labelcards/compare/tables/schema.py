"""What may be answered: questions and labels that were added, removed, renamed, merged, split or redefined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labelcards.compare.tables.renaming import LabelMap, label_map
from labelcards.documents.label_scheme import Question
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.table_changes import SchemaChange

__all__ = ["schema_changes"]


def schema_changes(
    old: DatasetManifest, new: DatasetManifest, maps: Mapping[str, LabelMap] | None = None
) -> tuple[SchemaChange, ...]:
    """All changes, question by question in the new order, removed questions last.

    Args:
        old, new: the data set's manifests.
        maps: question → how its labels correspond; by aliases alone when absent.
    """
    changes: list[SchemaChange] = []
    for key, question in new.questions.items():
        before = old.questions.get(key)
        if before is None:
            changes.append(SchemaChange(kind="question added", question=key, new=key))
        else:
            held = (maps or {}).get(key)
            changes += _question(key, before, question, label_map(before, question) if held is None else held)
    changes += [
        SchemaChange(kind="question removed", question=key, old=key)
        for key in old.questions
        if key not in new.questions
    ]
    return tuple(changes)


def _kind(key: str, old: Question, new: Question) -> Iterator[SchemaChange]:
    if old.kind != new.kind:
        yield SchemaChange(kind="question kind changed", question=key, old=old.kind, new=new.kind)
    elif old.deciding != new.deciding:
        yield SchemaChange(kind="consensus method changed", question=key, old=old.deciding, new=new.deciding)


def _question(key: str, old: Question, new: Question, held: LabelMap) -> Iterator[SchemaChange]:
    yield from _kind(key, old, new)
    merged, names = held.merged, {name: label for label, name in held.renamings.items()}
    came = {part for parts in held.splits.values() for part in parts}
    for label in held.new_labels:
        if label in names:
            yield SchemaChange(kind="label renamed", question=key, old=names[label], new=label)
        elif label in merged:
            yield SchemaChange(kind="labels merged", question=key, old=", ".join(merged[label]), new=label)
        elif label not in held.old_labels and label not in came:
            yield SchemaChange(kind="label added", question=key, new=label)
    for label, parts in held.splits.items():
        yield SchemaChange(kind="label split", question=key, old=label, new=", ".join(parts))
    if held.tangled:
        yield SchemaChange(kind="labels reshuffled", question=key, old=", ".join(held.tangled))
    gone = {*held.forward, *held.splits, *held.tangled, *held.new_labels}
    for label in held.old_labels:
        if label not in gone:
            yield SchemaChange(kind="label removed", question=key, old=label)
    yield from _described(key, old, new, held)


def _described(key: str, old: Question, new: Question, held: LabelMap) -> Iterator[SchemaChange]:
    """Labels in both that are defined differently, and another order of an ordered scale."""
    mapping = held.forward
    before = {
        mapping.get(label.id, label.id): label.definition or "" for label in old.labels if label.id in held.old_labels
    }
    for label in new.labels:
        if label.id in held.new_labels and label.id in before and before[label.id] != (label.definition or ""):
            yield SchemaChange(kind="label definition changed", question=key, old=label.id, new=label.id)
    kept_old = [mapping.get(name, name) for name in held.old_labels if mapping.get(name, name) in held.new_labels]
    kept_new = [name for name in held.new_labels if name in before]
    if new.label_kind.scale == "level" and list(dict.fromkeys(kept_old)) != kept_new:
        yield SchemaChange(kind="label order changed", question=key, old=", ".join(kept_old), new=", ".join(kept_new))
