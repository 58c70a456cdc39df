"""A plain table of labels in the contract's terms, once it is known what the table means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.contract.times import parse_times
from labelcards.errors import InputError, Problem
from labelcards.exchange.tool_export import ExportQuestion, Row, ToolExport, slug
from labelcards.inspection.answers import QuestionReading
from labelcards.inspection.arrangement import texts
from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.dependence import depends
from labelcards.inspection.sets import split_set
from labelcards.inspection.table_reading import TableReading
from labelcards.labels.kind import LabelKind
from labelcards.labels.missing import MissingMarkers
from labelcards.labels.registry import STEPS
from labelcards.labels.spelling import same_value

__all__ = ["table_export"]

_TIME_FORMATS = tuple(f"{day} {time}".strip() for day in ("%m/%d/%Y", "%d/%m/%Y") for time in ("%H:%M:%S", "%H:%M", ""))
"""Tried where times are in none of the usual forms; the one that fits alone is meant."""

_PER_ANNOTATION = ("started_at", "submitted_at", "batch")


def table_export(reading: TableReading, title: str) -> ToolExport:
    """Items, annotations, annotators and gold of a table.

    Columns that have one value per item become the item's, those with one value per annotator the annotator's; times
    and batches stay with annotations. Others are lost, and counted.

    Args:
        reading: the table as it was understood.
        title: what the table is called.

    Raises:
        InputError: the table does not say who labelled.
    """
    if reading.anonymous:
        message = "The table counts labels and does not say who gave them; a data set needs annotators."
        remedy = "Export one row per annotation. `labelcards agreement` measures counts as they are."
        raise InputError([Problem(reading.file, "no-annotators", message, remedy)])
    return _Exporter(reading).export(title)


class _Exporter:
    """Names items and questions, and gives each column its table."""

    def __init__(self, reading: TableReading) -> None:
        self.reading, self.sheet = reading, reading.sheet
        by_name = self.sheet.by_name
        self.item = next((by_name[name] for name in reading.columns.get("item", ())), None)
        self.annotator = next((by_name[name] for name in reading.columns.get("annotator", ())), None)
        answered = {name for role in ("label", "annotators", "labels") for name in reading.columns.get(role, ())}
        used = {c.name for c in (self.item, self.annotator) if c is not None} | answered
        counted = reading.layout == "contingency"  # its rows are labels, and all its cells counts
        rest = [] if counted else self.sheet.columns
        self.rest = [c for c in rest if c.name not in used and not self.sheet.is_index(c)]
        self.names = _question_names(reading.questions)
        self.position = {int(row): place for place, row in enumerate(self.sheet.rows)}
        self.lost: dict[str, int] = {}
        self.textual = self.item is not None and (self.item.textual or self.sheet.is_named(self.item, "text"))

    def export(self, title: str) -> ToolExport:
        ids = self._ids()
        gold = self._gold(ids)
        return ToolExport(
            tool=title,
            questions={self.names[name]: self._question(question) for name, question in self.reading.questions.items()},
            items=self._items(ids),
            annotations=self._annotations(ids),
            gold=gold,
            lost=dict(sorted(self.lost.items())),
            annotators=self._annotators(),
        )

    def _ids(self) -> dict[str, str]:
        """What an item is called in the table → its id: itself, or a number where its text is all there is."""
        names = dict.fromkeys(name for q in self.reading.questions.values() for name in q.frame["item"])
        return {str(name): str(place) if self.textual else str(name) for place, name in enumerate(names, start=1)}

    def _kind(self, question: QuestionReading) -> LabelKind:
        return STEPS if question.scale else question.kind

    def _question(self, question: QuestionReading) -> ExportQuestion:
        labels = question.scale or question.labels
        gold = self._gold_labels.get(question.name, ())
        title = question.name if question.name != "label" or "label" in self.sheet.by_name else "Label"
        return ExportQuestion(self._kind(question).name, title, (*labels, *(g for g in gold if g not in labels)))

    def _items(self, ids: Mapping[str, str]) -> tuple[Row, ...]:
        first = self._first_rows(ids)
        columns = [c for c in self.rest if c in self._item_columns]
        if self.textual and self.item is not None:
            columns = [self.item, *columns]
        cells = {c.name: texts(c) for c in columns}
        rows = []
        for name, item_id in ids.items():
            place = first[name]
            found = {column: values[place] for column, values in cells.items() if values[place] is not None}
            rows.append({"item_id": item_id, **{f"data.{k}" if k == "item_id" else k: v for k, v in found.items()}})
        return tuple(sorted(rows, key=lambda row: row["item_id"]))

    def _first_rows(self, ids: Mapping[str, str]) -> dict[str, int]:
        places: dict[str, int] = {}
        for question in self.reading.questions.values():
            for name, row in zip(question.frame["item"], question.frame["row"], strict=True):
                places.setdefault(str(name), self.position[int(row)])
        return places

    @cached_property
    def _item_columns(self) -> list[ColumnContent]:
        item = self.item
        if item is None:
            return [c for c in self.rest if not self._is_gold(c)]
        return [c for c in self.rest if not self._is_gold(c) and self._timing(c) is None and depends(c, item)]

    def _timing(self, column: ColumnContent) -> str | None:
        """The column of the contract for times and batches, where annotations have more than one per item."""
        role = next((r for r in _PER_ANNOTATION if self.sheet.is_named(column, r)), None)  # type: ignore[arg-type]
        return role if role is not None and self.annotator is not None else None

    def _is_gold(self, column: ColumnContent) -> bool:
        return column is self.sheet.told.get("gold") or self.sheet.is_named(column, "gold")

    def _annotations(self, ids: Mapping[str, str]) -> tuple[Row, ...]:
        timed = {role: self._times(role, c) for c in reversed(self.rest) if (role := self._timing(c)) is not None}
        rows: list[Row] = []
        for name, question in self.reading.questions.items():
            filled = question.frame[question.frame["label"].notna()]
            for item, who, label, row in zip(*(filled[c] for c in ("item", "annotator", "label", "row")), strict=True):
                place = self.position[int(row)]
                times = {role: str(values[place]) for role, values in timed.items() if values[place] is not None}
                given = {"item_id": ids[str(item)], "annotator_id": str(who), "question": self.names[name]}
                rows.append({**given, "label": str(label), **times})
            missing = question.blank + sum(question.missing.values())
            if missing:
                self.lost["cells without an answer"] = self.lost.get("cells without an answer", 0) + missing
        kept = {*(c.name for c in self._item_columns), *(c.name for c in self._annotator_columns)}
        for column in self.rest:
            if column.name not in kept and not self._is_gold(column) and self._timing(column) is None:
                self.lost[f"values of '{column.name}', which has several per item and per annotator"] = column.filled
        return tuple(rows)

    def _times(self, role: str, column: ColumnContent) -> np.ndarray:
        """(R,) times as the contract reads them, others as they are; none where two orders of day and month fit."""
        written = texts(column)
        if role not in CONTRACT["annotations"].times:
            return written
        series = pd.Series(written, dtype="str")
        fitting = [f for f in (None, *_TIME_FORMATS) if not parse_times(series, f)[1].any()]
        if fitting[:1] == [None]:
            return written
        if len(fitting) != 1:
            why = "of which day and month cannot be told" if fitting else "in a form that is not known"
            self.lost[f"times of '{column.name}', {why}"] = column.filled
            return np.full(self.sheet.R, None, dtype=object)
        times = parse_times(series, fitting[0])[0]
        return np.array([None if pd.isna(time) else time.isoformat() for time in times], dtype=object)

    @cached_property
    def _annotator_columns(self) -> list[ColumnContent]:
        who = self.annotator
        taken = {c.name for c in self._item_columns}
        if who is None:
            return []
        return [
            c
            for c in self.rest
            if c.name not in taken and self._timing(c) is None and depends(c, who) and not self._is_gold(c)
        ]

    def _annotators(self) -> tuple[Row, ...]:
        columns = self._annotator_columns
        if not columns or self.annotator is None:
            return ()
        who = texts(self.annotator)
        frame = (
            pd.DataFrame({"annotator_id": who, **{c.name: texts(c) for c in columns}}).groupby("annotator_id").first()
        )
        return tuple(
            {"annotator_id": str(name), **{str(k): str(v) for k, v in row.items() if isinstance(v, str)}}
            for name, row in frame.iterrows()
        )

    @cached_property
    def _gold_labels(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(dict.fromkeys(answers.values())) for name, answers in self._golds.items()}

    @cached_property
    def _golds(self) -> dict[str, dict[str, str]]:
        """Question → item → right answer."""
        return {name: self._right_answers(name, question) for name, question in self.reading.questions.items()}

    def _right_answers(self, name: str, question: QuestionReading) -> dict[str, str]:
        column = self._gold_column(name)
        if column is None or self.item is None:
            return {}
        marker = MissingMarkers(declared=frozenset(question.labels))
        known = {value: count for value, count in column.counts.items() if not marker.is_marker(value)}
        same = same_value([*known, *question.labels])
        kind = question.kind
        if column is not self.sheet.told.get("gold") and not {same[value] for value in known} & set(question.labels):
            return {}
        right: dict[str, str] = {}
        for item, value in zip(texts(self.item), texts(column), strict=True):
            if value is None or value not in known or item is None:
                continue
            answer = kind.joined(split_set(value)) if kind.separator else same[value]
            if right.setdefault(str(item), answer) != answer:
                self.lost["second gold answers"] = self.lost.get("second gold answers", 0) + 1
        return right

    def _gold_column(self, name: str) -> ColumnContent | None:
        told = self.sheet.told.get("gold")
        found = [told] if told is not None else [c for c in self.rest if self.sheet.is_named(c, "gold")]
        own = [c for c in found if c.name.casefold().startswith(name.casefold())]
        first = next(iter(self.reading.questions)) == name
        return own[0] if own else found[0] if found and first else None

    def _gold(self, ids: Mapping[str, str]) -> tuple[Row, ...]:
        rows = [
            {"item_id": ids[item], "question": self.names[name], "label": answer}
            for name, answers in self._golds.items()
            for item, answer in answers.items()
            if item in ids
        ]
        return tuple(sorted(rows, key=lambda row: (row["question"], row["item_id"])))


def _question_names(questions: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for title in questions:
        name = slug(title)
        while name in names.values():
            name += "-2"
        names[title] = name
    return names
