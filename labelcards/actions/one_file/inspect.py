"""``labelcards inspect``: how a table would be read, before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labelcards.actions.one_file.export_reading import export_readings
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.inspection.answers import QuestionReading
from labelcards.inspection.arrangement import Note
from labelcards.inspection.options import ReadingOptions
from labelcards.inspection.table_reading import TableReading, read_meaning

__all__ = ["InspectedQuestion", "InspectionReport", "inspect", "inspect_file"]

_MOST_LABELS = 50
_EXAMPLES = 5
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class InspectedQuestion:
    """The answers of one question.

    Attributes:
        name: the column, or ``label``.
        level: what the answers are; ``proposed`` what they may be instead.
        labels: answer → how often; None when there are too many to be labels.
        distinct: how many distinct answers there are.
        missing: text that means "no answer" → how often; ``blank``: empty cells.
    """

    name: str
    level: str
    proposed: str | None
    labels: Mapping[str, int] | None
    distinct: int
    missing: Mapping[str, int]
    blank: int


@dataclass(frozen=True, slots=True)
class InspectionReport:
    """How a table is read.

    Attributes:
        file, rows: the table and its number of records.
        layout: how it is laid out.
        columns: role → columns.
        left: column → why it is not used.
        questions: the answers.
        items, annotators, annotations: how many; no annotators where the table does not say who labelled.
        notes: what was guessed, and what to know.
        examples: up to five annotations; letters are masked as ``x`` and digits as ``9``, except in labels.
    """

    file: str
    rows: int
    layout: str
    columns: Mapping[str, tuple[str, ...]]
    left: Mapping[str, str]
    questions: tuple[InspectedQuestion, ...]
    items: int
    annotators: int
    annotations: int
    notes: tuple[Note, ...]
    examples: tuple[Mapping[str, str], ...]


def inspect(file: FileTable, options: ReadingOptions) -> InspectionReport:
    """How a table is read.

    Raises:
        InputError: it cannot be read, or can be read in two ways.
    """
    return _report(read_meaning(file, options))


def inspect_file(path: Path, options: ReadingOptions, encoding: str | None = None) -> tuple[InspectionReport, ...]:
    """How a file is read: a table, or a labelling tool's export with one report per question.

    Raises:
        InputError: it cannot be read, or can be read in two ways.
    """
    readings = export_readings(path, options, encoding)
    if readings:
        return tuple(_report(reading) for reading in readings)
    return (inspect(read_table(path, encoding, header=options.header), options),)


def _report(reading: TableReading) -> InspectionReport:
    frames = [question.frame[question.frame["label"].notna()] for question in reading.questions.values()]
    return InspectionReport(
        file=reading.file,
        rows=reading.sheet.R,
        layout=reading.layout,
        columns=reading.columns,
        left=reading.left,
        questions=tuple(_question(question) for question in reading.questions.values()),
        items=len({item for frame in frames for item in frame["item"].unique()}),
        annotators=0 if reading.anonymous else len({who for frame in frames for who in frame["annotator"].unique()}),
        annotations=sum(len(frame) for frame in frames),
        notes=reading.notes,
        examples=_examples(reading),
    )


def _question(question: QuestionReading) -> InspectedQuestion:
    few = len(question.counts) <= _MOST_LABELS
    return InspectedQuestion(
        name=question.name,
        level=question.kind.name,
        proposed="ordinal" if question.scale else None,
        labels=dict(question.counts) if few else None,
        distinct=len(question.counts),
        missing=dict(question.missing),
        blank=question.blank,
    )


def _examples(reading: TableReading) -> tuple[Mapping[str, str], ...]:
    name, question = next(iter(reading.questions.items()))
    few = len(question.counts) <= _MOST_LABELS
    rows = question.frame[question.frame["label"].notna()].head(_EXAMPLES)
    return tuple(
        {"item": _masked(str(item)), "annotator": _masked(str(who)), name: str(label) if few else _masked(str(label))}
        for item, who, label in zip(rows["item"], rows["annotator"], rows["label"], strict=True)
    )


def _masked(text: str) -> str:
    """The shape of a text: enough to recognize a column, nothing of what it says."""
    shape = re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "x", text))
    return shape if len(shape) <= _SHOWN else f"{shape[:_SHOWN]}…"
