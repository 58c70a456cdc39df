"""What annotators were told differently in the parent version: per label, which parts of the guidelines changed."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.cards.figures.names import Names
from labelcards.documents.guidelines import Guidelines, LabelGuide, QuestionGuide

__all__ = ["GuidelineEdit", "guideline_changes"]


@dataclass(frozen=True, slots=True)
class GuidelineEdit:
    """One changed part; ``old`` and ``new`` are its texts, one of them empty when it was added or removed.

    Attributes:
        question, label: titles; the label is empty for a change of the question itself.
        part: ``text``, ``tree``, ``definition``, ``example``, ``counterexample`` or ``notes``; worded in the template.
    """

    question: str
    label: str
    part: str
    old: str
    new: str


def guideline_changes(old: Guidelines | None, new: Guidelines | None, names: Names) -> tuple[GuidelineEdit, ...]:
    """Every change in declared order; nothing when one of the two is missing."""
    if old is None or new is None:
        return ()
    found: list[GuidelineEdit] = []
    for key in names.manifest.questions:
        before, after = _question(old, names, key), _question(new, names, key)
        title = names.question(key)
        if before.text != after.text:
            found.append(GuidelineEdit(title, "", "text", before.text, after.text))
        if before.tree != after.tree:
            found.append(GuidelineEdit(title, "", "tree", "", ""))
        for label in names.manifest.questions[key].labels:
            pair = (_label(before, names, key, label.id), _label(after, names, key, label.id))
            found += _label_changes(title, label.title or label.id, *pair)
    return tuple(found)


def _question(guidelines: Guidelines, names: Names, key: str) -> QuestionGuide:
    return next((guide for guide in guidelines.questions if names.manifest_key(guide.name) == key), QuestionGuide(key))


def _label(guide: QuestionGuide, names: Names, key: str, label: str) -> LabelGuide:
    return next((held for held in guide.labels if names.label_key(key, held.name) == label), LabelGuide(label))


def _label_changes(question: str, label: str, before: LabelGuide, after: LabelGuide) -> list[GuidelineEdit]:
    found: list[GuidelineEdit] = []
    for part, old, new in (
        ("definition", before.definition, after.definition),
        ("notes", before.notes, after.notes),
    ):
        if old != new:
            found.append(GuidelineEdit(question, label, part, old, new))
    for part, olds, news in (
        ("example", before.examples, after.examples),
        ("counterexample", before.counterexamples, after.counterexamples),
    ):
        found += [GuidelineEdit(question, label, part, text, "") for text in olds if text not in news]
        found += [GuidelineEdit(question, label, part, "", text) for text in news if text not in olds]
    return found
