"""Two sides in one set of labels: renamed labels under their new names, mergers applied, splits merged back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from labelcards.catalog.places import label_place
from labelcards.compare.sides.side import Side
from labelcards.compare.tables.flow import final_pairs
from labelcards.compare.tables.renaming import LabelMap, Renaming, label_map, mappings_between, renamed
from labelcards.documents.label_scheme import Label, Question
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.policy import GroupPolicy

__all__ = ["Alignment", "align", "label_maps"]


@dataclass(frozen=True)
class Alignment:
    """Both sides with the labels that they have in common.

    Attributes:
        old, new: the sides with labels replaced; the same objects where no label changed.
        maps: question → how labels correspond, for every question that both sides have with the same kind.
        given: both sides as they were.
    """

    old: Side
    new: Side
    maps: Mapping[str, LabelMap]
    given: tuple[Side, Side]

    @property
    def policy(self) -> GroupPolicy:
        """The bars that a comparison of groups must clear: the stricter of what both versions were measured with."""
        return GroupPolicy.strictest(side.policy for side in self.given if side.policy is not None)

    @property
    def margins(self) -> dict[str, float]:
        """Metric → the difference that begins to matter, where a version's parameters say so; the smaller of two."""
        found: dict[str, float] = {}
        for side in self.given:
            for metric, margin in side.margins.items():
                found[metric] = min(margin, found.get(metric, margin))
        return found

    def scheme_changed(self, question: str) -> str:
        """Why figures of the question that rest on all its labels cannot be compared; empty when they can."""
        held = self.maps.get(question)
        told = [] if held is None else [f"{kind}: {text}" for kind, text in _unequal(held)]
        return "; ".join(told)

    def kind_changed(self, question: str) -> str:
        """Why no figure of the question can be compared: its answers are of another kind; empty when they are not."""
        kinds = [side.manifest.questions[question].kind for side in self.given if question in side.manifest.questions]
        return f"question kind changed: {kinds[0]} → {kinds[1]}" if len(set(kinds)) > 1 else ""

    def incomparable(self, path: tuple[str, ...]) -> str:
        """Why the figures that both documents hold at a path do not mean the same; empty when they do.

        A figure of one label means the same as long as that label does; other figures of a question rest on all labels.
        """
        if len(path) < 3 or path[1] != "questions":
            return ""
        if other := self.kind_changed(path[2]):
            return other
        why = self.scheme_changed(path[2])
        place = label_place(path)
        return why if place is None or path[place] in self.affected(path[2]) else ""

    def split_pairs(self, question: str) -> pd.DataFrame:
        """``old, new`` of the items whose old label was split, each in its version's own labels."""
        splits = self.maps[question].splits
        if not splits:
            return pd.DataFrame({"old": [], "new": []})
        pairs = final_pairs(self.given[0].finals, self.given[1].finals, question)
        return pairs[[new in splits.get(old, ()) for old, new in zip(pairs["old"], pairs["new"], strict=True)]]

    def affected(self, question: str) -> frozenset[str]:
        """Labels of the question whose own figures cannot be compared, except with splits merged back."""
        held = self.maps.get(question)
        return held.affected if held else frozenset()

    def renamings(self) -> dict[str, dict[str, str]]:
        """Question → old label → new label, of those that only changed their name."""
        return {name: held.renamings for name, held in self.maps.items()}


def _unequal(held: LabelMap) -> Iterator[tuple[str, str]]:
    """What became of labels that no single label of the other version corresponds to."""
    for new, olds in held.merged.items():
        yield "labels merged", f"{', '.join(olds)} → {new}"
    for old, parts in held.splits.items():
        yield "label split", f"{old} → {', '.join(parts)}"
    if held.tangled:
        yield "labels reshuffled", ", ".join(held.tangled)


def align(old: Side, new: Side, suspected: Mapping[str, Renaming] | None = None) -> Alignment:
    """Bring both sides into one set of labels; a side without a changed label stays as it is.

    Args:
        old, new: the sides.
        suspected: question → old label → new label, of labels that go by another name though no manifest says so.
    """
    maps = dict(label_maps(old, new, suspected or {}))
    common = {
        name: _common(old.manifest.questions[name], new.manifest.questions[name], held)
        for name, held in maps.items()
        if held
    }
    if not common:
        return Alignment(old, new, maps, (old, new))
    forward = {name: maps[name].forward for name in common}
    back = {name: maps[name].back for name in common}
    return Alignment(_relabelled(old, common, forward), _relabelled(new, common, back), maps, (old, new))


def label_maps(
    old: Side, new: Side, suspected: Mapping[str, Renaming] = MappingProxyType({})
) -> Iterator[tuple[str, LabelMap]]:
    """How the labels of each question of the same kind in both correspond, in the new order."""
    for name, asked in new.manifest.questions.items():
        before = old.manifest.questions.get(name)
        if before is not None and before.kind == asked.kind:
            declared = list(mappings_between(old.declared, new.declared, new.ancestors, name))
            if name in suspected:
                declared.append({label: (became,) for label, became in suspected[name].items()})
            yield name, label_map(before, asked, declared)


def _common(old: Question, new: Question, held: LabelMap) -> Question:
    """The question with the labels that both sides have after relabelling, in the new order."""
    back = held.back
    known = {label.id: label for label in (*old.labels, *new.labels)}
    left = [label for label in held.old_labels if label not in held.forward]
    names = dict.fromkeys([*(back.get(label, label) for label in held.new_labels), *left])
    labels = tuple(known.get(name) or Label(id=name) for name in names)
    return new.model_copy(update={"labels": labels})


def _relabelled(side: Side, common: Mapping[str, Question], names: Mapping[str, Renaming]) -> Side:
    manifest = side.manifest.model_copy(update={"questions": {**side.manifest.questions, **common}})
    labels = side.labels
    if labels is not None:
        annotations, gold, decided = (
            _renamed_rows(table, ["label"], names, manifest)
            for table in (labels.annotations, labels.gold, labels.adjudications)
        )
        labels = replace(labels, manifest=manifest, annotations=annotations, gold=gold, adjudications=decided)
    consensus = side.consensus
    if consensus is not None:
        columns = [column for column in ("final", "dawid_skene") if column in consensus.columns]
        consensus = _renamed_rows(consensus, columns, names, manifest)
    return replace(side, manifest=manifest, labels=labels, consensus=consensus, _coded={})


def _renamed_rows(
    table: pd.DataFrame, columns: list[str], names: Mapping[str, Renaming], manifest: DatasetManifest
) -> pd.DataFrame:
    changed = table.copy(deep=False)
    for question, mapping in sorted(names.items()):
        if mapping and len(table):
            mine = table["question"] == question
            kind = manifest.questions[question].label_kind
            for column in columns:
                changed[column] = changed[column].where(~mine, renamed(changed[column].astype("str"), mapping, kind))
    return changed
