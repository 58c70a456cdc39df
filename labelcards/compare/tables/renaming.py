"""Labels that go by another name in the new version, that became one, or that became several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from labelcards.documents.label_scheme import Question
from labelcards.documents.version_manifest import VersionManifest
from labelcards.labels.kind import LabelKind

__all__ = ["LabelMap", "Renaming", "label_map", "label_renaming", "mappings_between", "renamed"]

Renaming = Mapping[str, str]
"""One name of a label → another."""


@dataclass(frozen=True)
class LabelMap:
    """How the labels of one question correspond between two versions; labels that stay are in no mapping.

    Attributes:
        old_labels, new_labels: the labels of each version, in declared order. Both versions may be described by one
            manifest that declares the labels of both; one that only comes up as a target is none of the old version,
            one that only comes up as a source is none of the new.
        forward: old label → new label: renamed, or merged when several go to one.
        splits: old label → the new labels it became, possibly itself among them.
        tangled: old labels of which neither holds, because parts of one label went to another one as well.
    """

    old_labels: tuple[str, ...]
    new_labels: tuple[str, ...]
    forward: dict[str, str] = field(default_factory=dict)
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tangled: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any label corresponds to another one."""
        return bool(self.forward or self.splits or self.tangled)

    @property
    def back(self) -> dict[str, str]:
        """New label → the old label it is a part of, to merge a split back."""
        return {part: old for old, parts in self.splits.items() for part in parts if part != old}

    @property
    def merged(self) -> dict[str, tuple[str, ...]]:
        """New label → the old labels that it unites, where there are several."""
        sources: dict[str, list[str]] = {}
        for label in self.old_labels:
            sources.setdefault(self.forward.get(label, label), []).append(label)
        return {new: tuple(olds) for new, olds in sources.items() if len(olds) > 1}

    @property
    def affected(self) -> frozenset[str]:
        """Labels of either version whose meaning is not that of one label of the other version."""
        united = self.merged
        parts = [part for old, new in self.splits.items() for part in (old, *new)]
        return frozenset([*united, *(old for olds in united.values() for old in olds), *parts, *self.tangled])

    @property
    def renamings(self) -> dict[str, str]:
        """Old label → new label, of those that only changed their name."""
        united = self.affected
        return {old: new for old, new in self.forward.items() if old not in united}


def label_map(old: Question, new: Question, declared: Sequence[Mapping[str, tuple[str, ...]]] = ()) -> LabelMap:
    """The correspondence that the manifests declare.

    Args:
        old, new: the question in both versions.
        declared: the version manifests' mappings of the question on the way from old to new, in that order. A label
            that they do not name and that is gone counts as renamed when a label of the new version lists it among its
            ``aliases``.
    """
    introduced, dropped = _introduced(declared), _introduced([_turned(step) for step in reversed(declared)])
    before = tuple(label for label in old.label_ids if label not in introduced)
    after = tuple(label for label in new.label_ids if label not in dropped)
    ends = _ends(before, label_renaming(old, new), declared)
    counted = Counter(target for held in ends.values() for target in held)
    tangled = {name for name, held in ends.items() if len(held) > 1 and any(counted[end] > 1 for end in held)}
    reached = {end for name in tangled for end in ends[name]}
    tangled |= {name for name, held in ends.items() if reached & set(held)}
    clear = {name: held for name, held in ends.items() if name not in tangled}
    return LabelMap(
        old_labels=before,
        new_labels=after,
        forward={name: held[0] for name, held in clear.items() if len(held) == 1 and held[0] != name},
        splits={name: held for name, held in clear.items() if len(held) > 1},
        tangled=tuple(name for name in before if name in tangled),
    )


def _introduced(steps: Sequence[Mapping[str, tuple[str, ...]]]) -> set[str]:
    """Labels that come up as a target before, or without, coming up as a source."""
    known: set[str] = set()
    found: set[str] = set()
    for step in steps:
        known |= set(step) - found
        found |= {target for held in step.values() for target in held} - known
    return found


def _turned(step: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Target → sources."""
    turned: dict[str, tuple[str, ...]] = {}
    for source, targets in step.items():
        for target in targets:
            turned[target] = (*turned.get(target, ()), source)
    return turned


def _ends(
    labels: Sequence[str], aliases: Mapping[str, str], declared: Sequence[Mapping[str, tuple[str, ...]]]
) -> dict[str, tuple[str, ...]]:
    """Label → what became of it after all steps."""
    ends: dict[str, tuple[str, ...]] = {}
    for label in labels:
        held: tuple[str, ...] = (label,)
        for step in declared:
            held = tuple(dict.fromkeys(target for name in held for target in step.get(name, (name,))))
        ends[label] = (aliases[label],) if held == (label,) and label in aliases else held
    return ends


def mappings_between(
    old: VersionManifest, new: VersionManifest, ancestors: Sequence[VersionManifest], question: str
) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """The mappings of a question that were declared after ``old``, oldest first.

    Args:
        old, new: the versions compared.
        ancestors: the parent of ``new``, its parent and so on.
    """
    if old.version == new.version:
        if old.mapping != new.mapping:
            yield new.mapping.get(question, {})
        return
    line = [new]
    for ancestor in ancestors:
        if ancestor.version == old.version:
            break
        line.append(ancestor)
    else:
        line = [new]  # not a descendant: only what the new version itself says
    for version in reversed(line):
        yield version.mapping.get(question, {})


def label_renaming(old: Question, new: Question) -> dict[str, str]:
    """Labels that are gone and that a label of the new version lists among its ``aliases`` → that label."""
    gone = set(old.label_ids) - set(new.label_ids)
    return {alias: label.id for label in new.labels for alias in label.aliases if alias in gone}


def renamed(labels: pd.Series[str], mapping: Renaming, kind: LabelKind) -> pd.Series[str]:
    """``labels`` with old names replaced, label by label where answers of the kind hold several."""
    known = {value: kind.renamed(value, mapping) for value in labels.dropna().unique()}
    return labels.map(known).astype("str")
