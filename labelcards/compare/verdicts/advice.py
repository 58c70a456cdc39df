"""The version number that a set of changes asks for.

The rule is that of Croissant data sets: see `labelcards.documents.version_step`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from labelcards.documents.difference import Advice
from labelcards.documents.table_changes import GuidelineChange, QuestionChange, RowCounts, SchemaChange, SettingChange
from labelcards.documents.version_step import LEVELS, Number, VersionLevel, declared_level, number_of

__all__ = ["advise"]

Fit = Literal["fits", "too small", "larger than needed"]

_EDITS = ("removed", "changed")
_MINOR_SCHEMA = ("question added", "label added")


def advise(
    old: str,
    new: str,
    *,
    rows: dict[str, RowCounts],
    questions: Sequence[QuestionChange],
    schema: Sequence[SchemaChange],
    guidelines: Sequence[GuidelineChange],
    policy: Sequence[SettingChange],
) -> Advice:
    """What the changes amount to, the number that follows, and whether the declared one fits.

    Args:
        old, new: the declared version numbers.
        rows: ``items``, ``annotations``, ``gold``, ``adjudications`` → what became of their rows.
        questions, schema, guidelines, policy: the other changes.
    """
    found = [*_finals(questions), *_schema(schema), *_rows(rows), *_texts(guidelines, policy)]
    level: VersionLevel = max((at for at, _ in found), key=LEVELS.index, default="none")
    reasons = tuple(text for at, text in found if at == level)
    before, after = number_of(old), number_of(new)
    if after < before:
        backwards = "the second version is the older one; the rule looks forward"
        return Advice(level=level, proposed=new, declared=new, fit="fits", reasons=(*reasons, backwards))
    return Advice(
        level=level, proposed=_next(before, level, old), declared=new, fit=_fit(old, new, level), reasons=reasons
    )


def _rows(rows: dict[str, RowCounts]) -> Iterator[tuple[VersionLevel, str]]:
    for table, counts in rows.items():
        for what in (*_EDITS, "added"):
            count = int(getattr(counts, what))
            if count:
                yield ("minor" if what == "added" else "major"), f"{count:,} {_noun(table, count)} {what}"


def _noun(table: str, count: int) -> str:
    nouns = {"items": "item", "annotations": "annotation", "gold": "gold label", "adjudications": "adjudication"}
    return nouns[table] if count == 1 else f"{nouns[table]}s"


def _finals(questions: Sequence[QuestionChange]) -> Iterator[tuple[VersionLevel, str]]:
    for question in questions:
        if question.changed:
            noun = "final label" if question.changed == 1 else "final labels"
            yield "major", f"{question.changed:,} {noun} of {question.question} changed"


def _schema(changes: Sequence[SchemaChange]) -> Iterator[tuple[VersionLevel, str]]:
    for change in changes:
        name = f"{change.question}: " + " → ".join(filter(None, (change.old, change.new)))
        if change.kind in _MINOR_SCHEMA:
            yield "minor", f"{change.kind} ({name})"
        elif change.kind == "label definition changed":
            yield "patch", f"{change.kind} ({name})"
        else:
            yield "major", f"{change.kind} ({name})"


def _texts(
    guidelines: Sequence[GuidelineChange], policy: Sequence[SettingChange]
) -> Iterator[tuple[VersionLevel, str]]:
    if guidelines:
        yield "patch", "guidelines edited"
    for change in policy:
        if change.name.startswith("anonymize."):
            yield "patch", f"anonymization setting changed ({change.name.removeprefix('anonymize.')})"
        elif not change.old:
            yield "minor", f"column added ({change.name})"
        else:
            yield "major", f"column {'changed' if change.new else 'removed'} ({change.name})"


def _next(before: Number, level: VersionLevel, old: str) -> str:
    major, minor, patch = before
    steps = {
        "none": old,
        "patch": f"{major}.{minor}.{patch + 1}",
        "minor": f"{major}.{minor + 1}.0",
        "major": f"{major + 1}.0.0",
    }
    return steps[level]


def _fit(old: str, new: str, level: VersionLevel) -> Fit:
    """Compare the step that was declared with the one that is needed."""
    declared, needed = LEVELS.index(declared_level(old, new)), LEVELS.index(level)
    return "fits" if declared == needed else "too small" if declared < needed else "larger than needed"
