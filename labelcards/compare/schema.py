"""What may be answered: questions and labels that were added, removed, renamed, merged or redefined."""

from __future__ import annotations

from collections.abc import Iterator

from labelcards.compare.renaming import label_renaming
from labelcards.documents.difference import SchemaChange
from labelcards.documents.manifest import DatasetManifest, Question

__all__ = ["schema_changes"]


def schema_changes(old: DatasetManifest, new: DatasetManifest) -> tuple[SchemaChange, ...]:
    """All changes, question by question in the new order, removed questions last."""
    changes: list[SchemaChange] = []
    for key, question in new.questions.items():
        if key not in old.questions:
            changes.append(SchemaChange(kind="question added", question=key, new=key))
        else:
            changes += _question(key, old.questions[key], question)
    changes += [
        SchemaChange(kind="question removed", question=key, old=key)
        for key in old.questions
        if key not in new.questions
    ]
    return tuple(changes)


def _question(key: str, old: Question, new: Question) -> Iterator[SchemaChange]:
    if old.kind != new.kind:
        yield SchemaChange(kind="question kind changed", question=key, old=old.kind, new=new.kind)
    mapping = label_renaming(old, new)
    for label in new.label_ids:
        sources = [name for name in old.label_ids if mapping.get(name) == label]
        if len(sources) == 1 and label not in old.label_ids:
            yield SchemaChange(kind="label renamed", question=key, old=sources[0], new=label)
        elif sources:
            merged = [name for name in old.label_ids if name in sources or name == label]
            yield SchemaChange(kind="labels merged", question=key, old=", ".join(merged), new=label)
        elif label not in old.label_ids:
            yield SchemaChange(kind="label added", question=key, new=label)
    for label in old.label_ids:
        if label not in new.label_ids and label not in mapping:
            yield SchemaChange(kind="label removed", question=key, old=label)
    yield from _described(key, old, new, mapping)


def _described(key: str, old: Question, new: Question, mapping: dict[str, str]) -> Iterator[SchemaChange]:
    """Labels in both that are defined differently, and another order of an ordered scale."""
    before = {mapping.get(label.id, label.id): label.definition or "" for label in old.labels}
    for label in new.labels:
        if label.id in before and before[label.id] != (label.definition or ""):
            yield SchemaChange(kind="label definition changed", question=key, old=label.id, new=label.id)
    kept_old = [mapping.get(name, name) for name in old.label_ids if mapping.get(name, name) in new.label_ids]
    kept_new = [name for name in new.label_ids if name in before]
    if new.kind == "ordinal" and list(dict.fromkeys(kept_old)) != kept_new:
        yield SchemaChange(kind="label order changed", question=key, old=", ".join(kept_old), new=", ".join(kept_new))
