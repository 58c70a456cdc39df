"""How the guidelines changed, per question, label and part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from labelcards.documents.guidelines import DecisionStep, Guidelines, LabelGuide, QuestionGuide
from labelcards.documents.table_changes import GuidelineChange

__all__ = ["guideline_changes"]

Lines = tuple[str, ...]


def guideline_changes(
    old: Guidelines | None, new: Guidelines | None, renaming: Mapping[str, str] | None = None
) -> tuple[GuidelineChange, ...]:
    """The parts that read differently, in the order of the new guidelines, then what was dropped.

    Args:
        old, new: the guidelines; None where a version has none.
        renaming: old heading of a label → new heading, so that a renamed label is compared with itself.
    """
    before, after = _parts(old, renaming or {}), _parts(new, {})
    changes: list[GuidelineChange] = []
    for place in dict.fromkeys([*after, *before]):
        removed, added = _difference(before.get(place, ()), after.get(place, ()))
        if removed or added:
            question, label, part = place
            changes.append(GuidelineChange(question=question, label=label, part=part, removed=removed, added=added))
    return tuple(changes)


def _parts(guide: Guidelines | None, renaming: Mapping[str, str]) -> dict[tuple[str, str, str], Lines]:
    """(question, label, part) → its lines."""
    if guide is None:
        return {}
    found = {("", "", "introduction"): _lines(guide.introduction)}
    for question in guide.questions:
        found[question.name, "", "text"] = _lines(question.text)
        found[question.name, "", "decision tree"] = tuple(_branches(question))
        for label in question.labels:
            name = renaming.get(label.name, label.name)
            for part, lines in _label(label).items():
                found[question.name, name, part] = lines
    return found


def _label(label: LabelGuide) -> dict[str, Lines]:
    return {
        "definition": (label.definition,) if label.definition else (),
        "examples": label.examples,
        "counterexamples": label.counterexamples,
        "notes": _lines(label.notes),
    }


def _lines(text: str) -> Lines:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _branches(question: QuestionGuide) -> Iterator[str]:
    """Every way through the decision tree as a line."""
    if question.tree is not None:
        yield from _walk(question.tree, "")


def _walk(node: DecisionStep | str, path: str) -> Iterator[str]:
    if isinstance(node, str):
        yield f"{path} → {node}"
        return
    for answer, branch in (("yes", node.yes), ("no", node.no)):
        yield from _walk(branch, f"{path} · {node.question} {answer}".removeprefix(" · "))


def _difference(old: Lines, new: Lines) -> tuple[Lines, Lines]:
    """Lines removed and lines added, in order; lines that only moved are in both."""
    removed: list[str] = []
    added: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += old[a:b]
            added += new[c:d]
    return tuple(removed), tuple(added)
