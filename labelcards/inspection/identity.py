"""Items and annotators whose names are written in two ways."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labelcards.inspection.arrangement import Note
from labelcards.labels.spelling import same_value, variants

__all__ = ["same_names"]


def same_names(file: str, answers: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], tuple[Note, ...]]:
    """Answers in which ``1.0`` and ``1`` are one item or annotator where all are numbers; other doubts become notes."""
    notes: list[Note] = []
    same: dict[str, dict[str, str]] = {}
    for role, plural in (("item", "items"), ("annotator", "annotators")):
        names = dict.fromkeys(name for rows in answers.values() for name in rows[role].unique())
        meaning = same_value(map(str, names), padded=False)
        same[role] = meaning
        merged = len(meaning) - len(set(meaning.values()))
        if merged:
            notes.append(
                Note(f"{merged:,} {plural} are written as a whole number and with a decimal zero; they are one.")
            )
        doubtful = variants(dict.fromkeys(meaning.values(), 0))
        if doubtful:
            what = "upper and lower case or in leading zeros"
            text = (
                f"{len(doubtful):,} names of {plural} differ from another one only in {what}; they count as different."
            )
            notes.append(Note(text, doubtful=True))
    if all(key == value for meaning in same.values() for key, value in meaning.items()):
        return dict(answers), tuple(notes)
    return {
        name: rows.assign(**{role: rows[role].map(meaning) for role, meaning in same.items()})
        for name, rows in answers.items()
    }, tuple(notes)
